/**
 * Routing and timers with the clock in hand: who is asked, what happens when nobody answers, when somebody leaves, and
 * when the store or the lease is away.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { AgentId, CallId, ConversationId } from '../../protocol/ids.ts';
import { randomIds } from '../../server/clock.ts';
import { StoreUnavailable } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { createHolidayBook } from '../../server/holidays.ts';
import { createPhoneBook } from '../../server/phone.ts';
import { Callbacks } from '../../server/switchboard/callbacks.ts';
import { Departments } from '../../server/switchboard/departments.ts';
import { ShopFront } from '../../server/switchboard/shop-front.ts';
import { createDuty } from '../../server/switchboard/duty.ts';
import type { Duty } from '../../server/switchboard/duty.ts';
import type { Log } from '../../server/switchboard/log.ts';
import { Promises } from '../../server/switchboard/promises.ts';
import type { Switchboard } from '../../server/switchboard/switchboard.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, liveFor, newConversation, resumeOf, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;
let tom: SignedIn;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock } });
  mia = await app.person('Mia');
  tom = await app.person('Tom');
});

afterEach(() => app.close());

/** Who is asked for a conversation now. */
const asked = async (console_: Dialogue, conversation: ConversationId): Promise<AgentId> => {
  const row = await console_.row(conversation, ({ reservation }) => reservation !== null);
  return row.reservation?.agent ?? freshId<AgentId>();
};

test('[RT6] a reservation expires after twenty seconds and goes to the next agent', async () => {
  const consoles = [await anAgent(app, mia), await anAgent(app, tom)];
  const [first] = consoles;
  if (first === undefined) throw new Error('nobody is here');
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const one = await asked(first, conversation);
  await liveFor(clock, TIMES.reservationMs - 500, consoles);
  expect(await asked(first, conversation)).toBe(one);
  await liveFor(clock, 1_000, consoles);
  await first.row(conversation, ({ reservation }) => reservation !== null && reservation.agent !== one);
  const { events } = await first.read(conversation);
  expect(events.flatMap(({ type, body }) => ('outcome' in body ? [[type, body.outcome]] : []))).toEqual([
    ['reservation.ended', 'expired'],
  ]);
});

test('[RT6] an agent who declines is not asked again while another one can be', async () => {
  const consoles = [await anAgent(app, mia), await anAgent(app, tom)];
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const one = await asked(consoles[0] as Dialogue, conversation);
  const decliner = consoles.find(({ welcome: { person } }) => person.kind === 'agent' && person.card.id === one);
  await decliner?.done({ type: 'reservation.decline', conversation, body: {} });
  const next = await decliner?.row(
    conversation,
    ({ reservation }) => reservation !== null && reservation.agent !== one,
  );
  expect(next?.status).toBe('waiting');
});

test('[RT1] nobody is asked who is away, and turning the switch asks at once', async () => {
  const agent = await anAgent(app, mia);
  await agent.done({ type: 'presence.set', body: { presence: 'away' } });
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await liveFor(clock, 10_000, [agent]);
  expect((await agent.inbox()).rows).toMatchObject([{ reservation: null }]);
  await agent.done({ type: 'presence.set', body: { presence: 'available' } });
  expect(await asked(agent, conversation)).toBe(mia.agent.id);
  expect((await app.app.store.people.agent(mia.agent.id))?.switch).toBe('available');
});

test('[RT1] an agent who connects is asked for what waits already', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const agent = await anAgent(app, mia);
  expect(await asked(agent, conversation)).toBe(mia.agent.id);
});

test('presence of agents reaches the consoles of their departments, in every tab and until the last one is gone', async () => {
  const onlooker = await anAgent(app, tom);
  const tabs = [await anAgent(app, mia), await anAgent(app, mia)];
  const seen = () =>
    onlooker
      .signals()
      .flatMap((signal) =>
        signal.type === 'presence' && signal.body.agent === mia.agent.id ? [signal.body.presence] : [],
      );
  const last = (presence: string) => until(() => seen().at(-1) === presence);
  await last('available');
  await tabs[0]?.done({ type: 'presence.set', body: { presence: 'away' } });
  await last('away');
  await tabs[1]?.done({ type: 'presence.set', body: { presence: 'available' } });
  await last('available');
  await tabs[0]?.hangUp();
  await until(async () => (await app.app.store.people.sessions()).some(({ awaySince }) => awaySince !== null));
  await liveFor(clock, TIMES.agentGraceMs + 500, [onlooker, tabs[1] as Dialogue]);
  await until(async () => (await app.app.store.people.sessions()).length === 2);
  expect(seen().at(-1)).toBe('available');
  await tabs[1]?.hangUp();
  await until(async () => (await app.app.store.people.sessions()).some(({ awaySince }) => awaySince !== null));
  await liveFor(clock, TIMES.agentGraceMs + 500, [onlooker]);
  await last('offline');
});

