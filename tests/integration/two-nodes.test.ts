/**
 * Two servers over one PostgreSQL and one Redis, both real: people on different nodes meet as if there were one, and
 * neither a dead Redis, a stopped PostgreSQL nor a dead node loses or doubles anything. Each node has a clock of its
 * own where time matters. Knows the doors, and looks into the store only to see who has a session.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgentId, CallId, CommandId, ConversationId } from '../../protocol/ids.ts';
import type { AgentActor } from '../../server/domain/decision.ts';
import { personCard } from '../../server/switchboard/identity.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { startPostgres, startRedis } from '../helpers/data-servers.ts';
import type { Postgres, Redis } from '../helpers/data-servers.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, liveFor, newConversation, resumeOf, tokenOf } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let postgres: Postgres;
let redis: Redis;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres({ fsync: true }), startRedis()]);
});
afterAll(() => Promise.all([postgres.remove(), redis.remove()]));

/** Two servers that start at the same moment on an empty database. */
async function twoNodes(clocks: readonly [FakeClock, FakeClock] | [] = []): Promise<readonly [TestApp, TestApp]> {
  const environment = { SHOPBELL_DATABASE_URL: await postgres.newDatabase(), SHOPBELL_REDIS_URL: redis.url };
  const start = (clock: FakeClock | undefined) =>
    startApp({ environment, parts: clock === undefined ? {} : { clock } });
  return Promise.all([start(clocks[0]), start(clocks[1])]);
}

/** The numbers of what was pushed, in the order of its arrival. */
const pushed = (dialogue: Dialogue, conversation: ConversationId) =>
  dialogue.events(conversation).map(({ seq }) => seq);

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** What the messages say that both see when they read the conversation again. */
async function texts(dialogue: Dialogue, conversation: ConversationId): Promise<string[]> {
  const { events, view } = await dialogue.read(conversation, { after: 0, limit: 200 });
  expect(events.map(({ seq }) => seq)).toEqual(upTo(view.head));
  return events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
}

