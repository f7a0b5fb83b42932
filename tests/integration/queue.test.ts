/**
 * The queue with the clock in hand: what somebody who waits is told, on record and live, when others leave or come, when
 * they reload, and what is known afterwards of those who left.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import type { QueuePlace } from '../../protocol/models.ts';
import type { WaitReport } from '../../protocol/waiting.ts';
import type { Wait } from '../../server/domain/waits.ts';
import { dateAt } from '../../server/domain/zone.ts';
import { SERVER_TIMES } from '../../server/limits.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { anId, aWait } from '../helpers/builders.ts';
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

/** The places that this visitor was told of, in order. */
const placesOf = (visitor: Dialogue): QueuePlace[] =>
  visitor.signals().flatMap((signal) => (signal.type === 'queue' ? [signal.body.place] : []));

const positionsOf = (visitor: Dialogue): number[] => placesOf(visitor).map(({ position }) => position);

/** Mia is here and takes one conversation at a time. */
async function miaIsHere(): Promise<Dialogue> {
  await app.app.store.people.updateAgent(mia.agent.id, { chatCapacity: 1 });
  return anAgent(app, mia);
}

/** She has one, until it ends. */
async function miaIsBusy(): Promise<{ agent: Dialogue; taken: ConversationId }> {
  const [agent, visitor, taken] = [await miaIsHere(), await aVisitor(app), newConversation()];
  await visitor.say(taken, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation: taken, body: {} });
  return { agent, taken };
}

/** Visitors who begin to wait one after another for somebody who is busy. */
async function waiting(count: number): Promise<{ visitor: Dialogue; conversation: ConversationId }[]> {
  const all: { visitor: Dialogue; conversation: ConversationId }[] = [];
  for (let place = 1; place <= count; place += 1) {
    const [visitor, conversation] = [await aVisitor(app), newConversation()];
    await visitor.say(conversation, 'Hello?');
    await until(() => positionsOf(visitor).at(-1) === place);
    all.push({ visitor, conversation });
    clock.advance(10);
  }
  return all;
}

/** Waits of the past in the department that visitors come to: each of them a second longer. */
async function aPast(count: number): Promise<void> {
  const { chronicle, people } = app.app.store;
  const [department] = await people.departments();
  const wait = (index: number): Wait =>
    aWait({
      ...{ department: department?.id ?? anId(), queuedAt: clock.now() - 60_000, position: 1, serving: 1 },
      ...{ takenAt: clock.now() - 60_000 + index * 1_000, outcome: 'taken' },
    });
  const lines = Array.from({ length: count }, (_, index) => ({ line: 'wait.began', wait: wait(index + 1) }) as const);
  await until(async () => {
    const from = await chronicle.place();
    return chronicle.write({ from, upTo: from, lines });
  });
}

const known = () => app.app.store.chronicle.waits({ since: clock.now() - 50_000, limit: 9 });

test('[QU2] [QU3] who waits is told where, and again when somebody before them leaves', async () => {
  await miaIsBusy();
  const [first, second, third] = await waiting(3);
  if (first === undefined || second === undefined || third === undefined) throw new Error('nobody waits');
  expect(await third.visitor.event('queue.placed')).toMatchObject({
    by: { kind: 'system' },
    body: { position: 3, serving: 1, estimatedAt: null },
  });
  await first.visitor.done({ type: 'conversation.end', conversation: first.conversation, body: {} });
  await until(() => positionsOf(second.visitor).at(-1) === 1);
  await until(() => positionsOf(third.visitor).at(-1) === 2);
  expect([first, second, third].map(({ visitor }) => positionsOf(visitor))).toEqual([[1], [2, 1], [3, 2]]);
  const { events } = await third.visitor.read(third.conversation);
  expect(events.filter(({ type }) => type === 'queue.placed')).toHaveLength(1);
});

