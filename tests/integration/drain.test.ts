/**
 * A server that stops, as its people, its load balancer and the next server meet it: real sockets, real PostgreSQL and
 * Redis where there are two, and time that is moved by hand. Knows the doors, and looks into the store only to see who
 * has a session.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import type { Control } from '../../protocol/frames.ts';
import type { CallId, CommandId, ConversationId } from '../../protocol/ids.ts';
import type { Store } from '../../server/store/store.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { SHOP_ORIGIN, startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { composeHub } from '../helpers/composed-hub.ts';
import { startPostgres, startRedis } from '../helpers/data-servers.ts';
import type { Postgres, Redis } from '../helpers/data-servers.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import {
  anAgent,
  aVisitor,
  freshId,
  newConversation,
  resumeOf,
  tokenOf,
  upgradeStatus,
} from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

type Drain = Extract<Control, { type: 'drain' }>;

/** What the server says when it is about to go. */
const drained = (dialogue: Dialogue): Promise<Drain> =>
  dialogue.frame((frame): frame is Drain => frame.kind === 'control' && frame.type === 'drain');

async function ready({ url }: TestApp): Promise<{ status: number; message: string | undefined }> {
  const response = await fetch(`${url}/ready`);
  const { error } = (await response.json()) as { error?: { message: string } };
  return { status: response.status, message: error?.message };
}

describe('a node that stops while another one goes on', () => {
  const DRAIN_MS = 5_000;
  let postgres: Postgres;
  let redis: Redis;
  let clock: FakeClock;
  let here: TestApp;
  let there: TestApp;
  let mia: SignedIn;
  let agent: Dialogue;
  let visitor: Dialogue;
  let conversation: ConversationId;
  let closing: Promise<void> | undefined;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  });
  afterAll(() => Promise.all([postgres.remove(), redis.remove()]));
  beforeEach(async () => {
    const environment = {
      SHOPBELL_DATABASE_URL: await postgres.newDatabase(),
      SHOPBELL_REDIS_URL: redis.url,
      SHOPBELL_DRAIN: String(DRAIN_MS / 1_000),
    };
    clock = new FakeClock();
    closing = undefined;
    // A clock of its own, which shows the same.
    const parts = { clock: new FakeClock() };
    here = await startApp({ environment: { ...environment, SHOPBELL_DRAIN: '0' }, parts });
    there = await startApp({ environment, parts: { clock } });
    mia = await here.person('Mia');
    agent = await anAgent(here, mia);
    visitor = await aVisitor(there);
    conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await agent.done({ type: 'conversation.accept', conversation, body: {} });
    await visitor.event('participant.joined');
  });
  afterEach(async () => {
    await stopped();
    await here.close();
  });

  /** Stops it; resolves when it has said so to the visitor. */
  async function stop(): Promise<void> {
    closing = there.close();
    await drained(visitor);
  }

  /** Lets the time for leaving pass. */
  async function stopped(): Promise<void> {
    let isClosed = false;
    const closed = (closing ?? there.close()).then(() => (isClosed = true));
    await until(() => {
      clock.advance(250);
      return isClosed;
    });
    await closed;
  }

  const comeHere = () => aVisitor(here, { token: tokenOf(visitor), resume: resumeOf(visitor, { [conversation]: 1 }) });

  it('[FR13] tells load balancers at once, and lets nobody new in', async () => {
    expect(await ready(there)).toEqual({ status: 200, message: undefined });
    await stop();
    expect(await ready(there)).toEqual({ status: 503, message: 'The server is draining.' });
    expect((await fetch(`${there.url}/health`)).status).toBe(200);
    expect(await upgradeStatus(there, { origin: SHOP_ORIGIN, site: there.site.key })).toBe(503);
    expect(await ready(here)).toEqual({ status: 200, message: undefined });
  });

  it('[FR13] sends each browser away at a moment of its own, and none before load balancers have noticed', async () => {
    const others = await Promise.all(Array.from({ length: 7 }, () => aVisitor(there)));
    await stop();
    const times = (await Promise.all([visitor, ...others].map(drained))).map(({ afterMs }) => afterMs);
    expect(times.every((ms) => ms >= DRAIN_MS / 5 && ms <= DRAIN_MS)).toBe(true);
    expect(new Set(times).size).toBeGreaterThan(1);
  });

  it('[FR13] serves everybody as before until they have moved', async () => {
    await stop();
    await visitor.say(conversation, 'Do you have it in green?');
    await agent.message('Do you have it in green?');
    await agent.say(conversation, 'We do');
    await visitor.message('We do');
    const last = await aVisitor(here);
    await last.say(newConversation(), 'Anybody?');
    await stopped();
    expect(await visitor.closeCode()).toBe(4000);
  });

  it('[FR13] [RS8] leaves a running call and the session in it to the next node, which nobody notices', async () => {
    const call = freshId<CallId>();
    const media = { audio: true, video: false };
    await visitor.done({ type: 'call.start', conversation, body: { call, media } });
    await agent.event('call.started');
    await agent.done({ type: 'call.answer', conversation, body: { call, media } });
    const { leg } = (await visitor.event('call.answered')).body;
    const up = { call, leg: leg.id, attempt: leg.attempt };
    for (const end of [visitor, agent]) await end.done({ type: 'call.confirm', conversation, body: up });
    await agent.event('call.connected');
    await stop();
    const before = agent.events(conversation).length;
    const moved = await comeHere();
    expect(moved.welcome).toMatchObject({ session: visitor.welcome.session, reset: false });
    await visitor.hangUp();
    await stopped();
    await moved.say(conversation, 'Can you still hear me?');
    await agent.message('Can you still hear me?');
    expect(
      agent
        .events(conversation)
        .slice(before)
        .map(({ type }) => type),
    ).toEqual(['message.posted']);
    moved.signal({ type: 'rtc', body: { conversation, ...up, n: 1, data: { sdp: 'from the new node' } } });
    await until(() =>
      agent.signals().some((one) => one.type === 'rtc' && one.body.data['sdp'] === 'from the new node'),
    );
    expect(await here.app.store.people.session(visitor.welcome.session)).toMatchObject({ awaySince: null });
  });

  it('[ST8] gives its duty back: the other one routes at once', async () => {
    await stop();
    await stopped();
    const newcomer = await aVisitor(here);
    const second = newConversation();
    await newcomer.say(second, 'Hello?');
    const row = await agent.row(second, ({ reservation }) => reservation !== null);
    expect(row.reservation?.agent).toBe(mia.agent.id);
  });

  it('is not ready while its database is away', async () => {
    await postgres.crash();
    expect(await ready(here)).toEqual({ status: 503, message: 'The database is away.' });
    await postgres.start();
    await until(async () => (await ready(here)).status === 200);
  });
});

