/**
 * The line over real sockets: what it says first, what it does when the connection breaks, and that every command gets
 * through once and in order.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Kept, KeptCommand } from '../../client/storage.ts';
import { CLOSE, LIMITS, SOCKET_PATH, SUBPROTOCOL, TIMES } from '../../protocol/constants.ts';
import { hello } from '../../protocol/frames.ts';
import type { ConversationId, SessionId } from '../../protocol/ids.ts';
import { anId, anOpenConversation, wish } from '../helpers/builders.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { aLink, aMessage, asked, clearTheTable, clock, delivered, framesOf, greeted } from '../helpers/link-party.ts';
import { machine, mia, numbers, online, redialled, server, setTheTable, SITE } from '../helpers/link-party.ts';
import { snapshotOf, until, upTo, visitor, waitingTime } from '../helpers/link-party.ts';

const TEN_YEARS_MS = 10 * 365 * 86_400_000;

beforeEach(setTheTable);
afterEach(clearTheTable);

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
    expect(clock.alarms).toBe(0);
  });

  it('[FR7] waits longer after each failure, and begins anew after a success', async () => {
    const link = aLink();
    await online(link);
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
    (await online(link)).cut();
    await redialled(link);
    clock.advance(10_000);
    await redialled(link);
    expect(server.connections).toHaveLength(3);
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

  it('[N10] dials at once when the page comes back, and begins its back-off anew', async () => {
    const link = aLink();
    await online(link);
    for (let count = 1; count <= 5; count += 1) {
      (await greeted(count)).cut();
      clock.advance(await waitingTime(link));
    }
    (await greeted(6)).cut();
    expect(await waitingTime(link)).toBeGreaterThan(TIMES.backoffBaseMs);
    machine.dispatchEvent(new Event('visibilitychange'));
    (await greeted(7)).cut();
    expect(await waitingTime(link)).toBe(TIMES.backoffBaseMs);
  });

  it.each([new Event('resume'), Object.assign(new Event('pageshow'), { persisted: true })])(
    '[N10] leaves the old connection after a sleep, whatever it says (%s)',
    async (returned) => {
      const link = aLink();
      await online(link);
      machine.dispatchEvent(returned);
      await greeted(2);
      await online(link);
      expect(server.connections).toHaveLength(2);
    },
  );

  it('[N10] that has missed a heartbeat is left when the page comes into view; one that lives is kept', async () => {
    const link = aLink();
    await online(link);
    clock.advance(TIMES.visitorHeartbeatMs);
    machine.dispatchEvent(new Event('visibilitychange'));
    machine.dispatchEvent(new Event('pageshow'));
    expect([link.status.value.state, server.connections.length]).toEqual(['online', 1]);
    clock.advance(TIMES.visitorSilenceMs - TIMES.visitorHeartbeatMs - 1);
    machine.dispatchEvent(new Event('visibilitychange'));
    await greeted(2);
  });

  it.each([-1, 1])('[N24] notices silence and comes back when the clock jumps by %i × ten years', async (sign) => {
    const link = aLink();
    await online(link);
    clock.jump(sign * TEN_YEARS_MS);
    for (let waited = 0; link.status.value.state === 'online' && waited < 100; waited += 1) clock.advance(1_000);
    await redialled(link);
    await online(link);
    expect(clock.alarms).toBe(1);
    server.connection!.send({ kind: 'control', type: 'drain', afterMs: 9_000 });
    server.connection!.send({ kind: 'signal', type: 'presence', body: { agent: anId(), presence: 'away' } });
    await until(() => delivered.some(({ kind }) => kind === 'signal'));
    clock.jump(sign * TEN_YEARS_MS);
    server.connection!.close(CLOSE.restart);
    expect(await waitingTime(link)).toBeLessThanOrEqual(9_000 + TIMES.backoffBaseMs);
  });

  it('[FR13] to a server that drains is used until it is time to move, and then replaced at once', async () => {
    const link = aLink();
    const first = await online(link);
    const conversation = anId<ConversationId>();
    const messages = ['one', 'two', 'three'].map((text) => aMessage(conversation, text));
    const [one, two, three] = messages as [KeptCommand, KeptCommand, KeptCommand];
    first.send({ kind: 'control', type: 'drain', afterMs: 4_000 });
    void link.send(one);
    await until(() => first.commands.length === 1);
    first.reply(one.id);
    clock.advance(3_999);
    void link.send(two);
    const opened = link.open(conversation);
    await until(() => first.commands.length === 2 && first.reads.length === 1);
    clock.advance(1);
    expect(link.status.value).toEqual({ state: 'connecting' });
    void link.send(three);
    await greeted(2);
    const second = await online(link);
    await until(() => second.commands.length === 1 && second.reads.length === 1 && first.closedWith === 1000);
    second.reply(two.id);
    await until(() => second.commands.length === 2);
    second.reply(three.id);
    second.send({ kind: 'reply', id: second.reads[0]!.id, refused: { code: 'not_found', message: 'no' } });
    await opened;
    expect([first, second].map(({ commands }) => commands.map(({ id }) => id))).toEqual([
      [one.id, two.id],
      [two.id, three.id],
    ]);
    expect([link.kept.outbox, link.status.value]).toEqual([[], { state: 'online' }]);
  });

  it('dials a server that drains not before it is back', async () => {
    const link = aLink();
    const connection = await online(link);
    connection.send({ kind: 'control', type: 'drain', afterMs: 9_000 });
    connection.close(CLOSE.restart);
    await until(() => link.status.value.state === 'waiting');
    expect(link.status.value).toEqual({ state: 'waiting', retryAt: clock.now() + 9_000 + TIMES.backoffBaseMs });
    machine.dispatchEvent(new Event('visibilitychange'));
    expect([link.status.value.state, server.connections.length]).toEqual(['waiting', 1]);
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
