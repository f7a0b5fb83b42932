/**
 * Requests that reach another node than the one that has their polled connection: a load balancer knows nothing of
 * connections, so nodes hand such requests on. What is lost on the way is repeated by the browser (FR16). It knows the
 * broker; what a request wants is the connection's business.
 */
import { randomUUID } from 'node:crypto';
import { TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Broker, PollAnswer, PollPlace, PollWish } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';

/** Does what a request from there wants; undefined: that is not where the connection was opened. */
export type Serve = (place: PollPlace, wish: PollWish) => Promise<PollAnswer | undefined>;

/** Frames are taken at once; news wait for the next heartbeat. */
const PATIENCE_MS: Readonly<Record<PollWish['kind'], number>> = { bring: 10_000, hear: TIMES.visitorSilenceMs };

const NO_ANSWER = refuse('unavailable', 'The server that has this connection did not answer.');

export class PollRelay {
  readonly #broker: Broker;
  readonly #clock: Clock;

  constructor(broker: Broker, clock: Clock) {
    this.#broker = broker;
    this.#clock = clock;
  }

  /** Serves what comes to other nodes for the connection with this key, until the returned function is called. */
  open(key: string, serve: Serve): () => void {
    // One node hears everything itself.
    if (this.#broker.isReliable) return () => {};
    return this.#broker.subscribe(`poll:${key}`, (message) => {
      if (message.type !== 'poll') return;
      void serve(message.place, message.wish).then((answer) =>
        this.#broker.publish(`polled:${message.ask}`, { type: 'polled', answer: answer ?? null }),
      );
    });
  }

  /** How to reach the connection with this key, if another node has it. */
  async find(key: string): Promise<Serve | undefined> {
    if (this.#broker.isReliable || (await this.#broker.isFollowed(`poll:${key}`)) !== true) return undefined;
    return (place, wish) => this.#ask(key, place, wish);
  }

  async #ask(key: string, place: PollPlace, wish: PollWish): Promise<PollAnswer | undefined> {
    const ask = randomUUID();
    const { promise, resolve } = Promise.withResolvers<PollAnswer | undefined>();
    const unsubscribe = this.#broker.subscribe(`polled:${ask}`, (message) => {
      if (message.type === 'polled') resolve(message.answer ?? undefined);
    });
    const alarm = this.#clock.after(PATIENCE_MS[wish.kind], () => resolve({ refusal: NO_ANSWER }));
    await this.#broker.heard();
    this.#broker.publish(`poll:${key}`, { type: 'poll', ask, place, wish });
    const answer = await promise;
    alarm.cancel();
    unsubscribe();
    return answer;
  }
}
