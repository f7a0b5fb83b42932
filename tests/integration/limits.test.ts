/**
 * Limits and times that no other test walks up to: agents' commands, signals of anybody, tickets, silence of a console,
 * guesses and requests per address.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE, LIMITS, mayReconnect, TIMES } from '../../protocol/constants.ts';
import { randomIds } from '../../server/clock.ts';
import { SERVER_LIMITS, SERVER_TIMES } from '../../server/limits.ts';
import { isRefused } from '../../server/switchboard/identity.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { beginGuess } from '../../server/switchboard/attempts.ts';
import { hashSecret } from '../../server/switchboard/passwords.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, liveFor, newConversation, openSocket, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock }, environment: { SHOPBELL_ADDRESS_FACTOR: '1' } });
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

/** Begins this many guesses and tells how many may be made, and how long to wait afterwards. */
async function guesses(count: number, account: (index: number) => string) {
  const begin = (index: number) => beginGuess({ store: app.app.store, clock, ids: randomIds }, account(index), 'home');
  const begun = await Promise.all(Array.from({ length: count }, (_, index) => begin(index)));
  const waits = begun.flatMap((guess) => ('waitMs' in guess ? [guess.waitMs] : []));
  return { made: count - waits.length, waits: new Set(waits) };
}

test('[ER5] guesses are counted for an account, five in 15 minutes', async () => {
  const { guessesPerAccount } = SERVER_LIMITS;
  expect(await guesses(20, () => 'mia')).toEqual({ made: guessesPerAccount, waits: new Set([SERVER_TIMES.guessMs]) });
  expect(await guesses(1, () => 'tom')).toMatchObject({ made: 1 });
  clock.advance(SERVER_TIMES.guessMs);
  expect(await guesses(20, () => 'mia')).toMatchObject({ made: guessesPerAccount });
});

test('[ER5] guesses are counted for an address over all accounts, fifty in an hour', async () => {
  const { guessesPerAddress } = SERVER_LIMITS;
  const { made, waits } = await guesses(60, (index) => `account ${index}`);
  expect([made, waits]).toEqual([guessesPerAddress, new Set([SERVER_TIMES.addressGuessMs])]);
});

test('a hint that says the same again is not passed on', async () => {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.read(conversation);
  const type = async () => {
    for (let key = 0; key < 10; key += 1) visitor.signal({ type: 'typing', body: { conversation, on: true } });
    await visitor.settled();
    await agent.settled();
  };
  await type();
  clock.advance(TIMES.typingMs - 1);
  await type();
  const hints = () => agent.signals().filter((signal) => signal.type === 'typing');
  expect(hints()).toHaveLength(1);
  clock.advance(1);
  await type();
  expect(hints()).toHaveLength(2);
});

/** From now on everybody comes from where they say they do. */
async function restartBehindProxy(): Promise<void> {
  await app.close();
  app = await startApp({ parts: { clock }, environment: { SHOPBELL_ADDRESS_FACTOR: '1', SHOPBELL_TRUST_PROXY: 'on' } });
}

/** The close code that answers a hello, or `welcome`. */
async function greeting(token: string | undefined, from = '192.0.2.1'): Promise<unknown> {
  const socket = await openSocket(app, { headers: { 'x-forwarded-for': from } });
  socket.send({
    ...{ kind: 'hello', protocol: 1, client: 'widget', site: app.site.key, locale: 'de' },
    ...(token && { token }),
  });
  const answer = await until(() =>
    socket.frames.some(({ kind }) => kind === 'welcome') ? 'welcome' : socket.closed?.code,
  );
  await socket.hangUp();
  return answer;
}

test('[FR14] three hundred visitors may be new at one address, then one per second, and nothing is kept of more', async () => {
  await restartBehindProxy();
  const { newVisitorBurst: burst, newVisitorsPerSecond: perSecond } = SERVER_LIMITS;
  const known = await aVisitor(app);
  const answers: unknown[] = [];
  for (let left = burst; left > 0; left -= 50) {
    answers.push(...(await Promise.all(Array.from({ length: 50 }, () => greeting(undefined, '2001:db8::1')))));
  }
  expect(answers.filter((answer) => answer !== 'welcome')).toEqual([]);
  const rows = async () => (await app.app.store.people.sessions()).length;
  const before = await rows();
  expect([await greeting(undefined, '2001:db8::2'), await rows()]).toEqual([CLOSE.limited, before]);
  expect(mayReconnect(CLOSE.limited)).toBe(true);
  expect(await greeting(tokenOf(known), '2001:db8::3')).toBe('welcome');
  expect(await greeting(undefined, '2001:db8:0:1::1')).toBe('welcome');
  clock.advance(1_000);
  const later = [];
  for (let count = 0; count <= perSecond; count += 1) later.push(await greeting(undefined, '2001:db8::4'));
  expect(later).toEqual([...Array.from({ length: perSecond }, () => 'welcome'), CLOSE.limited]);
});

