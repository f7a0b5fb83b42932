/** The tag in pages that are not made for it: a strict policy, a wrong key, a forbidden address. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openParty } from '../helpers/browser.ts';
import { aVisitor, anOwner } from '../helpers/cast.ts';
import type { Agent } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia');
});
afterAll(async () => {
  await mia.close();
  await product.close();
});

const siteKey = async () =>
  /data-shopbell-site="(\w+)"/.exec(await (await fetch(new URL('/en/', product.shopUrl))).text())![1]!;

/** A foreign web page with this tag, on a port of its own. */
async function aPageWith(tag: string): Promise<{ url: string; close(): void }> {
  const page = `<!doctype html><html lang="en"><title>Elsewhere</title><body><h1>Elsewhere</h1>${tag}</body></html>`;
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(page));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

describe('a checkout with a strict policy and Trusted Types', () => {
  it('rings, chats and reports no violation', async () => {
    const visitor = await aVisitor(product, '/en/checkout');
    const policy = (await fetch(new URL('/en/checkout', product.shopUrl))).headers.get('content-security-policy');
    expect(policy).toContain("require-trusted-types-for 'script'");
    await visitor.page.evaluate(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective));
    });
    await visitor.ring();
    await visitor.write('Do you deliver to Graubünden?');
    await mia.accept();
    await mia.write('We do.');
    await visitor.log.getByText('We do.').waitFor();
    expect(visitor.errors).toEqual([]);
    await visitor.close();
  });
});

describe('a tag that cannot work leaves one helpful line and the page as it was:', () => {
  const look = async (tag: string) => {
    const page = await aPageWith(tag);
    const party = await openParty();
    const lines: string[] = [];
    const errors: string[] = [];
    party.page.on('console', (message) => lines.push(message.text()));
    party.page.on('pageerror', (error) => errors.push(String(error)));
    const told = party.page.waitForEvent('console', (message) => message.text().startsWith('Shopbell:'));
    await party.page.goto(page.url);
    await told;
    const body = await party.page.evaluate(() => [...document.body.children].map(({ tagName }) => tagName));
    await party.close();
    page.close();
    return {
      ours: lines.filter((line) => line.startsWith('Shopbell:')),
      errors,
      body,
      origin: new URL(page.url).origin,
    };
  };
  const server = () => new URL(product.consoleUrl).origin;

  it('a wrong site key', async () => {
    const tag = `<script async src="${server()}/shopbell.js" data-shopbell-site="sb_aaaaaaaaaaaaaaaaaaaa"></script>`;
    const { ours, errors, body } = await look(tag);
    expect(ours).toEqual([expect.stringContaining('no site has the key "sb_aaaaaaaaaaaaaaaaaaaa"')]);
    expect([errors, body]).toEqual([[], ['H1', 'SCRIPT']]);
  });

  it('a forbidden address', async () => {
    const tag = `<script async src="${server()}/shopbell.js" data-shopbell-site="${await siteKey()}"></script>`;
    const { ours, errors, body, origin } = await look(tag);
    expect(ours).toEqual([expect.stringContaining(`${origin} is not an allowed address of this site`)]);
    expect([errors, body]).toEqual([[], ['H1', 'SCRIPT']]);
  });

  it('no key at all', async () => {
    const { ours, body } = await look(`<script async src="${server()}/shopbell.js"></script>`);
    expect(ours).toEqual([expect.stringContaining('the tag has no data-shopbell-site')]);
    expect(body).toEqual(['H1', 'SCRIPT']);
  });
});

it('a server that is away is told in one line, too', async () => {
  const visitor = await aVisitor(product);
  await visitor.bell.waitFor();
  const lines: string[] = [];
  visitor.page.on('console', (message) => lines.push(message.text()));
  await visitor.page.route('**/v1/sites/**', (route) => route.abort());
  await visitor.page.reload();
  await expect.poll(() => lines.filter((line) => line.startsWith('Shopbell:'))).toHaveLength(1);
  expect(await visitor.page.locator('shopbell-widget').count()).toBe(0);
  await visitor.close();
});
