/**
 * Time that passes as fast as this process can follow: one step per turn of the event loop, and never more. Browsers,
 * network and server of a scenario run in one process, so a machine that is busy elsewhere makes all of them slower and
 * nobody's patience shorter. Without this a scenario would find out how fast the machine is.
 */
import { FakeClock } from '../fake-clock.ts';

/** Between two steps, if there is nothing else to do. */
const TURN_MS = 4;

/** A clock that moves itself until it is stopped. */
export class EagerClock extends FakeClock {
  readonly #timer: NodeJS.Timeout;

  /** `stepMs`: what passes in one step. */
  constructor(stepMs: number) {
    super();
    this.#timer = setInterval(() => this.advance(stepMs), TURN_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