test('[FR14] a visitor says hello sixty times at once, then twice a second', async () => {
  const { helloBurst: burst, hellosPerSecond: perSecond } = SERVER_LIMITS;
  const visitor = await aVisitor(app);
  const [token, other] = [tokenOf(visitor), tokenOf(await aVisitor(app))];
  const answers = [];
  for (let count = 0; count <= burst; count += 1) answers.push(await greeting(token));
  expect(answers).toEqual([...Array.from({ length: burst }, () => 'welcome'), CLOSE.limited]);
  expect(await greeting(other)).toBe('welcome');
  clock.advance(1_000);
  const later = [];
  for (let count = 0; count <= perSecond; count += 1) later.push(await greeting(token));
  expect(later).toEqual([...Array.from({ length: perSecond }, () => 'welcome'), CLOSE.limited]);
});

test('[ST16] visitors who never wrote anything are forgotten after a day, unless they are here', async () => {
  const gone = await aVisitor(app);
  const writer = await aVisitor(app);
  const present = await aVisitor(app);
  await writer.say(newConversation(), 'Hello?');
  await Promise.all([gone.hangUp(), writer.hangUp()]);
  await until(async () => (await app.app.store.people.sessions()).filter(({ awaySince }) => awaySince !== null).length === 2); // prettier-ignore
  const isKnown = async (visitor: Dialogue) =>
    (await app.app.identity.knownVisitor(app.site, tokenOf(visitor))) !== undefined;
  // In one step, because nobody answers pings on the way; the session of the present one is written down.
  clock.jump(SERVER_TIMES.unusedVisitorMs);
  await app.app.store.people.deleteSession(gone.welcome.session);
  expect(await isKnown(present)).toBe(true);
  clock.jump(SERVER_TIMES.unusedVisitorMs + SERVER_TIMES.sweepMs);
  clock.advance(10_000);
  const token = (visitor: Dialogue) => hashSecret(tokenOf(visitor));
  await until(async () => (await app.app.store.people.visitorByToken(token(gone))) === undefined);
  expect(await isKnown(writer)).toBe(true);
});

test('sign-ins and links end by time', async () => {
  const { identity } = app.app;
  const until_ = async (ms: number, holds: () => Promise<boolean>) => {
    clock.jump(ms - 1);
    const before = await holds();
    clock.jump(1);
    return [before, await holds()];
  };
  const invited = await identity.invite({
    name: 'Tom',
    email: 'tom@shop.test',
    title: '',
    languages: [],
    role: 'agent',
  });
  if (isRefused(invited)) throw new Error(invited.message);
  const isGood = async () => (await identity.peek(invited.code)) !== undefined;
  expect(await until_(SERVER_TIMES.invitationMs, isGood)).toEqual([true, false]);
  const { token } = await app.person('Ida');
  expect(await until_(SERVER_TIMES.loginMs, async () => (await identity.agentByLogin(token)) !== undefined)).toEqual([
    true,
    false,
  ]);
  const fresh = await startApp({ parts: { clock } });
  const code = await fresh.app.identity.ownerCode();
  const opens = async () => (await fresh.app.identity.peek(code ?? '')) !== undefined;
  expect(await until_(SERVER_TIMES.ownerLinkMs, opens)).toEqual([true, false]);
  await fresh.close();
});

test('[ER1] an address has twelve hundred requests a minute over all doors, and is told when it has more again', async () => {
  await restartBehindProxy();
  const { requestsPerMinute } = SERVER_LIMITS;
  const ask = (path: string, from: string) => fetch(app.url + path, { headers: { 'x-forwarded-for': from } });
  const statuses = [];
  for (let sent = 0; sent < requestsPerMinute + 50; sent += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => ask('/health', `203.0.113.${index}, 2001:db8::${index}`)),
    );
    for (const answer of answers) statuses.push([answer.status, await answer.text()]);
  }
  expect(statuses.filter(([status]) => status === 200)).toHaveLength(requestsPerMinute);
  const [, refused] = statuses.find(([status]) => status === 429) ?? [];
  expect(JSON.parse(String(refused))).toMatchObject({ error: { code: 'limited', retryAfter: expect.any(Number) } });
  const guess = await ask('/v1/nothing/here', '2001:db8::9');
  expect([guess.status, Number(guess.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await ask('/health', '2001:db8::9, 2001:db8:0:1::1')).status).toBe(200);
});
