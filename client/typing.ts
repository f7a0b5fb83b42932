/**
 * Telling others that somebody types: at once, then as seldom as the limit asks (TIMES.typingMs), and its end only if
 * its beginning was told. Knows nothing of who hears it.
 */
import { TIMES } from '../protocol/constants.ts';
import type { ConversationId } from '../protocol/ids.ts';
import type { Clock } from './clock.ts';

/** The typing hints of one browser. */
export class TypingHints {
  readonly #clock: Clock;
  readonly #tell: (conversation: ConversationId, on: boolean) => void;
  readonly #toldAt = new Map<ConversationId, number>();

  constructor(clock: Clock, tell: (conversation: ConversationId, on: boolean) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** A key was pressed, or the text was sent, cleared or left. */
  set(conversation: ConversationId, on: boolean): void {
    const toldAt = this.#toldAt.get(conversation);
    if (!on) {
      this.#toldAt.delete(conversation);
      if (toldAt !== undefined) this.#tell(conversation, false);
      return;
    }
    if (toldAt !== undefined && Math.abs(this.#clock.now() - toldAt) < TIMES.typingMs) return;
    this.#toldAt.set(conversation, this.#clock.now());
    this.#tell(conversation, true);
  }
}
