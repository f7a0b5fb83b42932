/**
 * The socket door over real sockets: which upgrades open, how a connection begins, and which frames end it.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE, LIMITS, mayReconnect, SUBPROTOCOL, TIMES } from '../../protocol/constants.ts';
import type { Broker } from '../../server/broker/broker.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { composeHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import {
  anAgent,
  aVisitor,
  freshId,
  newConversation,
  openSocket,
  tokenOf,
  upgradeStatus,
} from '../helpers/socket-client.ts';

let app: TestApp;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock }, environment: { SHOPBELL_ADDRESS_FACTOR: '1' } });
});

afterEach(() => app.close());

const hello = () => ({ kind: 'hello', protocol: 1, client: 'widget', site: app.site.key, locale: 'de' });
const post = (text = 'Hello?') => ({
  ...{ kind: 'command', id: freshId(), type: 'message.post', conversation: newConversation() },
  body: { text },
});

test('[FR1] the door is one path and one subprotocol', async () => {
  const right = { origin: SHOP_ORIGIN, site: app.site.key };
  expect(await upgradeStatus(app, right)).toBe(101);
  expect(await upgradeStatus(app, { ...right, subprotocols: [] })).toBe(400);
  expect(await upgradeStatus(app, { ...right, subprotocols: ['shopbell.v2'] })).toBe(400);
  expect(await upgradeStatus(app, { ...right, path: '/v1/sockets' })).toBe(404);
  const socket = await openSocket(app, { subprotocols: ['other', SUBPROTOCOL] });
  expect(socket.socket.protocol).toBe(SUBPROTOCOL);
});

test('[FR1] a binary frame closes with 4105', async () => {
  const socket = await openSocket(app);
  socket.socket.send(Buffer.from(JSON.stringify(hello())));
  expect(await socket.closeCode()).toBe(CLOSE.badFrame);
});

test('[FR2] no socket opens for another origin, or for an unknown site', async () => {
  const wrong = [
    undefined,
    'null',
    '',
    `${SHOP_ORIGIN}9`,
    `${SHOP_ORIGIN}.evil.test`,
    `${SHOP_ORIGIN}/`,
    'https://127.0.0.1:9',
  ];
  for (const origin of [...wrong, app.url]) {
    expect([origin, await upgradeStatus(app, { origin, site: app.site.key })]).toEqual([origin, 403]);
  }
  for (const origin of [...wrong, SHOP_ORIGIN]) {
    expect([origin, await upgradeStatus(app, { origin })]).toEqual([origin, 403]);
  }
  expect(await upgradeStatus(app, { origin: SHOP_ORIGIN, site: `sb_${'x'.repeat(20)}` })).toBe(404);
  expect(await upgradeStatus(app, { origin: app.url })).toBe(101);
});

test('[FR2] the check notices a site that lets every origin in', async () => {
  const siteByKey = async (key: string) => {
    const site = await app.app.store.people.siteByKey(key);
    return site && { ...site, origins: Object.assign([...site.origins], { includes: () => true }) };
  };
  const hub = await composeHub({
    store: (real) => {
      const people = new Proxy(real.people, {
        get: (target, key) => (key === 'siteByKey' ? siteByKey : Reflect.get(target, key)),
      });
      return new Proxy(real, { get: (target, key) => (key === 'people' ? people : Reflect.get(target, key)) });
    },
  });
  expect(await upgradeStatus(hub, { origin: 'https://evil.test', site: app.site.key })).toBe(101);
  await hub.close();
});

test('[FR3] a connection begins with one fitting hello', async () => {
  const signal = { kind: 'signal', type: 'typing', body: { conversation: newConversation(), on: true } };
  const misfits = [{ locale: 7 }, { client: 'app' }, { site: 'sb_short' }, { extra: 1 }, { protocol: 'one' }];
  const openings = [post(), { kind: 'read', id: freshId(), list: 'inbox' }, signal, { kind: 'nonsense' }];
  for (const frame of [...openings, ...misfits.map((misfit) => ({ ...hello(), ...misfit }))]) {
    const socket = await openSocket(app);
    socket.send(frame);
    expect([frame, await socket.closeCode()]).toEqual([frame, CLOSE.badFrame]);
  }
  const visitor = await aVisitor(app);
  visitor.send(hello());
  expect(await visitor.closeCode()).toBe(CLOSE.badFrame);
});

test('[FR3] another version of the protocol closes with 4102', async () => {
  const socket = await openSocket(app);
  socket.send({ kind: 'hello', protocol: 2, news: 'of the future' });
  expect(await socket.closeCode()).toBe(CLOSE.version);
});

test('[FR3] a hello at the wrong door closes with 4105', async () => {
  const atConsole = await openSocket(app, { origin: app.url, site: undefined });
  atConsole.send(hello());
  expect(await atConsole.closeCode()).toBe(CLOSE.badFrame);
  const asConsole = await openSocket(app);
  asConsole.send({ kind: 'hello', protocol: 1, client: 'console', locale: 'de', token: 'x' });
  expect(await asConsole.closeCode()).toBe(CLOSE.badFrame);
  const otherSite = await openSocket(app);
  otherSite.send({ ...hello(), site: `sb_${'x'.repeat(20)}` });
  expect(await otherSite.closeCode()).toBe(CLOSE.badFrame);
});

test('[FR4] without a hello within five seconds the connection is closed, whatever else comes', async () => {
  const silent = await openSocket(app);
  const busy = await openSocket(app);
  const visitor = await aVisitor(app);
  clock.advance(TIMES.helloMs - 1_000);
  await busy.settled();
  clock.advance(1_000 + 250);
  expect([await silent.closeCode(), await busy.closeCode()]).toEqual([CLOSE.silent, CLOSE.silent]);
  // A hello that a slow network has held up is no reason to stay away (P4).
  expect(mayReconnect(CLOSE.silent)).toBe(true);
  await visitor.settled();
  expect(visitor.closed).toBeUndefined();
});

test('[FR4] before the hello a frame over 4 KiB closes the connection', async () => {
  const socket = await openSocket(app);
  socket.send({ ...hello(), token: 'x'.repeat(LIMITS.helloBytes) });
  expect(await socket.closeCode()).toBe(CLOSE.badFrame);
});

test('[FR5] a frame over 64 KiB closes with 1009', async () => {
  const visitor = await aVisitor(app);
  visitor.send('x'.repeat(LIMITS.frameBytes + 1));
  expect(await visitor.closeCode()).toBe(1009);
});

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
const wide = (keys: number) => Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, 1]));

test('[FR5] JSON that is malformed, too deep, too wide or poisoned closes with 4105', async () => {
  const frames = [
    '',
    'hello',
    '{"kind":"signal"',
    '[]',
    'null',
    '7',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    { kind: 'signal', type: 'x', body: nested(LIMITS.jsonDepth) },
    { kind: 'signal', type: 'x', body: wide(LIMITS.jsonKeys + 1) },
    { kind: 'signal', type: 'x', body: Array.from({ length: LIMITS.jsonItems + 1 }, () => 0) },
    '{"kind":"signal","type":"x","body":{"__proto__":{"admin":true}}}',
    '{"kind":"signal","type":"x","body":{"constructor":1}}',
    '{"kind":"signal","type":"x","body":[{"prototype":1}]}',
    { type: 'message.post' },
    { kind: 'command', type: 'message.post', body: {} },
    { ...post(), id: 'x'.repeat(65) },
  ];
  for (const frame of frames) {
    const visitor = await aVisitor(app);
    visitor.send(frame);
    expect([frame, await visitor.closeCode()]).toEqual([frame, CLOSE.badFrame]);
  }
});

test('[FR5] JSON just within the limits is no reason to close', async () => {
  const visitor = await aVisitor(app);
  visitor.send({ kind: 'signal', type: 'x', body: nested(LIMITS.jsonDepth - 1) });
  visitor.send({ kind: 'signal', type: 'x', body: wide(LIMITS.jsonKeys) });
  visitor.send({ kind: 'signal', type: 'x', body: Array.from({ length: LIMITS.jsonItems }, () => 0) });
  expect(await visitor.say(newConversation(), 'still here')).toEqual([1, 2, 3]);
});

test('[FR6] an unknown command is refused unsupported, one that does not fit invalid, naming the field', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  const refusals: [object, string, string | undefined][] = [
    [{ type: 'conversation.paint', conversation, body: {} }, 'unsupported', undefined],
    [{ type: 'message.post', conversation, body: { text: 7 } }, 'invalid', 'body.text'],
    [{ type: 'message.post', conversation: 'here', body: { text: 'x' } }, 'invalid', 'conversation'],
    [{ type: 'message.post', conversation, body: { text: 'x', audience: 'me' } }, 'invalid', 'body.audience'],
    [{ conversation, body: {} }, 'invalid', 'type'],
  ];
  for (const [frame, code, field] of refusals) {
    const id = freshId();
    visitor.send({ kind: 'command', id, ...frame });
    const reply = await visitor.reply(id);
    const refused = 'refused' in reply ? reply.refused : undefined;
    expect([refused?.code, refused?.details?.['field']]).toEqual([code, field]);
  }
  visitor.send({ kind: 'command', id: 'mine', type: 'message.post', conversation, body: { text: 'x' } });
  expect(await visitor.reply('mine')).toMatchObject({ refused: { code: 'invalid', details: { field: 'id' } } });
  visitor.send({ kind: 'read', id: freshId(), conversation, limit: 201 });
  expect(
    await visitor.frame(
      (frame) => frame.kind === 'reply' && 'refused' in frame && frame.refused.details?.['field'] === 'limit',
    ),
  ).toBeDefined();
});

test('[FR6] unknown signals are ignored', async () => {
  const visitor = await aVisitor(app);
  visitor.send({ kind: 'signal', type: 'dancing', body: {} });
  visitor.send({ kind: 'signal', type: 'typing', body: { on: 'perhaps' } });
  expect(await visitor.say(newConversation(), 'still here')).toEqual([1, 2, 3]);
});

test('[FR7] a server that restarts says: come back', async () => {
  const visitor = await aVisitor(app);
  await app.stop();
  expect(await visitor.closeCode()).toBe(CLOSE.restart);
  expect(mayReconnect(CLOSE.restart)).toBe(true);
  app = await startApp({ folder: app.folder });
});

test('[FR8] heartbeats and pings come at the interval of the welcome', async () => {
  const visitor = await aVisitor(app);
  const mia = await anAgent(app, await app.person('Mia'));
  expect([visitor.welcome.heartbeatMs, mia.welcome.heartbeatMs]).toEqual([
    TIMES.visitorHeartbeatMs,
    TIMES.agentHeartbeatMs,
  ]);
  let pings = 0;
  mia.socket.on('ping', () => (pings += 1));
  clock.advance(TIMES.agentHeartbeatMs + 250);
  await mia.frame((frame) => frame.kind === 'control' && frame.type === 'heartbeat');
  await until(() => pings === 1);
  await visitor.settled();
  expect(visitor.frames.filter(({ kind }) => kind === 'control')).toEqual([]);
});

test('[FR8] a connection without a sign of life is closed with 4002, one that answers pings is not', async () => {
  const deaf = await aVisitor(app, {}, { autoPong: false });
  const alive = await aVisitor(app);
  clock.advance(TIMES.visitorHeartbeatMs + 250);
  await alive.settled();
  clock.advance(TIMES.visitorSilenceMs - TIMES.visitorHeartbeatMs);
  expect(await deaf.closeCode()).toBe(CLOSE.silent);
  await alive.settled();
  expect(alive.closed).toBeUndefined();
});

test('[FR10] a widget without a token, or with a wrong one, becomes a new visitor; a known token stays who it is', async () => {
  const first = await aVisitor(app);
  const again = await aVisitor(app, { token: tokenOf(first) });
  const wrong = await aVisitor(app, { token: 'forged' });
  expect(again.welcome.person).toEqual({
    kind: 'visitor',
    id: 'id' in first.welcome.person ? first.welcome.person.id : '',
  });
  expect(wrong.welcome.person).not.toMatchObject(again.welcome.person);
  expect(tokenOf(wrong)).not.toBe(tokenOf(first));
});

test('[FR10] a wrong or spent ticket closes with 4100', async () => {
  const mia = await app.person('Mia');
  const ticket = await app.app.identity.ticket(mia.agent.id);
  const codes = [];
  for (const token of ['forged', ticket, ticket, undefined]) {
    const socket = await openSocket(app, { origin: app.url, site: undefined });
    socket.send({ kind: 'hello', protocol: 1, client: 'console', locale: 'de', token });
    codes.push(
      await until(() => (socket.frames.some(({ kind }) => kind === 'welcome') ? 'welcome' : socket.closed?.code)),
    );
  }
  expect(codes).toEqual([CLOSE.unauthenticated, 'welcome', CLOSE.unauthenticated, CLOSE.unauthenticated]);
});

test('[FR11] the ninth connection of a visitor closes the oldest with 4104', async () => {
  const first = await aVisitor(app);
  const token = tokenOf(first);
  const tabs = [];
  for (let tab = 2; tab <= LIMITS.socketsPerVisitor; tab += 1) tabs.push(await aVisitor(app, { token }));
  expect(first.closed).toBeUndefined();
  await aVisitor(app, { token });
  expect(await first.closeCode()).toBe(CLOSE.replaced);
  for (const tab of tabs) await tab.settled();
  expect(tabs.filter(({ closed }) => closed)).toEqual([]);
});

test('[FR11] only sixty connections of one address may wait for their hello', async () => {
  const right = { origin: SHOP_ORIGIN, site: app.site.key };
  const sockets = [];
  for (let count = 0; count < LIMITS.unauthenticatedPerAddress; count += 1) sockets.push(await openSocket(app));
  expect(await upgradeStatus(app, right)).toBe(429);
  sockets[0]?.send(hello());
  await sockets[0]?.frame(({ kind }) => kind === 'welcome');
  expect(await upgradeStatus(app, right)).toBe(101);
  await Promise.all(sockets.slice(1).map((socket) => socket.hangUp()));
  expect(await upgradeStatus(app, right)).toBe(101);
});

test('[FR11] behind our own proxy the address is what the proxy has seen, and a /64 of IPv6 is one home', async () => {
  const hub = await composeHub({ addressFactor: 1 });
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
  const right = { origin: SHOP_ORIGIN, site: hub.site.key };
  for (let count = 1; count <= LIMITS.unauthenticatedPerAddress; count += 1) {
    await openSocket(hub, from(`203.0.113.${count}, 2001:db8:1:2::${count.toString(16)}`));
  }
  const status = (address: string) => upgradeStatus(hub, { ...right, ...from(address) });
  expect(await status('2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(429);
  expect(await status('2001:0db8:0001:0002::1')).toBe(429);
  expect(await status('192.0.2.1, 2001:db8:1:2::')).toBe(429);
  expect(await status('2001:db8:1:3::1')).toBe(101);
  expect(await status('2001:db8:1:2::1, 203.0.113.1')).toBe(101);
  await hub.close();
});

/** A broker that counts who listens. */
function counting(real: Broker): { broker: Broker; listeners: () => number } {
  let count = 0;
  const subscribe: Broker['subscribe'] = (topic, listener) => {
    const unsubscribe = real.subscribe(topic, listener);
    count += 1;
    return () => {
      count -= 1;
      unsubscribe();
    };
  };
  const broker = new Proxy(real, {
    get: (target, key) => (key === 'subscribe' ? subscribe : Reflect.get(target, key)),
  });
  return { broker, listeners: () => count };
}

test('nothing is kept of connections that are over: no alarm, no listener, no session', async () => {
  let listeners = () => -1;
  const ownClock = new FakeClock();
  const hub = await composeHub({
    clock: ownClock,
    broker(real) {
      const counted = counting(real);
      listeners = counted.listeners;
      return counted.broker;
    },
  });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitors = await Promise.all(Array.from({ length: 10 }, () => aVisitor(hub)));
  for (const visitor of visitors) {
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await agent.read(conversation);
  }
  const silent = await openSocket(hub);
  expect(listeners()).toBeGreaterThan(20);
  for (const { socket } of [agent, ...visitors, silent]) socket.terminate();
  await until(() => hub.hub.connections === 0);
  expect(listeners()).toBe(0);
  await until(async () => (await hub.store.people.sessions()).every(({ awaySince }) => awaySince !== null));
  ownClock.advance(2 * TIMES.visitorSilenceMs);
  await until(async () => (await hub.store.people.sessions()).length === 0);
  expect(ownClock.alarms).toBe(0);
  await hub.close();
});
