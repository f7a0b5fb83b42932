/**
 * Who is asked to take which waiting conversation: one plan for the whole floor, as a pure function. It knows only
 * what the floor shows; making the reservations, and noticing that the floor has changed, is the switchboard's work.
 */
import type { AgentId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { Asked, ConversationState } from './state.ts';

/** Conversations that an agent has at once, reservations included, until agents get their own number. */
export const DEFAULT_CAPACITY = 4;

/** An agent who has just said "not now" means it; when nobody else is free they are asked again after this time. */
export const ASK_AGAIN_MS = 30_000;

/** A conversation that wants a person and whom nobody is asked for yet. */
export interface WaitingConversation {
  readonly id: ConversationId;
  readonly department: DepartmentId;
  readonly waitingSince: number;
  /** It lost its agent: before all others (RT3). */
  readonly front: boolean;
  /** Language tag of the visitor's browser. */
  readonly locale: string;
  /** Agents who declined or let a reservation expire since it waits, and when (RT5). */
  readonly asked: readonly Asked[];
}

/** An agent as routing sees them. */
export interface FloorAgent {
  readonly id: AgentId;
  readonly name: string;
  readonly departments: readonly DepartmentId[];
  readonly languages: readonly string[];
  readonly available: boolean;
  /** Open conversations and reservations (RT4). */
  readonly load: number;
  readonly capacity: number;
  /** When they were reserved the last time; null: never. */
  readonly lastAssignedAt: number | null;
}

/** Everything that routing knows. */
export interface Floor {
  readonly now: number;
  readonly waiting: readonly WaitingConversation[];
  readonly agents: readonly FloorAgent[];
}

/** A reservation to be made; `reason` says why in words (RT8). */
export interface RoutingDecision {
  readonly conversation: ConversationId;
  readonly agent: AgentId;
  readonly reason: string;
}

/** What routing sees of a conversation; undefined unless it waits and nobody is being asked (RT6). */
export function waitingConversation(id: ConversationId, state: ConversationState): WaitingConversation | undefined {
  const { status, waitingSince, reservation, department, front, locale, asked } = state;
  if (status !== 'waiting' || waitingSince === null || reservation !== null) return undefined;
  return { id, department, waitingSince, front, locale, asked };
}

/** Whom to ask for which waiting conversation, in the order of need; each assignment counts as load for the next. */
export function route(floor: Floor): readonly RoutingDecision[] {
  const desk = seat(floor.agents);
  const decisions: RoutingDecision[] = [];
  for (const conversation of floor.waiting.toSorted(byNeed)) {
    const choice = choose(desk, conversation, floor.now);
    if (choice === undefined) continue;
    const { agent } = choice;
    decisions.push({
      conversation: conversation.id,
      agent: agent.id,
      reason: reasonFor(choice, conversation, floor.now),
    });
    stand(desk, agent);
    sit(desk, { ...agent, load: agent.load + 1, lastAssignedAt: floor.now });
  }
  return decisions;
}

// RT3
function byNeed(one: WaitingConversation, other: WaitingConversation): number {
  return Number(other.front) - Number(one.front) || one.waitingSince - other.waitingSince || compare(one.id, other.id);
}

// RT2; the id makes the order total, so that an agent is found again by it.
function byLoad(one: FloorAgent, other: FloorAgent): number {
  const waited = (agent: FloorAgent) => agent.lastAssignedAt ?? Number.NEGATIVE_INFINITY;
  if (one.load !== other.load) return one.load - other.load;
  if (waited(one) !== waited(other)) return waited(one) < waited(other) ? -1 : 1;
  return compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/**
 * Free agents in RT2's order, one row per department, and one per department and language. The best of a row is found
 * without looking at the others, so that a full floor of thousands is planned at once.
 */
type Desk = Map<string, FloorAgent[]>;

function seat(agents: readonly FloorAgent[]): Desk {
  const desk: Desk = new Map();
  for (const agent of agents) {
    if (!isFree(agent)) continue;
    for (const key of rowsOf(agent)) {
      const row = desk.get(key);
      if (row === undefined) desk.set(key, [agent]);
      else row.push(agent);
    }
  }
  for (const row of desk.values()) row.sort(byLoad);
  return desk;
}

// RT1, RT4
function isFree(agent: FloorAgent): boolean {
  return agent.available && agent.load < agent.capacity;
}

function rowsOf(agent: FloorAgent): string[] {
  const languages = new Set(agent.languages.map(languageOf));
  return agent.departments.flatMap((department) => [
    department,
    ...[...languages].map((language) => rowKey(department, language)),
  ]);
}

function rowKey(department: DepartmentId, language: string): string {
  return `${department} ${language}`;
}

function languageOf(tag: string): string {
  return (tag.split('-')[0] ?? tag).toLowerCase();
}

function sit(desk: Desk, agent: FloorAgent): void {
  if (!isFree(agent)) return;
  for (const key of rowsOf(agent)) {
    const row = desk.get(key) ?? [];
    row.splice(place(row, agent), 0, agent);
  }
}

function stand(desk: Desk, agent: FloorAgent): void {
  for (const key of rowsOf(agent)) {
    const row = desk.get(key) ?? [];
    row.splice(place(row, agent), 1);
  }
}

/** Index of the agent in the sorted row, or where they belong. */
function place(row: readonly FloorAgent[], agent: FloorAgent): number {
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = row[middle];
    if (other !== undefined && byLoad(other, agent) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Choice {
  readonly agent: FloorAgent;
  readonly askedBefore: boolean;
}

/** A free agent who speaks the visitor's language, else any, else whoever was asked longest ago (RT5). */
function choose(desk: Desk, { department, locale, asked }: WaitingConversation, now: number): Choice | undefined {
  const everyone = desk.get(department) ?? [];
  const speakers = desk.get(rowKey(department, languageOf(locale))) ?? [];
  const askedAt = new Map(asked.map(({ agent, at }) => [agent, at]));
  const isNew = (agent: FloorAgent) => !askedAt.has(agent.id);
  const fresh = speakers.find(isNew) ?? everyone.find(isNew);
  if (fresh !== undefined) return { agent: fresh, askedBefore: false };
  const lastAsked = ({ id }: FloorAgent) => askedAt.get(id) ?? 0;
  const rested = everyone.filter((agent) => now - lastAsked(agent) >= ASK_AGAIN_MS);
  const [again] = rested.toSorted((one, other) => lastAsked(one) - lastAsked(other));
  return again && { agent: again, askedBefore: true };
}

// RT8: read by agents in the console, who want to know why it rings at their desk.
function reasonFor({ agent, askedBefore }: Choice, conversation: WaitingConversation, now: number): string {
  const language = languageOf(conversation.locale);
  const speaks = agent.languages.some((tag) => languageOf(tag) === language);
  const seconds = Math.max(0, Math.floor((now - conversation.waitingSince) / 1000));
  return [
    conversation.front ? `lost its agent ${seconds} s ago` : `waits for ${seconds} s`,
    `${agent.name} has ${agent.load} of ${agent.capacity}`,
    `${speaks ? 'speaks' : 'does not speak'} ${language}`,
    ...(askedBefore ? ['everybody free was asked already'] : []),
  ].join('; ');
}
