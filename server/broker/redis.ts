/**
 * The broker of many nodes, over Redis. On its own node a message is delivered at once, whatever Redis does; to the
 * others it goes with everything else of the same turn, on the channel of its topic, which only nodes with followers
 * hear. While Redis is away nothing reaches them, and nobody waits for it (BR4). Knows no connection's troubles.
 */
import type { Clock } from '../clock.ts';
import type { Broker, BrokerMessage, PresenceBoard, Topic } from './broker.ts';
import { LocalBoard } from './local-board.ts';
import { readRedisAddress } from './redis-address.ts';
import type { RedisAddress } from './redis-address.ts';
import { readBoards, removeBoard, writeBoard } from './redis-board.ts';
import { RedisLine } from './redis-line.ts';
import { RedisSubscriptions } from './redis-subscriptions.ts';
import { Topics, warn } from './topics.ts';

export interface RedisBrokerOptions {
  /** See `readRedisAddress`. */
  readonly url: string;
  /** Name of this node, unlike that of any other. */
  readonly node: string;
  readonly clock: Clock;
  /** Gets bugs of listeners, and why Redis was lost. */
  report?(error: unknown): void;
}

/** Connects to Redis; rejects with an `Error` that says what to do if that fails. */
export async function openRedisBroker(options: RedisBrokerOptions): Promise<Broker> {
  const address = readRedisAddress(options.url);
  if (address === undefined) throw new Error('Shopbell cannot use Redis: its address is not one of the known forms.');
  const broker = new RedisBroker(options, address);
  try {
    await broker.open();
  } catch (error) {
    await broker.close();
    const reason = error instanceof Error ? error.message : String(error);
    const hosts = address.urls.map((url) => new URL(url).host).join(', ');
    const advice = 'Start Redis, or correct the address, the user and the password';
    throw new Error(`Shopbell cannot use Redis at ${hosts}: ${reason}. ${advice}.`, { cause: error });
  }
  return broker;
}

class RedisBroker implements Broker {
  readonly isReliable = false;
  readonly presence: PresenceBoard;
  readonly #node: string;
  readonly #prefix: string;
  readonly #report: (error: unknown) => void;
  readonly #topics: Topics;
  readonly #board = new LocalBoard();
  readonly #subscriptions: RedisSubscriptions;
  readonly #line: RedisLine;
  /** What was published in this turn, by topic. */
  #outgoing = new Map<Topic, BrokerMessage[]>();

  constructor({ node, clock, report = warn }: RedisBrokerOptions, address: RedisAddress) {
    this.#node = node;
    this.#report = report;
    // Databases of one server share their channels, but not those who use them.
    this.#prefix = `shopbell:${address.database}:`;
    this.#subscriptions = new RedisSubscriptions((wire, error) => this.#line.fail(wire, error));
    this.#topics = new Topics({
      report,
      followed: (topic) => this.#subscriptions.follow(this.#prefix + topic),
      left: (topic) => this.#subscriptions.leave(this.#prefix + topic),
    });
    this.#line = new RedisLine({
      address,
      clock,
      report,
      hear: (channel, text) => this.#hear(channel, text),
      opened: async (wire) => {
        await Promise.all([this.#subscriptions.open(wire), writeBoard(wire.keys, node, this.#board)]);
      },
      lost: () => this.#subscriptions.close(),
      check: (wire) => Promise.all([wire.check(), writeBoard(wire.keys, node, this.#board)]),
    });
    this.presence = this.#presence();
  }

  open(): Promise<void> {
    return this.#line.open();
  }

  publish(topic: Topic, message: BrokerMessage): void {
    if (this.#outgoing.size === 0) setImmediate(() => this.#flush());
    // BR1: before it is delivered here, because what a listener publishes then comes after it everywhere.
    const waiting = this.#outgoing.get(topic);
    if (waiting === undefined) this.#outgoing.set(topic, [message]);
    else waiting.push(message);
    this.#topics.publish(topic, message);
  }

  publishHere(topic: Topic, message: BrokerMessage): void {
    this.#topics.publish(topic, message);
  }

  subscribe(topic: Topic, listener: (message: BrokerMessage) => void): () => void {
    return this.#topics.subscribe(topic, listener);
  }

  heard(): Promise<void> {
    return this.#line.answered(this.#subscriptions.settled()).catch(() => undefined);
  }

  async isFollowed(topic: Topic): Promise<boolean | undefined> {
    const { wire } = this.#line;
    if (this.#topics.has(topic)) return true;
    const asked = wire?.followers(this.#prefix + topic).then((count) => count > 0);
    return asked && this.#line.answered(asked).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#topics.clear();
    const { wire } = this.#line;
    if (wire !== undefined) await this.#line.answered(removeBoard(wire.keys, this.#node)).catch(() => undefined);
    this.#line.close();
  }

  #flush(): void {
    const outgoing = this.#outgoing;
    this.#outgoing = new Map();
    const { wire } = this.#line;
    if (wire === undefined) return;
    for (const [topic, messages] of outgoing) {
      // BR1: lost if it fails. A wire that does not work is noticed by its checks.
      wire.publish(this.#prefix + topic, `${this.#node} ${JSON.stringify(messages)}`).catch(() => undefined);
    }
  }

  #hear(channel: string, text: string): void {
    const space = text.indexOf(' ');
    if (text.slice(0, space) === this.#node) return; // delivered when it was published
    const topic = channel.slice(this.#prefix.length) as Topic;
    try {
      for (const message of JSON.parse(text.slice(space + 1)) as BrokerMessage[]) this.#topics.publish(topic, message);
    } catch (error) {
      this.#report(error);
    }
  }

  #presence(): PresenceBoard {
    const write = async (): Promise<void> => {
      const { wire } = this.#line;
      // What cannot be written now is written by the next check.
      if (wire !== undefined) {
        await this.#line.answered(writeBoard(wire.keys, this.#node, this.#board)).catch(() => undefined);
      }
    };
    return {
      set: (agent, session, presence) => {
        this.#board.set(agent, session, presence);
        return write();
      },
      clear: (agent, session) => {
        this.#board.clear(agent, session);
        return write();
      },
      all: async () => {
        const { wire } = this.#line;
        return wire && this.#line.answered(readBoards(wire.keys, this.#node, this.#board)).catch(() => undefined);
      },
    };
  }
}