test('[QU2] while nobody is here there is no queue to stand in', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await liveFor(clock, 10_000, [visitor]);
  await until(async () => (await known()).length === 1);
  expect((await visitor.read(conversation)).events.some(({ type }) => type === 'queue.placed')).toBe(false);
  expect(placesOf(visitor)).toEqual([]);
});

test('[QU4] who comes back is told again, without a word in the log', async () => {
  await miaIsBusy();
  const [, second] = await waiting(2);
  if (second === undefined) throw new Error('nobody waits');
  const { visitor, conversation } = second;
  const length = (await visitor.read(conversation)).view.head;
  await visitor.hangUp();
  const back = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) });
  await until(() => positionsOf(back).at(-1) === 2);
  expect((await back.read(conversation)).view.head).toBe(length);
});

test('[QU3] staff are not told of places, and whoever is asked for is told that', async () => {
  const { agent, taken } = await miaIsBusy();
  const [one] = await waiting(1);
  if (one === undefined) throw new Error('nobody waits');
  await agent.read(one.conversation);
  await agent.done({ type: 'conversation.end', conversation: taken, body: {} });
  await until(() => placesOf(one.visitor).at(-1)?.isAsked === true);
  expect(placesOf(agent)).toEqual([]);
});

test('[QU2] whom somebody can be asked for at once has no place', async () => {
  const agent = await anAgent(app, mia);
  const [visitor, conversation] = [await aVisitor(app), newConversation()];
  await visitor.say(conversation, 'Hello?');
  await agent.row(conversation, ({ reservation }) => reservation !== null);
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.event('participant.joined');
  const { events } = await visitor.read(conversation);
  expect(events.some(({ type }) => type === 'queue.placed')).toBe(false);
  expect(placesOf(visitor)).toEqual([]);
});

test('[QU5] an estimate comes from the department’s own past and the people who are there', async () => {
  await aPast(20);
  const { agent } = await miaIsBusy();
  const visitor = await aVisitor(app);
  await visitor.say(newConversation(), 'And me?');
  const { at, body } = await visitor.event('queue.placed');
  expect(body).toEqual({ position: 1, serving: 1, estimatedAt: at + 17_000 });
  // That time passes makes it neither better nor worse.
  await liveFor(clock, 9_000, [agent, visitor]);
  expect(placesOf(visitor).at(-1)?.estimatedAt).toBe(at + 17_000);
});

test('[QU1] calls have a queue of their own', async () => {
  const { agent, taken } = await miaIsBusy();
  await waiting(2);
  const visitor = await aVisitor(app);
  const body = { call: freshId<CallId>(), media: { audio: true, video: false } };
  await visitor.done({ type: 'call.start', conversation: newConversation(), body });
  await until(() => positionsOf(visitor).at(-1) === 1);
  await liveFor(clock, TIMES.ringMs + 1_000, [visitor, agent]);
  expect((await agent.read(taken)).view.status).toBe('open');
  // E4: what nobody answers goes on as a chat, with the time that was waited.
  await until(() => positionsOf(visitor).at(-1) === 3);
  expect((await visitor.event('call.ended')).body).toMatchObject({ reason: 'missed' });
});

