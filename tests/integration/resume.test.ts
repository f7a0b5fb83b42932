/**
 * Coming back: after a page change, a lost connection, a restart of the server, a restored backup, from every position
 * and in the middle of everything.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLOSE, LIMITS, TIMES } from '../../protocol/constants.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { CommandId, ConversationId, SessionId, VisitorId } from '../../protocol/ids.ts';
import type { Broker } from '../../server/broker/broker.ts';
import type { Store } from '../../server/store/store.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { actorOf, composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, liveFor, newConversation, resumeOf, tokenOf } from '../helpers/socket-client.ts';
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

/** Messages and notes in turn, so that the two counters differ. */
async function aConversationWithNotes() {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  for (const word of ['one', 'two', 'three']) {
    await agent.note(conversation, `note ${word}`);
    await visitor.say(conversation, `from the visitor: ${word}`);
    await agent.say(conversation, `from Mia: ${word}`);
  }
  return { visitor, agent, conversation };
}

/** Many messages at once, past the limits of a browser. */
async function write(visitor: Dialogue, conversation: ConversationId, count: number): Promise<void> {
  const actor = actorOf(app, visitor);
  const posts = Array.from({ length: count }, (_, index) => {
    const body = { text: `message ${index}`, audience: 'all' } as const;
    return app.app.switchboard.execute(actor, { id: freshId<CommandId>(), type: 'message.post', conversation, body });
  });
  await Promise.all(posts);
}

test('[RS1] a visitor who comes back gets what they missed, from every position', async () => {
  const { visitor, conversation } = await aConversationWithNotes();
  const { head } = (await visitor.read(conversation)).view;
  for (const known of upTo(head)) {
    const back = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor, { [conversation]: known }) });
    const [snapshot] = back.welcome.conversations;
    expect([known, snapshot?.view.head, seqs(snapshot?.events ?? [])]).toEqual([known, head, upTo(head, known + 1)]);
    expect(back.welcome.reset).toBe(false);
    await back.hangUp();
  }
});

test('[RS1] an agent who comes back gets what they missed, from every position', async () => {
  const { agent, conversation } = await aConversationWithNotes();
  const { head } = (await agent.read(conversation)).view;
  for (const known of upTo(head)) {
    const back = await anAgent(app, mia, { resume: resumeOf(agent, { [conversation]: known }) });
    const [snapshot] = back.welcome.conversations;
    expect([known, seqs(snapshot?.events ?? [])]).toEqual([known, upTo(head, known + 1)]);
    await back.hangUp();
  }
});

test('[RS2] without a number the welcome brings the tail, and says whether there is more', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const early = await aVisitor(app, { token: tokenOf(visitor) });
  expect(early.welcome.conversations).toMatchObject([{ view: { id: conversation, head: 3 }, more: false }]);
  await write(visitor, conversation, 150);
  const late = await aVisitor(app, { token: tokenOf(visitor) });
  const [snapshot] = late.welcome.conversations;
  expect([snapshot?.more, seqs(snapshot?.events ?? [])]).toEqual([true, upTo(153, 54)]);
});

test('[RS2] before the first event there is nothing more', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const page = async (bounds: object) => {
    const { events, more } = await visitor.read(conversation, bounds);
    return [seqs(events), more];
  };
  expect(await page({ before: 3, limit: 1 })).toEqual([[2], true]);
  expect(await page({ before: 2 })).toEqual([[1], false]);
  expect(await page({ before: 1 })).toEqual([[], false]);
});

test('[RS2] up to 200 missed events are told one by one; more than that become the tail', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await write(visitor, conversation, LIMITS.pageEvents);
  const head = 3 + LIMITS.pageEvents;
  const missed = async (known: number) => {
    const resume = resumeOf(visitor, { [conversation]: known });
    const back = await aVisitor(app, { token: tokenOf(visitor), resume });
    return seqs(back.welcome.conversations[0]?.events ?? []);
  };
  expect(await missed(3)).toEqual(upTo(head, 4));
  expect(await missed(2)).toEqual(upTo(head, head - LIMITS.tailEvents + 1));
});

