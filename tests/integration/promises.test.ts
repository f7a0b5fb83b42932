/**
 * Promises from the visitor's message to the answer, on a whole server with the clock in hand: what is promised, who is
 * reminded, what happens at the end, and what owners are told about it. Visitors and agents come and go meanwhile.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { NewDepartment, PromiseReport } from '../../protocol/departments.ts';
import type { ServerFrame } from '../../protocol/frames.ts';
import type { ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { StoredEvent } from '../../server/domain/decision.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, newConversation, tokenOf } from '../helpers/socket-client.ts';

const MINUTE_MS = 60_000;
/** A Monday, when nobody is there yet. */
const SEVEN = Date.parse('2026-07-06T05:00Z');
const NINE = Date.parse('2026-07-06T07:00Z');

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;

const office = [{ from: 9 * 60, to: 17 * 60 }];
const promising = {
  hours: { zone: 'Europe/Berlin', week: [office, office, office, office, office, [], []], region: null, special: [] },
  promise: { minutes: 120 },
} satisfies Partial<NewDepartment>;

/** The owner decides about the one department. */
async function decides(change: Partial<NewDepartment>): Promise<void> {
  const { people } = app.app.store;
  const [department] = await people.departments();
  if (department === undefined) throw new Error('there is no department');
  const { id, ...settings } = department;
  await people.updateDepartment(id, { ...settings, ...change });
}

beforeEach(async () => {
  clock = new FakeClock(SEVEN);
  app = await startApp({ parts: { clock } });
  mia = await app.person('Mia');
  await decides(promising);
});

afterEach(() => app.close());

const logOf = (conversation: ConversationId): Promise<StoredEvent[]> =>
  app.app.store.events({ conversation, counter: 'staff', limit: 100 });

/** What was said about promises, with clock times in minutes after nine. */
async function said(conversation: ConversationId): Promise<(string | number)[]> {
  const minutes = (by: number): number => (by - NINE) / MINUTE_MS;
  return (await logOf(conversation)).flatMap(({ content }): (string | number)[] => {
    if (content.type === 'promise.made') return [`by ${minutes(content.body.by)}`];
    if (content.type === 'promise.broken') return [`not by ${minutes(content.body.by)}`];
    if (content.type === 'promise.reminded') return [content.body.stage];
    return content.type === 'promise.kept' ? ['kept'] : [];
  });
}

/** Waits until this many things were said. */
const untilSaid = (conversation: ConversationId, count: number) =>
  until(async () => ((await said(conversation)).length >= count ? said(conversation) : undefined));

/** A visitor writes and goes; `promised` is what their screen showed. */
async function writes(promised?: number, more: { token?: string; conversation?: ConversationId } = {}) {
  const { conversation = newConversation(), token } = more;
  const visitor = await aVisitor(app, token === undefined ? {} : { token });
  const body = { text: 'Do you ship bowls?', ...(promised === undefined ? {} : { promised }) };
  await visitor.done({ type: 'message.post', conversation, body });
  await visitor.hangUp();
  return { conversation, token: token ?? tokenOf(visitor) };
}

/** Mia comes, answers and goes. */
async function answers(conversation: ConversationId): Promise<void> {
  const agent = await anAgent(app, mia);
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await agent.say(conversation, 'We do.');
  await agent.hangUp();
}

const passes = (minutes: number): void => clock.advance(minutes * MINUTE_MS);

test('[PR3] [PR6] a visitor who writes before opening is promised an answer, staff is reminded, and a breach is said', async () => {
  const { conversation, token } = await writes();
  expect(await untilSaid(conversation, 1)).toEqual(['by 120']);
  passes(119);
  expect(await said(conversation)).toEqual(['by 120']);
  for (const [minutes, count] of [
    [61, 2],
    [30, 3],
    [18, 4],
    [12, 6],
  ] as const) {
    passes(minutes);
    await untilSaid(conversation, count);
  }
  expect(await said(conversation)).toEqual(['by 120', 50, 75, 90, 'not by 120', 'by 240']);
  const back = await aVisitor(app, { token });
  const { view, events } = await back.read(conversation);
  expect(view.promise).toEqual({ by: NINE + 240 * MINUTE_MS, broken: false });
  const told = events.filter(({ type }) => type.startsWith('promise.'));
  expect(told.map(({ type, by }) => [type, by.kind])).toEqual([
    ['promise.made', 'system'],
    ['promise.broken', 'system'],
    ['promise.made', 'system'],
  ]);
  await answers(conversation);
  expect((await untilSaid(conversation, 7)).at(-1)).toBe('kept');
});

