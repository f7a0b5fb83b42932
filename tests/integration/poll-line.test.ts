/**
 * The real line of a browser and the whole server, with a network between them that lets no socket through: everything
 * works as it does over a socket, also while the line changes over and back, and whatever answer is lost.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { POLL } from '../../protocol/constants.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { Gateway } from '../helpers/gateway.ts';
import { LinePerson, textsIn } from '../helpers/line-person.ts';
import { until } from '../helpers/services.ts';
import { anAgent } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';
import { swiftClock } from '../helpers/swift-clock.ts';

/** Everything that takes a second takes a tenth of one. */
const SPEED = 10;

/** Between two messages of one person: below what a visitor may send. */
const TURN_MS = 110;

let test: TestApp;
let clock: ReturnType<typeof swiftClock>;
let gateway: Gateway;
let visitor: LinePerson;
let mia: SignedIn;
let agent: Dialogue;

const polls = (): number => gateway.requests.filter(({ path }) => path.startsWith(POLL.events)).length;

beforeEach(async () => {
  clock = swiftClock(SPEED);
  test = await startApp({ parts: { clock } });
  gateway = await Gateway.start(test.url, SHOP_ORIGIN);
});
afterEach(async () => {
  visitor?.link.stop();
  await gateway.close();
  await test.close();
});

async function anOpenChat(): Promise<void> {
  visitor = new LinePerson({ server: gateway.url, kind: 'widget', site: test.site.key, clock });
  await visitor.online();
  await visitor.say('hello');
  mia = await test.person('Mia');
  agent = await anAgent(test, mia);
  await agent.done({ type: 'conversation.accept', conversation: visitor.conversation, body: {} });
  await agent.read(visitor.conversation);
}

/** What the server has of the conversation. */
const truth = async (): Promise<string[]> => textsIn((await agent.read(visitor.conversation, { limit: 200 })).events);

/** Both sides talk until `done`, without waiting for each other; every text once and everybody's in their order. */
async function talkUntil(done: () => Promise<void>): Promise<void> {
  let isTalking = true;
  const said: Promise<unknown>[] = [];
  const talk = async (who: string, say: (text: string) => Promise<unknown>): Promise<number> => {
    let count = 0;
    while (isTalking) {
      said.push(say(`${who} ${(count += 1)}`));
      await pause(TURN_MS);
    }
    return count;
  };
  const talking = [
    talk('visitor', (text) => visitor.say(text)),
    talk('agent', (text) => agent.say(visitor.conversation, text)),
  ];
  await done();
  isTalking = false;
  const [ofVisitor = 0, ofAgent = 0] = await Promise.all(talking);
  await Promise.all(said);
  await until(() => visitor.texts.length >= ofVisitor + ofAgent + 1);
  const stored = await truth();
  expect(visitor.texts).toEqual(stored);
  const upTo = (who: string, last: number) => Array.from({ length: last }, (_, place) => `${who} ${place + 1}`);
  expect(stored.filter((text) => text.startsWith('visitor'))).toEqual(upTo('visitor', ofVisitor));
  expect(stored.filter((text) => text.startsWith('agent'))).toEqual(upTo('agent', ofAgent));
}

describe('without sockets', () => {
  it.each(['refuse', 'swallow', 'cut'] as const)('[FR15] people talk where the network does this: %s', async (how) => {
    gateway.upgrades = how;
    await anOpenChat();
    const { conversation } = visitor;
    await agent.say(conversation, 'how can I help');
    await until(() => visitor.texts.length === 2);
    expect(visitor.texts).toEqual(['hello', 'how can I help']);
    expect(polls()).toBeGreaterThan(0);
  });

  it('[FR15] hints flow both ways, and an agent’s console works as well', async () => {
    gateway.upgrades = 'refuse';
    await anOpenChat();
    const { conversation } = visitor;
    const way = await Gateway.start(test.url, test.url);
    way.upgrades = 'refuse';
    const ticket = (): Promise<string> => test.app.identity.ticket(mia.agent.id);
    const desk = new LinePerson({ server: way.url, kind: 'console', ticket, clock });
    try {
      await desk.link.open(conversation);
      visitor.link.signal({ kind: 'signal', type: 'typing', body: { conversation, on: true } });
      await until(() => desk.hears('typing'));
      desk.link.signal({ kind: 'signal', type: 'typing', body: { conversation, on: true } });
      await until(() => visitor.hears('typing'));
      expect(desk.count('inbox')).toBeGreaterThan(0);
    } finally {
      desk.link.stop();
      await way.close();
    }
  });

  it('[FR15] a socket that works is used, and nothing is polled', async () => {
    await anOpenChat();
    expect(polls()).toBe(0);
  });

  it('[FR15] who hangs up is gone at once', async () => {
    gateway.upgrades = 'refuse';
    await anOpenChat();
    const { session } = visitor.link;
    visitor.link.stop();
    const away = async (): Promise<unknown> => (await test.app.store.people.session(session!))?.awaySince;
    await expect.poll(away).toEqual(expect.any(Number));
  });
});

