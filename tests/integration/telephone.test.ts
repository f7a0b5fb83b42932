/**
 * The whole client against the whole server, in a real browser and without a face: what two people have of it who write
 * and call, while pages change and the server restarts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { ConversationId } from '../../protocol/ids.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { openParty } from '../helpers/browser.ts';
import type { Party } from '../helpers/browser.ts';
import { serveCode } from '../helpers/code-page.ts';
import type { CodePage } from '../helpers/code-page.ts';
import { freshId } from '../helpers/socket-client.ts';
import type {} from '../helpers/telephone-page.ts';

const SHOP_PAGE = `${SHOP_ORIGIN}/basket`;

let code: CodePage;
let server: TestApp;
let party: Party;
let shop: Page;
let desk: Page;

/** Opens a page that runs the code and holds this telephone. */
const opens = async (page: Page, url: string, telephone: (server: string, site: string) => void): Promise<void> => {
  await page.goto(url);
  await page.waitForFunction(() => 'telephones' in globalThis);
  await page.evaluate(`(${telephone.toString()})(${JSON.stringify(server.url)}, ${JSON.stringify(server.site.key)})`);
};

const visits = (url = SHOP_PAGE): Promise<void> =>
  opens(shop, url, (address, site) => {
    globalThis.telephone = telephones.asVisitor(address, site);
    telephone.start();
  });

const sitsDown = (): Promise<void> =>
  opens(desk, `${server.url}/desk`, () => {
    globalThis.telephone = telephones.asAgent();
    telephone.start();
  });

const told = (page: Page, conversation: ConversationId): Promise<string[]> =>
  page.evaluate((id) => telephones.told(telephone, id), conversation);

const callPhase = (page: Page): Promise<string> => page.evaluate(() => telephone.call.state.value.phase);

const writes = (page: Page, conversation: ConversationId, text: string): Promise<void> =>
  page.evaluate(
    ([id, words]) => void telephone.send({ type: 'message.post', conversation: id, body: { text: words } }),
    [conversation, text] as const,
  );

beforeAll(async () => {
  // Pages that a test hands over come from nowhere, and from there a browser lets nobody into the local network.
  const args = ['--disable-features=LocalNetworkAccessChecks'];
  [code, server, party] = await Promise.all([serveCode('telephone-page.ts'), startApp(), openParty({ args })]);
  const { token } = await server.person('Mia');
  await party.context.addCookies([{ name: 'shopbell', value: token, url: server.url, sameSite: 'Strict' }]);
  shop = party.page;
  desk = await party.context.newPage();
  for (const pattern of [`${SHOP_ORIGIN}/**`, `${server.url}/desk`, `${server.url}/page.js`]) {
    await party.context.route(pattern, async (route) => {
      const { pathname } = new URL(route.request().url());
      const response = await route.fetch({ url: pathname === '/page.js' ? `${code.url}page.js` : code.url });
      await route.fulfill({ response });
    });
  }
  await visits();
  await sitsDown();
  await desk.evaluate(() => telephone.send({ type: 'presence.set', body: { presence: 'available' } }));
});

afterAll(async () => {
  await party?.close();
  await server?.close();
  code?.close();
});

/** The visitor writes, Mia accepts and follows. */
const aTalk = async (): Promise<ConversationId> => {
  const conversation = freshId<ConversationId>();
  await writes(shop, conversation, 'Guten Tag');
  await desk.waitForFunction((id) => telephone.inbox.value.has(id), conversation);
  await desk.evaluate(
    (id) => telephone.send({ type: 'conversation.accept', conversation: id, body: {} }),
    conversation,
  );
  await desk.waitForFunction((id) => telephone.conversations.value.get(id)?.view.status === 'open', conversation);
  return conversation;
};

/** Writes behind the lines at these places that they have reached the other side. */
const delivered =
  (...places: readonly number[]) =>
  (line: string, place: number): string =>
    places.includes(place) ? `${line} (delivered)` : line;

