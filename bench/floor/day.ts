/**
 * A day of a shop, drawn from a seed: who comes when, wants what, speaks which language, has how much patience, and which
 * agents are there. Two humps with a lunch dip, service times with a long tail. It knows nothing of who is asked.
 */
import type { AgentId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { FloorAgent } from '../../server/domain/desk.ts';
import { oneOf } from '../../tests/helpers/faults/random.ts';
import type { Chance } from '../../tests/helpers/faults/random.ts';
import { aWish, DEPARTMENTS, talentsOf } from './crowd.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The shop answers from eight to eight. */
export const OPENS_MS = 8 * HOUR_MS;
const CLOSES_MS = 20 * HOUR_MS;

/** Somebody who will want a person. */
export interface Caller {
  readonly id: ConversationId;
  readonly comesAt: number;
  readonly department: DepartmentId;
  readonly locale: string;
  readonly skills: readonly string[];
  readonly call: boolean;
  /** Signed in to the shop; routing cannot see it. */
  readonly member: boolean;
  readonly advisor: AgentId | null;
  readonly patienceMs: number;
  /** How long it takes with somebody who fits and has nothing else to do. */
  readonly serviceMs: number;
}

/** Somebody who answers. */
export interface Worker extends Pick<FloorAgent, 'id' | 'departments' | 'languages' | 'skills' | 'capacity'> {
  /** When they are there: two spans around a break. */
  readonly shifts: readonly { readonly from: number; readonly to: number }[];
}

export interface Day {
  readonly callers: readonly Caller[];
  readonly workers: readonly Worker[];
}

export interface DaySize {
  readonly visitors: number;
  readonly agents: number;
  readonly chance: Chance;
}

/** Humps of the day: how many of a hundred come around which hour, and how wide the hump is. */
const HUMPS = [
  { share: 0.47, at: 10.4 * HOUR_MS, width: 75 * MINUTE_MS },
  { share: 0.45, at: 15.6 * HOUR_MS, width: 95 * MINUTE_MS },
] as const;

/** Somebody waits about this long before they leave; a tenth leaves within a quarter of it. */
const PATIENCE = { median: 5 * MINUTE_MS, spread: 0.9 } as const;
/** With 10,000 visitors and 100 agents this fills the floor at the humps and not between them. */
const SERVICE = { median: 5.0 * MINUTE_MS, spread: 0.8 } as const;
const CALLS = 0.08;
const MEMBERS = 0.4;
/** Those who have been here before and were helped by somebody. */
const RETURNING = 0.12;
const BREAK_MS = 45 * MINUTE_MS;

/** Normal distribution, mean 0 and deviation 1 (Box and Muller). */
function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}

function logNormal({ median, spread }: { median: number; spread: number }, chance: Chance): number {
  return median * Math.exp(spread * normal(chance));
}

function arrival(chance: Chance): number {
  const drawn = chance();
  const [first, second] = HUMPS;
  if (drawn > first.share + second.share) return OPENS_MS + chance() * (CLOSES_MS - OPENS_MS);
  const { at, width } = drawn < first.share ? first : second;
  const time = at + width * normal(chance);
  return time < OPENS_MS || time > CLOSES_MS ? arrival(chance) : time;
}

/** Half of them come at eight, the others at noon; breaks are spread over two hours, so that a floor is never empty. */
function aWorker(index: number, { agents, chance }: DaySize): Worker {
  const isEarly = index % 2 === 0;
  const [from, to] = isEarly ? [OPENS_MS, 16.5 * HOUR_MS] : [11.5 * HOUR_MS, CLOSES_MS];
  const pause = (isEarly ? 12 : 17.5) * HOUR_MS + (index / agents) * 2 * HOUR_MS;
  return {
    ...{ id: `agent ${String(index).padStart(4, '0')}` as AgentId, ...talentsOf(index), capacity: 4 },
    departments: [DEPARTMENTS[index % DEPARTMENTS.length]!, oneOf(DEPARTMENTS, chance)],
    shifts: [
      { from, to: pause },
      { from: pause + BREAK_MS, to },
    ],
  };
}

/** The day of this size and chance. */
export function aDay(size: DaySize): Day {
  const { visitors, agents, chance } = size;
  const workers = Array.from({ length: agents }, (_, index) => aWorker(index, size));
  const callers = Array.from({ length: visitors }, (_, index): Caller => ({
    ...{ id: `visitor ${String(index).padStart(5, '0')}` as ConversationId, comesAt: Math.round(arrival(chance)) },
    ...{ department: oneOf(DEPARTMENTS, chance), ...aWish(chance) },
    ...{ call: chance() < CALLS, member: chance() < MEMBERS },
    advisor: chance() < RETURNING ? oneOf(workers, chance).id : null,
    patienceMs: Math.round(logNormal(PATIENCE, chance)),
    serviceMs: Math.round(logNormal(SERVICE, chance)),
  }));
  return { workers, callers: callers.toSorted((one, other) => one.comesAt - other.comesAt) };
}

/** The same day, so many days later. */
export function later({ callers, workers }: Day, days: number): Day {
  const ms = days * 24 * HOUR_MS;
  const shift = ({ from, to }: { from: number; to: number }) => ({ from: from + ms, to: to + ms });
  return {
    callers: callers.map((caller) => ({ ...caller, comesAt: caller.comesAt + ms })),
    workers: workers.map((worker) => ({ ...worker, shifts: worker.shifts.map(shift) })),
  };
}
