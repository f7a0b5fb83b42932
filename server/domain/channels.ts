/**
 * The ways in which visitors of a site can reach somebody now, each with its state, when a person answers and what it
 * costs. There is no moment without one (Z4), and writing never waits for a form while somebody is there (G11). It knows
 * who is here and when departments open; whom a conversation goes to is routing's business, and it looks the same way.
 */
import type { Answer, Answering, Channel, Offer } from '../../protocol/channels.ts';
import type { Department } from '../../protocol/departments.ts';
import type { DepartmentId } from '../../protocol/ids.ts';
import { nextOpenAt } from './hours.ts';
import type { Hours } from './hours.ts';
import type { QueueKind } from './queue.ts';

/** A department as visitors meet it. */
export interface OfferDepartment extends Pick<Department, 'id' | 'name' | 'kind' | 'overflow'> {
  readonly hours: Hours | null;
  /** By when whoever writes to it now has an answer, or null: nothing is promised. */
  readonly promisedBy: number | null;
  /** How long whoever came now would wait in each queue, in four of five cases; null: nobody can say. */
  readonly waitMs: Readonly<Record<QueueKind, number | null>>;
  /** The first time that is free for a call-back, or null. */
  readonly callbackAt: number | null;
}

/** An agent as visitors may meet them. */
export interface OfferAgent {
  readonly departments: readonly DepartmentId[];
  readonly isHere: boolean;
  /** Whether one more conversation could be taken (RT4). */
  readonly hasRoom: boolean;
  readonly takesCalls: boolean;
  readonly isCalling: boolean;
}

/** Everything that is known of a site's visitors' chances. */
export interface Chances {
  readonly now: number;
  /** Department that the site sends its visitors to. */
  readonly home: DepartmentId;
  readonly departments: readonly OfferDepartment[];
  readonly agents: readonly OfferAgent[];
  /** The shop's other ways of contact, with what its telephone costs, or null. */
  readonly contact: Pick<Channel, 'cost'> | null;
}

const MINUTE_MS = 60_000;
const NOW: Answer = { when: 'now' };
const UNKNOWN: Answer = { when: 'unknown' };

/** What the site offers now. */
export function offerOf(chances: Chances): Offer {
  const { agents, contact } = chances;
  const way = wayOf(chances);
  // RT10: the first department on the way in which somebody is.
  const department = way.find(({ id }) => servingIn(id, 'chat', agents).length > 0);
  const here = department === undefined ? [] : servingIn(department.id, 'chat', agents);
  const staffed = way.filter(({ id }) => agents.some(({ departments }) => departments.includes(id)));
  const back = whenBack(staffed, chances.now);
  const channels: Channel[] = [
    channelFor('chat', here, { queue: 'chat', back, wait: within(department?.waitMs.chat) }),
    // People may be here who take no calls: when that changes is in no calendar.
    ...callsOf(department, agents, here.length > 0 ? UNKNOWN : back),
    ...callbacksOf(chances),
    // CH2: nothing switches it off.
    { kind: 'message', state: 'later', answer: promiseOf(way) ?? (here.length > 0 ? UNKNOWN : back), cost: null },
  ];
  if (contact !== null) channels.push({ kind: 'contact', state: 'later', answer: UNKNOWN, cost: contact.cost });
  return { answering: answeringOf(department), channels };
}

/** The department of the site and those that it overflows to, in their order. */
function wayOf({ home, departments }: Chances): OfferDepartment[] {
  const known = new Map(departments.map((each) => [each.id, each]));
  const way: OfferDepartment[] = [];
  for (let next = known.get(home); next !== undefined && !way.includes(next);) {
    way.push(next);
    next = next.overflow === null ? undefined : known.get(next.overflow);
  }
  return way;
}

// CH4
function answeringOf(department: OfferDepartment | undefined): Answering {
  if (department === undefined) return { who: 'nobody' };
  return department.kind === 'partner' ? { who: 'partner', name: department.name } : { who: 'team' };
}

// PR3: the department in which the conversation would begin promises.
function promiseOf([home]: readonly OfferDepartment[]): Answer | undefined {
  const at = home?.promisedBy ?? null;
  return at === null ? undefined : { when: 'by', at };
}

/** CH3: the next opening, unless it is open already: then nobody knows why nobody is there. */
function whenBack(departments: readonly OfferDepartment[], now: number): Answer {
  const openings = departments.flatMap(({ hours }) => (hours === null ? [] : (nextOpenAt(hours, now) ?? [])));
  const at = Math.min(...openings);
  return Number.isFinite(at) && at > now ? { when: 'from', at } : UNKNOWN;
}

/** Who is here and serves this queue of the department. */
export function servingIn<Agent extends OfferAgent>(
  department: DepartmentId,
  queue: QueueKind,
  agents: readonly Agent[],
): Agent[] {
  return agents.filter(
    ({ isHere, departments, takesCalls }) =>
      isHere && departments.includes(department) && (queue === 'chat' || takesCalls),
  );
}

/** Whether they could answer at once. */
export function isFreeFor({ hasRoom, isCalling }: OfferAgent, queue: QueueKind): boolean {
  return hasRoom && (queue === 'chat' || !isCalling);
}

/** In whole minutes, so that it is no other offer every second. */
function within(ms: number | null = null): Answer {
  return ms === null ? UNKNOWN : { when: 'within', minutes: Math.max(1, Math.ceil(ms / MINUTE_MS)) };
}

/** Calls reach those of the people who are here who take calls. */
function callsOf(department: OfferDepartment | undefined, agents: readonly OfferAgent[], back: Answer): Channel[] {
  const callable = department === undefined ? [] : servingIn(department.id, 'call', agents);
  const terms = { queue: 'call', back, wait: within(department?.waitMs.call) } as const;
  return (['audio', 'video'] as const).map((kind) => channelFor(kind, callable, terms));
}

/** A call-back is for a time of the visitor's, so nobody need be there now; but somebody must call (CA13). */
function callbacksOf({ home, departments, agents }: Chances): Channel[] {
  if (!agents.some(({ departments: of, takesCalls }) => takesCalls && of.includes(home))) return [];
  const at = departments.find(({ id }) => id === home)?.callbackAt ?? null;
  return [{ kind: 'callback', state: 'later', answer: at === null ? UNKNOWN : { when: 'from', at }, cost: null }];
}

/** When it is answered if nobody is here, and if somebody is and busy. */
interface Terms {
  readonly queue: QueueKind;
  readonly back: Answer;
  readonly wait: Answer;
}

/** A way on which these people answer: now if one of them is free, after a wait if not. */
function channelFor(kind: Channel['kind'], people: readonly OfferAgent[], { queue, back, wait }: Terms): Channel {
  if (people.length === 0) return { kind, state: 'off', answer: back, cost: null };
  if (people.some((agent) => isFreeFor(agent, queue))) return { kind, state: 'now', answer: NOW, cost: null };
  return { kind, state: 'queue', answer: wait, cost: null };
}
