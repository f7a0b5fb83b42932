/**
 * Who gets which event, in which order, and that no staff text ever reaches a visitor's socket.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { CommandInput } from '../../protocol/commands.ts';
import type { CallId, CommandId, ConversationId } from '../../protocol/ids.ts';
import type { Broker, BrokerMessage } from '../../server/broker/broker.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { actorOf, composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock } });
  mia = await app.person('Mia');
});

afterEach(() => app.close());

const seqs = (events: readonly EventFrame[]) => events.map(({ seq }) => seq);
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('[EV1] everyone who follows gets the same events in the same order, each in their own counter', async () => {
  const visitor = await aVisitor(app);
  const otherTab = await aVisitor(app, { token: tokenOf(visitor) });
  const agent = await anAgent(app, mia);
  const onlooker = await anAgent(app, await app.person('Tom'));
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  const seen = (await onlooker.read(conversation)).view.head;
  await Promise.all([
    ...['a', 'b', 'c', 'd'].map((text) => visitor.say(conversation, text)),
    ...['1', '2', '3', '4'].map((text) => agent.say(conversation, text)),
    ...['x', 'y'].map((text) => agent.note(conversation, text)),
  ]);
  const { head: shown } = (await visitor.read(conversation)).view;
  const { head } = (await agent.read(conversation)).view;
  await Promise.all([otherTab, onlooker].map((dialogue) => dialogue.settled()));
  expect(seqs(visitor.events(conversation))).toEqual(upTo(shown));
  expect(otherTab.events(conversation)).toEqual(visitor.events(conversation));
  expect(seqs(onlooker.events(conversation))).toEqual(upTo(head, seen + 1));
  const texts = (dialogue: Dialogue) =>
    dialogue
      .events(conversation)
      .flatMap((event) => (event.type === 'message.posted' && event.audience !== 'staff' ? [event.body.text] : []));
  expect(texts(agent)).toEqual(texts(onlooker));
  expect(texts(visitor).slice(1)).toEqual(texts(agent));
});

test('[EV1] a server whose clock is turned by an hour keeps the order, and its connections', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'first');
  clock.jump(-3_600_000);
  await visitor.say(conversation, 'second');
  clock.jump(3_600_000);
  clock.advance(250); // Nobody counts as silent for an hour.
  await visitor.say(conversation, 'third');
  const texts = visitor
    .events(conversation)
    .flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
  expect([texts, visitor.closed]).toEqual([['first', 'second', 'third'], undefined]);
});

test('[EV4] a session follows its own conversations, those it has read, and those its agent has joined', async () => {
  const visitor = await aVisitor(app);
  const stranger = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const agentsOtherTab = await anAgent(app, mia);
  const tom = await anAgent(app, await app.person('Tom'));
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const otherTab = await aVisitor(app, { token: tokenOf(visitor) });
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.say(conversation, 'one');
  await tom.read(conversation);
  await visitor.say(conversation, 'two');
  await Promise.all([visitor, stranger, agent, agentsOtherTab, tom, otherTab].map((dialogue) => dialogue.settled()));
  const got = (dialogue: Dialogue) =>
    dialogue.events().flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
  expect([visitor, otherTab, agent, agentsOtherTab, tom, stranger].map(got)).toEqual([
    ['Hello?', 'one', 'two'],
    ['one', 'two'],
    ['one', 'two'],
    ['one', 'two'],
    ['two'],
    [],
  ]);
});

test('[EV4] an agent who comes back follows what they are inside of', async () => {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  const back = await anAgent(app, mia);
  expect(back.welcome.inbox?.rows.map(({ id }) => id)).toEqual([conversation]);
  await back.settled();
  await visitor.say(conversation, 'news');
  await back.message('news');
});

test('[EV4] at most 64 conversations are followed; the one asked for longest ago is dropped', async () => {
  const agent = await anAgent(app, mia);
  const conversations: ConversationId[] = [];
  for (let count = 0; count <= LIMITS.followedConversations; count += 1) {
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await visitor.hangUp();
    await agent.read(conversation);
    conversations.push(conversation);
  }
  clock.advance(5_000);
  const beat = await until(() =>
    agent.frames.findLast((frame) => frame.kind === 'control' && frame.type === 'heartbeat'),
  );
  const followed = beat.kind === 'control' && beat.type === 'heartbeat' ? Object.keys(beat.heads) : [];
  expect(followed.toSorted()).toEqual(conversations.slice(1).toSorted());
});

/** A broker that loses some of the messages on a conversation's topic. */
function losing(real: Broker, loses: (count: number) => boolean): Broker {
  let count = 0;
  const publish: Broker['publish'] = (topic, message: BrokerMessage) => {
    if (message.type === 'events' && loses((count += 1))) return;
    real.publish(topic, message);
  };
  return new Proxy(real, { get: (target, key) => (key === 'publish' ? publish : Reflect.get(target, key)) });
}

