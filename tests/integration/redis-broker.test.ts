/**
 * The broker of many nodes: the contract between two nodes, on one Redis and on a cluster of three, and what becomes of
 * it when Redis ends, hangs or forgets everything. Knows the implementation.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AgentId, ConversationId, SessionId } from '../../protocol/ids.ts';
import type { Broker, BrokerMessage, Topic } from '../../server/broker/broker.ts';
import { readRedisAddress } from '../../server/broker/redis-address.ts';
import { openRedisBroker } from '../../server/broker/redis.ts';
import { systemClock } from '../../server/clock.ts';
import { anId } from '../helpers/builders.ts';
import { startRedis, startRedisCluster } from '../helpers/data-servers.ts';
import type { Redis } from '../helpers/data-servers.ts';
import { until } from '../helpers/services.ts';
import { brokerContract } from './broker-contract.ts';

const silent = (): void => {};

const openAt = (url: string): Promise<Broker> =>
  openRedisBroker({ url, node: anId(), clock: systemClock, report: silent });

const twoAt = async (url: string): Promise<readonly [Broker, Broker]> => [await openAt(url), await openAt(url)];

const aTopic = (): Topic => `conversation:${anId<ConversationId>()}`;
const aFollow = (): BrokerMessage => ({ type: 'follow', conversation: anId() });

/** Everything that arrives there from now on. */
async function listen(broker: Broker, topic: Topic): Promise<BrokerMessage[]> {
  const heard: BrokerMessage[] = [];
  broker.subscribe(topic, (message) => heard.push(message));
  await broker.heard();
  return heard;
}

/** Publishes until one arrives: the way between two nodes is open then. */
async function untilJoined(from: Broker, to: Broker): Promise<void> {
  const topic = aTopic();
  const heard = await listen(to, topic);
  await until(() => {
    from.publish(topic, aFollow());
    return heard.length > 0;
  });
}

describe('two nodes on one Redis', () => {
  let redis: Redis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());

  brokerContract({ open: () => twoAt(redis.url) });

  describe('hear each other', () => {
    let one: Broker;
    let other: Broker;
    beforeEach(async () => {
      [one, other] = await twoAt(redis.url);
    });
    afterEach(async () => {
      await one.close();
      await other.close();
    });

    it('and nobody hears what they said themselves twice', async () => {
      const topic = aTopic();
      const lists = [await listen(one, topic), await listen(other, topic)];
      const messages = [aFollow(), aFollow()];
      one.publish(topic, messages[0]!);
      other.publish(topic, messages[1]!);
      await until(() => lists.every((heard) => heard.length >= 2));
      await untilJoined(one, other);
      await untilJoined(other, one);
      expect(lists).toEqual([messages, messages.toReversed()]);
    });

    it('but not what is for one node only', async () => {
      const topic = aTopic();
      const lists = [await listen(one, topic), await listen(other, topic)];
      const [here, everywhere] = [aFollow(), aFollow()];
      one.publishHere(topic, here);
      one.publish(topic, everywhere);
      await until(() => lists[1]!.length > 0);
      expect(lists).toEqual([[here, everywhere], [everywhere]]);
    });

    it('[BR2] also when somebody stops and starts listening at once, again and again', async () => {
      const topic = aTopic();
      for (let times = 0; times < 20; times += 1) other.subscribe(topic, silent)();
      const heard = await listen(other, topic);
      const message = aFollow();
      one.publish(topic, message);
      await until(() => heard.length > 0);
      expect(heard).toEqual([message]);
    });
  });

  it('[BR3] a node that goes takes its agents with it, and one that dies does so a little later', async () => {
    const [one, other] = await twoAt(redis.url);
    const third = await openAt(redis.url);
    const agents = [anId<AgentId>(), anId<AgentId>()] as const;
    await one.presence.set(agents[0], anId<SessionId>(), 'away');
    await third.presence.set(agents[1], anId<SessionId>(), 'available');
    expect(await other.presence.all()).toEqual(new Map([[agents[0], 'away'], [agents[1], 'available']])); // prettier-ignore
    await one.close();
    expect(await other.presence.all()).toEqual(new Map([[agents[1], 'available']]));
    for (const key of (await redis.ask('keys', '*:board:*')) as string[]) {
      expect(await redis.ask('pttl', key)).toBeGreaterThan(0);
      await redis.ask('del', key);
    }
    expect(await other.presence.all()).toEqual(new Map());
    await third.close();
    await other.close();
  });
});

