/** Nobody of the shop is there: a partner's team is named before the visitor talks, answers, and sees less than the shop. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aVisitor, anAgent, anOwner } from '../helpers/cast.ts';
import type { Agent, Visitor } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
let tom: Agent;
let visitor: Visitor;

/** What the owner decides, by the doors that the settings use: Tom is NightDesk's, and NightDesk takes over. */
async function hirePartner(): Promise<void> {
  await mia.page.evaluate(async () => {
    const ask = async (method: string, path: string, body?: object) => {
      const headers = { 'content-type': 'application/json' };
      const json = body === undefined ? {} : { headers, body: JSON.stringify(body) };
      const response = await fetch(`/v1/console/${path}`, { method, ...json });
      return response.json();
    };
    const [home] = (await ask('GET', 'departments')).departments;
    const { id, ...settings } = home;
    const night = { ...settings, name: 'NightDesk', kind: 'partner' };
    const { department } = await ask('POST', 'departments', night);
    await ask('PUT', `departments/${id}`, { ...settings, overflow: department.id });
    const { agents } = await ask('GET', 'agents');
    const { card, work } = agents.find((agent: { card: { name: string } }) => agent.card.name === 'Tom');
    await ask('PUT', `agents/${card.id}/work`, { ...work, departments: [department.id] });
  });
}

beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia');
  tom = await anAgent(mia, 'Tom', { locale: 'en-GB' });
  await hirePartner();
  await tom.page.reload();
  await tom.page.getByRole('switch', { name: 'Available for visitors' }).waitFor();
  await mia.page.getByRole('switch', { name: 'Available for visitors' }).click();
  await mia.page.getByText('Away').first().waitFor();
  visitor = await aVisitor(product, '/en/products/mora-bowl');
});
afterAll(async () => {
  await Promise.all([mia.close(), tom.close(), visitor.close()]);
  await product.close();
});

it('[CH4] [VI5] [VI6] a partner is named before the visitor talks, answers under their name, and sees no page', async () => {
  await visitor.ring();
  await visitor.panel.getByText('NightDesk answers for Demo shop right now.').waitFor();
  await visitor.write('Does the bowl break easily?');
  await tom.accept();
  await tom.write('Not in normal use');
  await visitor.log.getByText('Not in normal use').waitFor();
  await visitor.panel.getByText('NightDesk', { exact: false }).first().waitFor();
  expect(await tom.page.content()).not.toContain('mora-bowl');
  expect(await tom.page.locator('body').ariaSnapshot()).not.toContain('mora-bowl');
  expect([...visitor.errors, ...tom.errors, ...mia.errors]).toEqual([]);
});
