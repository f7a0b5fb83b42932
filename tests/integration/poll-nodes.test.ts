/**
 * Two servers over one PostgreSQL and one Redis behind a load balancer that knows nothing of connections: people without
 * sockets talk although each of their requests may reach the other server.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOSE } from '../../protocol/constants.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { startPostgres, startRedis } from '../helpers/data-servers.ts';
import type { Postgres, Redis } from '../helpers/data-servers.ts';
import { Gateway } from '../helpers/gateway.ts';
import { LinePerson, textsIn } from '../helpers/line-person.ts';
import { aPolledVisitor, freshSecret, PolledBrowser } from '../helpers/poll-client.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, tokenOf } from '../helpers/socket-client.ts';
import { swiftClock } from '../helpers/swift-clock.ts';

let postgres: Postgres;
let redis: Redis;
let here: TestApp;
let there: TestApp;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const environment = { SHOPBELL_DATABASE_URL: await postgres.newDatabase(), SHOPBELL_REDIS_URL: redis.url };
  [here, there] = await Promise.all([startApp({ environment }), startApp({ environment })]);
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await Promise.all([postgres.remove(), redis.remove()]);
});

it('[FR17] whichever server a request reaches, the line stays and everything arrives once and in order', async () => {
  const gateway = await Gateway.start([here.url, there.url], SHOP_ORIGIN);
  gateway.upgrades = 'refuse';
  const visitor = new LinePerson({ server: gateway.url, kind: 'widget', site: here.site.key, clock: swiftClock(1) });
  try {
    const said = Array.from({ length: 8 }, (_, place) => `visitor ${place + 1}`);
    await Promise.all(said.map((text) => visitor.say(text)));
    const agent = await anAgent(here, await here.person('Mia'));
    const { conversation } = visitor;
    await agent.done({ type: 'conversation.accept', conversation, body: {} });
    const answered = Array.from({ length: 4 }, (_, place) => `agent ${place + 1}`);
    for (const text of answered) await agent.say(conversation, text);
    await until(() => visitor.texts.length === said.length + answered.length);
    expect(visitor.texts).toEqual([...said, ...answered]);
    expect(textsIn((await agent.read(conversation)).events)).toEqual(visitor.texts);
    expect(visitor.count('welcome')).toBe(1);
    await agent.hangUp();
  } finally {
    visitor.link.stop();
    await gateway.close();
  }
});

it('[FR17] another server opens a connection to its own page only', async () => {
  const visitor = await aPolledVisitor(here);
  const elsewhere = new PolledBrowser(there);
  const { secret } = visitor;
  const other = await elsewhere.get(0, { secret, origin: there.url, site: undefined });
  const wrong = await elsewhere.get(0, { secret: freshSecret() });
  const foreign = await elsewhere.get(0, { secret, origin: 'https://evil.example' });
  expect([other.status, wrong.status, foreign.status]).toEqual([404, 404, 403]);
  expect((await elsewhere.get(0, { secret })).status).toBe(200);
  await visitor.send();
});

it('[RS9] a socket on another server takes the session along', async () => {
  const visitor = await aPolledVisitor(here);
  const heir = await aVisitor(there, { token: tokenOf(visitor), resume: visitor.handing() });
  expect(heir.welcome.session).toBe(visitor.welcome.session);
  expect(await visitor.closeCode()).toBe(CLOSE.restart);
  await heir.hangUp();
});