describe('people on two nodes', () => {
  let here: TestApp;
  let there: TestApp;
  let mia: SignedIn;
  beforeEach(async () => {
    [here, there] = await twoNodes();
    mia = await here.person('Mia');
  });
  afterEach(async () => {
    await here.close();
    await there.close();
  });

  it('belong to the same shop, however many servers start it at once', async () => {
    expect(there.site).toEqual(here.site);
    expect(await there.app.store.people.sites()).toHaveLength(1);
    expect(there.app.store.epoch).toBe(here.app.store.epoch);
  });

  it('[EV1] [RT2] [VI4] ring, chat, type and read as on one', async () => {
    const agent = await anAgent(there, mia);
    const visitor = await aVisitor(here);
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await agent.row(conversation, ({ reservation }) => reservation?.agent === mia.agent.id);
    await agent.done({ type: 'conversation.accept', conversation, body: {} });
    await visitor.event('participant.joined');
    await agent.say(conversation, 'Good morning');
    await visitor.message('Good morning');
    await visitor.say(conversation, 'Do you have it in green?');
    await agent.message('Do you have it in green?');
    visitor.signal({ type: 'typing', body: { conversation, on: true } });
    await until(() => agent.signals().some(({ type }) => type === 'typing'));
    const all = ['Hello?', 'Good morning', 'Do you have it in green?'];
    expect(await texts(visitor, conversation)).toEqual(all);
    expect(await texts(agent, conversation)).toEqual(all);
    expect(pushed(visitor, conversation)).toEqual(upTo(pushed(visitor, conversation).at(-1) ?? 0));
  });

  it('[EV4] see a conversation in their tabs on the other node too', async () => {
    const visitor = await aVisitor(here);
    const otherTab = await aVisitor(there, { token: tokenOf(visitor) });
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await otherTab.message('Hello?');
    await otherTab.say(conversation, 'I am here as well');
    await visitor.message('I am here as well');
    for (const tab of [visitor, otherTab]) await until(() => pushed(tab, conversation).length >= 4);
    expect([pushed(visitor, conversation), pushed(otherTab, conversation)]).toEqual([upTo(4), upTo(4)]);
  });

  it('[CO9] cannot both accept a conversation', async () => {
    const tom = await here.person('Tom');
    const visitor = await aVisitor(here);
    const desks = await Promise.all([anAgent(here, mia), anAgent(there, tom)]);
    for (let times = 0; times < 5; times += 1) {
      const conversation = newConversation();
      await visitor.say(conversation, 'Hello?');
      const replies = await Promise.all(
        desks.map((desk) => desk.command({ type: 'conversation.accept', conversation, body: {} })),
      );
      const refusals = replies.flatMap((reply) => ('refused' in reply ? [reply.refused.code] : []));
      expect(refusals).toEqual(['conflict']);
      const winner = desks[replies.findIndex((reply) => 'done' in reply)];
      await winner?.done({ type: 'conversation.end', conversation, body: {} });
    }
  });

  it('[CO9] [ST13] cannot both have a conversation that a hundred of them accept at once', async () => {
    const visitor = await aVisitor(here);
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    const outcomes = await Promise.all(
      upTo(100).map((index) => accept(index % 2 === 0 ? here : there, someAgent(here), conversation)),
    );
    const refusals = outcomes.filter((outcome) => 'refused' in outcome);
    expect(refusals).toHaveLength(99);
    expect(new Set(refusals.map(({ refused }) => refused.code))).toEqual(new Set(['conflict']));
    expect((await here.app.store.conversation(conversation))?.state.agents).toHaveLength(1);
  });

  it('[RT4] [ST6] [ST13] do not get more than they can do, on whichever node they accept', async () => {
    const busy = someAgent(here);
    const conversations = await Promise.all(
      upTo(12).map(async () => {
        const conversation = newConversation();
        await (await aVisitor(here)).say(conversation, 'Hello?');
        return conversation;
      }),
    );
    const outcomes = await Promise.all(
      conversations.map((conversation, index) => accept(index % 2 === 0 ? here : there, busy, conversation)),
    );
    expect(outcomes.filter((outcome) => 'events' in outcome)).toHaveLength(busy.capacity);
    const states = await Promise.all(conversations.map((id) => there.app.store.conversation(id)));
    const taken = states.filter((stored) => stored?.state.agents.some(({ id }) => id === busy.agent));
    expect(taken).toHaveLength(busy.capacity);
  });

  it('[CA1] [ST13] have one call at a time, though they ask for several on both nodes at once', async () => {
    const visitor = await aVisitor(here);
    const other = await aVisitor(there, { token: tokenOf(visitor) });
    const calls = upTo(8).map((index) => (index % 2 === 0 ? visitor : other));
    const media = { audio: true, video: false };
    const replies = await Promise.all(
      calls.map((tab) =>
        tab.command({
          type: 'call.start',
          conversation: newConversation(),
          body: { call: freshId<CallId>(), media },
        }),
      ),
    );
    expect(replies.filter((reply) => 'done' in reply)).toHaveLength(1);
    expect(replies.flatMap((reply) => ('refused' in reply ? [reply.refused.code] : []))).toEqual(
      Array.from({ length: 7 }, () => 'conflict'),
    );
  });

  it('[EV2] [ST4] [ST13] see everything in the same order without a gap when both nodes write at once', async () => {
    const agent = await anAgent(there, mia);
    const visitor = await aVisitor(here);
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await agent.done({ type: 'conversation.accept', conversation, body: {} });
    const actor = agentActor(agent, mia);
    const post = (node: TestApp, text: string) =>
      node.app.switchboard.execute(actor, {
        ...{ id: freshId<CommandId>(), type: 'message.post', conversation },
        body: { text, audience: 'all' },
      });
    const posts = upTo(60).map((index) => post(index % 2 === 0 ? here : there, `${index}`));
    for (const outcome of await Promise.all(posts)) expect(outcome).toHaveProperty('events');
    const said = (dialogue: Dialogue) =>
      dialogue.events(conversation).flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
    // Before anything is read: what a reading brought is not pushed again.
    await until(() => said(visitor).length === 61 && said(agent).length >= 60);
    const inLog = await texts(agent, conversation);
    expect(inLog.toSorted()).toEqual(['Hello?', ...upTo(60).map(String)].toSorted());
    expect(said(visitor)).toEqual(inLog);
    expect(pushed(visitor, conversation)).toEqual(upTo(pushed(visitor, conversation).length));
    const atAgent = pushed(agent, conversation);
    expect(atAgent).toEqual(upTo(atAgent.length).map((n) => n + (atAgent[0] ?? 1) - 1));
  });

  it('[CA3] [CA5] speak with each other: the call and its signals cross over', async () => {
    const agent = await anAgent(there, mia);
    const visitor = await aVisitor(here);
    const [conversation, call] = [newConversation(), freshId<CallId>()];
    const media = { audio: true, video: true };
    await visitor.say(conversation, 'Hello?');
    await agent.done({ type: 'conversation.accept', conversation, body: {} });
    await visitor.done({ type: 'call.start', conversation, body: { call, media } });
    await agent.event('call.started');
    await agent.done({ type: 'call.answer', conversation, body: { call, media } });
    const { leg } = (await visitor.event('call.answered')).body;
    const rtc = { conversation, call, leg: leg.id, attempt: leg.attempt, n: 1, data: { sdp: 'v=0' } };
    visitor.signal({ type: 'rtc', body: rtc });
    agent.signal({ type: 'rtc', body: { ...rtc, data: { sdp: 'answer' } } });
    const arrived = (dialogue: Dialogue) =>
      dialogue.signals().flatMap((one) => (one.type === 'rtc' ? [one.body.data] : []));
    await until(() => arrived(agent).length > 0 && arrived(visitor).length > 0);
    expect([arrived(agent), arrived(visitor)]).toEqual([[{ sdp: 'v=0' }], [{ sdp: 'answer' }]]);
  });

  it('[RS1] [RS2] [RS8] go on at the other node where they were, under the same session', async () => {
    const agent = await anAgent(there, mia);
    const visitor = await aVisitor(here);
    const conversation = newConversation();
    const [, , head = 0] = await visitor.say(conversation, 'Hello?');
    await agent.done({ type: 'conversation.accept', conversation, body: {} });
    await visitor.hangUp();
    await until(async () => (await sessionOf(here, visitor))?.awaySince !== null);
    await agent.say(conversation, 'Still there?');
    const back = await aVisitor(there, {
      token: tokenOf(visitor),
      resume: resumeOf(visitor, { [conversation]: head }),
    });
    expect(back.welcome).toMatchObject({ session: visitor.welcome.session, reset: false });
    expect(back.welcome.conversations.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual([
      head + 1,
      head + 2,
    ]);
  });

  it('[RS6] [RS8] a second tab with the session of a connected one gets another, also at another node', async () => {
    const visitor = await aVisitor(here);
    const clone = await aVisitor(there, { token: tokenOf(visitor), resume: resumeOf(visitor) });
    expect(clone.welcome.session).not.toBe(visitor.welcome.session);
    expect(clone.welcome.person).toMatchObject({ id: visitor.welcome.person.kind === 'visitor' && visitor.welcome.person.id }); // prettier-ignore
  });
});

function agentActor({ welcome }: Dialogue, { agent }: SignedIn): AgentActor {
  const { id, role, departments } = agent;
  return {
    kind: 'agent',
    agent: id,
    session: welcome.session,
    card: personCard(agent),
    role,
    departments,
    capacity: 4,
  };
}

/** One of many, who needs no row for what is asked of them here. */
function someAgent({ site }: TestApp): AgentActor {
  const id = freshId<AgentId>();
  const card = { id, name: 'One of many', title: '', languages: [], photo: null };
  const work = { departments: site.departments, capacity: 4 };
  return { kind: 'agent', agent: id, session: freshId(), card, role: 'agent', ...work };
}

const accept = ({ app }: TestApp, actor: AgentActor, conversation: ConversationId) =>
  app.switchboard.execute(actor, { id: freshId(), type: 'conversation.accept', conversation, body: {} });

const sessionOf = ({ app }: TestApp, { welcome }: Dialogue) => app.store.people.session(welcome.session);

describe('without Redis', () => {
  it('[BR4] messages, rows and rings arrive a little later, once and in order, and at once when it is back', async () => {
    const [here, there] = await twoNodes();
    const mia = await here.person('Mia');
    const agent = await anAgent(there, mia);
    const visitor = await aVisitor(here);
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await agent.done({ type: 'conversation.accept', conversation, body: {} });
    await visitor.event('participant.joined');

    await redis.crash();
    await visitor.say(conversation, 'one');
    await visitor.say(conversation, 'two');
    await agent.say(conversation, 'three');
    await agent.message('two');
    await visitor.message('three');
    const newcomer = await aVisitor(here);
    const second = newConversation();
    await newcomer.say(second, 'Anybody?');
    await agent.row(second, ({ reservation }) => reservation?.agent === mia.agent.id);
    await agent.done({ type: 'conversation.accept', conversation: second, body: {} });
    await newcomer.event('participant.joined');

    await redis.start();
    await until(async () => String(await redis.ask('pubsub', 'channels')).includes(conversation));
    await visitor.say(conversation, 'four');
    await agent.message('four');
    const all = ['Hello?', 'one', 'two', 'three', 'four'];
    expect(await texts(visitor, conversation)).toEqual(all);
    expect(await texts(agent, conversation)).toEqual(all);
    for (const dialogue of [visitor, agent]) {
      const seqs = pushed(dialogue, conversation);
      expect(seqs).toEqual(upTo(seqs.length).map((n) => n + (seqs[0] ?? 1) - 1));
    }
    await here.close();
    await there.close();
  });
});

describe('without PostgreSQL', () => {
  it('[CO2] [ST1] commands are refused unavailable, and done once when it is back', async () => {
    const [here, there] = await twoNodes();
    const mia = await here.person('Mia');
    const agent = await anAgent(there, mia);
    const visitor = await aVisitor(here);
    const conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await agent.done({ type: 'conversation.accept', conversation, body: {} });

    await postgres.crash();
    const ids = [freshId<CommandId>(), freshId<CommandId>()] as const;
    const posts = [
      { from: visitor, id: ids[0], text: 'from here' },
      { from: agent, id: ids[1], text: 'from there' },
    ];
    const send = ({ from, id, text }: (typeof posts)[number]) => {
      const replies = () => from.frames.filter((frame) => frame.kind === 'reply' && frame.id === id);
      const before = replies().length;
      from.send({ kind: 'command', id, type: 'message.post', conversation, body: { text } });
      return from.when(() => replies()[before], 'another reply');
    };
    for (const reply of await Promise.all(posts.map(send))) {
      expect(reply).toMatchObject({ refused: { code: 'unavailable', retryAfter: expect.any(Number) } });
    }
    await postgres.start();
    for (const post of posts) {
      await until(async () => 'done' in (await send(post)));
    }
    await visitor.message('from there');
    await agent.message('from here');
    expect((await texts(agent, conversation)).toSorted()).toEqual(['Hello?', 'from here', 'from there']);
    await here.close();
    await there.close();
  });
});

describe('a node', () => {
  let clocks: readonly [FakeClock, FakeClock];
  /** As the nodes call themselves. */
  let names: readonly [string, string];
  let here: TestApp;
  let there: TestApp;
  let mia: SignedIn;
  let agent: Dialogue;
  let visitor: Dialogue;
  let conversation: ConversationId;
  beforeEach(async () => {
    clocks = [new FakeClock(), new FakeClock()];
    [here, there] = await twoNodes(clocks);
    mia = await here.person('Mia');
    agent = await anAgent(there, mia);
    visitor = await aVisitor(here);
    conversation = newConversation();
    await visitor.say(conversation, 'Hello?');
    await agent.done({ type: 'conversation.accept', conversation, body: {} });
    await visitor.event('participant.joined');
    names = [(await sessionOf(here, visitor))?.node ?? '', (await sessionOf(here, agent))?.node ?? ''];
  });
  afterEach(async () => {
    await here.close();
    await there.close();
  });

  /** Time goes by, beat by beat, for these nodes: any other one hangs. */
  async function pass(ms: number, ...indices: readonly (0 | 1)[]): Promise<void> {
    for (let left = ms; left > 0; left -= 3_000) {
      for (const index of indices) {
        const beat = async () => (await here.app.store.people.beat('a test')).get(names[index]);
        const before = await beat();
        await liveFor(clocks[index], 3_000, index === 0 ? [visitor] : [agent]);
        await until(async () => {
          if ((await beat()) !== before) return true;
          // The last look had not ended when the time was there for the next.
          clocks[index].advance(250);
          return false;
        });
      }
    }
  }

  const hasLeft = () => visitor.events(conversation).some(({ type }) => type === 'participant.left');

  it('[RS8] that falls silent leaves its sessions to another one, which ends those that do not come back', async () => {
    expect(names[0]).not.toBe(names[1]);
    await pass(15_000, 0);
    await until(async () => (await sessionOf(here, agent))?.node === names[0]);
    expect(hasLeft()).toBe(false);
    await pass(33_000, 0);
    expect(await visitor.event('participant.left')).toMatchObject({ body: { reason: 'lost' } });
    expect(await sessionOf(here, visitor)).toMatchObject({ awaySince: null });
  });

  it('[RS8] that was believed dead too early takes its sessions back', async () => {
    const before = await sessionOf(here, agent);
    await pass(15_000, 0);
    await until(async () => (await sessionOf(here, agent))?.awaySince !== null);
    await pass(3_000, 1);
    await until(async () => (await sessionOf(here, agent))?.awaySince === null);
    expect(await sessionOf(here, agent)).toEqual(before);
    await pass(33_000, 0, 1);
    await agent.say(conversation, 'Still with you');
    await visitor.message('Still with you');
    expect(hasLeft()).toBe(false);
  });

  it('[RS8] that starts later leaves the sessions of the others alone', async () => {
    const { environment } = here;
    const [clock, other] = [new FakeClock(), clocks[1]];
    const third = await startApp({ environment, parts: { clock } });
    clocks = [clocks[0], { advance: (ms) => [other, clock].forEach((each) => each.advance(ms)) } as FakeClock];
    await pass(60_000, 0, 1);
    expect(await sessionOf(here, agent)).toMatchObject({ awaySince: null, node: names[1] });
    expect(hasLeft()).toBe(false);
    await third.close();
  });

  it('[RS8] that goes sends its people to another one, where they keep their sessions', async () => {
    await there.close();
    expect(await agent.closeCode()).toBe(4000);
    const back = await anAgent(here, mia, { resume: resumeOf(agent, { [conversation]: 1 }) });
    expect(back.welcome.session).toBe(agent.welcome.session);
    await back.say(conversation, 'Here I am again');
    await visitor.message('Here I am again');
    await liveFor(clocks[0], 60_000, [visitor, back]);
    expect(await sessionOf(here, back)).toMatchObject({ awaySince: null, node: names[0] });
    expect(hasLeft()).toBe(false);
  });
});
