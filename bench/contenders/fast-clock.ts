/**
 * A clock on which everything happens sooner. Shopbell lets an agent send 20 messages a second, so 200 agents could
 * never keep a server busy. Rather than switch the limits off, the benchmark lets time run faster: every limit is still
 * counted for every message, and heartbeats come sooner too, which makes Shopbell's figures a little worse, not better.
 */
import { systemClock } from '../../server/clock.ts';
import type { Clock } from '../../server/clock.ts';

/** The machine's clock, `speed` times as fast, starting now. */
export function fastClock(speed: number): Clock {
  const startedAt = systemClock.now();
  return {
    now: () => Math.floor(startedAt + (systemClock.now() - startedAt) * speed),
    after: (delayMs, ring) => systemClock.after(delayMs / speed, ring),
  };
}
