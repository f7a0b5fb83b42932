/**
 * What a session follows when it is much, when somebody comes back, and while it is not known yet whether it may.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { CommandId, VisitorId } from '../../protocol/ids.ts';
import type { Store } from '../../server/store/store.ts';
import { actorOf, composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let hub: ComposedHub;
let clock: FakeClock;
/** While set, looking into a conversation takes until it resolves. */
let looking: Promise<void> | undefined;

/** A store that takes its time. */
function slow(real: Store): Store {
  const conversation: Store['conversation'] = async (id) => {
    await looking;
    return real.conversation(id);
  };
  return new Proxy(real, { get: (target, key) => (key === 'conversation' ? conversation : Reflect.get(target, key)) });
}

beforeEach(async () => {
  clock = new FakeClock();
  looking = undefined;
  hub = await composeHub({ clock, store: slow });
});

afterEach(() => hub.close());

/** Mia is inside a conversation. */
async function miaIsInside() {
  const mia = await hub.agent('Mia');
  const agent = await anAgent(hub, mia);
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  return { mia, agent, visitor, conversation };
}

/** So many conversations of other visitors that wait. */
async function letWait(like: Dialogue, count: number) {
  const body = { text: 'Me too', audience: 'all' } as const;
  const conversations = Array.from({ length: count }, newConversation);
  const starts = conversations.map((conversation) => {
    const actor = { ...actorOf(hub, like), visitor: freshId<VisitorId>() };
    return hub.switchboard.execute(actor, { id: freshId<CommandId>(), type: 'message.post', conversation, body });
  });
  for (const outcome of await Promise.all(starts)) expect(outcome).toHaveProperty('events');
  return conversations;
}

test('[EV4] what an agent is inside of is not dropped for what they only look at', async () => {
  const { agent, visitor, conversation } = await miaIsInside();
  for (const other of await letWait(visitor, LIMITS.followedConversations)) await agent.read(other);
  await visitor.say(conversation, 'Still there?');
  expect(await agent.message('Still there?')).toMatchObject({ conversation });
});

test('[EV4] an agent who comes back follows what they are inside of, however much waits', async () => {
  const { mia, visitor, conversation } = await miaIsInside();
  await letWait(visitor, LIMITS.inboxRows);
  const back = await anAgent(hub, mia);
  expect(back.welcome.inbox?.rows).toHaveLength(LIMITS.inboxRows);
  expect(back.welcome.inbox?.rows.map(({ id }) => id)).toContain(conversation);
  await back.settled();
  await visitor.say(conversation, 'Still there?');
  await back.message('Still there?');
});

test('[VI4] whoever asks for a foreign conversation neither hears its hints nor speaks into it meanwhile', async () => {
  const { agent, visitor, conversation } = await miaIsInside();
  const stranger = await aVisitor(hub);
  const { promise, resolve: look } = Promise.withResolvers<void>();
  looking = promise;
  const id = freshId();
  const typing = { type: 'typing', body: { conversation, on: true } } as const;
  stranger.send({ kind: 'read', id, conversation });
  stranger.signal(typing);
  await stranger.settled();
  agent.signal(typing);
  await until(() => visitor.signals().length === 1);
  look();
  expect(await stranger.reply(id)).toMatchObject({ refused: { code: 'not_found' } });
  await agent.settled();
  const typists = (dialogue: Dialogue) => dialogue.signals().filter(({ type }) => type === 'typing');
  expect([typists(stranger), typists(agent)]).toEqual([[], []]);
});

test('[EV7] the other side learns how far messages have reached, also who comes later, and nothing is stored for it', async () => {
  const visitor = await aVisitor(hub);
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const onlooker = await anAgent(hub, await hub.agent('Lena'));
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await onlooker.read(conversation);
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  const [asked, answered] = [freshId<CommandId>(), freshId<CommandId>()];
  await visitor.done({ type: 'message.post', conversation, body: { text: 'asked' } }, asked);
  await agent.done({ type: 'message.post', conversation, body: { text: 'answered' } }, answered);
  await Promise.all([visitor.message('answered'), agent.message('asked')]);
  const heads = [visitor.events(conversation).length, agent.events(conversation).length];
  visitor.signal({ type: 'received', body: { conversation, message: answered } });
  agent.signal({ type: 'received', body: { conversation, message: asked } });
  await Promise.all([visitor.settled(), agent.settled()]);
  const secondTab = await aVisitor(hub, { token: tokenOf(visitor) });
  await secondTab.read(conversation);
  const everybody = [visitor, agent, onlooker, secondTab];
  await Promise.all(everybody.map((dialogue) => dialogue.settled()));
  const told = (dialogue: Dialogue) =>
    dialogue
      .signals()
      .flatMap((signal) => (signal.type === 'received' ? [`${signal.by.kind} ${signal.body.message}`] : []));
  expect(told(visitor)).toEqual([`agent ${asked}`]);
  expect(new Set(told(secondTab))).toEqual(new Set([`agent ${asked}`]));
  expect([told(agent), told(onlooker)]).toEqual([[`visitor ${answered}`], [`visitor ${answered}`]]);
  expect([visitor.events(conversation).length, agent.events(conversation).length]).toEqual(heads);
  onlooker.signal({ type: 'received', body: { conversation, message: asked } });
  await Promise.all(everybody.map((dialogue) => dialogue.settled()));
  await visitor.settled();
  // Who only looks on has no name for the visitor (VI3).
  expect(told(visitor)).toEqual([`agent ${asked}`, `system ${asked}`]);
});