/** What a visitor's second tab has seen of twenty messages. */
async function seenOfTwenty(hub: ComposedHub): Promise<number[]> {
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const tab = await aVisitor(hub, { token: tokenOf(visitor) });
  const actor = actorOf(hub, visitor);
  for (let count = 1; count <= 20; count += 1) {
    const body = { text: `${count}`, audience: 'all' } as const;
    await hub.switchboard.execute(actor, { id: freshId<CommandId>(), type: 'message.post', conversation, body });
  }
  await tab.message('20');
  return seqs(tab.events(conversation));
}

test('[EV5] what the broker loses is read from the store before anything newer is sent', async () => {
  const hub = await composeHub({ broker: (real) => losing(real, (count) => count > 1 && count % 3 === 1) });
  expect(await seenOfTwenty(hub)).toEqual(upTo(23, 4));
  await hub.close();
});

test('[EV5] the check notices when gaps are not closed', async () => {
  const hub = await composeHub({
    broker: (real) => losing(real, (count) => count > 1 && count % 3 === 1),
    store: (real) =>
      new Proxy(real, { get: (target, key) => (key === 'events' ? async () => [] : Reflect.get(target, key)) }),
  });
  expect(await seenOfTwenty(hub)).not.toEqual(upTo(23, 4));
  await hub.close();
});

test('[EV6] every visible change of a conversation sends its row, with a growing version, to its department', async () => {
  const agent = await anAgent(app, mia);
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.row(conversation, (row) => row.status === 'waiting' && row.unread === 1);
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await agent.row(conversation, (row) => row.status === 'open' && row.agents.length === 1);
  const event = (await visitor.read(conversation)).events.find(({ type }) => type === 'message.posted');
  const message = event?.type === 'message.posted' ? event.body.message : freshId<CommandId>();
  await agent.done({ type: 'participant.read', conversation, body: { message } });
  await agent.row(conversation, (row) => row.unread === 0);
  await visitor.done({ type: 'conversation.end', conversation, body: {} });
  const last = await agent.row(conversation, (row) => row.status === 'ended');
  const versions = agent.frames.flatMap((frame) => (frame.kind === 'row' ? [frame.row.version] : []));
  expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other));
  expect((await agent.inbox()).rows).toEqual([]);
  expect((await agent.inbox()).version).toBe(last.version);
  expect(visitor.frames.filter(({ kind }) => kind === 'row')).toEqual([]);
});

test('[FR1] what is said together comes as one text, in its order', async () => {
  const hub = await composeHub();
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const before = visitor.texts.length;
  const actor = actorOf(hub, visitor);
  const say = (text: string) =>
    hub.switchboard.execute(actor, {
      ...{ id: freshId<CommandId>(), type: 'message.post', conversation, body: { text, audience: 'all' } },
    });
  await Promise.all(['one', 'two', 'three'].map(say));
  await visitor.message('three');
  const [text, ...others] = visitor.texts.slice(before);
  const frames = JSON.parse(text ?? '') as EventFrame[];
  expect(frames.map((frame) => frame.type === 'message.posted' && frame.body.text)).toEqual(['one', 'two', 'three']);
  expect(others).toEqual([]);
  await hub.close();
});

