/**
 * Time and identity come from here, so that tests can bring their own: the only place of the server that reads the
 * machine's clock, starts timers, or makes random values. Knows nothing of what they are used for.
 */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** A running timer. */
export interface Alarm {
  /** Stops it; harmless when it has already gone off. */
  cancel(): void;
}

/** Wall clock in integer milliseconds UTC, and one-shot alarms. */
export interface Clock {
  now(): number;
  /** Calls `ring` once after `delayMs`; does not keep the process alive. */
  after(delayMs: number, ring: () => void): Alarm;
}

/** Source of everything that must be unguessable or unique. */
export interface IdSource {
  /** A random version 4 UUID. */
  uuid(): string;
  /** 256 random bits, base64url: tokens, tickets, one-time codes. */
  secret(): string;
  /** A uniform integer from 0 to `below` − 1. */
  integer(below: number): number;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, ring) {
    const timer = setTimeout(ring, delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

/** The machine's randomness. */
export const randomIds: IdSource = {
  uuid: () => randomUUID(),
  secret: () => randomBytes(32).toString('base64url'),
  integer: (below) => randomInt(below),
};
