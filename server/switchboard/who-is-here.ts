/**
 * Which agents are here now, over all nodes: from the presence board, and while that cannot be read from the sessions
 * in the store, which are a little slower to notice who has gone. It decides nothing.
 */
import type { AgentId } from '../../protocol/ids.ts';
import type { Broker, PresentAs } from '../broker/broker.ts';
import type { Store } from '../store/store.ts';

/** Agents with a session, and whether they are available. */
export async function whoIsHere({
  store,
  broker,
}: {
  readonly store: Store;
  readonly broker: Broker;
}): Promise<Map<AgentId, PresentAs>> {
  return (await broker.presence.all()) ?? connectedAgents(store);
}

async function connectedAgents({ people }: Store): Promise<Map<AgentId, PresentAs>> {
  const sessions = await people.sessions();
  const connected = new Set<string>(
    sessions.filter(({ awaySince }) => awaySince === null).map(({ person }) => person.id),
  );
  const agents = (await people.agents()).filter(({ id }) => connected.has(id));
  return new Map(agents.map((agent) => [agent.id, agent.switch]));
}
