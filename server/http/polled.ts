/**
 * A connection without a socket: what the hub sends is kept, numbered, until the browser has fetched and acknowledged it,
 * and what the browser posts is numbered too, so that an answer or a request that is lost on its way is repeated without
 * anything lost or doubled (FR16). It knows counters and bytes; requests and who may make them are the door's business.
 */
import { CLOSE, LIMITS } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { PollAnswer, PollWish } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';
import { SERVER_TIMES } from '../limits.ts';
import type { Connection } from '../switchboard/connection.ts';
import type { Door } from '../switchboard/greeting.ts';
import type { Hub } from '../switchboard/hub.ts';
import type { Remote } from '../switchboard/outlet.ts';

const TOO_MANY_FRAMES = refuse('too_large', `At most ${LIMITS.inboundQueue} frames come at once.`);
const BUSY = refuse('limited', 'Earlier frames are still waiting.');
const MISSING_FRAMES = refuse('conflict', 'Frames before these are missing.');

export interface PolledOptions {
  readonly hub: Pick<Hub, 'accept'>;
  readonly door: Door;
  readonly clock: Clock;
  /** Nobody needs to find it any more. */
  gone(): void;
}

export class Polled implements Remote {
  bufferedAmount = 0;
  readonly #options: PolledOptions;
  readonly #connection: Connection;
  /** Sent and not acknowledged, oldest first. */
  #unread: { readonly text: string; readonly bytes: number }[] = [];
  #acknowledged = 0;
  #taken = 0;
  #end: { readonly code: number; readonly reason: string } | undefined;
  /** Answers the request that waits, if one does. */
  #answer: (() => void) | undefined;
  #isGathering = false;
  #pause: PromiseWithResolvers<void> | undefined;

  constructor(options: PolledOptions) {
    this.#options = options;
    this.#connection = options.hub.accept(this, options.door);
  }

  /** Does what a request wants. */
  async serve(wish: PollWish): Promise<PollAnswer> {
    if (wish.kind === 'hear') return { json: await this.#read(wish.after) };
    const { first, frames } = wish;
    if (frames.length > LIMITS.inboundQueue) return { refusal: TOO_MANY_FRAMES };
    if (this.#pause) return { refusal: BUSY };
    if (frames.length === 0) this.#hangUp();
    else if (!(await this.#take(first, frames))) return { refusal: MISSING_FRAMES };
    return { json: '' };
  }

  send(text: string): void {
    const bytes = Buffer.byteLength(text);
    this.#unread.push({ text, bytes });
    this.bufferedAmount += bytes;
    this.#tell();
  }

  /** Nothing: the heartbeat itself is an answer, and the next request the sign of life. */
  ping(): void {}

  close(code: number, reason: string): void {
    if (this.#end) return;
    this.#end = { code, reason };
    this.resume();
    this.#options.clock.after(SERVER_TIMES.lingerMs, () => this.#options.gone());
    // At once, because the server may be about to stop.
    this.#answer?.();
  }

  terminate(): void {
    this.#unread = [];
    this.close(CLOSE.slow, 'too slow');
  }

  pause(): void {
    this.#pause ??= Promise.withResolvers();
  }

  resume(): void {
    this.#pause?.resolve();
    this.#pause = undefined;
  }

  /**
   * Takes frames of which the first has this number, and leaves out those that came before; resolves when it takes more.
   * False: some before them never came.
   */
  async #take(first: number, frames: readonly string[]): Promise<boolean> {
    const known = this.#taken + 1 - first;
    if (known < 0) return false;
    this.#connection.alive();
    for (const frame of frames.slice(known)) {
      this.#taken += 1;
      this.#connection.receive(frame);
    }
    await this.#pause?.promise;
    return true;
  }

  /** What was sent after this number, once there is something. A newer request ends the waiting of an older one. */
  #read(after: number): Promise<string> {
    this.#connection.alive();
    this.#answer?.();
    this.#acknowledge(after);
    if (this.#unread.length > 0 || this.#end) return Promise.resolve(this.#news());
    return new Promise((resolve) => {
      this.#answer = () => {
        this.#answer = undefined;
        resolve(this.#news());
      };
    });
  }

  #hangUp(): void {
    this.#connection.closed();
    this.close(CLOSE.restart, 'hung up');
  }

  #acknowledge(number: number): void {
    const count = number - this.#acknowledged;
    if (count > this.#unread.length) return this.#connection.badFrame();
    for (const { bytes } of this.#unread.splice(0, Math.max(0, count))) {
      this.#acknowledged += 1;
      this.bufferedAmount -= bytes;
    }
  }

  /** What is sent in one turn of the event loop leaves in one answer. */
  #tell(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    setImmediate(() => {
      this.#isGathering = false;
      this.#answer?.();
    });
  }

  #news(): string {
    const frames = this.#unread.map(({ text }) => text).join();
    const closed = this.#end ? `,"closed":${JSON.stringify(this.#end)}` : '';
    return `{"first":${this.#acknowledged + 1},"frames":[${frames}]${closed}}`;
  }
}
