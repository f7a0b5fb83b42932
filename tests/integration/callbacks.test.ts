/**
 * Call-backs on a whole server: from the free times to the agent who calls, two visitors who want the last place, a call
 * in vain, and the number, which only those see who shall call it, and nobody after that.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { CallbackOffer } from '../../protocol/models.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { SERVER_TIMES } from '../../server/limits.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { startPostgres, startRedis } from '../helpers/data-servers.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

const PHONE = '+43 664 7654321';
/** How it would lie somewhere. */
const TRACES = ['7654321', '664765', '664 765'];
/** A Monday, ten o'clock in Vienna. */
const MONDAY = Date.UTC(2026, 0, 5, 9);
const HALF_AN_HOUR = 30 * 60_000;

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;

/** The department is open from nine to noon on working days, in Vienna. */
async function openInTheMorning({ app: { store }, site }: TestApp): Promise<void> {
  const [department] = await store.people.departments();
  const day = [{ from: 540, to: 720 }];
  const hours = { zone: 'Europe/Vienna', week: [day, day, day, day, day, [], []], region: 'AT', special: [] };
  await store.people.updateDepartment(site.departments[0]!, { ...department!, hours });
}

async function offer(of: TestApp = app): Promise<CallbackOffer> {
  const answer = await fetch(`${of.url}/v1/sites/${of.site.key}/callback-slots`, { headers: { origin: SHOP_ORIGIN } });
  return (await answer.json()) as CallbackOffer;
}

/** The answer to the question for the number. */
async function numberFor(who: SignedIn, conversation: ConversationId): Promise<unknown> {
  const path = `${app.url}/v1/console/conversations/${conversation}/callback`;
  const answer = await fetch(path, { headers: app.asConsole(who) });
  return answer.ok ? ((await answer.json()) as { number: string }).number : answer.status;
}

const wished = (slot: number | null, conversation = newConversation(), phone = PHONE) =>
  ({ type: 'callback.request', conversation, body: { phone, slot } }) as const;

/** What came of a wish: nothing, or why it was refused. */
async function refusal(visitor: Dialogue, wish: ReturnType<typeof wished>): Promise<unknown> {
  const reply = await visitor.command(wish);
  return 'refused' in reply ? { code: reply.refused.code, ...reply.refused.details } : undefined;
}

/** A visitor who wants to be called in half an hour, and Mia, who is there then and has come. */
async function due() {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.done(wished(MONDAY + HALF_AN_HOUR, conversation));
  clock.advance(HALF_AN_HOUR);
  const agent = await anAgent(app, mia);
  await agent.row(conversation, ({ reservation }) => reservation !== null);
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  return { agent, conversation };
}

