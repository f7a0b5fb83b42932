/**
 * Time in the browser comes from here, so that tests can bring their own. Knows nothing of what is timed.
 */

/** A running timer. */
export interface Alarm {
  /** Stops it; harmless when it has already gone off. */
  cancel(): void;
}

/** Wall clock in integer milliseconds UTC, and one-shot alarms. */
export interface Clock {
  now(): number;
  /** Calls `ring` once after `delayMs`. */
  after(delayMs: number, ring: () => void): Alarm;
}

/** The browser's clock. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, ring) {
    const timer = setTimeout(ring, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
