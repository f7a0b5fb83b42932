/**
 * The line over real sockets: what it says first, what it does when the connection breaks, and how it comes by every
 * event once. The server is played by the test, and so is time; only the network between them is real.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Link } from '../../client/link.ts';
import type { Delivery, LinkOptions } from '../../client/link.ts';
import type { Kept, KeptCommand } from '../../client/storage.ts';
import { CLOSE, LIMITS, SOCKET_PATH, SUBPROTOCOL, TIMES } from '../../protocol/constants.ts';
import { hello } from '../../protocol/frames.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { Read, Snapshot, Welcome } from '../../protocol/frames.ts';
import type { CommandId, ConversationId, SessionId, SiteKey } from '../../protocol/ids.ts';
import { viewConversation, viewEvent } from '../../server/domain/visibility.ts';
import { anAgentActor, anId, anOpenConversation, aVisitorActor, wish } from '../helpers/builders.ts';
import type { GrowingConversation } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { aWelcome, ScriptedServer } from '../helpers/scripted-server.ts';
import type { ScriptedConnection } from '../helpers/scripted-server.ts';

const SITE = 'sb_abcdefghij0123456789' as SiteKey;
const visitor = aVisitorActor();
const mia = anAgentActor({ name: 'Mia' });

let server: ScriptedServer;
let clock: FakeClock;
let machine: EventTarget;
let delivered: Delivery[];
let links: Link[];

beforeEach(async () => {
  server = await ScriptedServer.start();
  clock = new FakeClock();
  machine = new EventTarget();
  delivered = [];
  links = [];
});

afterEach(async () => {
  for (const link of links) link.stop();
  await server.close();
});

const aLink = (told: Partial<LinkOptions> = {}): Link => {
  const link = new Link({
    ...{ server: server.url, kind: 'widget', site: SITE, locale: 'de-CH', kept: undefined, clock, window: machine },
    random: () => 1,
    deliver: (delivery) => delivered.push(delivery),
    changed: () => {},
    ...told,
  });
  links.push(link);
  link.start();
  return link;
};

const until = <T>(condition: () => T | undefined | false): Promise<T> =>
  vi.waitFor(
    () => {
      const value = condition();
      if (value === undefined || value === false) throw new Error(`Not yet: ${condition.toString()}`);
      return value;
    },
    { timeout: 5_000, interval: 5 },
  );

/** The connection with this number, counted from 1, once it has said hello. */
const greeted = async (count: number): Promise<ScriptedConnection> => {
  await until(() => server.connections[count - 1]?.hello);
  return server.connections[count - 1]!;
};

/** Connects the link and welcomes it. */
const online = async (link: Link, welcome: Partial<Welcome> = {}): Promise<ScriptedConnection> => {
  await until(() => server.connection?.hello && server.connection.closedWith === undefined);
  server.connection!.send(aWelcome(welcome));
  await until(() => link.status.value.state === 'online');
  return server.connection!;
};

/** How long the link will wait before it dials again. */
const waitingTime = async (link: Link): Promise<number> => {
  await until(() => link.status.value.state === 'waiting');
  const { value } = link.status;
  return value.state === 'waiting' ? value.retryAt - clock.now() : 0;
};

/** Lets the waiting time pass and gives the next connection, which has said hello. */
const redialled = async (link: Link): Promise<ScriptedConnection> => {
  const { length } = server.connections;
  clock.advance(await waitingTime(link));
  return greeted(length + 1);
};

/** The read with this number, counted from 1. */
const asked = (connection: ScriptedConnection, count = 1): Promise<Read> => until(() => connection.reads[count - 1]);

const aMessage = (conversation: ConversationId, text: string): KeptCommand => ({
  ...{ id: anId<CommandId>(), at: 0 },
  command: { type: 'message.post', conversation, body: { text } },
});

const framesOf = (conversation: GrowingConversation): EventFrame[] =>
  conversation.events.flatMap((event) => viewEvent(event, 'visitor') ?? []);

const snapshotOf = (conversation: GrowingConversation, after = 0): Snapshot => ({
  view: viewConversation(conversation.id, conversation.state, 'visitor'),
  events: framesOf(conversation).filter(({ seq }) => seq > after),
  more: after > 0,
});

