/**
 * One alarm for thousands of connections: deadlines are rounded up to ticks and share the clock's alarm of their tick.
 * It offers the clock's own door, coarser and cheaper, and knows nothing of what waits.
 */
import type { Alarm, Clock } from '../clock.ts';

/** Every time here is at least four seconds long, so a quarter of one is exact enough. */
const TICK_MS = 250;

class Wheel implements Clock {
  readonly #clock: Clock;
  readonly #ticks = new Map<number, Set<() => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  after(delayMs: number, ring: () => void): Alarm {
    const tick = Math.ceil((this.#clock.now() + delayMs) / TICK_MS);
    const entry = () => ring();
    const entries = this.#ticks.get(tick) ?? this.#open(tick);
    entries.add(entry);
    return { cancel: () => void entries.delete(entry) };
  }

  #open(tick: number): Set<() => void> {
    const entries = new Set<() => void>();
    this.#ticks.set(tick, entries);
    this.#clock.after(Math.max(0, tick * TICK_MS - this.#clock.now()), () => {
      this.#ticks.delete(tick);
      for (const ring of entries) ring();
    });
    return entries;
  }
}

/** A clock whose alarms go off up to a quarter of a second late, at the price of one timer per tick in use. */
export function createWheel(clock: Clock): Clock {
  return new Wheel(clock);
}