test('[RS2] a welcome of long messages stays small, and the rest is read in pages', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  const actor = actorOf(app, visitor);
  const body = { text: '長'.repeat(LIMITS.textCodePoints), audience: 'all' } as const;
  for (let count = 0; count < 40; count += 1) {
    await app.app.switchboard.execute(actor, { id: freshId<CommandId>(), type: 'message.post', conversation, body });
  }
  const back = await aVisitor(app, { token: tokenOf(visitor) });
  expect(Buffer.byteLength(back.texts[0] ?? '')).toBeLessThan(LIMITS.laggingBytes);
  const known = new Set(seqs(back.welcome.conversations[0]?.events ?? []));
  for (let first = Math.min(...known); first > 1; first = Math.min(...known)) {
    const { events, more } = await back.read(conversation, { before: first, limit: 200 });
    for (const seq of seqs(events)) known.add(seq);
    expect(more).toBe(Math.min(...known) > 1);
  }
  expect([...known].toSorted((one, other) => one - other)).toEqual(upTo(42));
});

test('[RS2] a welcome stays small whatever letters are written and whatever pages are visited', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  // As JSON a control character is six times as long, and an address may have letters of three bytes.
  const controls = '\u0001'.repeat(LIMITS.textCodePoints);
  const page = (count: number) => ({
    url: `https://shop.example/${count}/${'長'.repeat(1_900)}`,
    title: '\u0001'.repeat(200),
  });
  const actor = actorOf(app, visitor);
  const post = (text: string) => {
    const body = { text, audience: 'all' } as const;
    return app.app.switchboard.execute(actor, { id: freshId<CommandId>(), type: 'message.post', conversation, body });
  };
  const visit = (count: number) => {
    const order = { id: freshId<CommandId>(), type: 'page.visit', conversation, body: { page: page(count) } } as const;
    return app.app.switchboard.execute({ kind: 'system' }, order);
  };
  for (let count = 0; count < 15; count += 1) await post(controls);
  const written = await aVisitor(app, { token: tokenOf(visitor) });
  for (let count = 0; count < LIMITS.tailEvents; count += 1) await visit(count);
  const visited = await aVisitor(app, { token: tokenOf(visitor) });
  for (const { texts } of [written, visited]) {
    expect(Buffer.byteLength(texts[0] ?? '')).toBeLessThan(LIMITS.laggingBytes);
  }
});

test('[RS2] a console is welcomed with less than it may have unsent, whatever pages visitors come from', async () => {
  const visitor = await aVisitor(app);
  const page = { url: `https://shop.example/${'長'.repeat(1_900)}`, title: '\u0001'.repeat(200) };
  const body = { text: '\u0001'.repeat(LIMITS.textCodePoints), audience: 'all' } as const;
  const starts = Array.from({ length: LIMITS.inboxRows }, () => {
    const actor = { ...actorOf(app, visitor), page, visitor: freshId<VisitorId>() };
    const order = { id: freshId<CommandId>(), type: 'message.post', conversation: newConversation(), body } as const;
    return app.app.switchboard.execute(actor, order);
  });
  await Promise.all(starts);
  const agent = await anAgent(app, mia);
  expect(Buffer.byteLength(agent.texts[0] ?? '')).toBeLessThan(LIMITS.terminateBytes / 2);
  expect(agent.welcome.inbox?.rows.length).toBeGreaterThan(20);
});

/** A visitor who comes back again and again while others write: what they missed or got twice. */
async function raceWrongs(hub: ComposedHub): Promise<string[]> {
  const visitor = await aVisitor(hub);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await visitor.hangUp();
  const actor = actorOf(hub, visitor);
  let isWriting = true;
  const writers = [1, 2, 3].map(async () => {
    while (isWriting) {
      const body = { text: 'meanwhile', audience: 'all' } as const;
      await hub.switchboard.execute(actor, { id: freshId<CommandId>(), type: 'message.post', conversation, body });
    }
  });
  const wrongs: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    const back = await aVisitor(hub, { token: tokenOf(visitor) });
    await until(() => back.events(conversation).length > 5);
    await back.hangUp();
    const told = seqs([...(back.welcome.conversations[0]?.events ?? []), ...back.events(conversation)]);
    const right = upTo((told[0] ?? 0) + told.length - 1, told[0]);
    if (JSON.stringify(told) !== JSON.stringify(right)) wrongs.push(`round ${round}: ${told.join(',')}`);
  }
  isWriting = false;
  await Promise.all(writers);
  return wrongs;
}