/** Numbers of the events that were delivered, in their order, however they came. */
const numbers = (): number[] =>
  delivered.flatMap((delivery) => {
    if (delivery.kind === 'event') return [delivery.event.seq];
    if (delivery.kind === 'continued') return delivery.events.map(({ seq }) => seq);
    return delivery.kind === 'replaced' ? delivery.snapshot.events.map(({ seq }) => seq) : [];
  });

const upTo = (last: number): number[] => Array.from({ length: last }, (_, place) => place + 1);

describe('a connection', () => {
  it('[FR1] [FR3] asks for the subprotocol at the door of its site and says hello first', async () => {
    aLink({ page: () => ({ url: 'https://shop.example/', title: 'Shop' }) });
    const { subprotocol, path, frames } = await greeted(1);
    expect([subprotocol, path]).toEqual([SUBPROTOCOL, `${SOCKET_PATH}?site=${SITE}`]);
    const page = { url: 'https://shop.example/', title: 'Shop' };
    expect(frames).toEqual([{ kind: 'hello', protocol: 1, client: 'widget', locale: 'de-CH', site: SITE, page }]);
    expect(hello.parse(frames[0])).toEqual(frames[0]);
  });

  it('is online with the welcome, and tells who somebody is', async () => {
    const link = aLink();
    await greeted(1);
    expect(link.status.value).toEqual({ state: 'connecting' });
    await online(link, { person: { kind: 'visitor', id: visitor.visitor, token: 'secret' } });
    expect(link.kept).toMatchObject({ token: 'secret', epoch: 'first', heads: {}, outbox: [] });
    expect(delivered).toMatchObject([{ kind: 'welcome', reset: false }]);
  });

  it('[FR10] a console fetches a ticket for every connection; without one it is signed out', async () => {
    const tickets = ['one', 'two'];
    const link = aLink({ kind: 'console', ticket: () => Promise.resolve(tickets.shift()) });
    const first = await online(link);
    first.cut();
    const second = await redialled(link);
    expect([first.hello?.token, second.hello?.token]).toEqual(['one', 'two']);
    second.cut();
    clock.advance(await waitingTime(link));
    await until(() => link.status.value.state === 'stopped');
    expect([link.status.value, server.connections.length]).toEqual([
      { state: 'stopped', reason: 'unauthenticated' },
      2,
    ]);
  });

  it('a ticket that cannot be fetched is a network that is not there', async () => {
    const tickets = [() => Promise.reject(new TypeError('offline')), () => Promise.resolve('two')];
    const link = aLink({ kind: 'console', ticket: () => tickets.shift()!() });
    const { hello: said } = await redialled(link);
    expect(said?.token).toBe('two');
  });

  it.each([1000, 1001, 1006, 1011, CLOSE.restart, CLOSE.slow, CLOSE.silent])(
    '[FR7] comes back after %i',
    async (code) => {
      const link = aLink();
      const connection = await online(link);
      if (code === 1006) connection.cut();
      else connection.close(code);
      await until(() => link.status.value.state === 'waiting');
      expect(link.status.value).toEqual({ state: 'waiting', retryAt: clock.now() + TIMES.backoffBaseMs });
      await redialled(link);
    },
  );

  it.each(['unauthenticated', 'origin', 'version', 'blocked', 'replaced', 'badFrame'] as const)(
    '[FR7] does not come back when it is closed as %s',
    async (reason) => {
      const link = aLink();
      (await online(link)).close(CLOSE[reason]);
      await until(() => link.status.value.state === 'stopped');
      clock.advance(10 * TIMES.backoffCapMs);
      expect([link.status.value, clock.alarms]).toEqual([{ state: 'stopped', reason }, 0]);
      expect(server.connections).toHaveLength(1);
    },
  );

  it('[FR7] does not come back after a code of 41xx that it does not know', async () => {
    const link = aLink();
    (await online(link)).close(4177);
    await until(() => link.status.value.state === 'stopped');
  });

  it('[FR7] waits longer after each failure, and begins anew after a success', async () => {
    const link = aLink();
    const waits: number[] = [];
    for (let count = 1; count <= 4; count += 1) {
      (await greeted(count)).cut();
      const wait = await waitingTime(link);
      waits.push(wait);
      clock.advance(wait);
    }
    (await online(link)).cut();
    expect([...waits, await waitingTime(link)]).toEqual([500, 1_000, 2_000, 4_000, 500]);
  });

  it('[FR8] that is silent for too long is left for a new one', async () => {
    const link = aLink();
    const first = await online(link);
    clock.advance(TIMES.visitorSilenceMs - 1);
    first.send({ kind: 'control', type: 'heartbeat', heads: {} });
    first.send({ kind: 'signal', type: 'presence', body: { agent: anId(), presence: 'away' } });
    await until(() => delivered.some(({ kind }) => kind === 'signal'));
    clock.advance(TIMES.visitorSilenceMs - 1);
    expect(link.status.value).toEqual({ state: 'online' });
    clock.advance(1);
    expect(link.status.value.state).toBe('waiting');
    await redialled(link);
    await until(() => first.closedWith === CLOSE.silent);
  });

  it('that is never welcomed is left for a new one', async () => {
    const link = aLink();
    await greeted(1);
    clock.advance(10_000);
    await redialled(link);
  });

  it('does not wait when the machine is back on a network, whatever the old connection says', async () => {
    const link = aLink();
    (await online(link)).cut();
    await until(() => link.status.value.state === 'waiting');
    machine.dispatchEvent(new Event('online'));
    await greeted(2);
    await online(link);
    machine.dispatchEvent(new Event('online'));
    await greeted(3);
    expect(clock.now()).toBe(new FakeClock().now());
  });

  it('dials a server that drains not before it is back', async () => {
    const link = aLink();
    const connection = await online(link);
    connection.send({ kind: 'control', type: 'drain', afterMs: 9_000 });
    connection.close(CLOSE.restart);
    await until(() => link.status.value.state === 'waiting');
    expect(link.status.value).toEqual({ state: 'waiting', retryAt: clock.now() + 9_000 + TIMES.backoffBaseMs });
  });

  it('leaves nothing behind when it is stopped, and can be started again', async () => {
    const link = aLink();
    const connection = await online(link);
    void link.send(aMessage(anId(), 'waiting'));
    link.stop();
    machine.dispatchEvent(new Event('online'));
    await until(() => connection.closedWith === 1000);
    expect([link.status.value, clock.alarms, server.connections.length]).toEqual([{ state: 'idle' }, 0, 1]);
    link.start();
    await greeted(2);
  });
});

