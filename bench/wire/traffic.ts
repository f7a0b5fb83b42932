/**
 * A closed loop: every writer keeps the same number of messages in the air and sends the next one when one is
 * acknowledged. So the load is always as much as the server can take. It counts and checks; it measures no time.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Dialect, Meaning, Pair } from './dialects.ts';
import type { LeanSocket } from './lean-socket.ts';

/** What has happened so far. */
export interface Counts {
  readonly acknowledged: number;
  readonly delivered: number;
  /** Texts and their bytes that the server has sent, of any kind. */
  readonly frames: number;
  readonly bytes: number;
}

/** How long the last messages may be under way after the loop was stopped. */
const DRAIN_MS = 10_000;
const LOOK_MS = 20;

export class Traffic {
  #counts = { acknowledged: 0, delivered: 0, frames: 0, bytes: 0 };
  #sent = 0;
  #isOn = true;
  readonly #dialect: Dialect;

  /** Starts at once with `window` messages per pair. */
  constructor(dialect: Dialect, pairs: readonly Pair[], window: number) {
    this.#dialect = dialect;
    for (const pair of pairs) this.#listen(pair);
    for (let round = 0; round < window; round += 1) for (const pair of pairs) this.#send(pair);
  }

  /** A copy of the counts. */
  counts(): Counts {
    return { ...this.#counts };
  }

  /** Sends nothing more and waits for what is under way. Throws if a message was lost, doubled, or not answered. */
  async stop(): Promise<void> {
    this.#isOn = false;
    const deadline = performance.now() + DRAIN_MS;
    while (!this.#isDrained() && performance.now() < deadline) await pause(LOOK_MS);
    // A doubled message would come now.
    await pause(LOOK_MS);
    if (this.#isDrained()) return;
    const { acknowledged, delivered } = this.#counts;
    throw new Error(`${this.#sent} messages sent, ${acknowledged} acknowledged, ${delivered} delivered`);
  }

  #isDrained(): boolean {
    return this.#counts.acknowledged === this.#sent && this.#counts.delivered === this.#sent;
  }

  #listen(pair: Pair): void {
    pair.writer.onText = (text) => {
      const { acknowledged } = this.#hear(pair.writer, text);
      this.#counts.acknowledged += acknowledged;
      for (let more = this.#isOn ? acknowledged : 0; more > 0; more -= 1) this.#send(pair);
    };
    pair.reader.onText = (text) => {
      this.#counts.delivered += this.#hear(pair.reader, text).delivered;
    };
  }

  #hear(socket: LeanSocket, text: Buffer): Meaning {
    this.#counts.frames += 1;
    this.#counts.bytes += text.length;
    return this.#dialect.hear(socket, text);
  }

  #send({ writer, conversation }: Pair): void {
    this.#sent += 1;
    writer.send(this.#dialect.message(conversation));
  }
}
