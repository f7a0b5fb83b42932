/**
 * The inbox rows that consoles of this node hear, and which of them came lately: so that whoever reads the log can tell
 * what was lost on the way. It knows departments and numbers, no console.
 */
import type { ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { Broker, BrokerMessage } from '../broker/broker.ts';

export class InboxRows {
  readonly #broker: Broker;
  readonly #departments = new Map<DepartmentId, { consoles: number; readonly unsubscribe: () => void }>();
  /** Head of the last row of each conversation: since the last turn, and between the last two. */
  #recent = new Map<ConversationId, number>();
  #before = new Map<ConversationId, number>();

  constructor(broker: Broker) {
    this.#broker = broker;
  }

  /** Calls the listener for each message of the department until the returned function is called. */
  listen(department: DepartmentId, listener: (message: BrokerMessage) => void): () => void {
    const entry = this.#departments.get(department) ?? this.#open(department);
    entry.consoles += 1;
    const unsubscribe = this.#broker.subscribe(`department:${department}`, listener);
    return () => {
      unsubscribe();
      entry.consoles -= 1;
      if (entry.consoles > 0) return;
      entry.unsubscribe();
      this.#departments.delete(department);
    };
  }

  /** The departments that a console here listens to. */
  departments(): readonly DepartmentId[] {
    return [...this.#departments.keys()];
  }

  /** Whether a row came lately that is as new as this number of the conversation. */
  isKnown(conversation: ConversationId, head: number): boolean {
    const heard = this.#recent.get(conversation) ?? this.#before.get(conversation) ?? 0;
    return heard >= head;
  }

  /** Forgets what came before the last turn. */
  turn(): void {
    this.#before = this.#recent;
    this.#recent = new Map();
  }

  #open(department: DepartmentId): { consoles: number; readonly unsubscribe: () => void } {
    const unsubscribe = this.#broker.subscribe(`department:${department}`, (message) => {
      if (message.type === 'row') this.#recent.set(message.row.id, message.row.head);
    });
    const entry = { consoles: 0, unsubscribe };
    this.#departments.set(department, entry);
    return entry;
  }
}
