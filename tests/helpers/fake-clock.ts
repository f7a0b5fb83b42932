/**
 * Time that a test moves by hand: alarms go off in their order, each at its own moment. It moves nothing by itself, and
 * knows nothing of work that is still being awaited; wait for that with `until`.
 */
import type { Alarm, Clock } from '../../server/clock.ts';

interface Pending {
  at: number;
  readonly ring: () => void;
}

export class FakeClock implements Clock {
  #now: number;
  #pending: Pending[] = [];

  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, ring: () => void): Alarm {
    const pending: Pending = { at: this.#now + delayMs, ring };
    this.#pending.push(pending);
    return { cancel: () => (this.#pending = this.#pending.filter((other) => other !== pending)) };
  }

  /** Lets this much time pass, and every alarm go off whose time comes, also those that are set on the way. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const due = next;
      this.#pending = this.#pending.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.ring();
    }
    this.#now = end;
  }

  /** Turns the wall clock without time passing, as an operator or NTP does. */
  jump(ms: number): void {
    this.#now += ms;
    for (const pending of this.#pending) pending.at += ms;
  }

  /** How many alarms are set. */
  get alarms(): number {
    return this.#pending.length;
  }

  #next(end: number): Pending | undefined {
    return this.#pending.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at)[0];
  }
}
