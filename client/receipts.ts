/**
 * Telling the other side how far its messages have reached this browser (EV7): after a moment, in which most of them are
 * read and need no telling, and once for a whole burst. Knows nothing of screens and of who hears it.
 */
import { TIMES } from '../protocol/constants.ts';
import type { ConversationId, MessageId } from '../protocol/ids.ts';
import type { Alarm, Clock } from './clock.ts';

/** What receipts need. */
export interface ReceiptPorts {
  readonly clock: Clock;
  /** The newest message of each conversation that is here and that nobody here has read. */
  arrived(): readonly (readonly [ConversationId, MessageId])[];
  tell(conversation: ConversationId, message: MessageId): void;
}

/** The receipts of one browser. */
export class Receipts {
  readonly #ports: ReceiptPorts;
  readonly #told = new Map<ConversationId, MessageId>();
  #alarm: Alarm | undefined;

  constructor(ports: ReceiptPorts) {
    this.#ports = ports;
  }

  /** Something may have come. */
  look(): void {
    this.#alarm ??= this.#ports.clock.after(TIMES.receiptMs, () => {
      this.#alarm = undefined;
      for (const [conversation, message] of this.#ports.arrived()) {
        if (this.#told.get(conversation) === message) continue;
        this.#told.set(conversation, message);
        this.#ports.tell(conversation, message);
      }
    });
  }

  /** Nobody may remember what was told: the connection is a new one, or there is none any more. */
  forget(): void {
    this.#told.clear();
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }
}
