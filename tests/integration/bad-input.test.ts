/**
 * Junk, lies and broken parts: every frame gets a documented reaction, nothing of it gets into the log or back out, and
 * the server lives.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE, LIMITS } from '../../protocol/constants.ts';
import type { Reply } from '../../protocol/frames.ts';
import { refusal } from '../../protocol/errors.ts';
import { SERVER_LIMITS } from '../../server/limits.ts';
import { StoreUnavailable } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import type { Log } from '../../server/switchboard/log.ts';
import { SHOP_ORIGIN } from '../helpers/app.ts';
import { composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { junk } from '../helpers/frame-grammar.ts';
import { anAgent, aVisitor, freshId, newConversation, openSocket, upgradeStatus } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

interface Line {
  readonly level: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly sentence: string;
}

let lines: Line[];
let clock: FakeClock;
let hub: ComposedHub;
const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown) => unhandled.push(reason);

function collecting(): Log {
  const write = (level: string) => (facts: Line['facts'], sentence: string) =>
    void lines.push({ level, facts, sentence });
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

beforeEach(async () => {
  lines = [];
  clock = new FakeClock();
  hub = await composeHub({ clock, log: collecting() });
  process.on('unhandledRejection', noteUnhandled);
});

afterEach(async () => {
  process.off('unhandledRejection', noteUnhandled);
  await hub.close();
  if (unhandled.length > 0) throw new Error(`unhandled: ${unhandled.splice(0).join(', ')}`);
});

/** Stands in every junk frame; it must not be found in any log line or answer. */
const MARK = 'Zwetschgenmus';

const conversation = newConversation();

/** Another one in every run; with it the same frames are sent again. */
const seed = Date.now() % 1_000_000;

const DOCUMENTED_CODES: ReadonlySet<number> = new Set([CLOSE.badFrame, CLOSE.version, 1007, 1009]);

