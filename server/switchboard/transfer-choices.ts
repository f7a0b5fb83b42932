/**
 * To whom a conversation can be handed over at this moment, for an agent who chooses: everybody of the console with their
 * presence and load, and the departments with who is there. It knows people, and refuses nobody.
 */
import type { DepartmentChoice, TransferChoices } from '../../protocol/transfer-choices.ts';
import type { Broker } from '../broker/broker.ts';
import type { Store } from '../store/store.ts';
import type { Departments } from './departments.ts';
import { floorOf, heldOf, readUnfinished } from './floor.ts';
import type { Held } from './floor.ts';
import { personCard } from './identity.ts';
import { whoIsHere } from './who-is-here.ts';

/** Where to look, and when. */
export interface ChoiceParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly departments: Departments;
}

/** Everybody who has joined, and every department. */
export async function transferChoices(parts: ChoiceParts, now: number): Promise<TransferChoices> {
  const { store } = parts;
  const here = await whoIsHere(parts);
  const held: Held[] = [];
  for await (const page of readUnfinished(store)) held.push(...page.map(heldOf));
  const floor = await floorOf(parts, held, { now, assignedAt: new Map() });
  const loads = new Map(floor.agents.map(({ id, load }) => [id, load]));
  const open = new Set(floor.departments.filter(({ isOpen }) => isOpen).map(({ id }) => id));
  const agents = (await store.people.agents()).filter(({ passwordHash }) => passwordHash !== null);
  const rooms = (await store.people.departments()).map(({ id, name, hours }): DepartmentChoice => {
    const members = agents.filter((agent) => agent.departments.includes(id) && here.get(agent.id) === 'available');
    return { id, name, isOpen: hours === null ? members.length > 0 : open.has(id), available: members.length };
  });
  return {
    agents: agents.map((agent) => ({
      card: personCard(agent),
      presence: here.get(agent.id) ?? 'offline',
      load: loads.get(agent.id) ?? 0,
      capacity: agent.chatCapacity,
    })),
    departments: rooms,
  };
}