describe('a message', () => {
  it('[RS7] without a reply is sent again under its id, in the original order, before any new one', async () => {
    const link = aLink();
    const first = await online(link);
    const [here, there] = [anId<ConversationId>(), anId<ConversationId>()];
    const [one, two, three] = [aMessage(here, 'one'), aMessage(there, 'two'), aMessage(here, 'three')];
    for (const message of [one, two, three]) void link.send(message);
    await until(() => first.commands.length === 2);
    first.cut();
    await until(() => link.status.value.state === 'waiting');
    const four = aMessage(there, 'four');
    void link.send(four);
    await redialled(link);
    const second = await online(link);
    for (let count = 1; count <= 4; count += 1) {
      await until(() => second.commands.length >= count);
      second.reply(second.commands[count - 1]!.id);
    }
    expect(first.commands.map(({ id }) => id)).toEqual([one.id, two.id]);
    const order = second.commands.map(({ id }) => id);
    expect(order.slice(0, 2)).toEqual([one.id, two.id]);
    expect(order.filter((id) => id === one.id || id === three.id)).toEqual([one.id, three.id]);
    expect(order.filter((id) => id === two.id || id === four.id)).toEqual([two.id, four.id]);
  });

  it('[RS7] survives a page change', async () => {
    const link = aLink();
    const here = anId<ConversationId>();
    const [one, two] = [aMessage(here, 'one'), aMessage(here, 'two')];
    const connection = await online(link);
    void link.send(one);
    void link.send(two);
    await until(() => connection.commands.length === 1);
    const kept: Kept = JSON.parse(JSON.stringify({ ...link.kept, open: true }));
    link.stop();
    const next = aLink({ kept });
    await greeted(2);
    const second = await online(next);
    await until(() => second.commands.length === 1);
    second.reply(one.id);
    await until(() => second.commands.length === 2);
    expect(second.commands.map(({ id }) => id)).toEqual([one.id, two.id]);
  });

  it('[CO2] whose reply was lost is settled by its event', async () => {
    const conversation = anOpenConversation(visitor, mia);
    const link = aLink();
    const connection = await online(link, { conversations: [snapshotOf(conversation)] });
    conversation.does(visitor, wish.post('mine'));
    const reply = link.send({ ...aMessage(conversation.id, 'mine'), id: conversation.lastMessage });
    await until(() => connection.commands.length === 1);
    connection.send(framesOf(conversation).at(-1)!);
    expect(await reply).toMatchObject({ done: { seqs: [conversation.state.publicSeq] } });
    expect(link.kept.outbox).toEqual([]);
  });
});

