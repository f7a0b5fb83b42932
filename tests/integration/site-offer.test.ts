/**
 * What a site offers its visitors, at the doors: the settings show it, and open widgets are told when it changes, at
 * most every two seconds, however many people come and go. Time is the test's own.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Channel, Offer } from '../../protocol/channels.ts';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { NewDepartment, WrittenHours } from '../../protocol/departments.ts';
import type { DepartmentId } from '../../protocol/ids.ts';
import type { SiteSettings } from '../../protocol/models.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, liveFor, newConversation } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

const MONDAY_EVENING = Date.parse('2026-07-06T18:00Z');
const TUESDAY_NINE = Date.parse('2026-07-07T07:00Z');
const NINE_TO_FIVE = [{ from: 9 * 60, to: 17 * 60 }];
const OFFICE: WrittenHours = {
  zone: 'Europe/Berlin',
  week: [...Array.from({ length: 5 }, () => NINE_TO_FIVE), [], []],
  region: null,
  special: [],
};

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;

beforeEach(async () => {
  clock = new FakeClock(MONDAY_EVENING);
  app = await startApp({ parts: { clock } });
  mia = await app.person('Mia');
});
afterEach(() => app.close());

async function settings(): Promise<SiteSettings> {
  // Nobody is shown an older picture than this.
  clock.advance(1_000);
  const response = await fetch(`${app.url}/v1/sites/${app.site.key}/settings`, { headers: { origin: SHOP_ORIGIN } });
  return (await response.json()) as SiteSettings;
}

const stateOf = ({ channels }: Offer, kind: Channel['kind']) => channels.find((channel) => channel.kind === kind);

async function decide(change: Partial<NewDepartment>): Promise<void> {
  const [home] = app.site.departments;
  await app.app.store.people.updateDepartment(home!, { ...UNDECIDED, name: 'Shop team', ...change });
}

/** The offers that a widget was told. */
const told = (dialogue: Dialogue): Offer[] =>
  dialogue.signals().flatMap((signal) => (signal.type === 'offer' ? [signal.body] : []));

test('[CH1] the settings show each way with its state, when somebody answers, and what it costs', async () => {
  await decide({ hours: OFFICE });
  const closed = await settings();
  const from = { when: 'from', at: TUESDAY_NINE };
  expect(closed).toMatchObject({ available: false, answering: { who: 'nobody' } });
  expect(closed.channels).toEqual([
    { kind: 'chat', state: 'off', answer: from, cost: null },
    { kind: 'audio', state: 'off', answer: from, cost: null },
    { kind: 'video', state: 'off', answer: from, cost: null },
    { kind: 'callback', state: 'later', answer: from, cost: null },
    { kind: 'message', state: 'later', answer: from, cost: null },
  ]);
  // Presence answers, whatever the hours say.
  await anAgent(app, mia);
  const open = await until(async () => {
    const now = await settings();
    return now.available ? now : undefined;
  });
  expect(open.channels.map(({ state }) => state)).toEqual(['now', 'now', 'now', 'later', 'later']);
});

test('[CH1] an agent with no room left is waited for, and one who is in a call is not called', async () => {
  await app.app.store.people.updateAgent(mia.agent.id, { chatCapacity: 1 });
  const console_ = await anAgent(app, mia);
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await console_.row(conversation);
  await console_.done({ type: 'conversation.accept', conversation, body: {} });
  expect(stateOf(await settings(), 'chat')?.state).toBe('queue');
  await console_.done({ type: 'conversation.end', conversation, body: {} });
  expect(stateOf(await settings(), 'chat')?.state).toBe('now');
  await app.app.store.people.updateAgent(mia.agent.id, { callCapacity: 0 });
  expect(stateOf(await settings(), 'audio')?.state).toBe('off');
});

test('[CH4] a partner who would answer is named before anybody has written', async () => {
  const night = { ...UNDECIDED, id: 'night' as DepartmentId, name: 'NightDesk', kind: 'partner' } as const;
  await app.app.store.people.createDepartment(night);
  await decide({ hours: OFFICE, overflow: night.id });
  const tom = await app.person('Tom');
  await app.app.store.people.updateAgent(tom.agent.id, { departments: [night.id] });
  await anAgent(app, tom);
  const seen = await until(async () => {
    const now = await settings();
    return now.available ? now : undefined;
  });
  expect(seen.answering).toEqual({ who: 'partner', name: 'NightDesk' });
  // Theirs are the faces, until the shop's own people are there again.
  const faces = async () => (await settings()).team.map(({ name, partner }) => [name, partner]);
  expect(await faces()).toEqual([['Tom', 'NightDesk']]);
  await anAgent(app, mia);
  await expect.poll(faces).toEqual([['Mia', undefined]]);
});

test('[CH5] open widgets are told what has changed, once in two seconds, and nothing while nothing changes', async () => {
  const visitor = await aVisitor(app);
  const console_ = await anAgent(app, mia);
  const here = async (count: number) => {
    await until(() => told(visitor).length >= count);
    return told(visitor);
  };
  await liveFor(clock, 8_000, [visitor, console_]);
  expect((await here(1)).at(-1)?.answering).toEqual({ who: 'team' });
  const before = told(visitor).length;
  await liveFor(clock, 12_000, [visitor, console_]);
  expect(told(visitor)).toHaveLength(before);
  for (let turn = 0; turn < 6; turn += 1) {
    const presence = turn % 2 === 0 ? 'away' : 'available';
    await console_.done({ type: 'presence.set', body: { presence } });
  }
  await console_.done({ type: 'presence.set', body: { presence: 'away' } });
  await liveFor(clock, 8_000, [visitor, console_]);
  expect((await here(before + 1)).at(-1)?.answering).toEqual({ who: 'nobody' });
  expect(told(visitor).length).toBeLessThanOrEqual(before + 2);
});

test('[CH5] a department that opens is no event of anybody, and is told all the same', async () => {
  await decide({ hours: OFFICE });
  clock.advance(TUESDAY_NINE - 9_000 - clock.now());
  const visitor = await aVisitor(app);
  expect(stateOf(await settings(), 'message')?.answer).toEqual({ when: 'from', at: TUESDAY_NINE });
  await liveFor(clock, 12_000, [visitor]);
  const offer = await until(() => told(visitor).at(-1));
  expect(stateOf(offer, 'message')?.answer).toEqual({ when: 'unknown' });
});
