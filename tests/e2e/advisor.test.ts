/**
 * The right person in real browsers: a visitor comes back to whoever they know, to a deputy who is named while that person
 * is away, to somebody else for one click, and by a quick start to somebody who knows the topic.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, anAgent, anOwner } from '../helpers/cast.ts';
import type { Agent, Visitor } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
let tom: Agent;
let visitor: Visitor;

beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia', { locale: 'en-GB' });
  tom = await anAgent(mia, 'Tom', { locale: 'en-GB' });
  visitor = await aVisitor(product, '/en/', { locale: 'en-GB' });
});
afterAll(async () => {
  await Promise.all([mia.close(), tom.close(), visitor.close()]);
  await product.close();
});

async function turn({ page }: Agent, to: 'Available' | 'Away'): Promise<void> {
  const own = page.getByRole('switch', { name: 'Available for visitors' });
  await own.click();
  await own.getByText(to).waitFor();
}

/** The agent opens the conversation that is for them and takes it. */
async function take(agent: Agent, text: string): Promise<void> {
  const row = agent.list.getByRole('link').filter({ hasText: text });
  await row.getByText('For you').waitFor();
  await row.click();
  await agent.page.getByRole('button', { name: 'Accept', exact: true }).click();
  await agent.log.getByText(text).waitFor();
}

/** A conversation after the one before, in the same tab. */
async function writeAnew(text: string): Promise<void> {
  await visitor.panel.getByRole('button', { name: 'Back to the start' }).click();
  await visitor.write(text);
}

const end = ({ page }: Agent) => page.getByRole('button', { name: 'End the conversation', exact: true }).click();

describe('a visitor who comes back', () => {
  it('[RT21] [D13] meets the one they know, although the other has been free for longer', async () => {
    await turn(tom, 'Away');
    await visitor.ring();
    await visitor.write('Does the blue bowl come back?');
    await take(mia, 'Does the blue bowl come back?');
    await visitor.log.getByText('Mia is here now').waitFor();
    await turn(tom, 'Available');
    await end(mia);
    await writeAnew('It is me again');
    await take(mia, 'It is me again');
    await mia.page.getByText(/knows this visitor/).waitFor();
    const before = mia.page.locator('shopbell-earlier').getByRole('link');
    expect(await before.textContent()).toContain('Does the blue bowl come back?');
    await end(mia);
  });

  it('[RT21] [D13] meets a deputy while that one is away, and reads for whom they come', async () => {
    await turn(mia, 'Away');
    await writeAnew('And the green one?');
    await take(tom, 'And the green one?');
    await visitor.log.getByText(/^Tom takes over for Mia today/).waitFor();
    await tom.page.getByText(/in place of Mia, who knows this visitor/).waitFor();
    await turn(mia, 'Available');
  });
});

describe('a visitor who wants somebody else', () => {
  it('[RT18] [D14] gets them for one click, with what was written; the one before is told kindly', async () => {
    await visitor.panel.getByRole('button', { name: 'Someone else, please' }).click();
    await mia.page
      .getByText(/^Visitor .* would like to talk to somebody else/)
      .first()
      .waitFor();
    await tom.page.getByText(/This person would like to talk to somebody else/).waitFor();
    await take(mia, 'And the green one?');
    await visitor.log.getByText('Mia is here now').waitFor();
    expect(await tom.page.getByRole('button', { name: 'Accept', exact: true }).count()).toBe(0);
    await end(mia);
  });
});

describe('a quick start', () => {
  it('[RT15] [E1] leads to the one who knows, with nothing to fill in', async () => {
    const { page } = mia;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Tom' }).getByRole('button', { name: 'Work' }).click();
    await page.getByLabel('Topics').fill('returns, glazes');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('link', { name: 'Shop', exact: true }).click();
    await page.getByLabel('Topic of “A return”').fill('returns');
    await page.locator('shopbell-quick-starts-form').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').last().waitFor();

    const other = await aVisitor(product, '/en/', { locale: 'en-GB' });
    await other.ring();
    await other.panel.getByRole('button', { name: 'A return' }).click();
    await other.write('One cup came broken');
    await take(tom, 'One cup came broken');
    await tom.page.getByText(/knows about returns/).waitFor();
    expect(await other.log.textContent()).not.toContain('returns');
    expect([...mia.errors, ...tom.errors, ...visitor.errors, ...other.errors]).toEqual([]);
    await other.close();
  });
});