describe('events', () => {
  const aTalk = (messages = 5): GrowingConversation => {
    const conversation = anOpenConversation(visitor, mia);
    for (let count = 0; count < messages; count += 1) conversation.does(mia, wish.post(String(count)));
    return conversation;
  };

  it('[EV5] the next one is applied, an old one ignored, and a gap is read before going on', async () => {
    const conversation = aTalk();
    const frames = framesOf(conversation);
    const connection = await online(aLink());
    for (const place of [0, 0, 1, 0, 4, 4]) connection.send(frames[place]!);
    const read = await asked(connection);
    expect(read).toMatchObject({ conversation: conversation.id, after: 2 });
    connection.reply(read.id, { snapshot: snapshotOf(conversation, 2) });
    await until(() => numbers().length === frames.length);
    connection.send(frames[5]!);
    conversation.does(mia, wish.post('last'));
    connection.send(framesOf(conversation).at(-1)!);
    await until(() => numbers().length > frames.length);
    expect([numbers(), connection.reads.length]).toEqual([upTo(frames.length + 1), 1]);
  });

  it('[EV5] a gap that is longer than a page is read page by page', async () => {
    const conversation = aTalk(9);
    const frames = framesOf(conversation);
    const connection = await online(aLink());
    connection.send(frames[0]!);
    connection.send(frames.at(-1)!);
    for (let count = 1; numbers().length < frames.length; count += 1) {
      const read = await asked(connection, count);
      const after = 'after' in read ? (read.after ?? 0) : 0;
      const page = snapshotOf(conversation, after);
      connection.reply(read.id, { snapshot: { ...page, events: page.events.slice(0, 5) } });
      await until(() => numbers().includes(Math.min(after + 5, frames.length)));
    }
    expect(numbers()).toEqual(upTo(frames.length));
  });

  it('[EV5] of a conversation that nobody here knows are read from its tail', async () => {
    const conversation = aTalk();
    const connection = await online(aLink());
    connection.send(framesOf(conversation).at(-1)!);
    const read = await asked(connection);
    expect(read).toEqual({ kind: 'read', id: read.id, conversation: conversation.id });
    connection.reply(read.id, { snapshot: snapshotOf(conversation, 3) });
    await until(() => delivered.some(({ kind }) => kind === 'replaced'));
    expect(numbers()).toEqual(
      framesOf(conversation)
        .slice(3)
        .map(({ seq }) => seq),
    );
  });

  it('[RS4] a lost last one is found with the next heartbeat', async () => {
    const conversation = aTalk();
    const known = snapshotOf(conversation);
    const connection = await online(aLink(), { conversations: [known] });
    conversation.does(mia, wish.post('lost'));
    const head = conversation.state.publicSeq;
    connection.send({ kind: 'control', type: 'heartbeat', heads: { [conversation.id]: head } });
    const read = await asked(connection);
    connection.reply(read.id, { snapshot: snapshotOf(conversation, head - 1) });
    await until(() => numbers().includes(head));
    connection.send({ kind: 'control', type: 'heartbeat', heads: { [conversation.id]: head } });
    connection.send({ kind: 'signal', type: 'presence', body: { agent: anId(), presence: 'away' } });
    await until(() => delivered.at(-1)?.kind === 'signal');
    expect([numbers(), connection.reads.length]).toEqual([upTo(head), 1]);
  });

  it('what the server does not give is asked for once per heartbeat, not for ever', async () => {
    const conversation = aTalk();
    const connection = await online(aLink(), { conversations: [snapshotOf(conversation)] });
    const heads = { [conversation.id]: 99 };
    for (const count of [1, 2]) {
      connection.send({ kind: 'control', type: 'heartbeat', heads });
      const read = await asked(connection, count);
      connection.reply(read.id, { snapshot: snapshotOf(conversation, 99) });
      await until(() => delivered.filter(({ kind }) => kind === 'continued').length === count);
    }
    expect(connection.reads).toHaveLength(2);
  });

  it('[RS1] [RS2] a resume names what is here and goes on with what was missed', async () => {
    const conversation = aTalk();
    const link = aLink();
    const session = anId<SessionId>();
    const first = await online(link, { session, conversations: [snapshotOf(conversation)] });
    const head = conversation.state.publicSeq;
    first.cut();
    const second = await redialled(link);
    expect(second.hello?.resume).toEqual({ session, epoch: 'first', heads: { [conversation.id]: head } });
    conversation.does(mia, wish.post('missed')).does(visitor, wish.post('and mine'));
    await online(link, { session, conversations: [snapshotOf(conversation, head)] });
    expect(numbers()).toEqual(upTo(head + 2));
    expect(delivered.at(-1)).toMatchObject({ kind: 'continued', events: [{ seq: head + 1 }, { seq: head + 2 }] });
  });

  it('[RS2] when too many were missed it begins anew with the tail, and knows which of it are news', async () => {
    const conversation = aTalk();
    const link = aLink();
    const first = await online(link, { conversations: [snapshotOf(conversation)] });
    first.cut();
    await redialled(link);
    for (let count = 0; count < 5; count += 1) conversation.does(mia, wish.post('missed'));
    const tail = snapshotOf(conversation, conversation.state.publicSeq - 3);
    await online(link, { conversations: [tail] });
    expect(delivered.at(-1)).toEqual({ kind: 'replaced', snapshot: tail, unseen: tail.events });
  });

  it('[RS1] a new document of the tab asks for everything, and knows what the last one had shown', async () => {
    const conversation = aTalk();
    const shown = conversation.state.publicSeq;
    conversation.does(mia, wish.post('on the way'));
    const session = anId<SessionId>();
    const kept = { session, epoch: 'first', heads: { [conversation.id]: shown }, open: true, outbox: [] };
    const link = aLink({ kept });
    const { hello: said } = await greeted(1);
    expect(said?.resume?.heads).toEqual({ [conversation.id]: 0 });
    await online(link, { session, conversations: [snapshotOf(conversation)] });
    expect(numbers()).toEqual(upTo(shown + 1));
    expect(delivered.at(-1)).toMatchObject({ kind: 'replaced', unseen: [{ seq: shown + 1 }] });
  });

  it('[RS5] a reset forgets every number, and nothing of it is news', async () => {
    const conversation = aTalk();
    const link = aLink();
    (await online(link, { conversations: [snapshotOf(conversation)] })).cut();
    await redialled(link);
    const other = aTalk(1);
    await online(link, { reset: true, epoch: 'second', conversations: [snapshotOf(other)] });
    expect(link.kept).toMatchObject({ epoch: 'second', heads: { [other.id]: other.state.publicSeq } });
    expect(Object.keys(link.kept.heads)).toEqual([other.id]);
    expect(delivered.slice(-2)).toMatchObject([
      { kind: 'welcome', reset: true },
      { kind: 'replaced', unseen: [] },
    ]);
  });

  it('[FR10] a token that made a new visitor is a reset too', async () => {
    const kept = { token: 'old', heads: { [anId()]: 4 }, open: true, outbox: [] };
    const link = aLink({ kept });
    await online(link, { person: { kind: 'visitor', id: visitor.visitor, token: 'new' } });
    expect(delivered).toMatchObject([{ kind: 'welcome', reset: true }]);
    expect(link.kept).toMatchObject({ token: 'new', heads: {} });
  });

  it('[FR9] are read again after this session was lagging', async () => {
    const conversation = aTalk();
    const connection = await online(aLink(), { conversations: [snapshotOf(conversation)] });
    const head = conversation.state.publicSeq;
    connection.send({ kind: 'control', type: 'lagging' });
    const read = await asked(connection);
    expect(read).toMatchObject({ conversation: conversation.id, after: head });
  });

  it('[FR6] what this version does not know is ignored', async () => {
    const conversation = aTalk(1);
    const connection = await online(aLink());
    const [first, second] = framesOf(conversation);
    connection.say('not json');
    connection.say('null');
    connection.say(JSON.stringify({ kind: 'moon', phase: 'full' }));
    connection.say(JSON.stringify({ kind: 'control', type: 'sing' }));
    connection.say(JSON.stringify({ ...first, type: 'moon.rose', body: {} }));
    connection.send(second!);
    await until(() => numbers().length === 2);
    expect(numbers()).toEqual([1, 2]);
  });
});

