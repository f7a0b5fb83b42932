/**
 * What a node does about a broker that loses or overtakes: it looks into the log and tells what was not heard, once.
 * The broker is broken on purpose, the store is real, the clock is in hand. Knows the wire and the broker's door.
 */
import { afterEach, expect, test } from 'vitest';
import type { CallId } from '../../protocol/ids.ts';
import type { Broker, BrokerMessage, Topic } from '../../server/broker/broker.ts';
import { StoreUnavailable } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub, Replacements } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let hub: ComposedHub;
afterEach(() => hub.close());

const clock = new FakeClock();

/** Longer than a node waits before it looks into the log. */
const A_LOOK_MS = 2_500;

const compose = async (replacements: Replacements): Promise<ComposedHub> =>
  (hub = await composeHub({ clock, ...replacements }));

type Publish = (topic: Topic, message: BrokerMessage) => void;

/** The broker with another way to publish; unless it is told otherwise it admits that it may lose. */
const publishing =
  (change: (publish: Publish) => Publish, { isReliable = false } = {}) =>
  (real: Broker): Broker => ({ ...real, isReliable, publish: change(real.publish) });

const nothing: Publish = () => undefined;

const rows = (dialogue: Dialogue) => dialogue.frames.filter(({ kind }) => kind === 'row');

test('[BR4] what the broker loses arrives with the next look: messages, rows, and conversations of other tabs', async () => {
  await compose({ broker: publishing(() => nothing) });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitor = await aVisitor(hub);
  const otherTab = await aVisitor(hub, { token: tokenOf(visitor) });
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.settled();
  await otherTab.settled();
  expect([rows(agent), otherTab.events()]).toEqual([[], []]);
  clock.advance(A_LOOK_MS);
  expect(await agent.row(conversation)).toMatchObject({ status: 'waiting', lastMessage: { text: 'Hello?' } });
  await otherTab.message('Hello?');
  await visitor.message('Hello?');
  expect(otherTab.events(conversation).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('[BR4] [RS4] the last event of all is found, and the heads tell of it', async () => {
  let isLosing = false;
  await compose({
    broker: publishing(
      (publish) =>
        (...told) =>
          void (isLosing || publish(...told)),
    ),
  });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.event('participant.joined');
  isLosing = true;
  await agent.say(conversation, 'The last word');
  clock.advance(A_LOOK_MS);
  const { seq } = await visitor.message('The last word');
  const told = () =>
    visitor.frames.flatMap((frame) => (frame.kind === 'control' && frame.type === 'heartbeat' ? [frame.heads] : []));
  await until(() => {
    clock.advance(A_LOOK_MS);
    return told().length > 0;
  });
  expect(told().at(-1)).toEqual({ [conversation]: seq });
});

test('[BR4] an event that is lost is found also when somebody has read it meanwhile', async () => {
  let isLosing = false;
  await compose({
    broker: publishing(
      (publish) =>
        (...told) =>
          void (isLosing || publish(...told)),
    ),
  });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.event('participant.joined');
  isLosing = true;
  await agent.say(conversation, 'The last word');
  await agent.read(conversation);
  clock.advance(A_LOOK_MS);
  expect(await visitor.message('The last word')).toMatchObject({ by: { kind: 'agent' } });
});

test('[BR4] what was heard is not told again', async () => {
  let looks = 0;
  const watched = (real: Store): Store => ({
    ...real,
    log: (...asked) => real.log(...asked).finally(() => (looks += 1)),
  });
  await compose({ broker: publishing((publish) => publish), store: watched });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await agent.say(conversation, 'Good morning');
  await visitor.message('Good morning');
  const seen = async () => {
    await Promise.all([agent.settled(), visitor.settled()]);
    return [rows(agent).length, agent.events().length, visitor.events().length];
  };
  const before = await seen();
  for (const last of [1, 2, 3]) {
    clock.advance(A_LOOK_MS);
    await until(() => looks === last);
  }
  expect(await seen()).toEqual(before);
});

test('a broker that loses and says that it does not is not made up for', async () => {
  await compose({ broker: publishing(() => nothing, { isReliable: true }) });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitor = await aVisitor(hub);
  await visitor.say(newConversation(), 'Hello?');
  for (let looks = 0; looks < 3; looks += 1) {
    clock.advance(A_LOOK_MS);
    await agent.settled();
  }
  expect(rows(agent)).toEqual([]);
});

test('[BR4] while the log cannot be read nothing is skipped', async () => {
  let isAway = false;
  const away = (real: Store): Store => ({
    ...real,
    log: (...asked) => (isAway ? Promise.reject(new StoreUnavailable('away')) : real.log(...asked)),
  });
  const warnings: string[] = [];
  const log = {
    info: () => undefined,
    warn: (_: object, words: string) => warnings.push(words),
    error: () => undefined,
  };
  await compose({ broker: publishing(() => nothing), store: away, log });
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  isAway = true;
  await visitor.say(conversation, 'Hello?');
  await until(() => {
    clock.advance(A_LOOK_MS);
    return warnings.includes('the log cannot be read');
  });
  isAway = false;
  await until(() => {
    clock.advance(A_LOOK_MS);
    return visitor.events(conversation).length >= 3;
  });
  expect(visitor.events(conversation).map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test('[CA5] an answer that is overtaken by a message still opens the way for signals', async () => {
  const answers: [Topic, BrokerMessage][] = [];
  const overtaking =
    (publish: Publish): Publish =>
    (topic, message) => {
      const isAnswer =
        message.type === 'events' && message.events.some(({ content }) => content.type === 'call.answered');
      if (isAnswer) return void answers.push([topic, message]);
      publish(topic, message);
      if (message.type === 'events') for (const late of answers.splice(0)) publish(...late);
    };
  await compose({ broker: publishing(overtaking) });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitor = await aVisitor(hub);
  const [conversation, call] = [newConversation(), freshId<CallId>()];
  const media = { audio: true, video: false };
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.done({ type: 'call.start', conversation, body: { call, media } });
  await agent.done({ type: 'call.answer', conversation, body: { call, media } });
  await agent.say(conversation, 'Do you hear me?');
  await visitor.message('Do you hear me?');
  const { leg } = (await visitor.event('call.answered')).body;
  const rtc = { conversation, call, leg: leg.id, attempt: leg.attempt, n: 1, data: { sdp: 'v=0' } };
  const arrived = () => agent.signals().flatMap((signal) => (signal.type === 'rtc' ? [signal.body] : []));
  await until(() => {
    visitor.signal({ type: 'rtc', body: rtc });
    return arrived().length > 0;
  });
  expect(arrived()[0]).toEqual(rtc);
});