test('[QU6] a caller who hangs up before anybody came, or whose page is gone, has left the queue', async () => {
  const { agent } = await miaIsBusy();
  const call = (): { call: CallId; media: { audio: true; video: false } } => ({
    call: freshId<CallId>(),
    media: { audio: true, video: false },
  });
  const [hasty, gone, written] = [await aVisitor(app), await aVisitor(app), await aVisitor(app)];
  const [one, two, three] = [newConversation(), newConversation(), newConversation()];
  const body = call();
  await hasty.done({ type: 'call.start', conversation: one, body });
  await gone.done({ type: 'call.start', conversation: two, body: call() });
  await written.done({ type: 'call.start', conversation: three, body: call() });
  await written.say(three, 'Is anybody there?');
  await hasty.done({ type: 'call.end', conversation: one, body: { call: body.call } });
  expect(await hasty.event('conversation.ended')).toMatchObject({ by: { kind: 'visitor' } });
  await Promise.all([gone.hangUp(), written.hangUp()]);
  await until(
    async () => (await app.app.store.people.sessions()).filter((each) => each.awaySince !== null).length === 2,
  );
  await liveFor(clock, TIMES.visitorGraceMs + 1_000, [agent]);
  const outcomes = await until(async () => {
    const all = new Map((await known()).map((wait) => [wait.conversation, wait]));
    const found = [one, two, three].map((id) => all.get(id));
    return found[0]?.outcome === 'left' && found[1]?.outcome === 'left' ? found : undefined;
  });
  expect(outcomes).toMatchObject([
    { channel: 'call', outcome: 'left' },
    { channel: 'call', outcome: 'left' },
    { outcome: 'waiting' },
  ]);
  const state = (await app.app.store.conversation(three))?.state;
  expect(state).toMatchObject({ status: 'waiting', call: null });
});

test('[ST19] who left before somebody came is on record with page and wait, and without a name', async () => {
  const { taken } = await miaIsBusy();
  const [first, second] = await waiting(2);
  if (first === undefined || second === undefined) throw new Error('nobody waits');
  const started = clock.now();
  clock.advance(20_000);
  await first.visitor.done({ type: 'conversation.end', conversation: first.conversation, body: {} });
  const left = await until(async () => (await known()).find(({ outcome }) => outcome === 'left'));
  expect(left).toMatchObject({ conversation: first.conversation, channel: 'chat', position: 1, serving: 1 });
  expect((left.leftAt ?? 0) - left.queuedAt).toBeGreaterThanOrEqual(20_000);
  expect(left.leftAt ?? 0).toBeGreaterThanOrEqual(started);
  const waits = await until(async () => {
    const all = (await known()).filter(({ conversation }) => conversation !== taken);
    return all.length === 2 ? all : undefined;
  });
  expect(waits.find(({ conversation }) => conversation === second.conversation)).toMatchObject({ outcome: 'waiting' });
});

test('[ST19] owners read how visitors waited, and nobody else does', async () => {
  await miaIsBusy();
  const [first] = await waiting(1);
  if (first === undefined) throw new Error('nobody waits');
  await first.visitor.done({ type: 'conversation.end', conversation: first.conversation, body: {} });
  const ask = async (zone: string) => {
    const headers = app.asConsole(mia);
    const answer = await fetch(`${app.url}/v1/console/waits?zone=${zone}`, { headers });
    return { status: answer.status, ...((await answer.json()) as { report?: WaitReport }) };
  };
  const report = await until(async () => {
    const told = (await ask('Europe/Vienna')).report;
    return told?.total.left === 1 ? told : undefined;
  });
  expect(report.total).toMatchObject({ waited: 2, taken: 1, left: 1 });
  expect(report.days).toEqual([{ day: dateAt('Europe/Vienna', clock.now()), ...report.total }]);
  expect((await ask('Middle/Earth')).status).toBe(400);
  await app.app.store.people.updateAgent(mia.agent.id, { role: 'agent' });
  expect((await ask('Europe/Vienna')).status).toBe(403);
});

test('how people waited is forgotten in the end, and not before', async () => {
  const { chronicle } = app.app.store;
  const began = (ageMs: number) => ({ line: 'wait.began', wait: aWait({ queuedAt: clock.now() - ageMs }) }) as const;
  const lines = [began(SERVER_TIMES.waitsMs), began(SERVER_TIMES.waitsMs - 2 * SERVER_TIMES.sweepMs)];
  await until(async () => {
    const from = await chronicle.place();
    return chronicle.write({ from, upTo: from, lines });
  });
  clock.advance(SERVER_TIMES.sweepMs);
  const kept = await until(async () => {
    const all = await chronicle.waits({ since: 0, limit: 9 });
    return all.length < 2 ? all : undefined;
  });
  expect(kept).toEqual([lines[1]?.wait]);
});
