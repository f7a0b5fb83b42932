/** A visitor asks to be called, an agent gets the number, calls and says how it went. No telephone is rung. */
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
  visitor = await aVisitor(product, '/en/products/mora-bowl', { locale: 'de-DE' });
});
afterAll(async () => {
  await Promise.all([mia.close(), visitor.close()]);
  await product.close();
});

it('[CA16] the wish reaches an agent with the number, and "Reached" ends it for both', async () => {
  await visitor.bell.click();
  const { page } = visitor;
  await page.getByRole('button', { name: /Call me back/ }).click();
  const field = page.getByRole('textbox', { name: 'Your telephone number' });
  await field.fill('+49 900 1234567');
  await page.getByRole('button', { name: 'Ask for the call' }).click();
  await page.getByText('We do not call this number').waitFor();
  await field.fill('+49 1512 3456789');
  await page.getByRole('button', { name: 'Ask for the call' }).click();
  await page.getByText('Your number ends in 89.').waitFor();

  await mia.page.getByRole('link', { name: /Wants to be called now/ }).click();
  await mia.page.getByRole('button', { name: 'Accept' }).click();
  const number = mia.page.getByRole('link', { name: '+49 1512 3456789' });
  expect(await number.getAttribute('href')).toBe('tel:+4915123456789');
  await mia.page.getByRole('button', { name: 'Reached', exact: true }).click();
  await number.waitFor({ state: 'detached' });
  await page.getByText('Your number ends in 89.').waitFor({ state: 'detached' });
});
