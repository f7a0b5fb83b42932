/**
 * Sweeping away what nobody needs any more, now and then: expired sign-ins, tickets and one-time codes, and visitors who
 * never wrote anything, numbers of call-backs that are over, and how people waited long ago. It knows when, and until when a number is kept.
 */
import type { Clock } from '../clock.ts';
import { SERVER_TIMES } from '../limits.ts';
import type { Store } from '../store/store.ts';

/** Visitors in one turn: few enough that nobody who writes at the same time waits for it. */
const VISITORS_PER_TURN = 200;
/** Numbers in one turn, for the same reason. */
const NUMBERS_PER_TURN = 50;

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
    await this.#store.chronicle.forgetWaits(now - SERVER_TIMES.waitsMs);
    const isMoreToForget = await this.#forgetNumbers(now);
    if (!isMore && !isMoreToForget) this.#nextAt = now + SERVER_TIMES.sweepMs;
  }

  /** CA15: what no call-back needs any more, also where a wish came to nothing and a crash left its number. */
  async #forgetNumbers(now: number): Promise<boolean> {
    const { callbacks } = this.#store;
    const due = await callbacks.due(now, NUMBERS_PER_TURN);
    for (const { id, conversation } of due) {
      const callback = (await this.#store.conversation(conversation))?.state.callback;
      const keptUntil = callback?.id === id ? (callback.keptUntil ?? Number.POSITIVE_INFINITY) : 0;
      if (keptUntil <= now) await callbacks.forget(id);
      else await callbacks.lookAgain(id, Math.min(keptUntil, now + SERVER_TIMES.lookAtNumberMs));
    }
    return due.length === NUMBERS_PER_TURN;
  }
}
