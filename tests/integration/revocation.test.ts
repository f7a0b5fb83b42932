/**
 * Who is signed out is out everywhere: two servers over one PostgreSQL and one Redis, both real, and the same agent at
 * both. Knows the doors only.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOSE } from '../../protocol/constants.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { PASSWORD, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { startPostgres, startRedis } from '../helpers/data-servers.ts';
import type { Postgres, Redis } from '../helpers/data-servers.ts';
import { until } from '../helpers/services.ts';
import { anAgent, openSocket } from '../helpers/socket-client.ts';

let postgres: Postgres;
let redis: Redis;
let here: TestApp;
let there: TestApp;
let mia: SignedIn;
let tom: SignedIn;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const environment = { SHOPBELL_DATABASE_URL: await postgres.newDatabase(), SHOPBELL_REDIS_URL: redis.url };
  [here, there] = await Promise.all([startApp({ environment }), startApp({ environment })]);
  mia = await here.person('Mia');
  tom = await here.person('Tom');
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await Promise.all([postgres.remove(), redis.remove()]);
});

const post = (node: TestApp, path: string, signedIn: SignedIn) =>
  fetch(`${node.url}/v1/console/${path}`, { method: 'POST', headers: node.asConsole(signedIn) });

/** A sign-in of the same person in another browser. */
async function elsewhere({ agent }: SignedIn): Promise<SignedIn> {
  const result = await there.app.identity.signIn(agent.email, PASSWORD, 'elsewhere');
  if ('code' in result) throw new Error(result.message);
  return result;
}

test('[FR12] signing out at one server ends the sign-in, its tickets and every tab at the other one, and nobody else’s', async () => {
  const other = await elsewhere(mia);
  const tabs = [await anAgent(here, mia), await anAgent(there, mia), await anAgent(there, other)];
  const bystander = await anAgent(there, tom);
  const unused = await there.app.identity.ticket(mia.agent.id);
  expect((await post(here, 'logout', mia)).status).toBe(204);
  expect(await Promise.all(tabs.map((tab) => tab.closeCode()))).toEqual(tabs.map(() => CLOSE.restart));
  const socket = await openSocket(there, { origin: there.url, site: undefined });
  socket.send({ kind: 'hello', protocol: 1, client: 'console', locale: 'de', token: unused });
  expect(await socket.closeCode()).toBe(CLOSE.unauthenticated);
  const statuses = await Promise.all([
    post(there, 'ticket', mia),
    post(here, 'ticket', mia),
    post(here, 'ticket', other),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([401, 401, 200]);
  await bystander.settled();
  expect(bystander.closed).toBeUndefined();
});

test('[FR12] the check notices servers that do not hear each other: only the tabs at this one are closed', async () => {
  const again = await elsewhere(mia);
  const near = await anAgent(here, again);
  const far = await anAgent(there, again);
  await redis.crash();
  expect((await post(here, 'logout', again)).status).toBe(204);
  expect(await near.closeCode()).toBe(CLOSE.restart);
  await far.settled();
  expect(far.closed).toBeUndefined();
  // What opens a new tab is in the database, so there is none anywhere.
  expect((await post(there, 'ticket', again)).status).toBe(401);
  await redis.start();
  await until(async () => (await fetch(`${there.url}/ready`)).ok);
});
