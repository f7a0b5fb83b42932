/**
 * A partner's people answer for the shop and are shown less: at every door, live and read again, in one conversation and
 * beside it. The shop's own people, who see everything, are the measure.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, liveFor, newConversation, resumeOf, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
/** From six in the evening until nine. */
const OPENS_MS = 15 * HOUR_MS;
const SECRETS = ['between us', '/engagement-ring', 'Ring for Anna', 'mia@shop.test'];
const RING = { url: `${SHOP_ORIGIN}/engagement-ring`, title: 'Ring for Anna' };

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;
let tom: SignedIn;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock } });
  mia = await app.person('Mia');
  tom = await app.person('Tom');
  const { people } = app.app.store;
  const night = { ...UNDECIDED, id: freshId<DepartmentId>(), name: 'NightDesk', kind: 'partner' } as const;
  await people.createDepartment(night);
  await people.updateDepartment(app.site.departments[0]!, { ...UNDECIDED, name: 'Shop team', overflow: night.id });
  await people.updateAgent(tom.agent.id, { departments: [night.id] });
});
afterEach(() => app.close());

/** What came to somebody that is none of theirs. */
const leaked = ({ texts }: Dialogue): string[] => SECRETS.filter((secret) => texts.join('\n').includes(secret));

interface Evening {
  readonly visitor: Dialogue;
  readonly night: Dialogue;
  readonly conversation: ConversationId;
}

/** Mia has talked, and written a note; she goes home, the visitor writes again, and Tom's desk rings. */
async function evening(): Promise<Evening> {
  const desk = await anAgent(app, mia);
  const visitor = await aVisitor(app, { page: RING });
  const conversation = newConversation();
  await visitor.say(conversation, 'Is it gold?');
  await desk.row(conversation);
  await desk.done({ type: 'conversation.accept', conversation, body: {} });
  await desk.note(conversation, 'A surprise, keep it between us');
  await desk.done({ type: 'conversation.end', conversation, body: {} });
  await desk.hangUp();
  const night = await anAgent(app, tom);
  await liveFor(clock, 8_000, [visitor, night]);
  await visitor.say(conversation, 'One more thing');
  await night.row(conversation);
  return { visitor, night, conversation };
}

describe('a partner’s person', () => {
  test('[VI5] sees the conversation, the shop and no page of it, and no note of the shop’s own people', async () => {
    const { visitor, night, conversation } = await evening();
    const { view, events } = await night.read(conversation);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(view).toMatchObject({ head: events.length, page: { url: `${SHOP_ORIGIN}/`, title: '' } });
    const written = events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
    expect(written).toEqual(['Is it gold?', '[…]', 'One more thing']);
    await night.done({ type: 'conversation.accept', conversation, body: {} });
    await night.note(conversation, 'Seems to be in a hurry');
    const token = tokenOf(visitor);
    await visitor.hangUp();
    const moved = { url: `${SHOP_ORIGIN}/engagement-ring/cart`, title: 'Ring for Anna: cart' };
    await aVisitor(app, { token, resume: resumeOf(visitor), page: moved });
    expect((await night.event('page.visited')).body.page).toEqual({ url: `${SHOP_ORIGIN}/`, title: '' });
    await night.inbox();
    expect(night.texts.join('\n')).toContain('Seems to be in a hurry');
    expect(leaked(night)).toEqual([]);
    const again = await anAgent(app, tom, { resume: resumeOf(night, { [conversation]: 1 }) });
    expect([leaked(again), again.welcome.conversations.length]).toEqual([[], 1]);
    // The measure: the same doors tell the shop's own people all of it.
    const all = (await app.app.store.people.departments()).map(({ id }) => id);
    await app.app.store.people.updateAgent(mia.agent.id, { departments: all });
    const own = await anAgent(app, mia);
    await own.read(conversation);
    expect(leaked(own)).toEqual(SECRETS.slice(0, 3));
  });

  test('[VI5] reads the note with which the shop hands a conversation over to them, and no other one', async () => {
    const { people } = app.app.store;
    const night = (await people.departments()).find(({ kind }) => kind === 'partner')!;
    const desk = await anAgent(app, mia);
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.say(conversation, 'Is it gold?');
    await desk.row(conversation);
    await desk.done({ type: 'conversation.accept', conversation, body: {} });
    await desk.note(conversation, 'A surprise, keep it between us');
    const partner = await anAgent(app, tom);
    const body = { to: { department: night.id }, warm: false, note: 'Wants gold until Friday' };
    await desk.done({ type: 'transfer.start', conversation, body });
    await partner.row(conversation, (row) => row.reservation?.agent === tom.agent.id);
    await partner.done({ type: 'conversation.accept', conversation, body: {} });
    const { events } = await partner.read(conversation);
    const notes = events.flatMap((event) =>
      event.type === 'message.posted' && event.audience === 'staff' ? [event.body.text] : [],
    );
    expect(notes).toEqual(['[…]', 'Wants gold until Friday']);
    expect(partner.texts.join('\n')).not.toContain('between us');
  });

  test('[VI5] sees no other department’s conversations, in no list and by no command', async () => {
    const desk = await anAgent(app, mia);
    const night = await anAgent(app, tom);
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.say(conversation, 'For the shop alone');
    await desk.row(conversation);
    expect((await night.inbox()).rows).toEqual([]);
    night.send({ kind: 'read', id: freshId(), conversation });
    const refusal = await night.frame((frame) => frame.kind === 'reply' && 'refused' in frame);
    expect(refusal).toMatchObject({ refused: { code: 'not_found' } });
    for (const type of ['conversation.accept', 'conversation.end'] as const) {
      expect(await night.refusal({ type, conversation, body: {} })).toBe('not_found');
    }
    expect(night.texts.join('\n')).not.toContain('For the shop alone');
  });

  test('[VI5] is told of no people but their own colleagues', async () => {
    const names = async (who: SignedIn) => {
      const response = await fetch(`${app.url}/v1/console/agents`, { headers: app.asConsole(who) });
      const { agents } = (await response.json()) as { agents: { card: { name: string } }[] };
      return agents.map(({ card }) => card.name).toSorted();
    };
    expect(await names(tom)).toEqual(['Tom']);
    expect(await names(mia)).toEqual(['Mia', 'Tom']);
  });
});

