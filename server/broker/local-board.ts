/** The agents' sessions of one node with their presence (BR3). Knows nothing of other nodes. */
import type { AgentId, SessionId } from '../../protocol/ids.ts';
import type { PresentAs } from './broker.ts';

export class LocalBoard {
  readonly #sessionsOf = new Map<AgentId, Map<SessionId, PresentAs>>();

  set(agent: AgentId, session: SessionId, presence: PresentAs): void {
    const sessions = this.#sessionsOf.get(agent) ?? new Map<SessionId, PresentAs>();
    this.#sessionsOf.set(agent, sessions.set(session, presence));
  }

  clear(agent: AgentId, session: SessionId): void {
    const sessions = this.#sessionsOf.get(agent);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#sessionsOf.delete(agent);
  }

  /** Everybody who has a session here. */
  all(): Map<AgentId, PresentAs> {
    const present = [...this.#sessionsOf].map(([agent, sessions]): [AgentId, PresentAs] => [
      agent,
      [...sessions.values()].includes('available') ? 'available' : 'away',
    ]);
    return new Map(present);
  }
}
