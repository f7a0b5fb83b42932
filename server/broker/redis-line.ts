/**
 * Keeps this node connected to Redis: a wire that fails, or does not answer, is replaced by a new one until that works.
 * Knows when, and nothing of what the wire is for.
 */
import type { Alarm, Clock } from '../clock.ts';
import type { RedisAddress } from './redis-address.ts';
import { connectRedis } from './redis-wire.ts';
import type { RedisWire } from './redis-wire.ts';

/** The wire is looked after at this interval. */
const CHECK_MS = 3_000;

/** A healthy server answers within milliseconds; after this time it hangs, or is cut off. */
const ANSWER_MS = 2_000;

/** First pause before connecting again, doubled up to the last until a wire has worked for a while. */
const RETRY_MS = { first: 100, last: 2_000 };

export interface RedisLineOptions {
  readonly address: RedisAddress;
  readonly clock: Clock;
  hear(channel: string, text: string): void;
  /** There is a new wire; it is not used before this resolves. */
  opened(wire: RedisWire): Promise<void>;
  /** The wire is gone. */
  lost(): void;
  /** Called at the interval; rejects if the wire does not work. */
  check(wire: RedisWire): Promise<unknown>;
  report(error: unknown): void;
}

export class RedisLine {
  readonly #options: RedisLineOptions;
  #wire: RedisWire | undefined;
  #alarm: Alarm | undefined;
  #pauseMs = RETRY_MS.first;
  #isClosed = false;

  constructor(options: RedisLineOptions) {
    this.#options = options;
  }

  /** The wire, while there is one. */
  get wire(): RedisWire | undefined {
    return this.#wire;
  }

  /** Connects for the first time; rejects if that fails. */
  async open(): Promise<void> {
    await this.#connect();
  }

  /** Gives this wire up, and finds another. */
  fail(wire: RedisWire, error: unknown): void {
    if (wire !== this.#wire) return;
    this.#wire = undefined;
    wire.destroy();
    this.#alarm?.cancel();
    if (this.#isClosed) return;
    this.#options.lost();
    this.#options.report(error);
    this.#reconnectLater();
  }

  close(): void {
    this.#isClosed = true;
    this.#alarm?.cancel();
    this.#wire?.destroy();
    this.#wire = undefined;
  }

  /** Settles with the promise, or rejects when the answer takes too long. */
  answered<Answer>(promise: Promise<Answer>): Promise<Answer> {
    const { clock } = this.#options;
    return new Promise<Answer>((resolve, reject) => {
      const alarm = clock.after(ANSWER_MS, () => reject(new Error('Redis does not answer')));
      promise.then(resolve, reject).finally(() => alarm.cancel());
    });
  }

  async #connect(): Promise<void> {
    const { address, clock, hear, opened } = this.#options;
    const wire = await connectRedis({ address, clock, hear });
    if (this.#isClosed) return wire.destroy();
    this.#wire = wire;
    const fail = (error: unknown): void => this.fail(wire, error);
    void wire.failed.then(fail);
    await this.answered(opened(wire)).catch(fail);
    if (wire === this.#wire) this.#checkLater(wire);
  }

  #reconnectLater(): void {
    if (this.#isClosed) return;
    this.#alarm = this.#options.clock.after(this.#pauseMs, () => {
      this.#connect().catch(() => this.#reconnectLater());
    });
    this.#pauseMs = Math.min(RETRY_MS.last, this.#pauseMs * 2);
  }

  #works(wire: RedisWire): void {
    if (wire !== this.#wire) return;
    this.#pauseMs = RETRY_MS.first;
    this.#checkLater(wire);
  }

  #checkLater(wire: RedisWire): void {
    this.#alarm = this.#options.clock.after(CHECK_MS, () => {
      this.answered(this.#options.check(wire)).then(
        () => this.#works(wire),
        (error: unknown) => this.fail(wire, error),
      );
    });
  }
}
