/**
 * Conversations that were used lately, folded and ready, so that a message need not read and parse what the last one
 * wrote. Where this process is the only writer (ST10) it is right by itself, because it is emptied whenever a
 * transaction is undone; elsewhere it is right if the version is that of the conversation's row. Knows no SQL.
 */
import type { ConversationId } from '../../protocol/ids.ts';
import type { ConversationState } from '../domain/conversation.ts';

/** Conversations kept; at a few kilobytes each this is some ten megabytes, and more than one server serves at once. */
const CAPACITY = 4_096;

/** A conversation as of its last event. */
export interface KnownConversation {
  readonly number: number;
  readonly id: ConversationId;
  readonly state: ConversationState;
  readonly seq: number;
  readonly publicSeq: number;
  readonly version: number;
  /** Event whose state is known to be stored, 0 for none. */
  readonly storedSeq: number;
}

/** Remembers the conversations that were used last. */
export class StateCache {
  readonly #byId = new Map<ConversationId, KnownConversation>();

  /** The conversation if it is remembered; it counts as used. */
  get(id: ConversationId): KnownConversation | undefined {
    const known = this.#byId.get(id);
    if (known !== undefined) this.set(known);
    return known;
  }

  /** Remembers the conversation as the one used last. */
  set(known: KnownConversation): void {
    this.#byId.delete(known.id);
    this.#byId.set(known.id, known);
    if (this.#byId.size <= CAPACITY) return;
    const [oldest] = this.#byId.keys();
    if (oldest !== undefined) this.#byId.delete(oldest);
  }

  /** Forgets everything. */
  clear(): void {
    this.#byId.clear();
  }
}
