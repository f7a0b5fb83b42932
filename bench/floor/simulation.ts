/**
 * A day on a floor in virtual time: visitors come, wait, are asked for, are answered or leave; agents come, pause, miss
 * what rings, and take longer with what does not fit them. Who is asked is the policy's choice; everything else is the
 * same for all of them. It knows no clock but its own.
 */
import { TIMES } from '../../protocol/constants.ts';
import type { AgentId, ConversationId } from '../../protocol/ids.ts';
import { fits } from '../../server/domain/desk.ts';
import type { FloorAgent } from '../../server/domain/desk.ts';
import type { Floor, WaitingConversation } from '../../server/domain/routing.ts';
import type { Asked } from '../../server/domain/state.ts';
import { seeded } from '../../tests/helpers/faults/random.ts';
import type { Chance } from '../../tests/helpers/faults/random.ts';
import type { Caller, Day, Worker } from './day.ts';
import type { Forecast, Place } from './forecast.ts';
import type { Policy } from './policies.ts';

/** How often duty looks at a floor on which nothing happens. */
const TICK_MS = 3_000;
/** So often an agent who is asked does not react: a colleague at the desk, a door bell. */
const MISSES = 0.04;
/** From the sound to the click: at least and at most. */
const CLICK_MS = [2_000, 12_000] as const;
/** So much longer it takes with somebody who does not speak the language, and who does not know the topic. */
const FOREIGN = 1.5;
const UNTAUGHT = 1.25;
/** So much longer for each other conversation that the agent has when it begins. */
const DIVIDED = 0.1;
/** So often an agent's computer dies in the middle, and the conversation waits again, before all others. */
const LOSSES = 0.005;

/** What became of one visitor. */
export interface Wait {
  readonly caller: Caller;
  /** From coming to an agent's click, or to leaving. */
  readonly waitedMs: number;
  readonly outcome: 'answered' | 'left';
  /** Spoke the language; null if nobody came. */
  readonly understood: boolean | null;
  /** What the visitor was told: so long at most in four of five cases; null if somebody was asked at once. */
  readonly estimateMs: number | null;
  /** After so long the promised answer was due; null if nothing was promised. */
  readonly promiseMs: number | null;
}

/** What became of a day. */
export interface Outcome {
  readonly waits: readonly Wait[];
  /** Conversations per agent and hour of being there. */
  readonly perHour: readonly number[];
  /** Waits of those who lost their agent, until the next one. */
  readonly afterLoss: readonly number[];
}

interface Waiting {
  readonly caller: Caller;
  readonly since: number;
  readonly front: boolean;
  asked: readonly Asked[];
  reservedFor: AgentId | undefined;
  /** Where it stood when nobody could be asked at once, and what was told then. */
  placed: (Place & { readonly estimateMs: number | null }) | undefined;
  readonly promisedBy: number | undefined;
}

interface Desk {
  readonly worker: Worker;
  load: number;
  calls: number;
  taken: number;
  lastAssignedAt: number | null;
}

type Happening = { readonly at: number; readonly order: number; readonly run: () => void };

interface Means {
  readonly policy: Policy;
  readonly chance: Chance;
  readonly forecast: Forecast | undefined;
}

class Simulation {
  readonly #policy: Policy;
  readonly #chance: Chance;
  readonly #desks: ReadonlyMap<AgentId, Desk>;
  readonly #waiting = new Map<ConversationId, Waiting>();
  readonly #waits: Wait[] = [];
  readonly #afterLoss: number[] = [];
  readonly #agenda: Happening[] = [];
  readonly #forecast: Forecast | undefined;
  #now = 0;
  #order = 0;
  #toCome: number;

