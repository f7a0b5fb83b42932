/** The story of a promise in real browsers: decided by the owner, shown before writing, kept by an answer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aVisitor, anOwner } from '../helpers/cast.ts';
import type { Agent, Visitor } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
let visitor: Visitor;

beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia');
});
afterAll(async () => {
  await Promise.all([mia.close(), visitor.close()]);
  await product.close();
});

const available = () => mia.page.getByRole('switch', { name: 'Available for visitors' });

it('[PR3] [PR5] an answer is promised while nobody is there, stands in the conversation, and is kept by a person', async () => {
  const { page } = mia;
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Departments' }).click();
  await page.getByLabel('Promise of an answer').selectOption({ label: '2 hours' });
  await page.getByText('too few answers yet').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await available().click();
  await page.getByRole('link', { name: 'Inbox' }).click();

  visitor = await aVisitor(product, '/en/', { locale: 'en-GB' });
  await visitor.ring();
  const before = visitor.panel.getByText(/a person answers by/);
  await before.waitFor();
  const promised = /by .*(?=\.)/.exec((await before.textContent()) ?? '')?.[0] ?? '';
  await visitor.write('Do you ship bowls to Vienna?');
  const inside = visitor.panel.getByText('A person answers you');
  await inside.waitFor();
  expect(await inside.textContent()).toBe(`A person answers you ${promised}.`);

  await visitor.page.reload();
  await inside.waitFor();
  await mia.list.getByText(/^\s*by \d/).waitFor();
  await available().click();
  await mia.accept();
  await inside.waitFor();
  await mia.write('We do.');
  await visitor.panel.getByText(/Answered at .*, as promised\./).waitFor();
  expect([...visitor.errors, ...mia.errors]).toEqual([]);
});
