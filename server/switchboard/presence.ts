/**
 * Presence of agents: puts the sessions of this node on the board and tells departments and duty what has changed. It
 * knows no sockets and decides no routing.
 */
import type { AgentId, DepartmentId, SessionId } from '../../protocol/ids.ts';
import type { Presence } from '../../protocol/models.ts';
import type { ServerSignal } from '../../protocol/signals.ts';
import type { Broker } from '../broker/broker.ts';

/** An agent's session on the board. */
export interface PresentAgent {
  readonly agent: AgentId;
  readonly session: SessionId;
  readonly departments: readonly DepartmentId[];
}

export class PresenceDesk {
  readonly #broker: Broker;

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** This session is here, with the agent's switch. */
  async enter({ agent, session, departments }: PresentAgent, presence: Exclude<Presence, 'offline'>): Promise<void> {
    await this.#broker.presence.set(agent, session, presence);
    await this.#tell(agent, departments);
  }

  /** This session is gone for good. */
  async leave({ agent, session, departments }: PresentAgent): Promise<void> {
    await this.#broker.presence.clear(agent, session);
    await this.#tell(agent, departments);
  }

  /** A signal for each agent who is here now; none while the board cannot be read. */
  async everybody(): Promise<ServerSignal[]> {
    const board = await this.#broker.presence.all();
    return [...(board ?? [])].map(([agent, presence]) => signal(agent, presence));
  }

  async #tell(agent: AgentId, departments: readonly DepartmentId[]): Promise<void> {
    const board = await this.#broker.presence.all();
    if (board !== undefined) {
      const hint = signal(agent, board.get(agent) ?? 'offline');
      for (const department of departments) {
        this.#broker.publish(`department:${department}`, { type: 'signal', signal: hint });
      }
    }
    this.#broker.publish('duty', { type: 'wake' });
  }
}

function signal(agent: AgentId, presence: Presence): ServerSignal {
  return { kind: 'signal', type: 'presence', body: { agent, presence } };
}
