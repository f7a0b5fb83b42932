/**
 * Limits and times that no other test walks up to: agents' commands, signals of anybody, tickets, silence of a console,
 * guesses and requests per address.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE, LIMITS, TIMES } from '../../protocol/constants.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { createAttempts, PER_ADDRESS } from '../../server/switchboard/attempts.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, liveFor, newConversation, openSocket, tokenOf } from '../helpers/socket-client.ts';

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock } });
  mia = await app.person('Mia');
});

afterEach(() => app.close());

test('[CO7] an agent has sixty commands at once and twenty a second, in all tabs together', async () => {
  const visitor = await aVisitor(app);
  const tabs = [await anAgent(app, mia), await anAgent(app, mia)] as const;
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await tabs[0].done({ type: 'conversation.accept', conversation, body: {} });
  const post = { type: 'message.post', conversation, body: { text: 'again' } } as const;
  const burst = async (count: number) => {
    const replies = await Promise.all(
      Array.from({ length: count }, (_, index) => tabs[index % 2 ? 1 : 0].command(post)),
    );
    return replies.filter((reply) => 'done' in reply).length;
  };
  expect(await burst(LIMITS.agentCommandBurst + 20)).toBe(LIMITS.agentCommandBurst - 1);
  clock.advance(1_000);
  expect(await burst(LIMITS.agentCommandsPerSecond + 20)).toBe(LIMITS.agentCommandsPerSecond);
});

test('signals above their rate are dropped without a word', async () => {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.read(conversation);
  const hints = () => agent.signals().filter(({ type }) => type === 'typing').length;
  const hint = async (count: number) => {
    for (let sent = 0; sent < count; sent += 1) {
      visitor.signal({ type: 'typing', body: { conversation, on: sent % 2 === 0 } });
    }
    await visitor.settled();
    await agent.settled();
  };
  await hint(LIMITS.signalBurst + 50);
  expect(hints()).toBe(LIMITS.signalBurst);
  clock.advance(1_000);
  await hint(LIMITS.signalsPerSecond + 50);
  expect(hints()).toBe(LIMITS.signalBurst + LIMITS.signalsPerSecond);
  expect(visitor.closed).toBeUndefined();
});

test('[CO7] a visitor who changes pages without end fills no log', async () => {
  const page = (path: string) => ({ url: `https://shop.example/${path}`, title: path });
  const visitor = await aVisitor(app, { page: page('home') });
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  for (let count = 0; count < LIMITS.visitorCommandBurst + 10; count += 1) {
    await (await aVisitor(app, { token: tokenOf(visitor), page: page(`${count}`) })).hangUp();
  }
  const visits = visitor.events(conversation).filter(({ type }) => type === 'page.visited');
  expect(visits).toHaveLength(LIMITS.visitorCommandBurst - 1);
  clock.advance(1_000);
  await aVisitor(app, { token: tokenOf(visitor), page: page('basket') });
  const isInBasket = () =>
    visitor.events(conversation).some((event) => event.type === 'page.visited' && event.body.page.title === 'basket');
  await until(isInBasket);
});

test('[FR10] a ticket opens nothing once thirty seconds have passed', async () => {
  const inTime = await app.app.identity.ticket(mia.agent.id);
  const late = await app.app.identity.ticket(mia.agent.id);
  const knock = async (token: string) => {
    const socket = await openSocket(app, { origin: app.url, site: undefined });
    socket.send({ kind: 'hello', protocol: 1, client: 'console', locale: 'de', token });
    return until(() => (socket.frames.some(({ kind }) => kind === 'welcome') ? 'welcome' : socket.closed?.code));
  };
  clock.advance(TIMES.ticketMs - 1);
  expect(await knock(inTime)).toBe('welcome');
  clock.advance(1);
  expect(await knock(late)).toBe(CLOSE.unauthenticated);
});

test('[FR8] a console without a sign of life is closed after twelve seconds, one that answers pings is not', async () => {
  const deaf = await anAgent(app, mia);
  const alive = await anAgent(app, await app.person('Tom'));
  const here = async () => (await app.app.store.people.sessions()).filter(({ awaySince }) => awaySince === null).length;
  deaf.socket.pause();
  await liveFor(clock, TIMES.agentSilenceMs - 500, [alive]);
  expect(await here()).toBe(2);
  await liveFor(clock, 1_000, [alive]);
  await until(async () => (await here()) === 1);
  deaf.socket.resume();
  expect([await deaf.closeCode(), alive.closed]).toEqual([CLOSE.silent, undefined]);
});

test('guesses are counted for an address over all accounts, fifty in an hour', () => {
  const attempts = createAttempts(clock);
  for (let count = 0; count < 50; count += 1) {
    expect(attempts.blockedFor('192.0.2.1', PER_ADDRESS)).toBe(0);
    attempts.failed('192.0.2.1', PER_ADDRESS);
  }
  expect(attempts.blockedFor('192.0.2.1', PER_ADDRESS)).toBe(60 * 60_000);
  expect(attempts.blockedFor('192.0.2.2', PER_ADDRESS)).toBe(0);
});

test('[ER1] an address has twelve hundred requests a minute over all doors, and is told when it has more again', async () => {
  const statuses = [];
  for (let round = 0; round < 25; round += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(`${app.url}/health`)));
    for (const answer of answers) statuses.push([answer.status, await answer.text()]);
  }
  expect(statuses.filter(([status]) => status === 200)).toHaveLength(1_200);
  const [, refused] = statuses.find(([status]) => status === 429) ?? [];
  expect(JSON.parse(String(refused))).toMatchObject({ error: { code: 'limited', retryAfter: expect.any(Number) } });
});
