/** The main story: a visitor rings on a shop's page, people at the console answer, and nothing is lost on the way. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, anAgent, anOwner } from '../helpers/cast.ts';
import type { Agent, Visitor } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
let tom: Agent;

beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia');
  tom = await anAgent(mia, 'Tom', { locale: 'en-GB' });
});
afterAll(async () => {
  await Promise.all([mia.close(), tom.close()]);
  await product.close();
});

/** A line that can be made slow: while it is held, what the server says waits before this page. */
async function slowLine({ page }: Agent): Promise<{ hold(): void; release(): void }> {
  let held: (() => void)[] | undefined;
  await page.routeWebSocket(/\/v1\/socket/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (held) held.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  await page.reload();
  await page.getByRole('switch').waitFor();
  return {
    hold: () => (held = []),
    release() {
      for (const send of held ?? []) send();
      held = undefined;
    },
  };
}

/** Texts of the bubbles that this person sees, in order. */
const bubbles = (person: Visitor | Agent) => person.log.locator('p').allTextContents();

describe('a visitor rings', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    // An agent who is away is not rung for, so the story knows whom it rings for.
    await tom.page.getByRole('switch', { name: 'Available for visitors' }).click();
    await tom.page.getByText('Away').first().waitFor();
    visitor = await aVisitor(product, '/en/products/mora-bowl', { locale: 'de-DE' });
  });
  afterAll(() => visitor.close());

  it('before the click nothing is stored and no socket is open', async () => {
    await visitor.bell.waitFor();
    const stored = await visitor.page.evaluate(async () => ({
      session: sessionStorage.length,
      local: localStorage.length,
      databases: (await indexedDB.databases()).length,
      caches: (await caches.keys()).length,
      cookies: document.cookie.includes('shopbell'),
    }));
    expect(stored).toEqual({ session: 0, local: 0, databases: 0, caches: 0, cookies: false });
    const requests = await visitor.page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin),
    );
    const own = requests.filter((origin) => origin === new URL(product.consoleUrl).origin);
    expect(own).toHaveLength(2);
    expect(new Set(requests)).toEqual(new Set([new URL(product.shopUrl).origin, ...own]));
  });

  it('and has sent a message after two interactions', async () => {
    await visitor.ring();
    await visitor.panel.getByRole('textbox').waitFor();
    // Whatever the panel focuses is where the typing goes: no third interaction.
    await visitor.page.keyboard.type('Is this bowl fit for the oven?');
    await visitor.page.keyboard.press('Enter');
    await visitor.log.getByText('Is this bowl fit for the oven?').waitFor();
    await visitor.log.getByText('Sent', { exact: false }).first().waitFor();
  });

  it('and the console tells who waits, where and in which language, and rings', async () => {
    await mia.list.getByText('Is this bowl fit for the oven?').waitFor();
    await expect.poll(() => mia.page.title()).toMatch(/^\(1\)/);
    await mia.list.getByRole('link').first().click();
    await mia.page.getByText('/en/products/mora-bowl').first().waitFor();
    await mia.page.getByText('English').first().waitFor();
    await mia.page.getByText('This visitor is waiting for you.').waitFor();
  });

  it('[CO9] and one person accepts; a second one, who could not know it yet, is told kindly', async () => {
    const line = await slowLine(tom);
    await tom.page.getByRole('tab', { name: /Waiting/ }).click();
    await tom.list.getByRole('link').first().click();
    await tom.page.getByText('Mia is being asked at the moment.').waitFor();
    line.hold();
    await mia.page.getByRole('button', { name: 'Accept', exact: true }).click();
    await visitor.panel.getByRole('heading', { name: 'Mia' }).waitFor();
    await tom.page.getByRole('button', { name: 'Take it myself' }).click();
    line.release();
    await tom.page.getByText('Mia was a moment faster').first().waitFor();
    await tom.page.getByText('Mia talks with this visitor').waitFor();
  });

  it('and both see each other type', async () => {
    await visitor.panel.getByRole('textbox').pressSequentially('And ');
    await mia.page
      .getByText(/typing/)
      .first()
      .waitFor();
    await mia.page.getByRole('textbox', { name: 'Reply to the visitor' }).pressSequentially('Yes');
    await visitor.panel
      .getByText(/Mia.*typing/)
      .first()
      .waitFor();
  });

  it('and learns who has read the message', async () => {
    await mia.page.bringToFront();
    await visitor.log.getByText(/Read by Mia/).waitFor();
  });

  it('and gets the answer, in the same order on both sides', async () => {
    await visitor.write('And for the dishwasher?');
    await mia.write('Yes, up to 220 °C.');
    await mia.write('And the dishwasher is fine too.');
    await expect.poll(() => bubbles(visitor)).toHaveLength(4);
    await expect.poll(() => bubbles(mia)).toEqual(await bubbles(visitor));
  });

  it('but never a note for colleagues', async () => {
    await mia.page
      .getByRole('radio', { name: 'Note' })
      .or(mia.page.getByRole('button', { name: 'Note' }))
      .first()
      .click();
    const note = mia.page.getByRole('textbox', { name: 'Note for your team' });
    await note.fill('canary-note: returns a lot');
    await note.press('Enter');
    await tom.log.getByText('canary-note').waitFor();
    await mia.write('Anything else?');
    await visitor.log.getByText('Anything else?').waitFor();
    expect(await visitor.page.content()).not.toContain('canary-note');
    expect((await bubbles(visitor)).join()).not.toContain('canary-note');
  });

  it('and goes to another page of the shop and finds everything there', async () => {
    const before = await bubbles(visitor);
    await visitor.page.goto(new URL('/en/basket', product.shopUrl).href);
    await expect.poll(() => bubbles(visitor)).toEqual(before);
    await visitor.write('I am at the basket now.');
    await mia.log.getByText('I am at the basket now.').waitFor();
    await mia.page.getByText('/en/basket').first().waitFor();
  });

  it('and ends with one click, at both sides', async () => {
    await visitor.panel.getByRole('button', { name: 'End', exact: true }).click();
    await visitor.panel.getByText('Thank you for talking to us').waitFor();
    await mia.page.getByText('This conversation has ended').first().waitFor();
  });

  it('without one error on any page', () => {
    expect([visitor.errors, mia.errors, tom.errors]).toEqual([[], [], []]);
  });
});

