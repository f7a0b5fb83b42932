/** A1 on the real pages: axe looks at widget and console as they are served, in both schemes, wide and small. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../helpers/browser.ts';
import type { PartyOptions } from '../helpers/browser.ts';
import { aVisitor, anOwner } from '../helpers/cast.ts';
import type { Agent } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

const SMALL = { width: 320, height: 640 };

const LOOKS: readonly (readonly [string, PartyOptions])[] = [
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['light at 320 px', { viewport: SMALL }],
  ['dark at 320 px', { viewport: SMALL, colorScheme: 'dark' }],
  ['forced colours', { forcedColors: 'active' }],
];

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

describe.each(LOOKS)('in %s', (_name, options) => {
  // Axe reads the shop's own colours wrongly where the system replaces them.
  const below = options.forcedColors === 'active' ? 'shopbell-widget' : 'html';

  it('the widget has no fault from the first screen to the goodbye', async () => {
    const visitor = await aVisitor(product, '/en/', options);
    await visitor.ring();
    await visitor.panel.getByRole('textbox').waitFor();
    expect(await axeViolations(visitor.page, below)).toEqual([]);
    await visitor.write('Is this accessible? See https://www.example.com/bowls');
    await visitor.log.getByText('Is this accessible?').waitFor();
    expect(await axeViolations(visitor.page, below)).toEqual([]);
    await visitor.panel.getByRole('button', { name: 'End', exact: true }).click();
    await visitor.panel.getByText('Thank you for talking to us').waitFor();
    expect(await axeViolations(visitor.page, below)).toEqual([]);
    await visitor.close();
  });
});

it('axe sees a fault where there is one', async () => {
  const visitor = await aVisitor(product);
  await visitor.page.evaluate(() => document.body.append(document.createElement('input')));
  expect((await axeViolations(visitor.page)).map(({ rule }) => rule)).toContain('label');
  await visitor.close();
});

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each(['#/inbox', '#/settings/profile', '#/settings/people', '#/settings/shop'])(
    'the console has no fault at %s',
    async (address) => {
      await mia.page.emulateMedia({ colorScheme });
      await mia.page.goto(`${product.consoleUrl}${address}`);
      await mia.page.getByRole('heading', { level: 1 }).first().waitFor();
      expect(await axeViolations(mia.page)).toEqual([]);
    },
  );
});
