/**
 * Routing's picture of the floor, put together from the store and who is here: who waits, who is here, who has
 * how much to do. It asks nobody anything; whom to ask is `route`, and asking is duty's work.
 */
import type { AgentId } from '../../protocol/ids.ts';
import type { AgentName, Presence } from '../../protocol/models.ts';
import type { Broker } from '../broker/broker.ts';
import type { FloorAgent } from '../domain/desk.ts';
import { isCallbackDue } from '../domain/callback.ts';
import { isOpenAt } from '../domain/hours.ts';
import { queued } from '../domain/queue.ts';
import type { Queued } from '../domain/queue.ts';
import { waitingConversation } from '../domain/routing.ts';
import type { Floor, FloorDepartment, WaitingConversation } from '../domain/routing.ts';
import type { AgentRecord } from '../store/people.ts';
import type { Store, StoredConversation } from '../store/store.ts';
import type { Departments } from './departments.ts';
import type { QueueAgent } from './queue-desk.ts';
import { whoIsHere } from './who-is-here.ts';

/** Conversations that are read together: so many states are folded while nobody else is served. */
const PAGE = 1_000;
/** More than a floor of people can have open at once. */
export const OPEN_LIMIT = 20_000;

export interface FloorParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly departments: Departments;
}

/** What routing needs to know of a conversation that is not over. */
export interface Held {
  /** Undefined unless it wants somebody whom nobody is asked for yet. */
  readonly waiting: WaitingConversation | undefined;
  /** Those who are inside or asked: it is load of theirs (RT4). */
  readonly busy: readonly AgentId[];
  /** Who was inside with its visitor last, in an earlier conversation; not asked where somebody was in this one. */
  readonly advisor?: AgentId | undefined;
  /** Who is in its call, or is to call its visitor. */
  readonly calling: AgentId | undefined;
  /** Where it stands in a queue, also while somebody is asked; undefined if it does not wait. */
  readonly queued: Queued | undefined;
}

/** The floor with everybody who is available, busy or not, and for what. */
export interface StaffedFloor extends Floor {
  readonly staff: readonly QueueAgent[];
}

/** What routing needs to know of this conversation. */
export function heldOf({ id, state }: StoredConversation): Held {
  const asked = state.reservation === null ? [] : [state.reservation.agent];
  const busy = [...new Set([...state.agents.map((card) => card.id), ...asked])];
  // Nobody who should call a visitor back is asked for a call meanwhile.
  const calling = isCallbackDue(state.callback) ? state.agents.at(-1)?.id : (state.call?.agent ?? undefined);
  return { waiting: waitingConversation(id, state), busy, calling, queued: queued(id, state) };
}

/** Every conversation that waits or is open, in parts: however many wait, none of them is forgotten (RT3). */
export async function* readUnfinished(store: Store): AsyncGenerator<readonly StoredConversation[]> {
  for (const status of ['waiting', 'open'] as const) {
    let before: number | undefined;
    for (;;) {
      const page = await store.conversations({ status: [status], limit: PAGE, ...(before && { before }) });
      yield page;
      before = page.at(-1)?.version;
      if (page.length < PAGE) break;
    }
  }
}

/** The floor now, with these conversations on it. */
export async function floorOf(
  { store, broker, departments }: FloorParts,
  held: readonly Held[],
  { now, assignedAt }: { readonly now: number; readonly assignedAt: ReadonlyMap<AgentId, number> },
): Promise<StaffedFloor> {
  const here = await whoIsHere({ store, broker });
  const loads = countLoads(held.map(({ busy }) => busy));
  const calling = new Set(held.flatMap((one) => one.calling ?? []));
  const team = await store.people.agents();
  const agents = team.map((agent) => ({
    ...agentOnFloor(agent, here),
    takesCalls: agent.callCapacity > 0 && !calling.has(agent.id),
    load: loads.get(agent.id) ?? 0,
    lastAssignedAt: assignedAt.get(agent.id) ?? null,
  }));
  const names = new Map(team.map(({ id, name }) => [id, { id, name }]));
  const waiting = held.flatMap((one) =>
    one.waiting ? withAdvisor(one.waiting, one.advisor && names.get(one.advisor)) : [],
  );
  const staff = team
    .filter(({ id }) => here.get(id) === 'available')
    .map((agent) => ({ departments: agent.departments, calls: agent.callCapacity > 0 }));
  return { now, waiting, agents, staff, departments: await departmentsNow({ store, departments }, now) };
}

/** RT21: the advisor of before stands in where nobody was inside yet. */
function withAdvisor(waiting: WaitingConversation, advisor: AgentName | undefined): WaitingConversation {
  return waiting.advisor === null && advisor !== undefined ? { ...waiting, advisor } : waiting;
}

/** Conversations and reservations of each agent, from who is busy with each conversation (RT4). */
function countLoads(busy: readonly (readonly AgentId[])[]): Map<AgentId, number> {
  const loads = new Map<AgentId, number>();
  for (const agent of busy.flat()) loads.set(agent, (loads.get(agent) ?? 0) + 1);
  return loads;
}

function agentOnFloor(
  { id, departments, languages, skills, chatCapacity: capacity }: AgentRecord,
  here: ReadonlyMap<AgentId, Presence>,
): Omit<FloorAgent, 'load' | 'takesCalls' | 'lastAssignedAt'> {
  const available = here.get(id) === 'available'; // RT1
  return { id, departments, languages, skills, available, capacity };
}

/** Without hours a department is open whenever somebody is there, so never when routing asks. */
async function departmentsNow(
  { store, departments }: Pick<FloorParts, 'store' | 'departments'>,
  now: number,
): Promise<FloorDepartment[]> {
  const all = await store.people.departments();
  return Promise.all(
    all.map(async ({ id, overflow, hours }) => {
      const isOpen = hours !== null && isOpenAt(await departments.hours(hours, now), now);
      return { id, overflow, isOpen };
    }),
  );
}
