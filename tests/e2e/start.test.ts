/** `npm start` as an operator meets it: what it prints, what it keeps, and what it says when something is in the way. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../helpers/data-servers.ts';
import { runProduct, startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

describe('a first start', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  it('opens the shop and the console under the printed addresses, on two sites', async () => {
    const [shop, desk] = await Promise.all([fetch(product.shopUrl), fetch(product.consoleUrl)]);
    expect([shop.status, desk.status]).toEqual([200, 200]);
    expect(new URL(product.shopUrl).hostname).toBe('127.0.0.1');
    expect(new URL(product.consoleUrl).hostname).toBe('localhost');
    expect(await shop.text()).toContain(`<script async src="${new URL(product.consoleUrl).origin}/shopbell.js"`);
  });

  it('sends its scripts compressed, with the type and the permissions of the plain ones', async () => {
    const script = await fetch(new URL('/shopbell.js', product.consoleUrl), { headers: { 'accept-encoding': 'br' } });
    expect(Object.fromEntries(script.headers)).toMatchObject({
      'content-encoding': 'br',
      'content-type': expect.stringMatching(/javascript/),
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(await script.text()).toContain('Shopbell');
    const page = await fetch(product.consoleUrl, { headers: { 'accept-encoding': 'gzip' } });
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
  });

  it('prints an owner link whose code is in the fragment', () => {
    expect(product.ownerLink).toMatch(/^http:\/\/localhost:\d+\/console\/#\/welcome\/[\w-]{43}$/);
  });

  it('ends with 0 when asked to, and finds its data when it starts again', async () => {
    const key = async () => /data-shopbell-site="(\w+)"/.exec(await (await fetch(product.shopUrl)).text())?.[1];
    const before = await key();
    expect(before).toMatch(/^sb_/);
    expect(await product.stop()).toBe(0);
    await product.startAgain();
    expect(await key()).toBe(before);
  });
});

describe('a start that cannot work says so in one line and ends with 1:', () => {
  const oneLine = async (settings: Record<string, string>) => {
    const { code, said } = await runProduct(settings);
    expect({ code, lines: said.trim().split('\n') }).toEqual({ code: 1, lines: [expect.any(String)] });
    return said;
  };
  let folder = '';
  const blocker = createServer();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'shopbell-start-'));
    blocker.listen(0, 'localhost');
    await once(blocker, 'listening');
  });
  afterAll(() => {
    blocker.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const takenPort = () => String((blocker.address() as AddressInfo).port);

  it('a taken port', async () => {
    expect(await oneLine({ SHOPBELL_PORT: takenPort() })).toContain('SHOPBELL_PORT');
  });

  it('a data folder that cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await oneLine({ SHOPBELL_DATA: join(folder, 'file', 'data') })).toMatch(/data folder/);
  });

  it('a file that is no database', async () => {
    writeFileSync(join(folder, 'shopbell.db'), 'this is a shopping list, not a database '.repeat(200));
    expect(await oneLine({ SHOPBELL_DATA: folder })).toContain('shopbell.db');
  });

  it('a database that is damaged, with the command that helps', async () => {
    const damaged = join(folder, 'damaged');
    const first = await startProduct({ SHOPBELL_DATA: damaged });
    await first.stop();
    const file = join(damaged, 'shopbell.db');
    const whole = readFileSync(file);
    writeFileSync(file, whole.fill(0xff, 4_096));
    expect(await oneLine({ SHOPBELL_DATA: damaged })).toMatch(/damaged.*npm run restore/);
  });

  it('a database of a newer version', async () => {
    const newer = join(folder, 'newer');
    const first = await startProduct({ SHOPBELL_DATA: newer });
    await first.stop();
    const database = new DatabaseSync(join(newer, 'shopbell.db'));
    database.exec("INSERT INTO kysely_migration VALUES ('0099-future', '2100-01-01')");
    database.close();
    expect(await oneLine({ SHOPBELL_DATA: newer })).toMatch(/newer version of Shopbell.*Start that version/);
  });

  it('Redis without PostgreSQL', async () => {
    expect(await oneLine({ SHOPBELL_REDIS_URL: 'redis://127.0.0.1' })).toMatch(/needs SHOPBELL_DATABASE_URL/);
  });

  const NOBODY = '127.0.0.1:1';

  it('a PostgreSQL that is not there', async () => {
    const shared = { SHOPBELL_DATABASE_URL: `postgres://x@${NOBODY}/x`, SHOPBELL_REDIS_URL: `redis://${NOBODY}` };
    expect(await oneLine(shared)).toMatch(/database postgres:\/\/127.0.0.1:1\/x: nobody answers there/);
  });

  it('a Redis that is not there', async () => {
    const postgres = await startPostgres();
    try {
      const url = await postgres.newDatabase();
      const shared = { SHOPBELL_DATABASE_URL: url, SHOPBELL_REDIS_URL: `redis://${NOBODY}` };
      expect(await oneLine(shared)).toMatch(/cannot use Redis at 127.0.0.1:1: .*Start Redis, or correct the address/);
    } finally {
      await postgres.remove();
    }
  });

  it('a broken setting', async () => {
    expect(await oneLine({ SHOPBELL_DEMO: 'perhaps' })).toBe('SHOPBELL_DEMO="perhaps" must be on or off\n');
  });

  it('a data folder that another Shopbell uses', async () => {
    const first = await startProduct({ SHOPBELL_DATA: join(folder, 'shared') });
    try {
      expect(await oneLine({ SHOPBELL_DATA: join(folder, 'shared') })).toMatch(/another/i);
    } finally {
      await first.close();
    }
  });
});