/** Mia is inside a conversation. */
async function miaIsInside() {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  return { visitor, agent, conversation };
}

test('[RT7] an agent who is gone for longer than grace leaves as lost, and the visitor waits in front', async () => {
  const { visitor, agent, conversation } = await miaIsInside();
  const other = await aVisitor(app);
  await other.say(newConversation(), 'me first?');
  agent.socket.terminate();
  await until(async () => (await app.app.store.people.session(agent.welcome.session))?.awaySince !== null);
  clock.advance(TIMES.agentGraceMs - 500);
  await visitor.settled();
  expect(visitor.events(conversation).some(({ type }) => type === 'participant.left')).toBe(false);
  clock.advance(1_000);
  expect(await visitor.event('participant.left')).toMatchObject({ body: { agent: mia.agent.id, reason: 'lost' } });
  const next = await anAgent(app, tom);
  expect(next.welcome.inbox?.rows.find(({ id }) => id === conversation)).toMatchObject({
    front: true,
    status: 'waiting',
  });
});

test('[RT7] an agent who reloads, or has another tab, is not lost', async () => {
  const { visitor, agent, conversation } = await miaIsInside();
  await agent.hangUp();
  const back = await anAgent(app, mia, { resume: resumeOf(agent) });
  const otherTab = await anAgent(app, mia);
  await liveFor(clock, TIMES.agentGraceMs * 3, [back, otherTab, visitor]);
  await back.hangUp();
  await until(async () => (await app.app.store.people.session(back.welcome.session))?.awaySince !== null);
  await liveFor(clock, TIMES.agentGraceMs * 3, [otherTab, visitor]);
  await until(async () => (await app.app.store.people.session(back.welcome.session)) === undefined);
  await otherTab.say(conversation, 'Still here');
  await visitor.message('Still here');
  expect(visitor.events(conversation).some(({ type }) => type === 'participant.left')).toBe(false);
});

test('[RT7] two tabs that die together lose the agent', async () => {
  const { visitor, agent } = await miaIsInside();
  const otherTab = await anAgent(app, mia);
  agent.socket.terminate();
  otherTab.socket.terminate();
  await until(
    async () => (await app.app.store.people.sessions()).filter(({ awaySince }) => awaySince !== null).length === 2,
  );
  await liveFor(clock, TIMES.agentGraceMs + 1_000, [visitor]);
  expect(await visitor.event('participant.left')).toMatchObject({ body: { reason: 'lost' } });
  await until(async () => (await app.app.store.people.sessions()).length === 1);
});

test('[RT7] an agent who does not come back after a restart is lost, too', async () => {
  const { visitor } = await miaIsInside();
  await app.stop();
  app = await startApp({ folder: app.folder, parts: { clock } });
  const back = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) });
  await liveFor(clock, TIMES.visitorGraceMs + 1_000, [back]);
  expect(await back.event('participant.left')).toMatchObject({ body: { reason: 'lost' } });
});

test('[CA2] a call that nobody answers ends missed after sixty seconds', async () => {
  const { visitor, agent, conversation } = await miaIsInside();
  const call = freshId<CallId>();
  await visitor.done({ type: 'call.start', conversation, body: { call, media: { audio: true, video: true } } });
  await liveFor(clock, TIMES.ringMs - 1_000, [visitor, agent]);
  expect((await visitor.read(conversation)).view.call?.phase).toBe('ringing');
  await liveFor(clock, 2_000, [visitor, agent]);
  expect(await visitor.event('call.ended')).toMatchObject({ by: { kind: 'system' }, body: { reason: 'missed' } });
});

