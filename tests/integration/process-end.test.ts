/** How a real process of the product ends on a signal, when something stands in its way. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, startRedis } from '../helpers/data-servers.ts';
import type { Postgres, Redis } from '../helpers/data-servers.ts';
import { TcpProxy } from '../helpers/faults/tcp-proxy.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';
import { until } from '../helpers/services.ts';

/** Only for hangs: a process, PostgreSQL and Redis start beside everybody else's. */
const PATIENCE_MS = 90_000;

/** Longer than what counts as one press of Ctrl+C, shorter than the first notice of a drain. */
const ANOTHER_PRESS_MS = 800;

let postgres: Postgres;
let redis: Redis;
let network: TcpProxy;
let product: Product;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  network = await TcpProxy.start(() => postgres.port);
  const databaseUrl = (await postgres.newDatabase()).replace(`:${postgres.port}/`, `:${network.port}/`);
  product = await startProduct({
    ...{ SHOPBELL_DATABASE_URL: databaseUrl, SHOPBELL_REDIS_URL: redis.url },
    ...{ SHOPBELL_DRAIN: '8', SHOPBELL_LOG: 'silent' },
  });
}, PATIENCE_MS);
afterAll(async () => {
  await product?.close();
  await network?.close();
  await Promise.all([postgres?.remove(), redis?.remove()]);
}, PATIENCE_MS);

it(
  '[FR13] a process ends with 0 although its database hangs',
  async () => {
    network.hold();
    expect(await product.stop()).toBe(0);
    network.heal();
  },
  PATIENCE_MS,
);

it(
  'a process ends at once when it is asked again',
  async () => {
    await product.startAgain();
    let code: number | null | undefined;
    let askedAt = -Infinity;
    // The first time it begins to drain, which would end with 0; pressing a key twice takes a while.
    await until(() => {
      if (performance.now() - askedAt > ANOTHER_PRESS_MS) {
        askedAt = performance.now();
        void product.stop().then((ended) => (code = ended));
      }
      return code !== undefined;
    });
    expect(code).toBe(1);
  },
  PATIENCE_MS,
);
