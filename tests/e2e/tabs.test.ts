/**
 * One visitor with several tabs, and one agent with two: everybody sees the same list, which is the database's, through
 * reloads in the middle of sending, time offline and frozen tabs; and a message calls for each of them once.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Locator, Page } from 'playwright-core';
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
  for (const { context, page } of [mia, visitor]) {
    await context.addInitScript(countTones);
    await page.reload();
  }
});
afterAll(async () => {
  await Promise.all([mia.close(), visitor.close()]);
  await product.close();
});

/** Counts what a page plays; one chime of the widget is two tones, one strike of the desk's bell three. */
function countTones(): void {
  const { start } = OscillatorNode.prototype;
  Object.assign(window, { tones: 0 });
  OscillatorNode.prototype.start = function (this: OscillatorNode, ...given) {
    (window as unknown as { tones: number }).tones += 1;
    start.apply(this, given);
  };
}

/** How many tones these pages have played together. */
async function tones(pages: readonly Page[]): Promise<number> {
  const played = pages.map((page) => page.evaluate(() => (window as unknown as { tones: number }).tones));
  return (await Promise.all(played)).reduce((sum, each) => sum + each, 0);
}

/** The switch stands with the words about what happens with the visitor's. */
async function theSwitch(): Promise<Locator> {
  await visitor.panel.getByText('What happens with my words?').click();
  return visitor.panel.getByRole('switch', { name: 'Remember on this device' });
}

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
    const choice = await theSwitch();
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

  it('[N11] hears one chime for a message and sees one number, whichever tab sleeps', async () => {
    const [one, two, three] = tabs as [Page, Page, Page];
    for (const page of tabs) await page.getByRole('button', { name: 'Close window' }).click();
    const badges = () => Promise.all(tabs.map((page) => page.locator('shopbell-widget .badge').textContent()));
    const before = await tones(tabs);
    await mia.write('d1');
    await expect.poll(badges).toEqual(['1', '1', '1']);
    await expect.poll(() => tones(tabs)).toBe(before + 2);
    const debug = await visitor.context.newCDPSession(three);
    await debug.send('Page.setWebLifecycleState', { state: 'frozen' });
    await mia.write('d2');
    for (const page of [one, two])
      await expect.poll(() => page.locator('shopbell-widget .badge').textContent()).toBe('2');
    await debug.send('Page.setWebLifecycleState', { state: 'active' });
    await expect.poll(badges).toEqual(['2', '2', '2']);
    for (const page of tabs) await page.getByRole('button', { name: /Talk to Demo shop/ }).click();
    await everybodyShows(17);
    await expect.poll(() => tones(tabs)).toBe(before + 4);
  });

  it('[N11] is announced once to an agent with two tabs', async () => {
    const desk = mia.page.url();
    const other = await mia.context.newPage();
    const places = [mia.page, other];
    for (const page of places) {
      await page.goto(desk.replace(/#.*/, '#/settings/profile'));
      await page.getByRole('heading', { name: 'Profile' }).first().click();
    }
    const before = await tones(places);
    await write(tabs[0]!, 'e1');
    for (const page of places) await expect.poll(() => page.title()).toMatch(/^\(1\)/);
    await expect.poll(() => tones(places)).toBe(before + 3);
    await other.close();
    await mia.page.goto(desk);
    await everybodyShows(18);
    expect(await tones([mia.page])).toBeLessThanOrEqual(before + 3);
  });

  it('[RS7] comes back after closing the browser, and what was not sent is sent, once', async () => {
    await visitor.context.setOffline(true);
    await write(tabs[0]!, 'f1');
    const kept = await tabs[0]!.evaluate(() => String(localStorage.getItem('shopbell')));
    expect(kept).toContain('f1');
    await visitor.close();
    visitor = await aVisitor(product, '/en/', { storage: { shopbell: kept } });
    tabs = [visitor.page];
    await visitor.page.getByRole('button', { name: /Talk to Demo shop/ }).click();
    await everybodyShows(19);
    expect(logged().filter((text) => text === 'f1')).toEqual(['f1']);
  });

  it('[L1] is forgotten with the same switch', async () => {
    await visitor.panel.getByRole('button', { name: 'Back to the start' }).click();
    await (await theSwitch()).click();
    expect(await device()).toEqual([]);
    const stranger = await visitor.context.newPage();
    await stranger.goto(new URL('/en/basket', product.shopUrl).href);
    await stranger.getByRole('button', { name: 'Talk to Demo shop' }).click();
    await stranger.getByRole('heading', { name: 'Write to us' }).waitFor();
    expect(await device()).toEqual([]);
  });
});