test('[ST9] a timer that came due while the server was down goes off at its start', async () => {
  const { visitor, conversation } = await miaIsInside();
  const call = freshId<CallId>();
  await visitor.done({ type: 'call.start', conversation, body: { call, media: { audio: true, video: true } } });
  await app.stop();
  clock.advance(TIMES.ringMs * 2);
  app = await startApp({ folder: app.folder, parts: { clock } });
  const back = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) });
  const snapshot = await until(async () => {
    const now = await back.read(conversation);
    return now.view.call === null ? now : undefined;
  });
  expect(snapshot.events.at(-1)).toMatchObject({ type: 'call.ended', body: { reason: 'missed' } });
});

/** A second node's duty over the same store. */
function aDuty(
  hub: ComposedHub,
  holder: string,
  more: { store?: Store; log?: Log; switchboard?: Switchboard } = {},
): Duty {
  const { store, broker, switchboard } = hub;
  const departments = new Departments({ store, clock, ids: randomIds, holidays: createHolidayBook() });
  const promises = new Promises({ store, clock, departments });
  const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const callbacks = new Callbacks({ store, departments, phones: createPhoneBook(), clock, log });
  const shopFront = new ShopFront({ store, broker, clock, departments, promises, callbacks });
  const desk = { store, broker, clock, ids: randomIds, switchboard, departments, promises, shopFront };
  return createDuty({ ...desk, log, holder, ...more });
}

test('[ST8] of two nodes one is on duty; the other takes over when the lease has run out, or at once when it is given back', async () => {
  const hub = await composeHub({ clock });
  const [one, two] = [aDuty(hub, 'one'), aDuty(hub, 'two')];
  const holder = async () => {
    const now = clock.now();
    const takers = ['one', 'two'].map(
      async (name) => [name, await hub.store.lease('duty', name, { now, ttlMs: 10_000 })] as const,
    );
    return (await Promise.all(takers)).find(([, fence]) => fence !== undefined)?.[0];
  };
  await one.start();
  await two.start();
  expect(await holder()).toBe('one');
  await one.stop();
  clock.advance(3_000);
  await until(async () => (await holder()) === 'two');
  await two.stop();
  await hub.close();
});

test('duty survives a store that is away, and goes on when it is back', async () => {
  let isAway = false;
  const hub = await composeHub({ clock });
  const store = new Proxy(hub.store, {
    get(target, key) {
      if (isAway && key === 'dueTimers') return () => Promise.reject(new StoreUnavailable('away'));
      return Reflect.get(target, key);
    },
  });
  const warnings: string[] = [];
  const log: Log = {
    info: () => undefined,
    warn: (_facts, sentence) => warnings.push(sentence),
    error: () => undefined,
  };
  const duty = aDuty(hub, 'one', { store, log });
  await duty.start();
  const agent = await anAgent(hub, await hub.agent('Mia'));
  isAway = true;
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await until(() => warnings.includes('duty pauses'));
  isAway = false;
  await liveFor(clock, 10_000, [agent, visitor]);
  expect((await agent.row(conversation, ({ reservation }) => reservation !== null)).status).toBe('waiting');
  await duty.stop();
  await hub.close();
});

test('a timer that fails again and again keeps nobody from being asked', async () => {
  const hub = await composeHub({ clock });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  await agent.done({ type: 'presence.set', body: { presence: 'away' } });
  const visitor = await aVisitor(hub);
  const [broken, waiting] = [newConversation(), newConversation()];
  const call = freshId<CallId>();
  await visitor.done({ type: 'call.start', conversation: broken, body: { call, media: { audio: true, video: true } } });
  const switchboard: Switchboard = {
    execute: (actor, order, circumstances) =>
      order.type === 'call.expire'
        ? Promise.resolve({ refused: refuse('internal', 'a bug') })
        : hub.switchboard.execute(actor, order, circumstances),
  };
  const duty = aDuty(hub, 'one', { switchboard });
  await duty.start();
  await liveFor(clock, TIMES.ringMs + 1_000, [agent, visitor]);
  await visitor.say(waiting, 'Hello?');
  await agent.done({ type: 'presence.set', body: { presence: 'available' } });
  await liveFor(clock, 12_000, [agent, visitor]);
  expect(await asked(agent, waiting)).toBe((await hub.store.people.agents())[0]?.id);
  await duty.stop();
  await hub.close();
});
