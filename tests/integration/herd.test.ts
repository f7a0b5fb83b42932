/**
 * Five hundred visitors whose server is restarted under them: all of them come back, as who they were, with everything
 * that was acknowledged. How fast is for the soak run to print.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backOff } from '../../client/back-off.ts';
import { TIMES } from '../../protocol/constants.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { herd } from '../scenarios/herd.ts';

let app: TestApp;

beforeEach(async () => {
  app = await startApp();
});

afterEach(() => app.close());

/** Restarts the server with its data; it is at another port then. In between its data lie there. */
async function restart(between: (folder: string) => void = () => undefined): Promise<void> {
  await app.stop();
  between(app.folder);
  app = await startApp({ folder: app.folder });
}

const where = () => ({ url: app.url, siteKey: app.site.key });

test(
  '[FR7] [RS6] five hundred visitors come back to a restarted server as who they were, and nothing is lost',
  { timeout: 90_000 },
  async () => {
    const { missing, strangers, lost, backAfterMs } = await herd({
      count: 500,
      where,
      drop: () => restart(),
      random: Math.random,
    });
    expect({ missing, strangers, lost, back: backAfterMs.length }).toEqual({
      missing: 0,
      strangers: 0,
      lost: 0,
      back: 500,
    });
  },
);

test('[RS6] the count notices a server that has forgotten everybody', { timeout: 60_000 }, async () => {
  const forget = () =>
    restart((folder) => {
      const database = new DatabaseSync(join(folder, 'shopbell.db'));
      database.exec('delete from sessions');
      database.close();
    });
  const { missing, strangers } = await herd({ count: 10, where, drop: forget, random: () => 0.9 });
  expect([missing, strangers]).toEqual([0, 10]);
});

test('[FR7] the back-off of a herd is spread over the whole time, and without its dice it is not', () => {
  const fullest = (random: () => number) => {
    const slots = new Map<number, number>();
    for (let count = 0; count < 5_000; count += 1) {
      const slot = Math.floor(backOff(0, random) / (TIMES.backoffBaseMs / 50));
      slots.set(slot, (slots.get(slot) ?? 0) + 1);
    }
    return Math.max(...slots.values());
  };
  expect(fullest(Math.random)).toBeLessThan(5 * (5_000 / 50));
  expect(fullest(() => 0.5)).toBe(5_000);
});
