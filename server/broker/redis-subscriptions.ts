/**
 * Which channels this node wants to hear, and making it so: one request per channel at a time, so that following and
 * leaving in quick succession end as wished; all of them anew on each new wire. Knows no messages.
 */
import type { RedisWire } from './redis-wire.ts';

export class RedisSubscriptions {
  readonly #failed: (wire: RedisWire, error: unknown) => void;
  readonly #wanted = new Set<string>();
  /** Channels that the wire hears, or that are on their way to or from that. */
  readonly #states = new Map<string, 'heard' | 'changing'>();
  readonly #changes = new Set<Promise<void>>();
  #wire: RedisWire | undefined;

  /** `failed` is told of a wire on which a request failed. */
  constructor(failed: (wire: RedisWire, error: unknown) => void) {
    this.#failed = failed;
  }

  follow(channel: string): void {
    this.#wanted.add(channel);
    void this.#settle(channel);
  }

  leave(channel: string): void {
    this.#wanted.delete(channel);
    void this.#settle(channel);
  }

  /** Resolves when everything that is wanted now is heard, or the wire is gone. */
  async settled(): Promise<void> {
    await Promise.all(this.#changes);
  }

  /** From now on this wire; resolves when it hears everything that was wanted. */
  async open(wire: RedisWire): Promise<void> {
    this.#wire = wire;
    this.#states.clear();
    const channels = [...this.#wanted];
    if (channels.length > 0) await this.#begin(wire, channels, true);
  }

  /** There is no wire. */
  close(): void {
    this.#wire = undefined;
    this.#states.clear();
  }

  async #settle(channel: string): Promise<void> {
    const state = this.#states.get(channel);
    const isWanted = this.#wanted.has(channel);
    // While it changes, nothing: it is looked at again afterwards.
    if (this.#wire === undefined || state === 'changing' || isWanted === (state === 'heard')) return;
    await this.#begin(this.#wire, [channel], isWanted);
  }

  async #begin(wire: RedisWire, channels: readonly string[], shallBeHeard: boolean): Promise<void> {
    const change = this.#change(wire, channels, shallBeHeard);
    this.#changes.add(change);
    await change;
    this.#changes.delete(change);
  }

  async #change(wire: RedisWire, channels: readonly string[], shallBeHeard: boolean): Promise<void> {
    for (const channel of channels) this.#states.set(channel, 'changing');
    try {
      if (shallBeHeard) await wire.subscribe(channels);
      else for (const channel of channels) await wire.unsubscribe(channel);
    } catch (error) {
      return this.#failed(wire, error);
    }
    if (wire !== this.#wire) return;
    for (const channel of channels) {
      if (shallBeHeard) this.#states.set(channel, 'heard');
      else this.#states.delete(channel);
    }
    await Promise.all(channels.map((channel) => this.#settle(channel)));
  }
}
