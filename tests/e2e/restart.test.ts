/** The plug is pulled while people talk: both browsers come back by themselves, and nobody misses or doubles a word. */
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
  visitor = await aVisitor(product);
  await visitor.ring();
  await visitor.write('before 1');
  await mia.accept();
  await mia.write('before 2');
  await visitor.log.getByText('before 2').waitFor();
});
afterAll(async () => {
  await Promise.all([mia.close(), visitor.close()]);
  await product.close();
});

const bubbles = (person: Visitor | Agent) => person.log.locator('p').allTextContents();

it('[P1] what was said before, during and after is complete and equal on both sides', async () => {
  await product.killHard();
  await visitor.panel.getByText('We keep trying; your text is safe').waitFor();
  // Written while nobody is there: shown as on its way, never as sent.
  await visitor.write('during 1');
  await mia.write('during 2');
  await visitor.log.getByText('Sending').first().waitFor();
  await product.startAgain();
  await expect.poll(() => bubbles(visitor), { timeout: 30_000 }).toHaveLength(4);
  await expect.poll(() => bubbles(mia), { timeout: 30_000 }).toHaveLength(4);
  await visitor.write('after 1');
  await mia.log.getByText('after 1').waitFor();
  await mia.write('after 2');
  await visitor.log.getByText('after 2').waitFor();
  const seen = await bubbles(visitor);
  expect(seen.toSorted()).toEqual(['after 1', 'after 2', 'before 1', 'before 2', 'during 1', 'during 2']);
  expect(await bubbles(mia)).toEqual(seen);
});

it('a page that is loaded afterwards shows the same', async () => {
  const seen = await bubbles(visitor);
  await visitor.page.reload();
  await mia.page.reload();
  await expect.poll(() => bubbles(visitor)).toEqual(seen);
  await expect.poll(() => bubbles(mia)).toEqual(seen);
});
