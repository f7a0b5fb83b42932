/**
 * Commands over real sockets: what is answered, in which order things take effect, and who may do what.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { AgentId, CallId, CommandId, DepartmentId } from '../../protocol/ids.ts';
import { formatCaseNumber } from '../../protocol/ids.ts';
import { randomIds } from '../../server/clock.ts';
import type { Store } from '../../server/store/store.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { composeHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let app: TestApp;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock } });
});

afterEach(() => app.close());

const replies = (dialogue: Dialogue, id: string) =>
  dialogue.frames.filter((frame) => frame.kind === 'reply' && frame.id === id);
const texts = (events: readonly EventFrame[]) =>
  events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));

/** A visitor and an agent in an open conversation. */
async function anOpenConversation() {
  const visitor = await aVisitor(app);
  const mia = await anAgent(app, await app.person('Mia'));
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await mia.done({ type: 'conversation.accept', conversation, body: {} });
  return { visitor, mia, conversation };
}

test('[CO1] every command has one reply, with the numbers of its events in the counter of its sender', async () => {
  const { visitor, mia, conversation } = await anOpenConversation();
  const { head } = (await mia.read(conversation)).view;
  expect(await mia.note(conversation, 'a difficult one')).toEqual([head + 1]);
  const id = freshId();
  const body = { text: 'Are you there?' };
  const { head: shown } = (await visitor.read(conversation)).view;
  expect(await visitor.done({ type: 'message.post', conversation, body }, id)).toEqual([shown + 1]);
  expect(await mia.message('Are you there?')).toMatchObject({ seq: head + 2 });
  expect(await visitor.message('Are you there?')).toMatchObject({ seq: shown + 1 });
  await visitor.settled();
  expect(replies(visitor, id)).toHaveLength(1);
});

test('[CO2] a repeated command gets the first result again and changes nothing', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  const id = freshId();
  const first = await visitor.done({ type: 'message.post', conversation, body: { text: 'once' } }, id);
  const otherTab = await aVisitor(app, { token: tokenOf(visitor) });
  const second = await otherTab.done({ type: 'message.post', conversation, body: { text: 'once' } }, id);
  expect(second).toEqual(first);
  const { events } = await otherTab.read(conversation);
  expect(texts(events)).toEqual(['once']);
});

test('[CO2] the same command sent many times at once happens once', async () => {
  const visitor = await aVisitor(app);
  const tabs = [visitor, ...(await Promise.all([1, 2, 3].map(() => aVisitor(app, { token: tokenOf(visitor) }))))];
  const conversation = newConversation();
  const id = freshId();
  const results = await Promise.all(
    tabs.map((tab) => tab.done({ type: 'message.post', conversation, body: { text: 'once' } }, id)),
  );
  expect(results).toEqual(tabs.map(() => [1, 2, 3]));
});

/** A store whose commits are written, but whose promises wait until the test lets them go. */
function reluctant(real: Store): { store: Store; written: () => number; letGo: () => void } {
  let count = 0;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const commit: Store['commit'] = async (wish) => {
    const result = await real.commit(wish);
    count += 1;
    await gate;
    return result;
  };
  const store = new Proxy(real, { get: (target, key) => (key === 'commit' ? commit : Reflect.get(target, key)) });
  return { store, written: () => count, letGo: () => open() };
}

test('[CO3] neither reply nor event leaves before the commit has resolved', async () => {
  const gate: { current?: ReturnType<typeof reluctant> } = {};
  const hub = await composeHub({ store: (real) => (gate.current = reluctant(real)).store });
  const visitor = await aVisitor(hub);
  const id = freshId();
  visitor.send({ kind: 'command', id, type: 'message.post', conversation: newConversation(), body: { text: 'x' } });
  await until(() => gate.current?.written() === 1);
  await visitor.settled();
  expect(visitor.frames.map(({ kind }) => kind)).toEqual(['welcome']);
  gate.current?.letGo();
  await visitor.reply(id);
  await hub.close();
});

test('[CO4] commands that were sent together take effect in their order', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  const sent = Array.from({ length: LIMITS.visitorCommandBurst }, (_, index) => `message ${index}`);
  await Promise.all(sent.map((text) => visitor.say(conversation, text)));
  expect(texts((await visitor.read(conversation)).events)).toEqual(sent);
});

test('[CO4] what is read after commands contains them, and a command after the read comes after it', async () => {
  const { visitor, conversation } = await anOpenConversation();
  const sent = Array.from({ length: 8 }, (_, index) => `message ${index}`);
  const said = sent.map((text) => visitor.say(conversation, text));
  const read = visitor.read(conversation);
  const after = visitor.say(conversation, 'after the read');
  expect(texts((await read).events).slice(-sent.length)).toEqual(sent);
  const seqs = (await Promise.all([...said, after])).flat();
  expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
});