test('[PR6] the console sees how far a promise is', async () => {
  const { conversation } = await writes();
  await untilSaid(conversation, 1);
  passes(120 + 90);
  await untilSaid(conversation, 2);
  const agent = await anAgent(app, mia);
  const row = agent.welcome.inbox?.rows.find(({ id }) => id === conversation);
  expect(row?.promise).toEqual({ by: NINE + 120 * MINUTE_MS, stage: 75, again: false });
});

test('[PR5] a promise is kept by what a person says, and not by coming in or a note', async () => {
  const { conversation } = await writes();
  await untilSaid(conversation, 1);
  const agent = await anAgent(app, mia);
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await agent.note(conversation, 'I look it up');
  expect(await said(conversation)).toEqual(['by 120']);
  await agent.say(conversation, 'We do.');
  expect(await said(conversation)).toEqual(['by 120', 'kept']);
  passes(600);
  expect(await said(conversation)).toEqual(['by 120', 'kept']);
});

test('[PR6] owners hear of a promise at risk in a department that is not theirs, and nothing else of it', async () => {
  const [tom, zoe] = [await app.person('Tom'), await app.person('Zoe')];
  const elsewhere = { ...UNDECIDED, id: newConversation() as string as DepartmentId, name: 'Office' };
  await app.app.store.people.createDepartment(elsewhere);
  for (const { agent } of [mia, zoe]) {
    await app.app.store.people.updateAgent(agent.id, { departments: [elsewhere.id] });
  }
  const { conversation } = await writes();
  await untilSaid(conversation, 1);
  passes(120 + 90);
  await untilSaid(conversation, 2);
  // Nobody is silent for longer than a connection lives.
  passes(17.9);
  const [owner, member, stranger] = [await anAgent(app, mia), await anAgent(app, tom), await anAgent(app, zoe)];
  passes(0.1);
  await untilSaid(conversation, 3);
  const isOfIt = (frame: ServerFrame): boolean => frame.kind === 'row' && frame.row.id === conversation;
  expect(await owner.frame(isOfIt)).toMatchObject({ row: { alarm: { by: NINE + 120 * MINUTE_MS, stage: 90 } } });
  expect(await member.row(conversation, ({ promise }) => promise?.stage === 90)).toBeDefined();
  for (const each of [owner, stranger]) await each.settled();
  expect(owner.rows(conversation).map((row) => Object.keys(row).toSorted())).toEqual([
    ['alarm', 'caseNumber', 'department', 'id', 'version'],
  ]);
  expect(stranger.rows(conversation)).toEqual([]);
});

test('[PR6] a restart between the reminders loses nothing', async () => {
  const { conversation } = await writes();
  await untilSaid(conversation, 1);
  passes(120 + 60);
  await untilSaid(conversation, 2);
  await app.stop();
  passes(35);
  app = await startApp({ folder: app.folder, parts: { clock } });
  await untilSaid(conversation, 3);
  await app.stop();
  passes(30);
  app = await startApp({ folder: app.folder, parts: { clock } });
  expect(await untilSaid(conversation, 5)).toEqual(['by 120', 50, 75, 'not by 120', 'by 245']);
});

test('[PR3] what the screen showed is promised if it is a little earlier, and not if it is much', async () => {
  const by = async (minutes: number) => untilSaid((await writes(NINE + minutes * MINUTE_MS)).conversation, 1);
  expect(await by(112)).toEqual(['by 112']);
  expect(await by(60)).toEqual(['by 120']);
  expect(await by(500)).toEqual(['by 120']);
});

test('[PR7] a thread goes on with the same clock: a later message that nobody answers is promised an answer', async () => {
  const { conversation, token } = await writes();
  await untilSaid(conversation, 1);
  passes(120);
  await answers(conversation);
  passes(60);
  expect(await said(conversation)).toEqual(['by 120', 'kept']);
  await writes(undefined, { token, conversation });
  expect(await untilSaid(conversation, 3)).toEqual(['by 120', 'kept', 'by 180']);
  await answers(conversation);
  expect(await said(conversation)).toEqual(['by 120', 'kept', 'by 180', 'kept']);
});

test('[PR4] nothing is promised by a department that promises nothing, has nobody, or never opens', async () => {
  await decides({ promise: null });
  const { conversation } = await writes();
  await decides({ ...promising, hours: { ...promising.hours, week: [[], [], [], [], [], [], []] } });
  const other = await writes();
  passes(1);
  const third = await writes();
  await decides({ promise: null });
  // Duty has looked at all of them when a later one is promised something.
  await decides(promising);
  await untilSaid((await writes()).conversation, 1);
  for (const each of [conversation, other.conversation, third.conversation]) expect(await said(each)).toEqual([]);
});

