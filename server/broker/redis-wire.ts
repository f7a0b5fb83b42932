/**
 * One life of the connections to Redis, which ends with the first failure: one server by two connections, or a cluster
 * with sharded publishing. Knows channels and keys, and nothing of what they mean.
 */
import { createClient, createCluster } from 'redis';
import type { Clock } from '../clock.ts';
import type { RedisAddress } from './redis-address.ts';

/** The connections while they live. Everything rejects once they are dead. */
export interface RedisWire {
  publish(channel: string, text: string): Promise<unknown>;
  /** What is published there is heard from then on. */
  subscribe(channels: readonly string[]): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  /** How many connections hear what is published there. */
  followers(channel: string): Promise<number>;
  /** Rejects, or never resolves, when nothing would be heard any more. */
  check(): Promise<unknown>;
  readonly keys: RedisKeys;
  /** Resolves to the reason once the connections have failed; never, if they are destroyed before. */
  readonly failed: Promise<unknown>;
  destroy(): void;
}

/** The commands for keys, which one server and a cluster have alike. */
export interface RedisKeys {
  set(key: string, value: string, options: { expiration: { type: 'PX'; value: number } }): Promise<unknown>;
  del(key: string): Promise<unknown>;
  mGet(keys: string[]): Promise<(string | null)[]>;
  sAdd(key: string, member: string): Promise<unknown>;
  sRem(key: string, members: string[]): Promise<unknown>;
  sMembers(key: string): Promise<string[]>;
}

export interface RedisWireOptions {
  readonly address: RedisAddress;
  readonly clock: Clock;
  hear(channel: string, text: string): void;
}

/** How long connecting may take, until the first answer. */
const CONNECT_MS = 5_000;

/** Commands that wait for a server that hangs; what comes on top is lost, as everything may be. */
const WAITING_LIMIT = 10_000;

const COMMANDS = {
  // What cannot be said now is not said later: by then everybody has found it in the store.
  disableOfflineQueue: true,
  commandsQueueMaxLength: WAITING_LIMIT,
  maintNotifications: 'disabled',
} as const;

/** Connects; rejects if that fails. */
export function connectRedis(options: RedisWireOptions): Promise<RedisWire> {
  return options.address.isCluster ? connectCluster(options) : connectServer(options);
}

async function connectServer({ address, clock, hear }: RedisWireOptions): Promise<RedisWire> {
  const socket = { connectTimeout: CONNECT_MS, reconnectStrategy: false } as const;
  const client = createClient({ url: address.urls[0], socket, ...COMMANDS });
  // A connection that listens cannot do anything else.
  const listening = client.duplicate();
  const end = once((): void => [client, listening].forEach((one) => one.destroy()));
  const { promise: failed, resolve: fail } = Promise.withResolvers<unknown>();
  for (const one of [client, listening]) one.on('error', fail);
  await inTime(clock, Promise.all([client.connect(), listening.connect()]), end);
  const listener = (text: string, channel: string): void => hear(channel, text);
  return {
    publish: (channel, text) => client.publish(channel, text),
    subscribe: (channels) => listening.subscribe([...channels], listener),
    unsubscribe: (channel) => listening.unsubscribe(channel, listener),
    followers: async (channel) => (await client.pubSubNumSub([channel]))[channel] ?? 0,
    check: () => listening.ping(),
    keys: client,
    failed,
    destroy: end,
  };
}

/** The cluster's client follows its topology by itself; it is given up when it does not answer. */
async function connectCluster({ address, clock, hear }: RedisWireOptions): Promise<RedisWire> {
  const { protocol, username, password } = new URL(address.urls[0]);
  const cluster = createCluster({
    rootNodes: address.urls.map((url) => ({ url })),
    defaults: {
      ...COMMANDS,
      ...(username !== '' && { username: decodeURIComponent(username) }),
      ...(password !== '' && { password: decodeURIComponent(password) }),
      socket: { connectTimeout: CONNECT_MS, ...(protocol === 'rediss:' && { tls: true }) },
    },
  });
  // Each node's troubles are the cluster's business; what it cannot mend shows when it is checked.
  cluster.on('error', () => undefined);
  const end = once(() => cluster.destroy());
  await inTime(clock, cluster.connect(), end);
  const listener = (text: string, channel: string): void => hear(channel, text);
  return {
    publish: (channel, text) => cluster.sPublish(channel, text),
    subscribe: (channels) => Promise.all(channels.map((channel) => cluster.sSubscribe(channel, listener))),
    unsubscribe: (channel) => cluster.sUnsubscribe(channel, listener),
    followers: async (channel) => {
      // Only the server that has the channel knows; the client would ask any one.
      const servers = await Promise.all(cluster.masters.map((master) => cluster.nodeClient(master)));
      const counts = await Promise.all(servers.map((server) => server.pubSubShardNumSub([channel])));
      return counts.reduce((sum, count) => sum + (count[channel] ?? 0), 0);
    },
    check: () => Promise.resolve(),
    keys: cluster,
    failed: new Promise(() => undefined),
    destroy: end,
  };
}

/** Ends what does not connect, which makes connecting fail. */
async function inTime(clock: Clock, connecting: Promise<unknown>, end: () => void): Promise<void> {
  const alarm = clock.after(CONNECT_MS, end);
  try {
    await connecting;
  } catch (error) {
    end();
    throw error;
  } finally {
    alarm.cancel();
  }
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
