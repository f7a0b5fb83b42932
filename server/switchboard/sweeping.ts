/**
 * Sweeping away what nobody needs any more, now and then: expired sign-ins, tickets and one-time codes, and visitors who
 * never wrote anything. It knows when; what is swept is the store's business.
 */
import type { Clock } from '../clock.ts';
import { SERVER_TIMES } from '../limits.ts';
import type { Store } from '../store/store.ts';

/** Visitors in one turn: few enough that nobody who writes at the same time waits for it. */
const VISITORS_PER_TURN = 200;

/** The broom of the node on duty. */
export class Sweeping {
  readonly #store: Store;
  readonly #clock: Clock;
  #nextAt = 0;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Sweeps if it is time; if there is much, the rest waits for the next turn. */
  async turn(): Promise<void> {
    const now = this.#clock.now();
    if (now < this.#nextAt) return;
    const isMore = await this.#store.people.sweep(now, VISITORS_PER_TURN);
    if (!isMore) this.#nextAt = now + SERVER_TIMES.sweepMs;
  }
}