/** What came of twenty promises of two hours, made and answered before seven. */
async function aPast(department: DepartmentId, answeredAfter: (index: number) => number): Promise<void> {
  const { chronicle } = app.app.store;
  const lines = Array.from({ length: 20 }, (_, index) => {
    const madeAt = SEVEN - 3 * 24 * 60 * MINUTE_MS + index * MINUTE_MS;
    const promise = {
      ...{ conversation: newConversation(), seq: 3, site: app.site.id, department, endedAt: null, droppedAt: null },
      ...{ madeAt, promisedBy: madeAt + 120 * MINUTE_MS, answeredAt: madeAt + answeredAfter(index) * MINUTE_MS },
    };
    return { line: 'promise.made', promise } as const;
  });
  await until(async () => {
    const place = await chronicle.place();
    return chronicle.write({ from: place, upTo: place, lines });
  });
}

/** What the owner is told about a promise of so many minutes. */
async function report(department: DepartmentId, minutes: number | string = 120, who = mia) {
  const address = `${app.url}/v1/console/departments/${department}/promise?minutes=${minutes}`;
  const response = await fetch(address, { headers: app.asConsole(who) });
  return response.ok ? ((await response.json()) as { report: PromiseReport }).report : response.status;
}

test('[PR4] owners are told how a promise would be kept, and visitors get one that is kept', async () => {
  const { id } = (await app.app.store.people.departments())[0]!;
  await decides({ ...promising, hours: null });
  await aPast(id, (index) => (index < 18 ? 60 : 200));
  expect(await report(id)).toEqual({
    ...{ minutes: 120, cases: 20, share: 0.9, made: 20, kept: 0.9, early: 0.9 },
    verdict: { kind: 'lengthened', minutes: 200 },
  });
  expect(await report(id, 300)).toMatchObject({ share: 1, verdict: { kind: 'asked', minutes: 300 } });
  expect(await untilSaid((await writes()).conversation, 1)).toEqual(['by 80']);
});

test('[PR4] whoever saves a promise that the past does not allow is told field, reason, and what visitors are told', async () => {
  const { id, ...settings } = (await app.app.store.people.departments())[0]!;
  await aPast(id, (index) => (index < 18 ? 60 : 200));
  const saves = async (change: Partial<NewDepartment>) => {
    const body = JSON.stringify({ ...settings, hours: null, ...change });
    const headers = { ...app.asConsole(mia), 'content-type': 'application/json' };
    const response = await fetch(`${app.url}/v1/console/departments/${id}`, { method: 'PUT', headers, body });
    return (await response.json()) as { caveat: unknown };
  };
  expect(await saves({})).toMatchObject({
    department: { promise: { minutes: 120 } },
    caveat: {
      field: 'promise.minutes',
      reason: '120 minutes were kept in 90 of 100 cases. Visitors are told 200 minutes.',
      report: { verdict: { kind: 'lengthened', minutes: 200 } },
    },
  });
  expect([(await saves({ promise: { minutes: 300 } })).caveat, (await saves({ promise: null })).caveat]).toEqual([
    null,
    null,
  ]);
});

test('[PR4] owners are told why nothing can be promised', async () => {
  const { id } = (await app.app.store.people.departments())[0]!;
  await decides({ hours: { ...promising.hours, week: [[], [], [], [], [], [], []] } });
  expect(await report(id)).toMatchObject({ verdict: { kind: 'refused', reason: 'closed' } });
  const empty = { ...UNDECIDED, id: newConversation() as string as DepartmentId, name: 'Nobody', ...promising };
  await app.app.store.people.createDepartment(empty);
  expect(await report(empty.id)).toMatchObject({ verdict: { kind: 'refused', reason: 'unstaffed' } });
  expect(await Promise.all([report(id, 3), report(id, 'soon'), report(newConversation() as never)])).toEqual([
    ...[400, 400, 404],
  ]);
  expect(await report(id, 120, await app.person('Tom'))).toBe(403);
});

test('[PR4] what became of promises is read out of the log', async () => {
  const { id } = (await app.app.store.people.departments())[0]!;
  const { conversation } = await writes();
  await untilSaid(conversation, 1);
  passes(180);
  await answers(conversation);
  const [promise] = await until(async () => {
    clock.advance(3_000);
    const found = await app.app.store.chronicle.promises({ department: id, since: 0, limit: 9 });
    return found[0]?.answeredAt ? found : undefined;
  });
  expect(promise).toMatchObject({ madeAt: SEVEN, promisedBy: NINE + 120 * MINUTE_MS, endedAt: null });
  const [wait] = await app.app.store.chronicle.waits({ department: id, since: 0, limit: 9 });
  expect(wait).toMatchObject({ promisedBy: NINE + 120 * MINUTE_MS, answeredAt: promise?.answeredAt });
});
