/**
 * What the widget costs a shop's page: every request to the Shopbell server that a real browser makes before the click,
 * until one can write, and for a call, weighed as brotli would send it. It knows the steps of a visit, not the bundles.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import { buildIfStale } from '../scripts/build.ts';
import { anOwner, aVisitor } from '../tests/helpers/cast.ts';
import type { Agent, Visitor } from '../tests/helpers/cast.ts';
import { mediaFacts } from '../tests/helpers/media-probe.ts';
import { startProduct } from '../tests/helpers/product.ts';
import type { Product } from '../tests/helpers/product.ts';
import { until } from '../tests/helpers/services.ts';
import { table } from './table.ts';

/** So long without a request, and a step has loaded everything. */
const QUIET_MS = 500;

/** What a step of the visit has loaded. */
interface Step {
  readonly label: string;
  readonly addresses: readonly string[];
}

/** Everything that the visitor's page has asked the server for since it was opened. */
async function asked({ page }: Visitor, { consoleUrl }: Product): Promise<string[]> {
  const { origin } = new URL(consoleUrl);
  const all = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  return all.filter((address) => new URL(address).origin === origin);
}

/** The same once nothing more is asked for: what a step loads on the side belongs to that step. */
async function settled(visitor: Visitor, product: Product): Promise<string[]> {
  let before: string[] = [];
  for (;;) {
    const now = await asked(visitor, product);
    if (now.length === before.length) return now;
    before = now;
    await pause(QUIET_MS);
  }
}

async function answer({ page }: Agent): Promise<void> {
  await page.getByRole('button', { name: 'Accept', exact: true }).first().click();
  const explained = page.getByRole('button', { name: 'Continue', exact: true });
  await explained
    .or(page.getByRole('button', { name: 'Hang up', exact: true }))
    .first()
    .waitFor();
  if (await explained.isVisible()) await explained.click();
}

/** A visit with a call, looked at after each step. */
async function visit(product: Product, visitor: Visitor, agent: Agent): Promise<Step[]> {
  const steps: Step[] = [];
  let before: readonly string[] = [];
  const step = async (label: string) => {
    const now = await settled(visitor, product);
    steps.push({ label, addresses: now.slice(before.length) });
    before = now;
  };
  await visitor.bell.waitFor();
  await step('before the click');
  await visitor.ring();
  await visitor.panel.getByRole('textbox').waitFor();
  await step('the click, until one can write');
  await visitor.panel.getByRole('button', { name: /^Video call/ }).click();
  const yes = visitor.page.getByRole('button', { name: 'Continue', exact: true });
  await yes.waitFor();
  await step('a call is explained');
  await yes.click();
  await answer(agent);
  await until(async () => (await mediaFacts(visitor.page)).framesDecoded > 0, { what: 'the visitor sees the agent' });
  await step('the call, until there are pictures');
  return steps;
}

/** Bytes of what is at this address: as brotli would send them, and as they are. */
async function weigh(address: string, shopUrl: string): Promise<[number, number]> {
  const response = await fetch(address, { headers: { origin: new URL(shopUrl).origin } });
  const body = Buffer.from(await response.arrayBuffer());
  return [brotliCompressSync(body).length, body.length];
}

async function row({ label, addresses }: Step, shopUrl: string): Promise<string[]> {
  // What needs a conversation's own rights (its ICE servers) is not asked for again; it is a few hundred bytes.
  const files = addresses.filter((address) => !address.includes('/v1/') || address.endsWith('/settings'));
  const weights = await Promise.all(files.map((address) => weigh(address, shopUrl)));
  const sum = (which: 0 | 1) => String(weights.reduce((bytes, weight) => bytes + weight[which], 0));
  return [label, String(addresses.length), sum(0), sum(1)];
}

/** Builds the bundles if they are stale and follows a visit. */
export async function widget(): Promise<string> {
  await buildIfStale();
  const product = await startProduct();
  const agent = await anOwner(product, 'Mia');
  const visitor = await aVisitor(product);
  try {
    const steps = await visit(product, visitor, agent);
    const rows = await Promise.all(steps.map((step) => row(step, product.shopUrl)));
    return table(['step', 'requests', 'bytes (brotli)', 'bytes (plain)'], rows);
  } finally {
    await visitor.close();
    await agent.close();
    await product.close();
  }
}