/** A broker whose subscriptions begin late: as if the server read first and subscribed then. */
function subscribingLate(real: Broker): Broker {
  const subscribe: Broker['subscribe'] = (topic, listener) => {
    if (!topic.startsWith('conversation:')) return real.subscribe(topic, listener);
    let unsubscribe: (() => void) | undefined;
    let isOver = false;
    void pause(10).then(() => {
      if (!isOver) unsubscribe = real.subscribe(topic, listener);
    });
    return () => {
      isOver = true;
      unsubscribe?.();
    };
  };
  return new Proxy(real, { get: (target, key) => (key === 'subscribe' ? subscribe : Reflect.get(target, key)) });
}

/** A store that has nothing newer: the server closes gaps from it (EV5), which would heal a late subscription. */
function closingNoGaps(real: Store): Store {
  const events: Store['events'] = async (query) => (query.after === undefined ? real.events(query) : []);
  return new Proxy(real, { get: (target, key) => (key === 'events' ? events : Reflect.get(target, key)) });
}

test('[RS3] nothing is lost or doubled between reading and subscribing, while others write', async () => {
  const hub = await composeHub();
  expect(await raceWrongs(hub)).toEqual([]);
  await hub.close();
});

test('[RS3] the check notices a server that reads before it subscribes', async () => {
  const hub = await composeHub({ broker: subscribingLate, store: closingNoGaps });
  expect(await raceWrongs(hub)).not.toEqual([]);
  await hub.close();
});

test('[RS4] heartbeats carry the heads of what is followed, each in the counter of its reader', async () => {
  const { visitor, agent, conversation } = await aConversationWithNotes();
  const heads = [(await visitor.read(conversation)).view.head, (await agent.read(conversation)).view.head];
  expect(heads[0]).toBeLessThan(heads[1] ?? 0);
  await liveFor(clock, TIMES.visitorHeartbeatMs + 250, [visitor, agent]);
  const beat = (dialogue: Dialogue) =>
    until(() => dialogue.frames.findLast((frame) => frame.kind === 'control' && frame.type === 'heartbeat'));
  expect(await beat(visitor)).toEqual({ kind: 'control', type: 'heartbeat', heads: { [conversation]: heads[0] } });
  expect(await beat(agent)).toMatchObject({
    heads: { [conversation]: heads[1] },
    inbox: (await agent.inbox()).version,
  });
});

test('[RS5] another epoch, or a number from the future, resets the browser', async () => {
  const { visitor, conversation } = await aConversationWithNotes();
  const { head } = (await visitor.read(conversation)).view;
  const token = tokenOf(visitor);
  const resume = resumeOf(visitor, { [conversation]: head });
  const answer = async (change: object) => (await aVisitor(app, { token, resume: { ...resume, ...change } })).welcome;

  expect(await answer({})).toMatchObject({ reset: false, conversations: [{ events: [] }] });
  const restored = await answer({ epoch: 'of yesterday' });
  expect([restored.reset, seqs(restored.conversations[0]?.events ?? [])]).toEqual([true, upTo(head)]);
  const fromFuture = await answer({ heads: { [conversation]: head + 1 } });
  expect([fromFuture.reset, seqs(fromFuture.conversations[0]?.events ?? [])]).toEqual([true, upTo(head)]);
  const erased = await answer({ heads: { [newConversation()]: 5 } });
  expect([erased.reset, erased.conversations.length]).toEqual([true, 1]);
});

test('[RS6] within thirty seconds a visitor has the same session again, later a new one', async () => {
  const visitor = await aVisitor(app);
  const { session } = visitor.welcome;
  const back = async () => {
    const dialogue = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) });
    await dialogue.hangUp();
    return dialogue.welcome.session;
  };
  await visitor.hangUp();
  await sessionIsAway(session);
  clock.advance(TIMES.visitorGraceMs - 1_000);
  expect(await back()).toBe(session);
  await sessionIsAway(session);
  clock.advance(TIMES.visitorGraceMs + 250);
  await until(async () => (await app.app.store.people.session(session)) === undefined);
  expect(await back()).not.toBe(session);
});

