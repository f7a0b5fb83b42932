/**
 * Routing's picture of the floor, put together from the store and who is here: who waits, who is here, who has
 * how much to do. It asks nobody anything; whom to ask is `route`, and asking is duty's work.
 */
import type { AgentId } from '../../protocol/ids.ts';
import type { Presence } from '../../protocol/models.ts';
import type { Broker } from '../broker/broker.ts';
import type { FloorAgent } from '../domain/desk.ts';
import { CLAIMS } from '../domain/deciding.ts';
import { isOpenAt } from '../domain/hours.ts';
import { waitingConversation } from '../domain/routing.ts';
import type { Floor, FloorDepartment } from '../domain/routing.ts';
import type { AgentRecord } from '../store/people.ts';
import type { Store, StoredConversation } from '../store/store.ts';
import type { Departments } from './departments.ts';
import type { QueueAgent } from './queue-desk.ts';
import { whoIsHere } from './who-is-here.ts';

/** Waiting conversations in one picture; the others are seen when some of these have an agent. */
const WAITING_LIMIT = 1_000;
/** More than a floor of people can have open at once. */
export const OPEN_LIMIT = 20_000;

export interface FloorParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly departments: Departments;
}

/** A look at the floor. */
export interface Look {
  /** Undefined when there is nothing to route. */
  readonly floor: Floor | undefined;
  /** Everything that waits, also for somebody who is being asked. */
  readonly waiting: readonly StoredConversation[];
  /** Who is available, and for what; undefined when there is nothing to route. */
  readonly serving: readonly QueueAgent[] | undefined;
  /** How many conversations it took. */
  readonly lookedAt: number;
}

/** The floor now. */
export async function lookAtFloor(
  { store, broker, departments }: FloorParts,
  { now, assignedAt }: { readonly now: number; readonly assignedAt: ReadonlyMap<AgentId, number> },
): Promise<Look> {
  const queued = await store.conversations({ status: ['waiting'], limit: WAITING_LIMIT });
  const transfers = await store.conversations({ claim: CLAIMS.transfers, limit: WAITING_LIMIT });
  const waiting = [...queued, ...transfers].flatMap(({ id, state }) => waitingConversation(id, state) ?? []);
  if (waiting.length === 0) return { floor: undefined, waiting: queued, serving: undefined, lookedAt: queued.length };
  const here = await whoIsHere({ store, broker });
  const open = await store.conversations({ status: ['open'], limit: OPEN_LIMIT });
  const held = [...queued, ...open];
  const loads = countLoads(held);
  const calling = new Set(held.flatMap(({ state }) => state.call?.agent ?? []));
  const people = await store.people.agents();
  const agents = people.map((agent) => ({
    ...agentOnFloor(agent, here),
    takesCalls: agent.callCapacity > 0 && !calling.has(agent.id),
    load: loads.get(agent.id) ?? 0,
    lastAssignedAt: assignedAt.get(agent.id) ?? null,
  }));
  const floor = { now, waiting, agents, departments: await departmentsNow({ store, departments }, now) };
  const serving = people
    .filter(({ id }) => here.get(id) === 'available')
    .map(({ departments: own, callCapacity }) => ({ departments: own, calls: callCapacity > 0 }));
  return { floor, waiting: queued, serving, lookedAt: held.length };
}

/** Conversations and reservations of each agent (RT4). */
export function countLoads(conversations: readonly StoredConversation[]): Map<AgentId, number> {
  const loads = new Map<AgentId, number>();
  for (const { state } of conversations) {
    const busy = new Set(state.agents.map(({ id }) => id));
    if (state.reservation !== null) busy.add(state.reservation.agent);
    for (const agent of busy) loads.set(agent, (loads.get(agent) ?? 0) + 1);
  }
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