test('[EV6] changes that were written together send one row, the newest', async () => {
  const hub = await composeHub();
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.row(conversation);
  const actor = actorOf(hub, visitor);
  const say = (text: string) =>
    hub.switchboard.execute(actor, {
      ...{ id: freshId<CommandId>(), type: 'message.post', conversation, body: { text, audience: 'all' } },
    });
  await Promise.all(['one', 'two', 'three'].map(say));
  await agent.row(conversation, (row) => row.unread === 4);
  await agent.settled();
  expect(agent.rows(conversation)).toMatchObject([{ unread: 1 }, { unread: 4 }]);
  await hub.close();
});

test('[EV6] the inbox of a welcome and the rows after it make one list', async () => {
  const first = await aVisitor(app);
  const [one, two] = [newConversation(), newConversation()];
  await first.say(one, 'before');
  const agent = await anAgent(app, mia);
  expect(agent.welcome.inbox?.rows.map(({ id, lastMessage }) => [id, lastMessage?.text])).toEqual([[one, 'before']]);
  await first.say(two, 'after');
  expect((await agent.row(two)).version).toBeGreaterThan(agent.welcome.inbox?.version ?? 0);
});

/** Something that two people do in turn. */
type Move = 'say' | 'answer' | 'note' | 'accept' | 'end' | 'call' | 'decline' | 'read' | 'away' | 'typing' | 'leave';

const moves = fc.array(
  fc.constantFrom<Move>(
    'say',
    'answer',
    'note',
    'note',
    'accept',
    'end',
    'call',
    'decline',
    'read',
    'away',
    'typing',
    'leave',
  ),
  { minLength: 20, maxLength: 60 },
);

/** A text that stands for a secret: it must not be found where a visitor looks. */
const SECRET = 'between-us';

interface Scene {
  visitor: Dialogue;
  agent: Dialogue;
  readonly conversation: ConversationId;
  readonly visitors: Dialogue[];
}

function commandOf(move: Move, { agent, conversation }: Scene): [who: 'visitor' | 'agent', command: CommandInput] {
  const call = freshId<CallId>();
  const calls = agent.rows(conversation).flatMap((row) => ('call' in row ? (row.call ?? []) : []));
  const ringing = calls.at(-1)?.id;
  switch (move) {
    case 'say':
      return ['visitor', { type: 'message.post', conversation, body: { text: 'hello' } }];
    case 'answer':
      return ['agent', { type: 'message.post', conversation, body: { text: 'good day' } }];
    case 'note':
      return ['agent', { type: 'message.post', conversation, body: { text: SECRET, audience: 'staff' } }];
    case 'accept':
      return ['agent', { type: 'conversation.accept', conversation, body: {} }];
    case 'end':
      return ['agent', { type: 'conversation.end', conversation, body: {} }];
    case 'call':
      return ['visitor', { type: 'call.start', conversation, body: { call, media: { audio: true, video: false } } }];
    case 'decline':
      return ['agent', { type: 'call.decline', conversation, body: { call: ringing ?? call } }];
    case 'read':
      return ['visitor', { type: 'participant.read', conversation, body: { message: freshId<CommandId>() } }];
    default:
      return ['agent', { type: 'presence.set', body: { presence: move === 'away' ? 'away' : 'available' } }];
  }
}

async function play(scene: Scene, move: Move): Promise<void> {
  const { conversation } = scene;
  if (move === 'typing') return scene.agent.signal({ type: 'typing', body: { conversation, on: true } });
  if (move === 'leave') {
    await scene.visitor.hangUp();
    const known = scene.visitors.flatMap((tab) => seqs(tab.events(conversation)));
    const heads = { [conversation]: Math.max(0, ...known) };
    const { session, epoch } = scene.visitor.welcome;
    scene.visitor = await aVisitor(app, {
      token: tokenOf(scene.visitors[0] ?? scene.visitor),
      resume: { session, epoch, heads },
    });
    scene.visitors.push(scene.visitor);
    return;
  }
  const [who, command] = commandOf(move, scene);
  await scene[who].command(command);
  clock.advance(50);
}