describe('without Redis', () => {
  let redis: Redis;
  let one: Broker;
  let other: Broker;
  beforeEach(async () => {
    redis = await startRedis();
    [one, other] = await twoAt(redis.url);
  });
  afterEach(async () => {
    await one.close();
    await other.close();
    await redis.remove();
  });

  it('delivery on the same node goes on, and everything else when it is back, empty', async () => {
    const topic = aTopic();
    const agent = anId<AgentId>();
    const lists = [await listen(one, topic), await listen(other, topic)];
    await one.presence.set(agent, anId<SessionId>(), 'available');
    await redis.crash();
    const [lost, heard] = [aFollow(), aFollow()];
    one.publish(topic, lost);
    expect(lists).toEqual([[lost], []]);
    await until(async () => (await other.presence.all()) === undefined);
    await redis.start();
    await untilJoined(one, other);
    one.publish(topic, heard);
    await until(() => lists[1]!.length > 0);
    expect(lists).toEqual([[lost, heard], [heard]]);
    await expect.poll(() => other.presence.all()).toEqual(new Map([[agent, 'available']]));
  });

  it('that hangs nobody waits for, and it is found again', async () => {
    const topic = aTopic();
    const heard = await listen(other, topic);
    redis.hang();
    one.publish(topic, aFollow());
    expect(await other.presence.all()).toBeUndefined();
    await one.presence.set(anId(), anId(), 'away');
    redis.wake();
    await untilJoined(one, other);
    const message = aFollow();
    one.publish(topic, message);
    await until(() => heard.some((each) => JSON.stringify(each) === JSON.stringify(message)));
  });

  it('nobody can start', async () => {
    await redis.crash();
    await expect(openAt(redis.url)).rejects.toThrow(/cannot use Redis at 127\.0\.0\.1:\d+: .*Start Redis/);
  });
});

describe('two nodes on a cluster', () => {
  let cluster: { readonly url: string; remove(): Promise<void> };
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.remove());

  brokerContract({ open: () => twoAt(cluster.url) });
});

describe('a message that is none', () => {
  it('is told, and harms nothing', async () => {
    const redis = await startRedis();
    const report = vi.fn<(error: unknown) => void>();
    const broker = await openRedisBroker({ url: redis.url, node: anId(), clock: systemClock, report });
    const heard = await listen(broker, 'duty');
    await until(async () => {
      await redis.ask('publish', 'shopbell:0:duty', 'somebody {');
      return report.mock.calls.length > 0;
    });
    broker.publish('duty', { type: 'wake' });
    expect(heard).toEqual([{ type: 'wake' }]);
    await broker.close();
    await redis.remove();
  });
});

describe('an address of Redis', () => {
  it.each([
    { text: 'redis://localhost', isCluster: false, urls: ['redis://localhost/'], database: '0' },
    {
      text: 'rediss://u:p@example.com:6380/2',
      isCluster: false,
      urls: ['rediss://u:p@example.com:6380/2'],
      database: '2',
    },
    { text: 'redis://u:p@a:1,b:2', isCluster: true, urls: ['redis://u:p@a:1/', 'redis://u:p@b:2/'], database: '0' },
    { text: 'rediss-cluster://a:1', isCluster: true, urls: ['rediss://a:1/'], database: '0' },
  ])('$text', ({ text, ...address }) => {
    expect(readRedisAddress(text)).toEqual(address);
  });

  it.each(['', 'localhost:6379', 'http://localhost', 'redis://', 'redis://a,,b', 'redis-cluster://a/1', 'redis://a/x'])(
    '“%s” is none',
    (text) => {
      expect(readRedisAddress(text)).toBeUndefined();
    },
  );
});
