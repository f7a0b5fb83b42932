/**
 * One visitor with several tabs, and one agent with two: everybody sees the same list, which is the database's, through
 * reloads in the middle of sending, time offline and frozen tabs; and a message calls for each of them once.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, anOwner } from '../helpers/cast.ts';
import type { Agent, Visitor } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
let visitor: Visitor;
/** The visitor's tabs, the first one first. */
let tabs: Page[];

beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia');
  visitor = await aVisitor(product);
  tabs = [visitor.page];
});
afterAll(async () => {
  await Promise.all([mia.close(), visitor.close()]);
  await product.close();
});

const REMEMBER = { name: 'Remember on this device' };

/** Texts of the bubbles in a tab, in order. */
const bubbles = (page: Page) => page.getByRole('log').locator('p').allTextContents();

/** Messages of the log, in its order. */
function logged(): string[] {
  const database = new DatabaseSync(join(product.data, 'shopbell.db'), { readOnly: true });
  const rows = database.prepare(`select content from events order by conversation, seq`).all();
  database.close();
  return rows.flatMap(({ content }) => {
    const { type, body } = JSON.parse(String(content)) as { type: string; body: { text?: string } };
    return type === 'message.posted' ? [String(body.text)] : [];
  });
}

async function write(page: Page, ...texts: readonly string[]): Promise<void> {
  const field = page.getByRole('dialog').getByRole('textbox');
  for (const text of texts) {
    await field.fill(text);
    await field.press('Enter');
  }
}

/** What the shop's pages keep on this device. */
const device = () => tabs[0]!.evaluate(() => Object.keys(localStorage));

/** All tabs and the desk show what the log has, in its order, each message once. */
async function everybodyShows(count: number): Promise<void> {
  for (const page of [...tabs, mia.page]) {
    await expect.poll(() => bubbles(page), { timeout: 30_000 }).toHaveLength(count);
    expect(await bubbles(page)).toEqual(logged());
  }
}

/** Another tab of the same visitor. */
async function anotherTab(): Promise<Page> {
  const page = await visitor.context.newPage();
  await page.goto(new URL('/en/', product.shopUrl).href);
  await page.getByRole('button', { name: 'Talk to Demo shop' }).click();
  tabs.push(page);
  return page;
}

describe('a visitor who wants to be remembered', () => {
  it('[L1] turns a switch that was off, and other tabs know them from then on', async () => {
    await visitor.ring();
    await visitor.write('first');
    await mia.accept();
    await visitor.panel.getByRole('button', { name: 'Back to the start' }).click();
    expect(await device()).toEqual([]);
    const choice = visitor.panel.getByRole('switch', REMEMBER);
    expect(await choice.isChecked()).toBe(false);
    await choice.click();
    expect([await choice.isChecked(), await device()]).toEqual([true, ['shopbell']]);
    await visitor.panel.getByRole('button', { name: /Your conversation/ }).click();
    const second = await anotherTab();
    await anotherTab();
    await expect.poll(() => bubbles(second)).toEqual(['first']);
  });

  it('[N10] [N11] has the same list in every tab, also after reloads while sending and time offline', async () => {
    const [one, two, three] = tabs as [Page, Page, Page];
    await Promise.all([write(one, 'a1', 'a2', 'a3'), write(two, 'b1', 'b2'), mia.write('m1')]);
    await write(three, 'c1', 'c2', 'c3');
    await three.reload();
    await visitor.context.setOffline(true);
    await write(one, 'a4', 'a5');
    await write(two, 'b3');
    await mia.write('m2');
    await visitor.context.setOffline(false);
    await two.reload();
    await write(two, 'b4');
    await everybodyShows(15);
    const order = (sender: string) => logged().filter((text) => text.startsWith(sender));
    expect([order('a'), order('b'), order('c')]).toEqual([
      ['a1', 'a2', 'a3', 'a4', 'a5'],
      ['b1', 'b2', 'b3', 'b4'],
      ['c1', 'c2', 'c3'],
    ]);
  });
});
