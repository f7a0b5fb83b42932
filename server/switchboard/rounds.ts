/**
 * One alarm for all connections of this node: four times a second a round goes by each of them, and each compares a few
 * numbers of its own. Time is counted in rounds, which neither a turned wall clock nor a machine that slept can skip.
 * It knows no connection's rules.
 */
import type { Clock } from '../clock.ts';

/** Every time that connections count is at least four seconds long, so a quarter of one is exact enough. */
const ROUND_MS = 250;

/** This time in rounds. It has passed for certain after one more, because it may begin shortly before a round. */
export function roundsOf(ms: number): number {
  return Math.ceil(ms / ROUND_MS);
}

/** Somebody whom a round goes by. */
export interface Visited {
  /** It is the round with this number. */
  round(now: number): void;
}

export class Rounds {
  /** Number of the last round. */
  now = 0;
  readonly #clock: Clock;
  readonly #all: ReadonlySet<Visited>;
  #isGoing = false;

  constructor(clock: Clock, all: ReadonlySet<Visited>) {
    this.#clock = clock;
    this.#all = all;
  }

  /** Goes on for as long as there is anybody; call it when somebody has come. */
  begin(): void {
    if (this.#isGoing) return;
    this.#isGoing = true;
    this.#clock.after(ROUND_MS, () => this.#go());
  }

  #go(): void {
    this.now += 1;
    for (const visited of this.#all) visited.round(this.now);
    this.#isGoing = false;
    if (this.#all.size > 0) this.begin();
  }
}