describe('reading', () => {
  it('follows a conversation that is opened, also over a lost connection', async () => {
    const conversation = anOpenConversation(visitor, mia);
    const link = aLink();
    const first = await online(link);
    const opened = link.open(conversation.id);
    await until(() => first.reads.length === 1);
    first.cut();
    await redialled(link);
    const second = await online(link);
    const read = await asked(second);
    second.reply(read.id, { snapshot: snapshotOf(conversation) });
    await opened;
    expect(numbers()).toEqual(upTo(conversation.state.publicSeq));
  });

  it('opening what does not exist ends, and brings nothing', async () => {
    const link = aLink();
    const connection = await online(link);
    const opened = link.open(anId());
    const read = await asked(connection);
    connection.send({ kind: 'reply', id: read.id, refused: { code: 'not_found', message: 'no' } });
    await opened;
    expect(numbers()).toEqual([]);
  });

  it('earlier events come without being news', async () => {
    const conversation = anOpenConversation(visitor, mia);
    const link = aLink();
    const connection = await online(link);
    const page = link.older(conversation.id, 3);
    const read = await asked(connection);
    expect(read).toMatchObject({ conversation: conversation.id, before: 3 });
    connection.reply(read.id, { snapshot: snapshotOf(conversation) });
    expect([await page, numbers()]).toEqual([snapshotOf(conversation), []]);
  });

  it('[EV6] the inbox is read again when a heartbeat knows of a newer one', async () => {
    const link = aLink({ kind: 'console', ticket: () => Promise.resolve('ticket') });
    const connection = await online(link, { inbox: { version: 7, rows: [] } });
    connection.send({ kind: 'control', type: 'heartbeat', heads: {}, inbox: 7 });
    connection.send({ kind: 'control', type: 'heartbeat', heads: {}, inbox: 8 });
    const read = await asked(connection);
    expect(connection.reads).toEqual([{ kind: 'read', id: read.id, list: 'inbox' }]);
    connection.reply(read.id, { inbox: { version: 9, rows: [] } });
    await until(() => delivered.at(-1)?.kind === 'inbox' && delivered.length > 2);
  });

  it('[FR4] a hello never exceeds what an unknown peer may send', async () => {
    const heads = Object.fromEntries(Array.from({ length: 200 }, () => [anId<ConversationId>(), 12_345]));
    const kept = { session: anId<SessionId>(), epoch: 'first', heads, open: true, outbox: [] };
    aLink({ kept, page: () => ({ url: `https://shop.example/${'x'.repeat(1_900)}`, title: 'ü'.repeat(200) }) });
    const { hello: said } = await greeted(1);
    expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThanOrEqual(LIMITS.helloBytes);
    const last = Object.keys(heads).at(-1)!;
    expect(said?.resume?.heads).toHaveProperty(last);
  });
});
