/**
 * Who is asked to take which waiting conversation: one plan for the whole floor, as a pure function. It knows only
 * what the floor shows; making the reservations, and noticing that the floor has changed, is the switchboard's work.
 */
import type { AgentId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { AgentName } from '../../protocol/models.ts';
import type { RoutingReason, WaitingReason } from '../../protocol/routing.ts';
import { Desk, fits, isFree, languageOf, speaks } from './desk.ts';
import type { FloorAgent, Row } from './desk.ts';
import { isCallbackDue } from './callback.ts';
import type { FailedTransfer } from './decision.ts';
import type { Asked, ConversationState } from './state.ts';

/** An agent who has just said "not now" means it; when nobody else is free they are asked again after this time. */
export const ASK_AGAIN_MS = 30_000;

/** So long a visitor waits for somebody who has their language and topic and is here but busy; then for anybody. */
export const WIDEN_MS = 60_000;

/**
 * So long those who could do with anybody let others go first whom the free agent fits. A floor that is too small serves
 * more people like that, so that even the last one waits less; the simulation in `bench` tells how much.
 */
export const YIELD_MS = 180_000;

/** So long an open department may have nobody there before its visitors overflow; a closed one does at once. */
export const OVERFLOW_MS = 30_000;

/** So long a transfer to a department asks for somebody who is there but busy; then it comes back. */
export const TRANSFER_MS = 120_000;

/** A conversation that wants a person and whom nobody is asked for yet. */
export interface WaitingConversation {
  readonly id: ConversationId;
  readonly department: DepartmentId;
  readonly waitingSince: number;
  /** It lost its agent: before all others (RT3). */
  readonly front: boolean;
  /** Language tag of the visitor's browser. */
  readonly locale: string;
  /** Topics that whoever takes it should know. */
  readonly skills: readonly string[];
  /** Somebody is inside, who asks for somebody else (TR3). */
  readonly transfer: boolean;
  /** A call is ringing in it, or its visitor is to be called. */
  readonly call: boolean;
  /** Who knows this visitor, or null. */
  readonly advisor: Readonly<AgentName> | null;
  /** Whom the visitor does not want. */
  readonly avoid: readonly AgentId[];
  /** Agents who declined or let a reservation expire since it waits, and when (RT5). */
  readonly asked: readonly Asked[];
}

/** A department as routing sees it. */
export interface FloorDepartment {
  readonly id: DepartmentId;
  readonly isOpen: boolean;
  readonly overflow: DepartmentId | null;
}

/** Everything that routing knows. */
export interface Floor {
  readonly now: number;
  readonly waiting: readonly WaitingConversation[];
  readonly agents: readonly FloorAgent[];
  readonly departments: readonly FloorDepartment[];
}

/** A reservation to be made, and why (RT8). */
export interface Reservation {
  readonly conversation: ConversationId;
  readonly agent: AgentId;
  /** Conversations that the agent takes at once. */
  readonly capacity: number;
  readonly because: readonly RoutingReason[];
}

/** A conversation that waits elsewhere from now on (RT10). */
export interface Overflow {
  readonly conversation: ConversationId;
  readonly to: DepartmentId;
}

/** A transfer for which there is nobody, and why (TR3). */
export interface Failure {
  readonly conversation: ConversationId;
  readonly outcome: FailedTransfer;
}

/** A conversation for which nobody is asked in this plan, and why not (RT14). */
export interface Unplaced {
  readonly conversation: ConversationId;
  readonly why: WaitingReason;
}

export interface Plan {
  readonly reservations: readonly Reservation[];
  readonly failures: readonly Failure[];
  readonly overflows: readonly Overflow[];
  /** In the order of need; those who let others go first come last. */
  readonly unplaced: readonly Unplaced[];
}

/** What routing sees of a conversation; undefined unless it wants somebody and nobody is being asked (RT6). */
export function waitingConversation(id: ConversationId, state: ConversationState): WaitingConversation | undefined {
  const { status, waitingSince, reservation, department, front, locale, asked, skills, advisor, avoid } = state;
  if (reservation !== null) return undefined;
  const shared = { id, locale, skills, asked };
  if (status === 'waiting' && waitingSince !== null) {
    const call = state.call !== null || isCallbackDue(state.callback);
    const unwanted = avoid.map(({ id: agent }) => agent);
    return { ...shared, transfer: false, department, waitingSince, front, call, advisor, avoid: unwanted };
  }
  return forTransfer(state, shared);
}

// TR3: it is not in front of those who have nobody, and whoever is inside is not asked. A call stays where it is (TR6).
function forTransfer(
  { transfer, avoid, agents }: ConversationState,
  shared: Pick<WaitingConversation, 'id' | 'locale' | 'skills' | 'asked'>,
): WaitingConversation | undefined {
  if (transfer === null || !('department' in transfer.to)) return undefined;
  const { startedAt: waitingSince, to } = transfer;
  const inside = agents.map(({ id }) => id);
  const wish = { department: to.department, waitingSince, front: false, call: false, advisor: null };
  return { ...shared, ...wish, transfer: true, avoid: [...avoid.map(({ id }) => id), ...inside] };
}

/** Whom to ask for which waiting conversation, in the order of need; each reservation counts as load for the next. */
export function route({ now, waiting, agents, departments }: Floor): Plan {
  const desk = new Desk(agents);
  const ways = new Map(departments.map((department) => [department.id, department]));
  const reservations: Reservation[] = [];
  const failures: Failure[] = [];
  const overflows: Overflow[] = [];
  const unplaced: Unplaced[] = [];
  const place = (conversation: WaitingConversation): void => {
    const choice = choose(desk, conversation, now);
    if ('askedBefore' in choice) {
      const { agent } = choice;
      const because = reasons(choice, conversation, now);
      reservations.push({ conversation: conversation.id, agent: agent.id, capacity: agent.capacity, because });
      desk.assign(agent, now, conversation.call);
      return;
    }
    const outcome = conversation.transfer ? failure(desk, conversation, now) : undefined;
    if (outcome !== undefined) {
      failures.push({ conversation: conversation.id, outcome });
      return;
    }
    const isAlone = choice.kind === 'nobody' && !conversation.transfer;
    const next = isAlone ? overflow({ desk, ways, now }, conversation) : choice;
    if (typeof next === 'string') overflows.push({ conversation: conversation.id, to: next });
    else unplaced.push({ conversation: conversation.id, why: next });
  };
  const later: WaitingConversation[] = [];
  for (const conversation of waiting.toSorted(byNeed)) {
    if (yields(desk, conversation, now)) later.push(conversation);
    else place(conversation);
  }
  for (const conversation of later) place(conversation);
  return { reservations, failures, overflows, unplaced };
}

/** What decides who is in greater need. */
type Need = Pick<WaitingConversation, 'id' | 'front' | 'waitingSince'>;

/** RT3: in the order of need. */
export function byNeed(one: Need, other: Need): number {
  if (one.front !== other.front) return one.front ? -1 : 1;
  if (one.waitingSince !== other.waitingSince) return one.waitingSince - other.waitingSince;
  return one.id < other.id ? -1 : Number(one.id > other.id);
}

/** Whether the agent is none whom the visitor has had enough of, or who was asked in vain. */
function isNewTo({ avoid, asked }: WaitingConversation): (agent: FloorAgent) => boolean {
  return ({ id }) => !avoid.includes(id) && asked.every(({ agent }) => agent !== id);
}

/** RT16: whoever could do with anybody, while somebody who fits is here but busy. */
function yields(desk: Desk, conversation: WaitingConversation, now: number): boolean {
  const { department, locale, skills, call, front, waitingSince } = conversation;
  const waitedMs = now - waitingSince;
  if (front || waitedMs < WIDEN_MS || waitedMs >= YIELD_MS) return false;
  const any = desk.row({ department, call, language: null, skills: [] });
  if (any.free.length === 0 || advisorOf(desk, conversation, any) !== undefined) return false;
  const { here, free } = desk.row({ department, call, language: locale, skills });
  const isNew = isNewTo(conversation);
  return here.some(isNew) && !free.some(isNew);
}

interface Choice {
  readonly agent: FloorAgent;
  readonly askedBefore: boolean;
}

/**
 * The visitor's advisor, else somebody with their language and topics, else anybody who is there (RT2, RT5, RT11); or
 * why nobody.
 */
function choose(desk: Desk, conversation: WaitingConversation, now: number): Choice | WaitingReason {
  const { department, locale, skills, call, avoid, asked, waitingSince } = conversation;
  const any = desk.row({ department, call, language: null, skills: [] });
  // On a full floor nearly everybody who waits is done with here.
  if (any.free.length === 0) return nobodyFree(desk, conversation);
  const isNew = isNewTo(conversation);
  const advisor = advisorOf(desk, conversation, any);
  if (advisor !== undefined && isNew(advisor)) return { agent: advisor, askedBefore: false };
  const best = desk.row({ department, call, language: locale, skills });
  const isWorthWaiting = now - waitingSince < WIDEN_MS && best.here.some(isNew);
  const speakers = (): Row => desk.row({ department, call, language: locale, skills: [] });
  const knowers = (): Row => desk.row({ department, call, language: null, skills });
  const groups = isWorthWaiting ? [() => best] : [() => best, speakers, knowers, () => any];
  for (const group of groups) {
    const agent = group().free.find(isNew);
    if (agent !== undefined) return { agent, askedBefore: false };
  }
  if (isWorthWaiting) {
    return { kind: 'fitting', language: languageOf(locale), skills: [...skills], at: waitingSince + WIDEN_MS };
  }
  // TR3: whoever said no to a colleague is not asked again by the same one.
  if (conversation.transfer) return { kind: 'avoided' };
  const welcome = any.free.filter(({ id }) => !avoid.includes(id));
  return secondRound(welcome, asked, now);
}

/** Everybody was asked: the one who was asked longest ago is asked again, after a rest (RT5). */
function secondRound(welcome: readonly FloorAgent[], asked: readonly Asked[], now: number): Choice | WaitingReason {
  const lastAsked = ({ id }: FloorAgent): number => asked.find(({ agent }) => agent === id)?.at ?? 0;
  const [agent] = welcome.toSorted((one, other) => lastAsked(one) - lastAsked(other));
  if (agent === undefined) return { kind: 'avoided' };
  const at = lastAsked(agent) + ASK_AGAIN_MS;
  return at <= now ? { agent, askedBefore: true } : { kind: 'asked', at };
}

function nobodyFree(desk: Desk, { department, call, avoid }: WaitingConversation): WaitingReason {
  const { here } = desk.row({ department, call: false, language: null, skills: [] });
  if (avoid.length > 0 && here.length > 0 && here.every(({ id }) => avoid.includes(id))) return { kind: 'avoided' };
  return here.length === 0 ? { kind: 'nobody', overflowsAt: null } : { kind: 'busy', call };
}

// TR3
function failure(desk: Desk, conversation: WaitingConversation, now: number): FailedTransfer | undefined {
  const { department, waitingSince, avoid, asked } = conversation;
  const tried = new Set([...avoid, ...asked.map(({ agent }) => agent)]);
  const { here } = desk.row({ department, call: false, language: null, skills: [] });
  if (here.some(({ id }) => !tried.has(id))) return now - waitingSince < TRANSFER_MS ? undefined : 'expired';
  return asked.length > 0 ? 'declined' : 'failed';
}

// RT11
function advisorOf(desk: Desk, { advisor }: WaitingConversation, { wanted }: Row): FloorAgent | undefined {
  const agent = advisor === null ? undefined : desk.agent(advisor.id);
  return agent && isFree(agent) && fits(agent, wanted) ? agent : undefined;
}

interface Ways {
  readonly desk: Desk;
  readonly ways: ReadonlyMap<DepartmentId, FloorDepartment>;
  readonly now: number;
}

/** RT10: the first department on the way in which somebody is, once nobody is in the conversation's own. */
function overflow({ desk, ways, now }: Ways, conversation: WaitingConversation): DepartmentId | WaitingReason {
  const home = ways.get(conversation.department);
  const isStaffed = (department: DepartmentId): boolean =>
    desk.row({ department, call: false, language: null, skills: [] }).here.length > 0;
  if (home === undefined) return { kind: 'nobody', overflowsAt: null };
  // Owners cannot close a circle (RT9); two of them at the same moment could.
  const passed = new Set<DepartmentId>([home.id]);
  for (let next = home.overflow; next !== null && !passed.has(next); next = ways.get(next)?.overflow ?? null) {
    if (isStaffed(next)) {
      const at = conversation.waitingSince + OVERFLOW_MS;
      return home.isOpen && now < at ? { kind: 'nobody', overflowsAt: at } : next;
    }
    passed.add(next);
  }
  return { kind: 'nobody', overflowsAt: null };
}

// RT8
function reasons({ agent, askedBefore }: Choice, conversation: WaitingConversation, now: number): RoutingReason[] {
  const { advisor, avoid, front, locale, skills, waitingSince } = conversation;
  const because: RoutingReason[] = [];
  if (conversation.transfer) because.push({ kind: 'transfer' });
  if (advisor?.id === agent.id) because.push({ kind: 'advisor' });
  else if (advisor !== null && !avoid.includes(advisor.id)) {
    because.push({ kind: 'deputy', advisor: advisor.id, name: advisor.name }); // RT21
  }
  because.push({ kind: 'language', language: languageOf(locale), spoken: speaks(agent, locale) });
  if (skills.length > 0) {
    because.push({ kind: 'skills', skills: [...skills], known: skills.every((skill) => agent.skills.includes(skill)) });
  }
  because.push({ kind: 'load', load: agent.load, capacity: agent.capacity });
  because.push({ kind: 'waiting', seconds: Math.max(0, Math.floor((now - waitingSince) / 1000)), front });
  if (askedBefore) because.push({ kind: 'again' });
  return because;
}