test('[CO4] the order holds when the first case number is taken', async () => {
  let draws = 0;
  // The second conversation draws the first one's number five times.
  const integer = (below: number) => ((draws += 1) <= 6 ? 7 : randomIds.integer(below));
  await app.close();
  app = await startApp({ parts: { clock, ids: { ...randomIds, integer } } });
  draws = 0;
  const visitor = await aVisitor(app);
  const [first, second] = [newConversation(), newConversation()];
  await visitor.say(first, 'the number is mine');
  await Promise.all(['one', 'two', 'three'].map((text) => visitor.say(second, text)));
  expect(draws).toBeGreaterThan(6);
  expect((await visitor.read(first)).view.caseNumber).toBe(formatCaseNumber(7));
  const { view, events } = await visitor.read(second);
  expect(view.caseNumber).not.toBe(formatCaseNumber(7));
  expect(texts(events)).toEqual(['one', 'two', 'three']);
});

test('[CO5] text is well-formed, not blank, and at most 8,000 code points long', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  const post = (text: string) => ({ type: 'message.post', conversation, body: { text } }) as const;
  for (const text of ['', ' \n\t', '\ud800', 'x'.repeat(LIMITS.textCodePoints + 1)]) {
    expect([text.slice(0, 5), await visitor.refusal(post(text))]).toEqual([text.slice(0, 5), 'invalid']);
  }
  const longest = '🔔'.repeat(LIMITS.textCodePoints);
  await visitor.done(post(longest));
  expect(texts((await visitor.read(conversation)).events)).toEqual([longest]);
});

test('[CO6] a visitor may not do what agents do', async () => {
  const { visitor, conversation } = await anOpenConversation();
  expect([
    await visitor.refusal({ type: 'conversation.accept', conversation, body: {} }),
    await visitor.refusal({ type: 'reservation.decline', conversation, body: {} }),
    await visitor.refusal({ type: 'message.post', conversation, body: { text: 'psst', audience: 'staff' } }),
    await visitor.refusal({ type: 'presence.set', body: { presence: 'away' } }),
  ]).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
});

test('[CO6] a foreign conversation looks exactly like one that does not exist', async () => {
  const { conversation } = await anOpenConversation();
  const stranger = await aVisitor(app);
  const ask = async (target: typeof conversation) => {
    const answers = [];
    for (const command of [
      { type: 'participant.read', conversation: target, body: { message: freshId<CommandId>() } },
      { type: 'conversation.end', conversation: target, body: {} },
      { type: 'call.end', conversation: target, body: { call: freshId<CallId>() } },
    ] as const) {
      answers.push(await stranger.command(command, freshId()));
    }
    const id = freshId();
    stranger.send({ kind: 'read', id, conversation: target });
    answers.push(await stranger.reply(id));
    return answers.map((answer) => ({ ...answer, id: 'the same' }));
  };
  const foreign = await ask(conversation);
  expect(foreign).toEqual(await ask(newConversation()));
  expect(new Set(foreign.map((answer) => 'refused' in answer && answer.refused.code))).toEqual(new Set(['not_found']));
  // A visitor could start a conversation under an unknown id, but not write into somebody's.
  expect(await stranger.refusal({ type: 'message.post', conversation, body: { text: 'me too' } })).toBe('not_found');
});

test('[CO6] knowing the id of somebody else’s command opens nothing', async () => {
  const { visitor, conversation } = await anOpenConversation();
  const id = freshId();
  const post = { type: 'message.post', conversation, body: { text: 'mine' } } as const;
  await visitor.done(post, id);
  const stranger = await aVisitor(app);
  const known = await stranger.command(post, id);
  expect(known).toEqual({ ...(await stranger.command({ ...post, conversation }, freshId())), id });
  expect(known).toMatchObject({ refused: { code: 'not_found' } });
});

test('[CO6] an agent finds only conversations of their departments', async () => {
  const { conversation } = await anOpenConversation();
  const elsewhere = freshId<DepartmentId>();
  await app.app.store.people.createDepartment({ ...UNDECIDED, id: elsewhere, name: 'Elsewhere' });
  const id = freshId<AgentId>();
  await app.app.store.people.inviteAgent(
    {
      ...{ id, name: 'Zoe', email: 'zoe@shop.test', role: 'agent', title: '', languages: [] },
      departments: [elsewhere],
    },
    { codeHash: 'x', purpose: 'invitation', agent: id, expiresAt: clock.now() + 1_000 },
  );
  const agent = await app.app.store.people.agent(id);
  if (agent === undefined) throw new Error('there is no Zoe');
  const zoe = await anAgent(app, { agent, token: '' });
  expect((await zoe.inbox()).rows).toEqual([]);
  expect(await zoe.refusal({ type: 'conversation.accept', conversation, body: {} })).toBe('not_found');
  await expect(zoe.read(conversation)).rejects.toThrow('not_found');
});