describe('a server that is alone and stops', () => {
  it('[FR13] does not wait, and says when to come back', async () => {
    const app = await startApp({ environment: { SHOPBELL_DRAIN: '8' } });
    const visitor = await aVisitor(app);
    await app.close();
    expect((await drained(visitor)).afterMs).toBeLessThanOrEqual(1_000);
    expect(await visitor.closeCode()).toBe(4000);
  });

  it('[CO3] [FR13] answers what it has received before it says goodbye', async () => {
    const { promise: diskIsBack, resolve: bringDiskBack } = Promise.withResolvers<void>();
    const hub = await composeHub({ store: slow(() => diskIsBack) });
    const visitor = await aVisitor(hub);
    const conversation = newConversation();
    const id = freshId<CommandId>();
    visitor.send({ kind: 'command', id, type: 'message.post', conversation, body: { text: 'Hello?' } });
    await visitor.settled();
    const closing = hub.hub.close();
    await visitor.settled();
    expect(visitor.closed).toBeUndefined();
    bringDiskBack();
    expect(await visitor.reply(id)).toMatchObject({ done: { seqs: [1, 2, 3] } });
    expect(await visitor.closeCode()).toBe(4000);
    await closing;
    await hub.close();
  });

  it('[FR13] closes all the same when something hangs', async () => {
    const clock = new FakeClock();
    const hub = await composeHub({ clock, store: slow(() => new Promise(() => undefined)) });
    const [visitor, other] = [await aVisitor(hub), await aVisitor(hub)];
    const post = { type: 'message.post', conversation: newConversation(), body: { text: 'Hello?' } };
    visitor.send({ kind: 'command', id: freshId<CommandId>(), ...post });
    await visitor.settled();
    const closing = hub.hub.close();
    expect(await other.closeCode()).toBe(4000);
    clock.advance(TIMES.visitorGraceMs);
    expect(await visitor.closeCode()).toBe(4000);
    await closing;
    await hub.close();
  });
});

/** A store whose disk takes its time. */
function slow(disk: () => Promise<void>): (real: Store) => Store {
  return (real) => ({ ...real, commit: async (commit) => disk().then(() => real.commit(commit)) });
}