describe('on one server', () => {
  beforeEach(async () => {
    clock = new FakeClock(MONDAY);
    app = await startApp({ parts: { clock } });
    mia = await app.person('Mia');
    await openInTheMorning(app);
  });
  afterEach(() => app.close());

  test('[CA13] the free times of the site’s department are public, and without hours it is as soon as possible', async () => {
    const { soon, slots, zone } = await offer();
    expect([soon, zone]).toEqual([true, 'Europe/Vienna']);
    expect(slots.slice(0, 4).map((slot) => (slot - MONDAY) / HALF_AN_HOUR)).toEqual([1, 2, 3, 94]);
    // The sixth of January is a holiday there: the next ones are on Wednesday.
    expect(new Date(slots[3]!).toISOString()).toBe('2026-01-07T08:00:00.000Z');
    const [department] = await app.app.store.people.departments();
    await app.app.store.people.updateDepartment(app.site.departments[0]!, { ...department!, hours: null });
    expect(await offer()).toEqual({ soon: true, slots: [], zone: null });
    await app.app.store.people.updateAgent(mia.agent.id, { callCapacity: 0 });
    expect(await offer()).toEqual({ soon: false, slots: [], zone: null });
  });

  test('[CA13] of two visitors who want the last place at the same moment one gets it, and it is offered no more', async () => {
    const [one, other] = [await aVisitor(app), await aVisitor(app)];
    const slot = MONDAY + HALF_AN_HOUR;
    const answers = await Promise.all([one, other].map((visitor) => refusal(visitor, wished(slot))));
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    expect(answers.find((answer) => answer !== undefined)).toMatchObject({ code: 'conflict' });
    expect((await offer()).slots).not.toContain(slot);
    expect(await app.app.store.callbacks.due(Number.MAX_SAFE_INTEGER, 9)).toHaveLength(1);
  });

  test('[CA13] a time that is not offered is refused', async () => {
    const visitor = await aVisitor(app);
    for (const slot of [
      MONDAY - HALF_AN_HOUR,
      MONDAY + 60_000,
      MONDAY + 12 * HALF_AN_HOUR,
      MONDAY + TIMES.callbackHorizonMs + HALF_AN_HOUR,
    ]) {
      // prettier-ignore
      expect(await refusal(visitor, wished(slot))).toEqual({ code: 'conflict', field: 'slot' });
    }
    // Whoever has looked at the times for some minutes gets the one that they chose.
    clock.advance(9 * 60_000);
    expect(await refusal(await aVisitor(app), wished(MONDAY + HALF_AN_HOUR))).toBeUndefined();
  });

  test('[CA14] a number that is none, and one that costs extra, is refused before anything is written', async () => {
    const visitor = await aVisitor(app);
    const with_ = (phone: string) => refusal(visitor, wished(null, newConversation(), phone));
    expect(await with_('call me')).toEqual({ code: 'invalid', field: 'phone', problem: 'unreadable' });
    expect(await with_('0900 123456')).toEqual({ code: 'invalid', field: 'phone', problem: 'service' });
    expect(await with_('1'.repeat(LIMITS.phoneCharacters + 1))).toMatchObject({ code: 'invalid' });
    expect(await app.app.store.callbacks.due(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
    expect(await with_('0664 7654321')).toBeUndefined();
  });

  test('[CO2] a wish that is sent again is done once, also after its time was taken', async () => {
    const visitor = await aVisitor(app);
    const [wish, id] = [wished(MONDAY + HALF_AN_HOUR), freshId()];
    const seqs = await visitor.done(wish, id);
    clock.advance(HALF_AN_HOUR / 2);
    const again = await aVisitor(app, { token: tokenOf(visitor) });
    expect(await again.done(wish, id)).toEqual(seqs);
  });

  test('[CA16] at its time the agent who calls is asked, reads the number, and has reached the visitor', async () => {
    const { agent, conversation } = await due();
    expect((await agent.read(conversation)).view.callback).toMatchObject({ digits: '21', dueAt: null });
    expect(await numberFor(mia, conversation)).toBe(PHONE);
    await agent.done({ type: 'callback.done', conversation, body: { reached: true } });
    expect(await agent.event('callback.ended')).toMatchObject({ body: { outcome: 'reached' } });
    expect((await agent.read(conversation)).view).toMatchObject({ callback: null, status: 'open' });
  });

  test('[CA17] in vain twice: the visitor is told, and the conversation goes on in writing', async () => {
    const { agent, conversation } = await due();
    await agent.done({ type: 'callback.done', conversation, body: { reached: false } });
    expect((await agent.event('callback.missed')).body).toEqual({
      attempt: 1,
      nextAt: clock.now() + TIMES.callAgainMs,
    });
    clock.advance(TIMES.callAgainMs);
    const back = await anAgent(app, mia);
    await until(async () => (await back.read(conversation)).view.callback?.dueAt === null);
    // She was away for a quarter of an hour, so it waits for her again.
    await back.done({ type: 'conversation.accept', conversation, body: {} });
    await back.done({ type: 'callback.done', conversation, body: { reached: false } });
    const { view, events } = await back.read(conversation);
    expect(view).toMatchObject({ status: 'open', callback: null });
    expect(events.at(-1)).toMatchObject({
      type: 'callback.ended',
      body: { outcome: 'missed' },
      by: { kind: 'system' },
    });
  });

  test('[CA15] the number is told to agents of the department only', async () => {
    const tom = await app.person('Tom');
    const { conversation } = await due();
    expect([await numberFor(mia, conversation), await numberFor(tom, conversation)]).toEqual([PHONE, PHONE]);
    await app.app.store.people.updateAgent(tom.agent.id, { departments: [] });
    expect(await numberFor(tom, conversation)).toBe(404);
    expect(await numberFor(mia, newConversation())).toBe(404);
  });

  test('[CA15] [VI5] a partner’s people read the number only while the call is theirs to make', async () => {
    const { people } = app.app.store;
    const [own] = await people.departments();
    await people.updateDepartment(app.site.departments[0]!, { ...own!, kind: 'partner' });
    const tom = await app.person('Tom');
    const { agent, conversation } = await due();
    expect([await numberFor(mia, conversation), await numberFor(tom, conversation)]).toEqual([PHONE, 404]);
    // The control: to the shop's own people it is told.
    await people.updateDepartment(app.site.departments[0]!, own!);
    expect(await numberFor(tom, conversation)).toBe(PHONE);
    await people.updateDepartment(app.site.departments[0]!, { ...own!, kind: 'partner' });
    await agent.done({ type: 'callback.done', conversation, body: { reached: true } });
    expect(await numberFor(mia, conversation)).toBe(404);
  });

  test('[CA14] a number without its country is meant where the shop is, and nowhere if nobody knows where', async () => {
    const { people } = app.app.store;
    const visitor = await aVisitor(app, { locale: 'en' });
    const with_ = (phone: string) => refusal(visitor, wished(null, newConversation(), phone));
    const [own] = await people.departments();
    await people.updateDepartment(app.site.departments[0]!, { ...own!, hours: null });
    expect(await with_('212 555 0123')).toEqual({ code: 'invalid', field: 'phone', problem: 'country' });
    expect(await with_('0664 7654321')).toMatchObject({ problem: 'country' });
    await people.updateDepartment(app.site.departments[0]!, own!);
    expect(await with_('0664 7654321')).toBeUndefined();
  });

  test('[CA15] the number is gone at once when the wish is taken back, and seven days after the end otherwise', async () => {
    const { agent, conversation } = await due();
    await agent.done({ type: 'callback.done', conversation, body: { reached: true } });
    const other = await aVisitor(app);
    const cancelled = newConversation();
    await other.done(wished(null, cancelled));
    await other.done({ type: 'callback.cancel', conversation: cancelled, body: {} });
    await until(async () => (await numberFor(mia, cancelled)) === 404);
    clock.advance(TIMES.numberKeptMs - SERVER_TIMES.sweepMs);
    await until(async () => (await app.app.store.callbacks.due(clock.now(), 9)).length === 0);
    expect(await numberFor(mia, conversation)).toBe(PHONE);
    clock.advance(2 * SERVER_TIMES.sweepMs);
    await until(async () => (await numberFor(mia, conversation)) === 404);
  });

  test('[CA15] another number replaces the first, and one whose wish came to nothing is swept away', async () => {
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.done(wished(null, conversation));
    await visitor.done(wished(MONDAY + HALF_AN_HOUR, conversation, '+43 1 5887180'));
    expect(await numberFor(mia, conversation)).toBe('+43 1 5887180');
    const { callbacks } = app.app.store;
    await callbacks.save({ id: freshId(), conversation, number: PHONE, lookAt: clock.now() });
    clock.advance(SERVER_TIMES.sweepMs + SERVER_TIMES.lookAtNumberMs);
    await until(async () => (await callbacks.due(clock.now() + TIMES.numberKeptMs, 9)).length === 1);
    expect(await numberFor(mia, conversation)).toBe('+43 1 5887180');
  });

  test('[CA15] nothing of a number is in any event, nor, once it is deleted, in the database', async () => {
    const visitor = await aVisitor(app);
    const conversation = newConversation();
    await visitor.done(wished(null, conversation));
    const agent = await anAgent(app, mia);
    await agent.row(conversation, ({ reservation }) => reservation !== null);
    const told = JSON.stringify([visitor.texts, agent.texts, await app.app.store.log('', 99), await agent.inbox()]);
    expect(TRACES.filter((trace) => told.includes(trace))).toEqual([]);
    expect(told).toContain('"digits":"21"');
    // The control: while it is needed it can be found.
    await app.stop();
    expect(TRACES.filter((trace) => inFolder(trace))).not.toEqual([]);
    app = await startApp({ folder: app.folder, parts: { clock } });
    const back = await aVisitor(app, { token: tokenOf(visitor) });
    await back.done({ type: 'callback.cancel', conversation, body: {} });
    await until(async () => (await numberFor(mia, conversation)) === 404);
    await app.stop();
    expect(TRACES.filter((trace) => inFolder(trace))).toEqual([]);
    app = await startApp({ folder: app.folder, parts: { clock } });
  });

  /** Whether the bytes are in a file of the data folder. */
  function inFolder(text: string): boolean {
    const files = readdirSync(app.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.some((file) => readFileSync(join(file.parentPath, file.name)).includes(text));
  }
});

test('[CA13] [ST13] two servers never promise the same place twice', { timeout: 60_000 }, async () => {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const environment = { SHOPBELL_DATABASE_URL: await postgres.newDatabase(), SHOPBELL_REDIS_URL: redis.url };
  const nodes: TestApp[] = [];
  for (const moment of [MONDAY, MONDAY]) {
    nodes.push(await startApp({ environment, parts: { clock: new FakeClock(moment) } }));
  }
  const [here, there] = nodes as [TestApp, TestApp];
  await here.person('Mia');
  await here.person('Tom');
  await openInTheMorning(here);
  const slot = MONDAY + HALF_AN_HOUR;
  const visitors = await Promise.all([here, there, here, there, here, there].map((node) => aVisitor(node)));
  const answers = await Promise.all(visitors.map((visitor) => refusal(visitor, wished(slot))));
  // Two people call, so there are two places.
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(2);
  expect([(await offer(here)).slots.includes(slot), (await offer(there)).slots.includes(slot)]).toEqual([false, false]);
  await there.close();
  await here.close();
  await Promise.all([postgres.remove(), redis.remove()]);
});
