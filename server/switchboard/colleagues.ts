/** Whom somebody in the console is told of. Knows people and their departments, and no conversation. */
import { partnerOf } from '../domain/partners.ts';
import type { AgentRecord } from '../store/people.ts';
import type { Store } from '../store/store.ts';

/** Everybody; a partner's people are told of those in their own departments only (VI5). */
export async function colleaguesOf(agent: AgentRecord, { people }: Pick<Store, 'people'>): Promise<AgentRecord[]> {
  const all = await people.agents();
  if (partnerOf(agent.departments, await people.departments()) === undefined) return all;
  return all.filter(({ departments }) => departments.some((id) => agent.departments.includes(id)));
}
