/**
 * Who listens to which topic on this node, and delivery to them: synchronous with publishing, in one order for all.
 * Every broker has one inside. It loses nothing and knows nothing of other nodes.
 */
import type { BrokerMessage, Topic } from './broker.ts';

/** A listener with its own identity, so that one function may listen twice. */
interface Subscription {
  readonly listener: (message: BrokerMessage) => void;
  isOver: boolean;
}

export interface TopicsOptions {
  /** What a listener throws goes here, so that the others still hear the message. */
  report(error: unknown): void;
  /** A topic has its first listener. */
  followed?(topic: Topic): void;
  /** A topic has lost its last listener. */
  left?(topic: Topic): void;
}

export class Topics {
  readonly #options: TopicsOptions;
  /** Lists are replaced, never changed, so that a delivery goes on with the one that it began with. */
  readonly #topics = new Map<Topic, readonly Subscription[]>();
  readonly #waiting: { readonly topic: Topic; readonly message: BrokerMessage }[] = [];
  #isDelivering = false;

  constructor(options: TopicsOptions) {
    this.#options = options;
  }

  /** Tells the listeners of this node, before it returns. */
  publish(topic: Topic, message: BrokerMessage): void {
    this.#waiting.push({ topic, message });
    // BR1: what a listener publishes comes after the message that it is hearing.
    if (this.#isDelivering) return;
    this.#isDelivering = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
        this.#deliver(next.topic, next.message);
      }
    } finally {
      this.#isDelivering = false;
    }
  }

  /** Listens until the returned function is called (BR2). */
  subscribe(topic: Topic, listener: (message: BrokerMessage) => void): () => void {
    const others = this.#topics.get(topic);
    const subscription: Subscription = { listener, isOver: false };
    this.#topics.set(topic, others === undefined ? [subscription] : [...others, subscription]);
    if (others === undefined) this.#options.followed?.(topic);
    return () => this.#leave(topic, subscription);
  }

  /** Whether anybody listens on this node. */
  has(topic: Topic): boolean {
    return this.#topics.has(topic);
  }

  /** Nobody listens any more. */
  clear(): void {
    for (const subscription of [...this.#topics.values()].flat()) subscription.isOver = true;
    this.#topics.clear();
  }

  #leave(topic: Topic, subscription: Subscription): void {
    if (subscription.isOver) return;
    subscription.isOver = true;
    const left = this.#topics.get(topic)?.filter((other) => other !== subscription) ?? [];
    if (left.length > 0) return void this.#topics.set(topic, left);
    this.#topics.delete(topic);
    this.#options.left?.(topic);
  }

  #deliver(topic: Topic, message: BrokerMessage): void {
    for (const subscription of this.#topics.get(topic) ?? []) {
      if (subscription.isOver) continue; // BR2: it was taken away by a listener before it
      try {
        subscription.listener(message);
      } catch (error) {
        this.#options.report(error);
      }
    }
  }
}

/** Tells a bug of a listener to whoever runs the process. */
export function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
