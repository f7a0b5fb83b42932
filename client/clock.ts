/**
 * Time in the browser comes from here, so that tests can bring their own. Knows nothing of what is timed.
 */

/** Wall clock in integer milliseconds UTC, and one-shot alarms. */
export interface Clock {
  now(): number;
  /** Calls `ring` once after `delayMs`; the returned function stops it and is harmless afterwards. */
  after(delayMs: number, ring: () => void): () => void;
}

/** The browser's clock. */
export const browserClock: Clock = {
  now: () => Date.now(),
  after(delayMs, ring) {
    const timer = setTimeout(ring, delayMs);
    return () => clearTimeout(timer);
  },
};
