/**
 * Sending with a look at what is still unsent (FR9): answers always go out, live pushes stop while the browser does not
 * keep up, and a connection that does not drain is given up. It knows sizes and times, not what it sends.
 */
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import { roundsOf } from './rounds.ts';
import type { Rounds } from './rounds.ts';

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

const LAGGING = JSON.stringify({ kind: 'control', type: 'lagging' });

/** Longest time that a lagging connection gets to drain. */
const DRAIN_ROUNDS = roundsOf(TIMES.drainMs);

/** Whoever sends through an outlet. */
export interface OutletOwner {
  /** Everything after this was dropped; the browser has been told to read again. */
  drained(): void;
  /** The connection was terminated. */
  dead(): void;
}

export class Outlet {
  readonly #remote: Remote;
  readonly #rounds: Rounds;
  readonly #owner: OutletOwner;
  /** The round in which it fell behind. */
  #laggingSince: number | null = null;
  #closed = false;

  constructor(remote: Remote, rounds: Rounds, owner: OutletOwner) {
    this.#remote = remote;
    this.#rounds = rounds;
    this.#owner = owner;
  }

  /** Sends an answer or a control frame. */
  send(text: string): void {
    if (this.#ready()) this.#remote.send(text);
  }

  /** Pushes an event, row or hint unless the browser is behind; false if it was dropped. */
  push(text: string): boolean {
    if (!this.#ready() || this.#laggingSince !== null) return false;
    this.#remote.send(text);
    return true;
  }

  ping(): void {
    if (!this.#closed) this.#remote.ping();
  }

  /** Nothing leaves any more. */
  close(): void {
    this.#closed = true;
  }

  /** Looks whether a lagging connection has drained, or never will. */
  round(now: number): void {
    if (this.#closed || this.#laggingSince === null) return;
    if (this.#remote.bufferedAmount <= DRAINED_BYTES) {
      this.#laggingSince = null;
      this.#owner.drained();
      this.send(LAGGING);
    } else if (now - this.#laggingSince > DRAIN_ROUNDS) this.#giveUp();
  }

  #ready(): boolean {
    if (this.#closed) return false;
    const unsent = this.#remote.bufferedAmount;
    if (unsent > LIMITS.terminateBytes) {
      this.#giveUp();
      return false;
    }
    if (unsent > LIMITS.laggingBytes) this.#laggingSince ??= this.#rounds.now;
    return true;
  }

  #giveUp(): void {
    this.close();
    this.#remote.terminate();
    this.#owner.dead();
  }
}