test('[VI6] the visitor is told the partner’s name, and reads it at everything that their people write', async () => {
  const { visitor, night, conversation } = await evening();
  await night.done({ type: 'conversation.accept', conversation, body: {} });
  await night.say(conversation, 'Good evening');
  const message = await visitor.message('Good evening');
  expect(message.by).toMatchObject({ kind: 'agent', name: 'Tom', partner: 'NightDesk' });
  const queued = visitor.events(conversation).filter((event) => event.type === 'conversation.queued');
  expect(queued.at(-1)?.body).toMatchObject({ reason: 'overflow', partner: 'NightDesk' });
  const cards = visitor
    .events(conversation)
    .flatMap((event) => (event.type === 'participant.joined' ? [event.body.agent] : []));
  expect(cards.map(({ name, partner }) => [name, partner])).toEqual([
    ['Mia', undefined],
    ['Tom', 'NightDesk'],
  ]);
});

describe('in the morning', () => {
  const OFFICE = Array.from({ length: 7 }, () => [{ from: 9 * 60, to: 17 * 60 }]);

  /** The shop's people are there from nine to five, and it is six in the evening. */
  async function keepHours(): Promise<void> {
    const home = app.site.departments[0]!;
    const { id: _, ...settings } = (await app.app.store.people.department(home))!;
    const hours = { zone: 'Etc/UTC', week: OFFICE, region: null, special: [] };
    await app.app.store.people.updateDepartment(home, { ...settings, hours });
    const today = Math.floor(clock.now() / DAY_MS) * DAY_MS;
    clock.advance(today + 18 * HOUR_MS + DAY_MS - clock.now());
  }

  test('[RT22] what still waits with the partner waits at home when the shop opens, and no longer there', async () => {
    await keepHours();
    const night = await anAgent(app, tom);
    await night.done({ type: 'presence.set', body: { presence: 'available' } });
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.say(conversation, 'Good evening');
    const { department } = await night.row(conversation);
    await night.hangUp();
    clock.advance(OPENS_MS);
    const desk = await anAgent(app, mia);
    const row = await until(async () => (await desk.inbox()).rows.find(({ id }) => id === conversation));
    expect([row.department, row.status]).toEqual([app.site.departments[0], 'waiting']);
    expect(row.department).not.toBe(department);
    const late = await anAgent(app, tom);
    expect((await late.inbox()).rows).toEqual([]);
  });

  test('[RT22] a partner who has it is asked to hand it over, and the shop’s people read the summary', async () => {
    await keepHours();
    clock.advance(OPENS_MS - 6 * MINUTE_MS);
    const night = await anAgent(app, tom);
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.say(conversation, 'Good evening');
    await night.row(conversation);
    await night.done({ type: 'conversation.accept', conversation, body: {} });
    await night.say(conversation, 'Let me look');
    await night.note(conversation, 'Summary: wants gold, decides tomorrow');
    await liveFor(clock, 6 * MINUTE_MS + 1_000, [visitor, night]);
    const asked = await night.event('return.due');
    expect(asked.body).toEqual({ department: app.site.departments[0], over: false });
    await night.done({ type: 'conversation.end', conversation, body: {} });
    const token = tokenOf(visitor);
    clock.advance(31 * MINUTE_MS);
    const desk = await anAgent(app, mia);
    await liveFor(clock, 8_000, [desk]);
    const back = await aVisitor(app, { token });
    await back.say(conversation, 'I have decided');
    await desk.row(conversation);
    const { events } = await desk.read(conversation);
    const notes = events.flatMap((event) =>
      event.type === 'message.posted' && event.audience === 'staff' ? [event] : [],
    );
    expect(notes.map(({ by, body }) => [by.kind === 'agent' && by.partner, body.text])).toEqual([
      ['NightDesk', 'Summary: wants gold, decides tomorrow'],
    ]);
  });
});
