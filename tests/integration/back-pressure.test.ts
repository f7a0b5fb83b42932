/**
 * Browsers that do not read: how much is kept for them, what they are told when they read again, and that nobody else
 * notices.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import type { CommandId, ConversationId } from '../../protocol/ids.ts';
import type { Remote } from '../../server/switchboard/outlet.ts';
import { actorOf, composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let hub: ComposedHub;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  hub = await composeHub({ clock });
});

afterEach(() => hub.close());

/** As long as a message may be, in letters of three bytes. */
const LONG = '長'.repeat(LIMITS.textCodePoints);

/** Browsers that do not read, all at once. */
const PAUSED = 20;

/** Writes as the visitor, past the limits of a browser. */
async function write(visitor: Dialogue, conversation: ConversationId, text: string): Promise<void> {
  const actor = actorOf(hub, visitor);
  const order = {
    id: freshId<CommandId>(),
    type: 'message.post',
    conversation,
    body: { text, audience: 'all' },
  } as const;
  expect(await hub.switchboard.execute(actor, order)).toHaveProperty('events');
}

/** A browser that takes nothing until it is told to, as the hub sees one. */
class StuckBrowser implements Remote {
  sent: { kind: string; type?: string; seq?: number }[] = [];
  bufferedAmount = 0;
  isTerminated = false;
  paused = 0;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as { kind: string });
    this.bufferedAmount += Buffer.byteLength(text);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  ping(): void {
    this.bufferedAmount += 2;
  }

  close(): void {
    this.isTerminated = true;
  }

  pause(): void {
    this.paused += 1;
  }

  resume(): void {
    this.paused -= 1;
  }
}

/** The same visitor in a stuck second tab. */
async function aStuckTab(visitor: Dialogue): Promise<StuckBrowser> {
  const browser = new StuckBrowser();
  const connection = hub.hub.accept(browser, { site: hub.site, address: '192.0.2.1' });
  const { key } = hub.site;
  const hello = { kind: 'hello', protocol: 1, client: 'widget', site: key, locale: 'de', token: tokenOf(visitor) };
  connection.receive(JSON.stringify(hello));
  await until(() => browser.sent.some(({ kind }) => kind === 'welcome'));
  browser.bufferedAmount = 0;
  return browser;
}

const events = (browser: StuckBrowser) => browser.sent.filter(({ kind }) => kind === 'event').length;

test('[FR9] a browser that does not keep up is not sent more, and told to read when it has drained', async () => {
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const stuck = await aStuckTab(visitor);
  for (let count = 0; count < 20; count += 1) await write(visitor, conversation, LONG);
  await until(() => visitor.events(conversation).length === 23);
  expect(stuck.bufferedAmount).toBeLessThan(LIMITS.laggingBytes + 2 * 3 * LIMITS.textCodePoints);
  expect(events(stuck)).toBeLessThan(20);

  stuck.bufferedAmount = 0;
  clock.advance(1_000);
  expect(stuck.sent.at(-1)).toEqual({ kind: 'control', type: 'lagging' });
  await write(visitor, conversation, 'after');
  await until(() => stuck.sent.at(-1)?.kind === 'event');
  expect(stuck.sent.at(-1)).toMatchObject({ seq: 24, body: { text: 'after' } });
  expect(stuck.isTerminated).toBe(false);
});

test('[FR9] a browser that does not drain in ten seconds is terminated', async () => {
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const stuck = await aStuckTab(visitor);
  for (let count = 0; count < 15; count += 1) await write(visitor, conversation, LONG);
  clock.advance(TIMES.drainMs - 1_000);
  expect(stuck.isTerminated).toBe(false);
  clock.advance(1_500);
  expect(stuck.isTerminated).toBe(true);
  expect(hub.hub.connections).toBe(1);
});

test('[FR9] a browser that only asks and never reads is terminated at one megabyte', async () => {
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  for (let count = 0; count < 5; count += 1) await write(visitor, conversation, LONG);
  const browser = new StuckBrowser();
  const connection = hub.hub.accept(browser, { site: hub.site, address: '192.0.2.1' });
  const { key } = hub.site;
  connection.receive(
    JSON.stringify({ kind: 'hello', protocol: 1, client: 'widget', site: key, locale: 'de', token: tokenOf(visitor) }),
  );
  await until(() => browser.sent.length > 0);
  for (let count = 0; count < 50; count += 1) {
    connection.receive(JSON.stringify({ kind: 'read', id: freshId(), conversation, limit: 5 }));
  }
  await until(() => browser.isTerminated);
  expect(browser.bufferedAmount).toBeLessThan(LIMITS.terminateBytes + LIMITS.laggingBytes);
});

test('[FR9] twenty real ones that do not read hold no more than they may, and the one who reads gets everything', async () => {
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const mia = await hub.agent('Mia');
  const paused: Dialogue[] = [];
  for (let count = 0; count < PAUSED; count += 1) {
    const reader = await anAgent(hub, mia);
    await reader.read(conversation);
    reader.socket.pause();
    paused.push(reader);
  }
  const before = process.memoryUsage().arrayBuffers;
  // More than the kernel keeps for a socket, so that the server's own buffer grows.
  for (let count = 0; count < 400; count += 1) await write(visitor, conversation, LONG);
  await until(() => visitor.events(conversation).length === 403);
  const offered = PAUSED * 400 * Buffer.byteLength(LONG);
  const bound = PAUSED * LIMITS.terminateBytes + 32 * 1024 * 1024;
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bound);
  expect(offered).toBeGreaterThan(3 * bound);
  // Time passes for everybody; who reads is alive.
  for (let seconds = 0; seconds <= TIMES.drainMs / 1_000; seconds += 1) {
    clock.advance(1_000);
    await visitor.settled();
  }
  await until(() => hub.hub.connections === 1);
  for (const { socket } of paused) socket.resume();
  expect(await Promise.all(paused.map((reader) => reader.closeCode()))).toEqual(paused.map(() => 1006));
  expect(visitor.closed).toBeUndefined();
});

test('[FR9] the count notices a server that believes that everybody keeps up', async () => {
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const stuck = await aStuckTab(visitor);
  Object.defineProperty(stuck, 'bufferedAmount', { get: () => 0, set() {} });
  for (let count = 0; count < 20; count += 1) await write(visitor, conversation, LONG);
  await until(() => events(stuck) === 20);
  clock.advance(TIMES.drainMs + 1_000);
  expect(stuck.isTerminated).toBe(false);
});

test('inbound frames that wait are bounded: the socket is paused and read again', async () => {
  const visitor = await aVisitor(hub);
  const browser = new StuckBrowser();
  const connection = hub.hub.accept(browser, { site: hub.site, address: '192.0.2.1' });
  const { key } = hub.site;
  const hello = { kind: 'hello', protocol: 1, client: 'widget', site: key, locale: 'de', token: tokenOf(visitor) };
  connection.receive(JSON.stringify(hello));
  for (let count = 0; count < LIMITS.inboundQueue; count += 1) {
    connection.receive(JSON.stringify({ kind: 'read', id: freshId(), list: 'inbox' }));
  }
  expect(browser.paused).toBe(1);
  await until(() => browser.sent.filter(({ kind }) => kind === 'reply').length === LIMITS.inboundQueue);
  expect(browser.paused).toBe(0);
});