describe('two telephones', () => {
  it('[P1] write to each other, also over a page change, and have the same list', async () => {
    const conversation = await aTalk();
    await writes(desk, conversation, 'Grüezi');
    await writes(shop, conversation, 'gleich weg');
    await visits(`${SHOP_ORIGIN}/checkout`);
    await writes(shop, conversation, 'und wieder da');
    const hers = ['Guten Tag', 'participant.joined', 'Grüezi', 'gleich weg', 'und wieder da'].map(delivered(0, 3, 4));
    const mias = ['Guten Tag', 'participant.joined', 'Grüezi', 'gleich weg', 'und wieder da'].map(delivered(2));
    const messages = (list: string[]): string[] => list.filter((line) => !/^(conversation|reservation)/.test(line));
    await expect.poll(async () => messages(await told(shop, conversation))).toEqual(hers);
    await expect.poll(async () => messages(await told(desk, conversation))).toEqual(mias);
    expect(await shop.evaluate(() => [Object.keys(sessionStorage), localStorage.length])).toEqual([['shopbell'], 0]);
  });

  it('[D6] tell who is typing and who has read', async () => {
    const conversation = await aTalk();
    await desk.evaluate((id) => telephone.typing(id, true), conversation);
    const typing = (): Promise<unknown> =>
      shop.evaluate((id) => telephone.conversations.value.get(id)?.typing, conversation);
    await expect.poll(typing).toMatchObject({ kind: 'agent', name: 'Mia' });
    await desk.evaluate((id) => telephone.markRead(id), conversation);
    const reads = (): Promise<unknown> =>
      shop.evaluate((id) => telephone.conversations.value.get(id)?.view.reads, conversation);
    await expect.poll(reads).toMatchObject([{ by: { name: 'Mia' } }]);
  });

  it('[CA2] [CA7] [CA8] [CA9] call, come back after a page change, and hang up', async () => {
    const conversation = await aTalk();
    await shop.evaluate((id) => telephone.call.start(id, { audio: true, video: true }), conversation);
    await expect.poll(() => callPhase(desk)).toBe('ringing');
    await expect
      .poll(() => shop.evaluate(() => 'alerting' in telephone.call.state.value && telephone.call.state.value.alerting))
      .toBe(true);
    await desk.evaluate(() => telephone.call.answer({ audio: true, video: false }));
    await expect.poll(() => callPhase(shop), { timeout: 10_000 }).toBe('connected');
    await expect.poll(() => callPhase(desk)).toBe('connected');
    await visits(`${SHOP_ORIGIN}/product`);
    await expect.poll(() => callPhase(desk)).not.toBe('connected');
    await expect.poll(() => callPhase(shop), { timeout: 10_000 }).toBe('connected');
    await expect.poll(() => callPhase(desk)).toBe('connected');
    await desk.evaluate(() => telephone.call.setCamera(true));
    const remoteCamera = (): Promise<unknown> =>
      shop.evaluate(() => 'remoteCamera' in telephone.call.state.value && telephone.call.state.value.remoteCamera);
    await expect.poll(remoteCamera).toBe(true);
    const live = await shop.evaluate(() => {
      const { value } = telephone.call.state;
      const tracks = 'local' in value ? (value.local?.getTracks() ?? []) : [];
      void telephone.call.end();
      return tracks.map(({ readyState }) => readyState);
    });
    expect(live).toEqual(['ended', 'ended']);
    await expect.poll(() => callPhase(desk)).toBe('ended');
    await Promise.all([shop, desk].map((page) => page.evaluate(() => telephone.call.dismiss())));
  });

  it('[P1] [RS7] lose nothing and double nothing over a restart of the server', async () => {
    const conversation = await aTalk();
    const port = new URL(server.url).port;
    await server.stop();
    await writes(shop, conversation, 'eins');
    await writes(shop, conversation, 'zwei');
    await writes(desk, conversation, 'drei');
    server = {
      ...(await startApp({ folder: server.folder, environment: { SHOPBELL_PORT: port } })),
      folder: server.folder,
    };
    const ofVisitor = async (page: Page): Promise<string[]> =>
      (await told(page, conversation)).filter((line) => /eins|zwei/.test(line));
    await expect.poll(() => ofVisitor(shop), { timeout: 15_000 }).toEqual(['eins (sent)', 'zwei (sent)']);
    await expect.poll(() => ofVisitor(desk), { timeout: 15_000 }).toEqual(['eins', 'zwei']);
    await expect.poll(() => told(shop, conversation), { timeout: 15_000 }).toContain('drei');
  });
});