describe('several visitors at once', () => {
  let visitors: Visitor[];
  beforeAll(async () => {
    visitors = await Promise.all(['/en/', '/de/', '/en/contact'].map((path) => aVisitor(product, path)));
  });
  afterAll(() => Promise.all(visitors.map((visitor) => visitor.close())));

  it('are served side by side by one agent', async () => {
    for (const [index, visitor] of visitors.entries()) {
      await visitor.bell.click();
      await visitor.page.getByRole('dialog').getByRole('textbox').fill(`question ${index}`);
      await visitor.page.keyboard.press('Enter');
    }
    await mia.page.getByRole('tab', { name: /All/ }).click();
    for (const [index, visitor] of visitors.entries()) {
      await mia.list.getByText(`question ${index}`).click();
      await mia.page
        .getByRole('button', { name: 'Accept', exact: true })
        .or(mia.page.getByRole('button', { name: 'Take it myself' }))
        .click();
      await mia.write(`answer ${index}`);
      await visitor.page.getByRole('log').getByText(`answer ${index}`).waitFor();
    }
    const logs = await Promise.all(visitors.map((visitor) => visitor.page.getByRole('log').textContent()));
    for (const [index, log] of logs.entries()) {
      const others = [0, 1, 2].filter((other) => other !== index);
      expect(others.filter((other) => log?.includes(`answer ${other}`))).toEqual([]);
    }
  });
});