/** The id of a frame that must be answered; undefined if it is not one. */
function askingId(text: string): string | undefined {
  try {
    const { kind, id } = JSON.parse(text) as { kind?: unknown; id?: unknown };
    return (kind === 'command' || kind === 'read') && typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with the reaction to this frame, if anything. */
async function wrongReaction(dialogue: Dialogue, text: string): Promise<string | undefined> {
  const before = dialogue.frames.length;
  dialogue.send(text);
  const isOpen = await Promise.race([dialogue.settled().then(() => true), dialogue.closeCode().then(() => false)]);
  if (!isOpen) {
    const code = dialogue.closed?.code ?? 0;
    return DOCUMENTED_CODES.has(code) ? undefined : `closed with ${code}: ${text}`;
  }
  const id = askingId(text);
  if (id !== undefined) {
    const reply: Reply = await dialogue.reply(id);
    if ('refused' in reply && !refusal.safeParse(reply.refused).success) return `an unknown refusal: ${text}`;
    return undefined;
  }
  const answered = dialogue.frames.slice(before).some(({ kind }) => kind === 'reply');
  return answered ? `an answer to nothing: ${text}` : undefined;
}

/** Sends these frames one after the other, coming back after each end; the wrong reactions. */
async function endure(texts: readonly string[], connect: () => Promise<Dialogue>): Promise<string[]> {
  const wrongs: string[] = [];
  let dialogue = await connect();
  for (const text of texts) {
    if (dialogue.closed !== undefined) dialogue = await connect();
    const wrong = await wrongReaction(dialogue, text);
    if (wrong !== undefined) wrongs.push(wrong);
    const shown = dialogue.texts.at(-1) ?? '';
    if (/\bat .*\.ts:\d+|node:internal/.test(shown)) wrongs.push(`a stack trace: ${shown}`);
    clock.advance(20);
  }
  return wrongs;
}

test(
  '[ER2] two and a half thousand broken frames of visitors and agents: each gets a documented reaction',
  { timeout: 120_000 },
  async () => {
    const mia = await hub.agent('Mia');
    const lanes = Array.from({ length: 10 }, (_, lane) => {
      const connect = () => (lane < 3 ? anAgent(hub, mia) : aVisitor(hub));
      return endure(fc.sample(junk(MARK), { numRuns: 250, seed: seed + lane }), connect);
    });
    expect([seed, (await Promise.all(lanes)).flat()]).toEqual([seed, []]);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(JSON.stringify(lines)).not.toContain(MARK);
    const alive = await aVisitor(hub);
    expect(await alive.say(newConversation(), 'Hello?')).toEqual([1, 2, 3]);
  },
);

test('[ER2] a bad frame and a refused command each leave one line without content', async () => {
  const visitor = await aVisitor(hub);
  lines.length = 0;
  await visitor.refusal({ type: 'conversation.accept', conversation, body: {} });
  visitor.send(`{"kind":"${MARK}"}`);
  await visitor.closeCode();
  const told = lines.map(({ level, facts, sentence }) => [level, facts['code'] ?? facts['why'], sentence]);
  expect(told).toEqual([
    ['info', 'forbidden', 'refused'],
    ['warn', CLOSE.badFrame, 'a bad frame'],
    ['info', 'no frame', 'a session lost its connection'],
  ]);
});

test('[ER2] junk before the hello closes with 4105', async () => {
  for (const text of fc.sample(junk(MARK), { numRuns: 200, seed })) {
    const socket = await openSocket(hub);
    socket.send(text);
    const end = await Promise.race([
      socket.closeCode(),
      socket.frame(({ kind }) => kind === 'welcome').then(() => 'welcome'),
    ]);
    expect([text, end === 'welcome' || end === CLOSE.badFrame || end === CLOSE.version]).toEqual([text, true]);
    socket.socket.terminate();
  }
});

test('[ER2] text that is not UTF-8, broken framing and too many fragments end the connection, not the server', async () => {
  const rawFrame = (bytes: number[]) => async () => {
    const visitor = await aVisitor(hub);
    // Past the client's own checks, straight to the wire.
    (visitor.socket as unknown as { _socket: { write(data: Buffer): void } })._socket.write(Buffer.from(bytes));
    return visitor.closeCode();
  };
  const mask = [0, 0, 0, 0];
  const invalidUtf8 = rawFrame([0x81, 0x82, ...mask, 0xff, 0xfe]);
  const reservedBits = rawFrame([0xf1, 0x80, ...mask]);
  const unmasked = rawFrame([0x81, 0x02, 0x7b, 0x7d]);
  const fragments = rawFrame([
    ...[0x01, 0x80, ...mask],
    ...Array.from({ length: 200 }, () => [0x00, 0x80, ...mask]).flat(),
  ]);
  expect([await invalidUtf8(), await reservedBits(), await unmasked(), await fragments()]).toEqual([
    1007, 1002, 1002, 1008,
  ]);
  await aVisitor(hub);
});

/** A hub whose store fails at one method. */
async function withBrokenStore<T>(
  method: keyof Store,
  failure: Error,
  act: (broken: ComposedHub) => Promise<T>,
): Promise<T> {
  const broken = await composeHub({
    ...{ clock, log: collecting() },
    store: (real) =>
      new Proxy(real, {
        get: (target, key) => (key === method ? () => Promise.reject(failure) : Reflect.get(target, key)),
      }),
  });
  try {
    return await act(broken);
  } finally {
    await broken.close();
  }
}

const post = { type: 'message.post', conversation, body: { text: MARK } } as const;

test('[ER3] our own fault is answered internal, with an id that is in the log', async () => {
  const reply = await withBrokenStore('commit', new TypeError('x is not a function'), async (broken) =>
    (await aVisitor(broken)).command(post),
  );
  const errorId = 'refused' in reply ? reply.refused.details?.['errorId'] : undefined;
  expect(reply).toMatchObject({ refused: { code: 'internal', message: 'This is our fault.' } });
  const line = lines.find(({ level }) => level === 'error');
  expect(line?.facts).toMatchObject({ errorId, command: 'message.post', error: 'TypeError: x is not a function' });
  expect(JSON.stringify(lines)).not.toContain(MARK);
});

test('[ER3] a reading that meets our own fault is answered internal, too', async () => {
  const reply = await withBrokenStore('events', new TypeError('x is not a function'), async (broken) => {
    const visitor = await aVisitor(broken);
    const own = newConversation();
    await visitor.say(own, 'Hello?');
    const id = freshId();
    visitor.send({ kind: 'read', id, conversation: own });
    return visitor.reply(id);
  });
  const errorId = 'refused' in reply ? reply.refused.details?.['errorId'] : undefined;
  expect(reply).toMatchObject({ refused: { code: 'internal', message: 'This is our fault.' } });
  const line = lines.find(({ level }) => level === 'error');
  expect(line?.facts).toMatchObject({ errorId, error: 'TypeError: x is not a function' });
});

test('[ER3] an upgrade that meets our own fault is answered internal, and one that meets a store that is away is not', async () => {
  const statuses = [];
  for (const failure of [new TypeError('x is not a function'), new StoreUnavailable('away')]) {
    const broken = await composeHub({
      ...{ clock, log: collecting() },
      store: (real) => {
        const siteByKey = () => Promise.reject(failure);
        const people = new Proxy(real.people, {
          get: (target, key) => (key === 'siteByKey' ? siteByKey : Reflect.get(target, key)),
        });
        return new Proxy(real, { get: (target, key) => (key === 'people' ? people : Reflect.get(target, key)) });
      },
    });
    statuses.push(await upgradeStatus(broken, { origin: SHOP_ORIGIN, site: broken.site.key }));
    await broken.close();
  }
  expect(statuses).toEqual([500, 503]);
  expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
    { facts: { errorId: expect.any(String), error: 'TypeError: x is not a function' } },
  ]);
});

test('[ER1] a store that is away is answered unavailable, with a time', async () => {
  const away = new StoreUnavailable('disk full');
  const reply = await withBrokenStore('commit', away, async (broken) => (await aVisitor(broken)).command(post));
  expect(reply).toMatchObject({ refused: { code: 'unavailable', retryAfter: 1_000 } });
  const unread = await withBrokenStore('conversation', away, async (broken) => {
    const visitor = await aVisitor(broken);
    const id = freshId();
    visitor.send({ kind: 'read', id, conversation });
    return visitor.reply(id);
  });
  expect(unread).toMatchObject({ refused: { code: 'unavailable', retryAfter: 1_000 } });
});

test('[FR7] who says hello while the store is away, or meets our own fault, may come back', async () => {
  const codes = [];
  for (const failure of [new StoreUnavailable('away'), new TypeError('a bug')]) {
    codes.push(
      await withBrokenStore('conversations', failure, async (broken) => {
        const socket = await openSocket(broken);
        socket.send({ kind: 'hello', protocol: 1, client: 'widget', site: broken.site.key, locale: 'de' });
        return socket.closeCode();
      }),
    );
  }
  expect(codes).toEqual([CLOSE.restart, 1011]);
});

test('[CO7] a browser that ignores every limit is blocked', async () => {
  const visitor = await aVisitor(hub);
  const flood = SERVER_LIMITS.ignoredLimits + LIMITS.visitorCommandBurst + 1;
  for (let count = 0; count < flood; count += 1) visitor.send({ kind: 'command', id: freshId(), ...post });
  expect(await visitor.closeCode()).toBe(CLOSE.blocked);
});