/** The row says that the connection is gone. */
async function sessionIsAway(session: SessionId): Promise<void> {
  await until(async () => (await app.app.store.people.session(session))?.awaySince !== null);
}

test('[RS6] two hundred visitors who are dropped at once all come back under their sessions', async () => {
  const hub = await composeHub({ clock });
  const herd = Array.from({ length: 200 }, (_, index) => ({ 'x-forwarded-for': `192.0.2.${index}` }));
  const before = await Promise.all(herd.map((headers) => aVisitor(hub, {}, { headers })));
  for (const { socket } of before) socket.terminate();
  await until(() => hub.hub.connections === 0);
  const after = await Promise.all(
    before.map((dialogue, index) =>
      aVisitor(hub, { token: tokenOf(dialogue), resume: resumeOf(dialogue) }, { headers: herd[index] ?? {} }),
    ),
  );
  expect(after.map(({ welcome }) => welcome.session)).toEqual(before.map(({ welcome }) => welcome.session));
  await hub.close();
});

test('[RS6] of two tabs with one session id the second gets a new session', async () => {
  const visitor = await aVisitor(app);
  const clones = await Promise.all(
    [1, 2].map(() => aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) })),
  );
  const sessions = [visitor, ...clones].map(({ welcome }) => welcome.session);
  expect(new Set(sessions).size).toBe(3);
});

test('[RS6] nobody gets the session of somebody else', async () => {
  const visitor = await aVisitor(app);
  await visitor.hangUp();
  await sessionIsAway(visitor.welcome.session);
  const thief = await aVisitor(app, { resume: resumeOf(visitor) });
  const agent = await anAgent(app, mia, { resume: resumeOf(visitor) });
  expect([thief, agent].map(({ welcome }) => welcome.session)).not.toContain(visitor.welcome.session);
});

test('[RS6] sessions, conversations and their order outlive a restart of the server', async () => {
  const { visitor, agent, conversation } = await aConversationWithNotes();
  const before = await visitor.read(conversation);
  await app.stop();
  expect([await visitor.closeCode(), await agent.closeCode()]).toEqual([CLOSE.restart, CLOSE.restart]);

  app = await startApp({ folder: app.folder, parts: { clock } });
  const heads = { [conversation]: 3 };
  const back = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor, heads) });
  const agentBack = await anAgent(app, mia, { resume: resumeOf(agent, heads) });
  expect(back.welcome).toMatchObject({ session: visitor.welcome.session, reset: false });
  expect(agentBack.welcome).toMatchObject({ session: agent.welcome.session, reset: false });
  expect(seqs(back.welcome.conversations[0]?.events ?? [])).toEqual(upTo(before.view.head, 4));
  expect(await back.read(conversation)).toEqual(before);
  await liveFor(clock, TIMES.visitorGraceMs + 1_000, [back, agentBack]);
  await agentBack.say(conversation, 'Still here');
  await back.message('Still here');
});

test('[RS7] commands that are sent again after a page change change nothing, and keep their order', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  const posts = ['first', 'second', 'third'].map((text) => ({
    ...{ kind: 'command', id: freshId(), type: 'message.post', conversation },
    body: { text },
  }));
  for (const post of posts) visitor.send(post);
  // The page changes before any reply is read.
  visitor.socket.terminate();
  const back = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) });
  for (const post of posts) back.send(post);
  for (const { id } of posts) expect(await back.reply(id)).toHaveProperty('done');
  const { events } = await back.read(conversation);
  const texts = events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
  expect(texts).toEqual(['first', 'second', 'third']);
});

test('a visitor who says hello from another page has visited it, everywhere it is open', async () => {
  const page = (path: string) => ({ url: `https://shop.example/${path}`, title: path });
  const visitor = await aVisitor(app, { page: page('home') });
  const agent = await anAgent(app, mia);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.read(conversation);
  await aVisitor(app, { token: tokenOf(visitor), page: page('home') });
  await aVisitor(app, { token: tokenOf(visitor), page: page('boots') });
  expect(await agent.event('page.visited')).toMatchObject({ body: { page: page('boots') } });
  expect((await agent.row(conversation, (row) => row.page?.title === 'boots')).page).toEqual(page('boots'));
});
