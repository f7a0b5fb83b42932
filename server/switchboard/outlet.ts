/**
 * Sending with a look at what is still unsent (FR9): answers always go out, live pushes stop while the browser does not
 * keep up, and a connection that does not drain is given up. It knows sizes and times, not what it sends.
 */
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import type { Alarm, Clock } from '../clock.ts';

/** The browser's end of a connection, as the door hands it in. */
export interface Remote {
  send(text: string): void;
  ping(): void;
  close(code: number, reason: string): void;
  /** Ends it without a word. */
  terminate(): void;
  /** Bytes that were sent but not taken by the network yet. */
  readonly bufferedAmount: number;
  pause(): void;
  resume(): void;
}

/** Below this a lagging connection counts as drained: low enough that it does not flap. */
const DRAINED_BYTES = LIMITS.laggingBytes / 4;

/** How often a lagging connection is looked at. */
const LOOK_MS = 250;

const LAGGING = JSON.stringify({ kind: 'control', type: 'lagging' });

export interface OutletOptions {
  readonly remote: Remote;
  readonly clock: Clock;
  /** Everything after this was dropped; the browser has been told to read again. */
  drained(): void;
  /** The connection was terminated. */
  dead(): void;
}

export class Outlet {
  readonly #options: OutletOptions;
  #laggingSince: number | null = null;
  #look: Alarm | undefined;
  #closed = false;

  constructor(options: OutletOptions) {
    this.#options = options;
  }

  /** Sends an answer or a control frame. */
  send(text: string): void {
    if (this.#ready()) this.#options.remote.send(text);
  }

  /** Pushes an event, row or hint unless the browser is behind; false if it was dropped. */
  push(text: string): boolean {
    if (!this.#ready() || this.#laggingSince !== null) return false;
    this.#options.remote.send(text);
    return true;
  }

  ping(): void {
    if (!this.#closed) this.#options.remote.ping();
  }

  /** Nothing leaves any more. */
  close(): void {
    this.#closed = true;
    this.#look?.cancel();
  }

  #ready(): boolean {
    if (this.#closed) return false;
    const { remote, clock } = this.#options;
    const unsent = remote.bufferedAmount;
    if (unsent > LIMITS.terminateBytes) {
      this.#giveUp();
      return false;
    }
    if (unsent > LIMITS.laggingBytes && this.#laggingSince === null) {
      this.#laggingSince = clock.now();
      this.#lookAgain();
    }
    return true;
  }

  #lookAgain(): void {
    this.#look = this.#options.clock.after(LOOK_MS, () => {
      const { remote, clock, drained } = this.#options;
      if (this.#closed || this.#laggingSince === null) return;
      if (remote.bufferedAmount <= DRAINED_BYTES) {
        this.#laggingSince = null;
        drained();
        this.send(LAGGING);
      } else if (clock.now() - this.#laggingSince >= TIMES.drainMs) {
        this.#giveUp();
      } else {
        this.#lookAgain();
      }
    });
  }

  #giveUp(): void {
    this.close();
    this.#options.remote.terminate();
    this.#options.dead();
  }
}