/** Plays a script to its end; everything that the visitor's tabs were told. */
async function playAll(
  script: readonly Move[],
  staff: SignedIn,
): Promise<{ seen: string; numbers: number[]; notes: number }> {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, staff);
  const scene: Scene = { visitor, agent, conversation: newConversation(), visitors: [visitor] };
  await visitor.say(scene.conversation, 'Hello?');
  for (const move of script) await play(scene, move);
  const { events } = await scene.visitor.read(scene.conversation);
  await Promise.all([scene.visitor.settled(), agent.settled()]);
  const told = scene.visitors.flatMap((tab) => [
    ...tab.welcome.conversations.flatMap((snapshot) => snapshot.events),
    ...tab.events(scene.conversation),
  ]);
  const numbers = [...new Set(seqs([...told, ...events]))].toSorted((one, other) => one - other);
  const seen = scene.visitors.flatMap(({ texts }) => texts).join('\n');
  const notes = agent.texts.filter((text) => text.includes(SECRET)).length;
  await Promise.all([scene.visitor.hangUp(), agent.hangUp()]);
  return { seen, numbers, notes };
}

test(
  '[VI1] [VI2] no staff text and no staff event ever reaches a visitor, whatever happens',
  { timeout: 60_000 },
  async () => {
    const staff: SignedIn[] = [];
    for (const name of ['Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gil', 'Hana']) staff.push(await app.person(name));
    let notes = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: staff.length, maxLength: staff.length }), async (scripts) => {
        const stories = await Promise.all(scripts.map((script, index) => playAll(script, staff[index] ?? mia)));
        for (const { seen, numbers, ...story } of stories) {
          expect(seen).not.toMatch(/between-us|reservation|"staff"|waits for|email/);
          // Nothing is missing where notes were.
          expect(numbers).toEqual(upTo(numbers.at(-1) ?? 0));
          notes += story.notes;
        }
      }),
      { numRuns: 10 },
    );
    // Otherwise the fuzz has proved nothing.
    expect(notes).toBeGreaterThan(100);
  },
);

/** A broker that gives staff events a public number, as a broken store would. */
function betraying(real: Broker): Broker {
  const publish: Broker['publish'] = (topic, message) => {
    if (message.type !== 'events') return real.publish(topic, message);
    const events = message.events.map((event) => ({ ...event, publicSeq: event.publicSeq ?? event.seq }));
    real.publish(topic, { ...message, events });
  };
  return new Proxy(real, { get: (target, key) => (key === 'publish' ? publish : Reflect.get(target, key)) });
}

test('[VI1] the check notices a note that gets a public number', async () => {
  const hub = await composeHub({ broker: betraying });
  const agent = await anAgent(hub, await hub.agent('Mia'));
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await agent.note(conversation, SECRET);
  await visitor.say(conversation, 'anything?');
  expect(visitor.texts.join('\n')).toMatch(SECRET);
  await hub.close();
});

test('[VI4] typing reaches those who follow, not the typist, and visitors only from agents who are inside', async () => {
  const visitor = await aVisitor(app);
  const otherTab = await aVisitor(app, { token: tokenOf(visitor) });
  const stranger = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const onlooker = await anAgent(app, await app.person('Tom'));
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await onlooker.read(conversation);
  const typing = { type: 'typing', body: { conversation, on: true } } as const;
  stranger.signal(typing);
  visitor.signal(typing);
  agent.signal(typing);
  onlooker.signal(typing);
  const everyone = [visitor, otherTab, stranger, agent, onlooker];
  await Promise.all(everyone.map((dialogue) => dialogue.settled()));
  const authors = (dialogue: Dialogue) =>
    dialogue.signals().flatMap((signal) => {
      if (signal.type !== 'typing') return [];
      return [signal.by.kind === 'agent' ? signal.by.name : signal.by.kind];
    });
  await until(() => authors(agent).length === 2);
  expect(everyone.map(authors)).toEqual([['Mia'], ['Mia'], [], ['visitor', 'Tom'], ['visitor', 'Mia']]);
});

test('[VI3] what a visitor learns of an agent is the card', async () => {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  const { body } = await visitor.event('participant.joined');
  expect(Object.keys(body.agent).toSorted()).toEqual(['id', 'languages', 'name', 'photo', 'title']);
});