test('[CO7] commands above the limit are refused with a time, and nothing of them is stored', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  for (let count = 0; count < LIMITS.visitorCommandBurst; count += 1)
    await visitor.say(conversation, `number ${count}`);
  const reply = await visitor.command({ type: 'message.post', conversation, body: { text: 'too much' } });
  expect(reply).toMatchObject({ refused: { code: 'limited', retryAfter: 200 } });
  const otherTab = await aVisitor(app, { token: tokenOf(visitor) });
  expect(await otherTab.refusal({ type: 'message.post', conversation, body: { text: 'too much' } })).toBe('limited');
  clock.advance(200);
  await visitor.say(conversation, 'in time');
  expect(texts((await visitor.read(conversation)).events)).not.toContain('too much');
});

test('[CO7] sixty commands a minute are enough for a visitor', async () => {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  let done = 0;
  for (let second = 0; second < 30; second += 1) {
    for (let count = 0; count < LIMITS.visitorCommandsPerSecond; count += 1) {
      const reply = await visitor.command({ type: 'message.post', conversation, body: { text: 'again' } });
      if ('done' in reply) done += 1;
    }
    clock.advance(1_000);
  }
  // The bucket of a minute was full at the start and got one more each second.
  expect(done).toBe(LIMITS.visitorCommandsPerMinute + 29);
});

test('[CO8] the first message starts the conversation with the locale and page of the session', async () => {
  const page = { url: 'https://shop.example/boots', title: 'Boots' };
  const visitor = await aVisitor(app, { locale: 'fr-CH', page });
  const conversation = newConversation();
  await visitor.say(conversation, 'Bonjour');
  const { view } = await visitor.read(conversation);
  expect(view).toMatchObject({ status: 'waiting', locale: 'fr-CH', page });
  expect(view.caseNumber).toMatch(/^\w\w-\w{4}$/);
  const caller = await aVisitor(app);
  const called = newConversation();
  const media = { audio: true, video: false };
  await caller.done({ type: 'call.start', conversation: called, body: { call: freshId<CallId>(), media } });
  expect((await caller.read(called)).view).toMatchObject({
    status: 'waiting',
    call: { phase: 'ringing', by: 'visitor' },
  });
});

test('[CO9] of two agents who accept at once, one gets it and the other a conflict', async () => {
  const visitor = await aVisitor(app);
  const mia = await anAgent(app, await app.person('Mia'));
  const tom = await anAgent(app, await app.person('Tom'));
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  const accept = { type: 'conversation.accept', conversation, body: {} } as const;
  const answers = await Promise.all([mia.command(accept), tom.command(accept)]);
  const codes = answers.map((answer) => ('refused' in answer ? answer.refused.code : 'done'));
  expect(codes.toSorted()).toEqual(['conflict', 'done']);
  expect((await visitor.read(conversation)).view.agents).toHaveLength(1);
});

test('[CO10] either side ends, ending twice changes nothing, and a message reopens under the same case number', async () => {
  const { visitor, mia, conversation } = await anOpenConversation();
  const { caseNumber } = (await visitor.read(conversation)).view;
  expect(await mia.done({ type: 'conversation.end', conversation, body: {} })).not.toEqual([]);
  expect(await visitor.done({ type: 'conversation.end', conversation, body: {} })).toEqual([]);
  await visitor.event('conversation.ended');
  expect((await visitor.read(conversation)).view.status).toBe('ended');
  await visitor.say(conversation, 'One more thing');
  expect((await visitor.read(conversation)).view).toMatchObject({ status: 'waiting', caseNumber });
});

test('[CO11] reading is stored once per message, and never moves backwards', async () => {
  const { visitor, mia, conversation } = await anOpenConversation();
  await visitor.say(conversation, 'first');
  await visitor.say(conversation, 'second');
  const [first, second] = await Promise.all([mia.message('first'), mia.message('second')]);
  const read = (event: EventFrame) => {
    if (event.type !== 'message.posted') throw new Error('no message');
    return mia.done({ type: 'participant.read', conversation, body: { message: event.body.message } });
  };
  expect(await read(second)).toHaveLength(1);
  expect([await read(second), await read(first)]).toEqual([[], []]);
  expect(await visitor.event('participant.read')).toMatchObject({ by: { kind: 'agent', name: 'Mia' } });
});