describe('a server that restarts', () => {
  it('[RS6] [RS7] is found again without sockets, and the session goes on', async () => {
    gateway.upgrades = 'refuse';
    await anOpenChat();
    const { session } = visitor.link;
    const { folder, url } = test;
    await test.stop();
    const during = visitor.say('during');
    test = await startApp({ folder, environment: { SHOPBELL_PORT: new URL(url).port }, parts: { clock } });
    await during;
    expect(visitor.link.session).toBe(session);
    await until(() => visitor.texts.length === 2);
    expect(visitor.texts).toEqual(['hello', 'during']);
  });
});

describe('from requests to a socket and back', () => {
  it('[RS9] the session goes along, and under way nothing is lost, doubled or overtaken', async () => {
    gateway.upgrades = 'refuse';
    await anOpenChat();
    const { session } = visitor.link;
    await talkUntil(async () => {
      gateway.upgrades = 'pass';
      await until(() => visitor.count('welcome') === 2);
      expect(visitor.link.session).toBe(session);
      const polled = polls();
      await until(() => visitor.texts.includes('agent 10'));
      expect(polls()).toBe(polled);
      gateway.upgrades = 'refuse';
      gateway.cutSockets();
      await until(() => polls() > polled);
      await until(() => visitor.count('welcome') === 3);
    });
    expect(visitor.link.session).toBe(session);
  });

  it('[RS9] a socket that swallows frames takes nothing over', async () => {
    gateway.upgrades = 'refuse';
    await anOpenChat();
    await talkUntil(async () => {
      gateway.upgrades = 'swallow';
      const { asked } = gateway;
      await until(() => gateway.asked > asked + 1);
    });
    expect(visitor.count('welcome')).toBe(1);
  });
});

/** Loses each answer of these doors whose place is a multiple of this, never two in a row. */
function lossy(every: number): Gateway['fate'] {
  const counts = new Map<string, number>();
  return ({ method, body }) => {
    if (body.includes('"hello"')) return 'arrives';
    const count = (counts.get(method) ?? 0) + 1;
    counts.set(method, count);
    if (count % every !== 0) return 'arrives';
    return (count / every) % 2 === 0 ? 'lost' : 'twice';
  };
}

describe('an answer that is lost', () => {
  it('[FR16] is given again: nothing is lost, doubled or overtaken, and the line stays', async () => {
    gateway.upgrades = 'refuse';
    await anOpenChat();
    gateway.fate = lossy(3);
    const before = gateway.requests.length;
    await talkUntil(() => until(() => gateway.requests.length > before + 40).then(() => undefined));
    expect(visitor.count('welcome')).toBe(1);
    expect(gateway.requests.filter(({ body }) => body.includes('"kind":"read"'))).toEqual([]);
  });

  it('[FR16] twice in a row ends the line, and the next one goes on with its session', async () => {
    gateway.upgrades = 'refuse';
    await anOpenChat();
    const { session } = visitor.link;
    let losses = 0;
    await talkUntil(async () => {
      gateway.fate = ({ method }) => (method === 'GET' && losses < 2 && (losses += 1) ? 'lost' : 'arrives');
      await until(() => visitor.count('welcome') === 2);
    });
    expect(visitor.link.session).toBe(session);
  });

  /** Whether a hint arrives although the answer that carried it was lost. */
  async function hearsWhatWasLost(): Promise<boolean> {
    gateway.upgrades = 'refuse';
    await anOpenChat();
    const { conversation } = visitor;
    let isLost = false;
    gateway.fate = (_request, answer) => {
      if (isLost || !answer.includes('"typing"')) return 'arrives';
      isLost = true;
      return 'lost';
    };
    agent.signal({ type: 'typing', body: { conversation, on: true } });
    await until(() => isLost);
    await agent.say(conversation, 'afterwards');
    await until(() => visitor.texts.includes('afterwards'));
    return visitor.hears('typing');
  }

  it('[FR16] brings even a hint that nobody would ask for', async () => {
    expect(await hearsWhatWasLost()).toBe(true);
  });

  it('would lose it if what was sent counted as what arrived', async () => {
    // The broken part: a network that acknowledges in the browser's name.
    gateway.change = (request) => {
      const { first = 1, frames = [] } = gateway.told(POLL.events) as { first?: number; frames?: unknown[] };
      const said = { ...request.headers, 'last-event-id': String(first + frames.length - 1) };
      return request.path.startsWith(POLL.events) ? { ...request, headers: said } : request;
    };
    expect(await hearsWhatWasLost()).toBe(false);
  });
});
