/**
 * Who is asked by a transfer, as they are at this moment: looked up before the domain decides, which can ask nobody. It
 * knows people and presence, and judges nothing.
 */
import type { TransferTarget } from '../../protocol/models.ts';
import type { Broker } from '../broker/broker.ts';
import type { TransferGoal } from '../domain/decision.ts';
import { partnerOf } from '../domain/partners.ts';
import type { Store } from '../store/store.ts';
import { whoIsHere } from './who-is-here.ts';

/** Where to look. */
export interface GoalParts {
  readonly store: Store;
  readonly broker: Broker;
}

/** The agent, or the available agents of the department; undefined if there is none like that. */
export async function transferGoal(parts: GoalParts, to: TransferTarget): Promise<TransferGoal | undefined> {
  const { people } = parts.store;
  const here = await whoIsHere(parts);
  if ('agent' in to) {
    const agent = await people.agent(to.agent);
    if (agent === undefined) return undefined;
    const isPartner = partnerOf(agent.departments, await people.departments()) !== undefined;
    return { kind: 'agent', presence: here.get(agent.id) ?? 'offline', capacity: agent.chatCapacity, isPartner };
  }
  const department = await people.department(to.department);
  if (department === undefined) return undefined;
  const members = (await people.agents()).filter(({ departments }) => departments.includes(to.department));
  const available = members.filter(({ id }) => here.get(id) === 'available');
  return { kind: 'department', here: available.map(({ id }) => id), isPartner: department.kind === 'partner' };
}
