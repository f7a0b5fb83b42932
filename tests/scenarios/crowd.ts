/**
 * Two hundred senders at once on two nodes over one PostgreSQL and one Redis, all writing into a few conversations: the
 * same gapless order everywhere, each sender's own order kept (N3). While they write, a network may fail: Redis killed,
 * emptied or hung (N7), PostgreSQL stopped at once (N8), one node cut off from both (N9).
 */
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../server/clock.ts';
import { startPostgres, startRedis } from '../helpers/data-servers.ts';
import type { Postgres, Redis } from '../helpers/data-servers.ts';
import { anomaliesOf } from '../helpers/faults/history.ts';
import { oneOf, seeded } from '../helpers/faults/random.ts';
import type { Chance } from '../helpers/faults/random.ts';
import { startNode } from '../helpers/faults/server-node.ts';
import type { ServerNode } from '../helpers/faults/server-node.ts';
import { calm, historyOf, openTalk, tabsOf, writeOne } from '../helpers/faults/talk.ts';
import { TcpProxy } from '../helpers/faults/tcp-proxy.ts';
import type { Findings, ScenarioSize } from './scenario.ts';

/** What may happen to the crowd, one each cycle in turn. */
export type Outage = 'nothing' | 'redis killed' | 'redis emptied' | 'redis hung' | 'postgres stopped' | 'partition';

export interface CrowdSize extends ScenarioSize {
  readonly talks: number;
  /** Consoles in each talk, beside two tabs of its visitor. */
  readonly agents: number;
  readonly outages: readonly Outage[];
  /** How long an outage lasts. */
  readonly outageMs: number;
}

interface Ground {
  readonly postgres: Postgres;
  readonly redis: Redis;
  /** The second node reaches both through these. */
  readonly ways: readonly [TcpProxy, TcpProxy];
  readonly nodes: readonly [ServerNode, ServerNode];
}

/** Two nodes; the second one can be cut off. */
async function layGround(): Promise<Ground> {
  const [postgres, redis] = await Promise.all([startPostgres({ fsync: true }), startRedis()]);
  const ways = [await TcpProxy.start(() => postgres.port), await TcpProxy.start(() => redis.port)] as const;
  const database = await postgres.newDatabase();
  const past = new URL(database);
  past.port = String(ways[0].port);
  const here = { SHOPBELL_DATABASE_URL: database, SHOPBELL_REDIS_URL: redis.url };
  const there = { SHOPBELL_DATABASE_URL: past.href, SHOPBELL_REDIS_URL: `redis://127.0.0.1:${ways[1].port}` };
  const nodes = [await startNode(systemClock, here), await startNode(systemClock, there)] as const;
  return { postgres, redis, ways, nodes };
}

async function clearGround({ postgres, redis, ways, nodes }: Ground): Promise<void> {
  for (const node of nodes) await node.close();
  for (const way of ways) await way.close();
  await Promise.all([postgres.remove(), redis.remove()]);
}

/** How each outage begins; and how it ends. */
const OUTAGES: Readonly<Record<Outage, (ground: Ground) => readonly [() => unknown, () => unknown]>> = {
  nothing: () => [() => undefined, () => undefined],
  'redis killed': ({ redis }) => [() => redis.crash(), () => redis.start()],
  'redis emptied': ({ redis }) => [() => redis.ask('flushall'), () => redis.ask('client', 'kill', 'type', 'pubsub')],
  'redis hung': ({ redis }) => [() => redis.hang(), () => redis.wake()],
  'postgres stopped': ({ postgres }) => [() => postgres.crash(), () => postgres.start()],
  partition: ({ ways }) => [() => ways.forEach((way) => way.hold()), () => ways.forEach((way) => way.heal())],
};

/** Runs it. */
export async function crowd(size: CrowdSize): Promise<Findings> {
  const { seed, cycles, messages, outages, outageMs } = size;
  const chance: Chance = seeded(seed);
  const ground = await layGround();
  const { nodes } = ground;
  const names = Array.from({ length: size.talks }, (_, index) => `talk ${index + 1}`);
  const given = { nodes, clock: systemClock, chance, agents: size.agents };
  const talks = await Promise.all(names.map((name) => openTalk({ ...given, name })));
  const write = (count: number): void => {
    for (let left = count; left > 0; left -= 1) writeOne(oneOf(talks, chance), chance);
  };
  for (let count = 0; count < cycles; count += 1) {
    const [begin, end] = OUTAGES[outages[count % outages.length] ?? 'nothing'](ground);
    const share = Math.ceil(messages / cycles / 3);
    write(share);
    await begin();
    write(share);
    await pause(outageMs);
    await end();
    write(share);
    await calm(talks);
  }
  const history = await historyOf(talks, nodes[0].app.store);
  const tabs = talks.flatMap(tabsOf);
  for (const tab of tabs) tab.stop();
  await clearGround(ground);
  return {
    cycles,
    messages: history.sent.length,
    repeated: 0,
    anomalies: anomaliesOf(history),
    recoveriesMs: tabs.flatMap(({ recoveries }) => recoveries),
    left: nodes.reduce((sum, { network }) => sum + network.bytes.lines + network.frames.lines, 0),
  };
}