  constructor({ callers, workers }: Day, { policy, chance, forecast }: Means) {
    this.#policy = policy;
    this.#chance = chance;
    this.#forecast = forecast;
    this.#desks = new Map(
      workers.map((worker) => [worker.id, { worker, load: 0, calls: 0, taken: 0, lastAssignedAt: null }]),
    );
    this.#toCome = callers.length;
    for (const caller of callers) this.#at(caller.comesAt, () => this.#come(caller));
    for (const { shifts } of workers) for (const { from } of shifts) this.#at(from, () => undefined);
  }

  run(): Outcome {
    let tickAt = Infinity;
    for (;;) {
      const next = this.#agenda[0]?.at ?? Infinity;
      this.#now = Math.min(next, tickAt);
      if (this.#now === Infinity || (this.#toCome === 0 && this.#waiting.size === 0)) break;
      while ((this.#agenda[0]?.at ?? Infinity) <= this.#now) this.#take()?.run();
      this.#ask();
      tickAt = [...this.#waiting.values()].some(isUnasked) ? this.#now + TICK_MS : Infinity;
    }
    return { waits: this.#waits, perHour: [...this.#desks.values()].map(perHour), afterLoss: this.#afterLoss };
  }

  #come(caller: Caller): void {
    this.#toCome -= 1;
    this.#queue(caller, { since: this.#now, front: false });
  }

  #queue(caller: Caller, { since, front }: Pick<Waiting, 'since' | 'front'>): void {
    const promisedBy = front ? undefined : this.#forecast?.promise(caller.department, since);
    const waiting: Waiting = { ...{ caller, since, front, promisedBy }, asked: [], ...NOWHERE };
    this.#waiting.set(caller.id, waiting);
    this.#at(since + caller.patienceMs, () => this.#leave(waiting));
  }

  #leave(waiting: Waiting): void {
    const { caller, reservedFor, front } = waiting;
    if (this.#waiting.get(caller.id) !== waiting) return;
    this.#waiting.delete(caller.id);
    if (reservedFor !== undefined) this.#release(reservedFor, caller);
    if (!front) this.#note(waiting, { outcome: 'left', understood: null });
  }

  #ask(): void {
    const waiting = [...this.#waiting.entries()].filter(([, one]) => isUnasked(one));
    if (waiting.length === 0) return;
    const floor: Floor = {
      now: this.#now,
      departments: [],
      waiting: waiting.map(([id, one]) => this.#seen(id, one)),
      agents: [...this.#desks.values()].map((desk) => this.#agent(desk)),
    };
    for (const { conversation, agent } of this.#policy(floor)) {
      const asked = this.#waiting.get(conversation);
      const desk = this.#desks.get(agent);
      if (asked !== undefined && desk !== undefined) this.#reserve(asked, desk);
    }
    this.#tellPlaces(floor.agents);
  }

  #reserve(waiting: Waiting, desk: Desk): void {
    const { caller } = waiting;
    desk.load += 1;
    desk.calls += Number(caller.call);
    desk.lastAssignedAt = this.#now;
    waiting.reservedFor = desk.worker.id;
    const [quick, slow] = CLICK_MS;
    const clickMs = quick + this.#chance() * (slow - quick);
    const isMissed = this.#chance() < MISSES;
    this.#at(this.#now + (isMissed ? TIMES.reservationMs : clickMs), () => {
      if (this.#waiting.get(caller.id) !== waiting) return;
      if (!isMissed) return this.#answer(waiting, desk);
      this.#release(desk.worker.id, caller);
      waiting.reservedFor = undefined;
      waiting.asked = [...waiting.asked.filter(({ agent }) => agent !== desk.worker.id), this.#askedNow(desk)];
    });
  }

  #askedNow({ worker }: Desk): Asked {
    return { agent: worker.id, at: this.#now };
  }

  /** The wait is over. */
  #note(waiting: Waiting, { outcome, understood }: Pick<Wait, 'outcome' | 'understood'>): void {
    const { caller, since, placed, promisedBy } = waiting;
    const waitedMs = this.#now - since;
    const isAnswered = outcome === 'answered';
    if (placed !== undefined && isAnswered) this.#forecast?.waited(placed, waitedMs);
    if (promisedBy !== undefined) {
      const times = isAnswered ? { answeredAt: this.#now, endedAt: null } : { answeredAt: null, endedAt: this.#now };
      this.#forecast?.promised(caller.department, { madeAt: since, promisedBy, droppedAt: null, ...times });
    }
    const told = {
      estimateMs: placed?.estimateMs ?? null,
      promiseMs: promisedBy === undefined ? null : promisedBy - since,
    };
    this.#waits.push({ caller, waitedMs, outcome, understood, ...told });
  }

  /** Tells those for whom nobody could be asked at once where they stand. */
  #tellPlaces(agents: readonly FloorAgent[]): void {
    const forecast = this.#forecast;
    if (forecast === undefined) return;
    const positions = new Map<string, number>();
    for (const waiting of [...this.#waiting.values()].toSorted((one, other) => one.since - other.since)) {
      const { department, call } = waiting.caller;
      const queue = `${call} ${department}`;
      const position = (positions.get(queue) ?? 0) + 1;
      positions.set(queue, position);
      if (waiting.placed !== undefined || waiting.front || !isUnasked(waiting)) continue;
      const serves = (agent: FloorAgent): boolean => agent.available && agent.departments.includes(department);
      const place = { queue, position, serving: agents.filter(serves).length };
      waiting.placed = { ...place, estimateMs: forecast.estimate(place, this.#now) };
    }
  }

  #answer(waiting: Waiting, desk: Desk): void {
    const { caller, since, front } = waiting;
    this.#waiting.delete(caller.id);
    desk.taken += 1;
    const { locale, skills, department } = caller;
    const agent = this.#agent(desk);
    const understood = fits(agent, { department, call: false, language: locale, skills: [] });
    const knows = fits(agent, { department, call: false, language: null, skills });
    if (front) this.#afterLoss.push(this.#now - since);
    else this.#note(waiting, { outcome: 'answered', understood });
    const slower = (understood ? 1 : FOREIGN) * (knows ? 1 : UNTAUGHT) * (1 + DIVIDED * (desk.load - 1));
    const isLost = this.#chance() < LOSSES;
    const lasts = caller.serviceMs * slower * (isLost ? this.#chance() : 1);
    this.#at(this.#now + Math.round(lasts), () => {
      this.#release(desk.worker.id, caller);
      if (isLost) this.#queue(caller, { since: this.#now, front: true });
    });
  }

  #release(agent: AgentId, { call }: Caller): void {
    const desk = this.#desks.get(agent)!;
    desk.load -= 1;
    desk.calls -= Number(call);
  }

  #seen(id: ConversationId, { caller, since, front, asked }: Waiting): WaitingConversation {
    const { department, locale, skills, call, advisor } = caller;
    return {
      id,
      department,
      waitingSince: since,
      front,
      locale,
      skills,
      call,
      advisor: advisor && { id: advisor, name: advisor },
      avoid: [],
      asked,
      transfer: false,
    };
  }

  #agent({ worker, load, calls, lastAssignedAt }: Desk): FloorAgent {
    const { id, departments, languages, skills, capacity, shifts } = worker;
    const available = shifts.some(({ from, to }) => from <= this.#now && this.#now < to);
    return { id, departments, languages, skills, capacity, available, load, takesCalls: calls === 0, lastAssignedAt };
  }

  /** Happens then, after what was planned for the same moment before. */
  #at(at: number, run: () => void): void {
    this.#order += 1;
    const happening = { at, order: this.#order, run };
    const heap = this.#agenda;
    let index = heap.push(happening) - 1;
    for (let parent = (index - 1) >> 1; index > 0 && isBefore(happening, heap[parent]!); parent = (index - 1) >> 1) {
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = happening;
  }

  /** The next happening, out of the heap. */
  #take(): Happening | undefined {
    const heap = this.#agenda;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (child >= heap.length || !isBefore(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

const NOWHERE = { reservedFor: undefined, placed: undefined } as const;

const isUnasked = ({ reservedFor }: Waiting): boolean => reservedFor === undefined;

function isBefore(one: Happening, other: Happening): boolean {
  return one.at !== other.at ? one.at < other.at : one.order < other.order;
}

const HOUR_MS = 3_600_000;

function perHour({ worker, taken }: Desk): number {
  return taken / (worker.shifts.reduce((sum, { from, to }) => sum + to - from, 0) / HOUR_MS);
}

/**
 * The day as it goes with this policy; the same seed draws the same luck, in the order in which it is needed. A forecast
 * tells people what to expect, and learns from what they get.
 */
export function simulate(day: Day, policy: Policy, { seed, forecast }: { seed: number; forecast?: Forecast }): Outcome {
  return new Simulation(day, { policy, chance: seeded(seed), forecast }).run();
}
