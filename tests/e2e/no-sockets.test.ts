/** Two browsers whose networks let no WebSocket through: people chat and talk as everybody does. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { POLL, SOCKET_PATH } from '../../protocol/constants.ts';
import { aVisitor, anOwner } from '../helpers/cast.ts';
import type { Agent, Person, Visitor } from '../helpers/cast.ts';
import { mediaFacts } from '../helpers/media-probe.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';
import { until } from '../helpers/services.ts';

let product: Product;
let mia: Agent;
let visitor: Visitor;
/** Addresses of the visitor's requests. */
const asked: string[] = [];

beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia', { sockets: 'blocked' });
  visitor = await aVisitor(product, '/en/', { sockets: 'blocked' });
  visitor.page.on('request', (request) => asked.push(request.url()));
});
afterAll(async () => {
  await Promise.all([mia?.close(), visitor?.close()]);
  await product.close();
});

const button = ({ page }: Person, name: string | RegExp) => page.getByRole('button', { name, exact: true });

it('[FR15] they chat both ways', async () => {
  await visitor.ring();
  await visitor.write('does this arrive?');
  await mia.accept();
  await mia.log.getByText('does this arrive?').waitFor();
  await mia.write('it does');
  await visitor.log.getByText('it does').waitFor();
  await visitor.write('wonderful');
  await mia.log.getByText('wonderful').waitFor();
  expect(asked.filter((url) => url.includes(POLL.events)).length).toBeGreaterThan(0);
  expect(asked.filter((url) => url.includes(SOCKET_PATH))).toEqual([]);
});

it('[FR15] the secret of the line is in no address', async () => {
  const addresses = asked.filter((url) => url.includes(POLL.events) || url.includes(POLL.commands));
  expect(new Set(addresses.map((url) => [...new URL(url).searchParams.keys()].join()))).toEqual(new Set(['site']));
});

it('[FR15] they call each other', async () => {
  await visitor.panel.getByRole('button', { name: /^Audio call/ }).click();
  await button(visitor, 'Continue').click();
  await button(mia, 'Accept').first().click();
  const explained = button(mia, 'Continue');
  await explained.or(button(mia, 'Hang up')).first().waitFor();
  if (await explained.isVisible()) await explained.click();
  for (const { page } of [visitor, mia])
    await until(async () => (await mediaFacts(page)).audioReceived > 20, { what: 'audio packets arrive' });
  await button(mia, 'Hang up').click();
  await button(visitor, 'Hang up').waitFor({ state: 'detached' });
  expect([...visitor.errors, ...mia.errors]).toEqual([]);
});
