/** Two people wait for somebody who is busy, in real browsers: each sees the place, and it moves when one leaves. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aVisitor, anOwner } from '../helpers/cast.ts';
import type { Agent, Visitor } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
const visitors: Visitor[] = [];

beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia');
});
afterAll(async () => {
  await Promise.all([mia, ...visitors].map((each) => each.close()));
  await product.close();
});

async function rings(text: string): Promise<Visitor> {
  const visitor = await aVisitor(product, '/en/', { locale: 'en-GB' });
  visitors.push(visitor);
  await visitor.ring();
  await visitor.write(text);
  return visitor;
}

/** Mia takes one conversation at a time, and has one. */
async function isBusy(): Promise<void> {
  const { page } = mia;
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Work', exact: true }).click();
  await page.getByLabel('Conversations at once').selectOption('1');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByLabel('Conversations at once').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Inbox' }).click();
  await rings('Is the Mora bowl dishwasher safe?');
  await mia.accept();
}

it('[QU1] [QU3] who waits second becomes the next when the first one leaves with one click, and after a reload still is', async () => {
  await isBusy();
  const first = await rings('Do you ship to Vienna?');
  await first.panel.getByText('You are next').last().waitFor();
  const second = await rings('And to Graz?');
  await second.panel.getByText('You are number 2 in the queue').last().waitFor();
  await first.panel.getByRole('button', { name: 'Stop waiting' }).click();
  await first.panel.getByText('You are not waiting any more.').waitFor();
  await second.panel.getByText('You are next').last().waitFor();
  await second.page.reload();
  await second.panel.getByText('You are next').last().waitFor();
  expect(visitors.flatMap(({ errors }) => errors)).toEqual([]);
});
