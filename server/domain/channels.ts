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

/** A department as visitors meet it. */
export interface OfferDepartment extends Pick<Department, 'id' | 'name' | 'kind' | 'overflow'> {
  readonly hours: Hours | null;
  /** By when whoever writes to it now has an answer, or null: nothing is promised. */
  readonly promisedBy: number | null;
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

const NOW: Answer = { when: 'now' };
const UNKNOWN: Answer = { when: 'unknown' };

/** What the site offers now. */
export function offerOf(chances: Chances): Offer {
  const { agents, contact } = chances;
  const way = wayOf(chances);
  const isIn = ({ departments }: OfferAgent, { id }: OfferDepartment): boolean => departments.includes(id);
  // RT10: the first department on the way in which somebody is.
  const department = way.find((each) => agents.some((agent) => agent.isHere && isIn(agent, each)));
  const here = department === undefined ? [] : agents.filter((agent) => agent.isHere && isIn(agent, department));
  const staffed = way.filter((each) => agents.some((agent) => isIn(agent, each)));
  const back = whenBack(staffed, chances.now);
  const channels: Channel[] = [
    channelFor('chat', here, { isFree: ({ hasRoom }) => hasRoom, back }),
    ...callsOf(here, back),
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

/** Calls reach those of the people who are here who take calls. */
function callsOf(here: readonly OfferAgent[], back: Answer): Channel[] {
  const callable = here.filter(({ takesCalls }) => takesCalls);
  // People are here who take no calls: when that changes is in no calendar.
  const later = here.length > 0 ? UNKNOWN : back;
  const isFree = ({ hasRoom, isCalling }: OfferAgent): boolean => hasRoom && !isCalling;
  return (['audio', 'video'] as const).map((kind) => channelFor(kind, callable, { isFree, back: later }));
}

/** A call-back is for a time of the visitor's, so nobody need be there now; but somebody must call (CA13). */
function callbacksOf({ home, agents }: Chances): Channel[] {
  const calls = agents.some(({ departments, takesCalls }) => takesCalls && departments.includes(home));
  return calls ? [{ kind: 'callback', state: 'later', answer: UNKNOWN, cost: null }] : [];
}

/** A way on which these people answer: now if one of them is free, after a wait if not. */
function channelFor(
  kind: Channel['kind'],
  people: readonly OfferAgent[],
  { isFree, back }: { readonly isFree: (agent: OfferAgent) => boolean; readonly back: Answer },
): Channel {
  if (people.length === 0) return { kind, state: 'off', answer: back, cost: null };
  if (people.some(isFree)) return { kind, state: 'now', answer: NOW, cost: null };
  return { kind, state: 'queue', answer: UNKNOWN, cost: null };
}
