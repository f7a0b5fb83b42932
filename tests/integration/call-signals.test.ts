/**
 * The server's part in a call: which signals it passes on and to whom, and what it says when an end loses its
 * connection. Media and peers are elsewhere.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import type { CallId, ConversationId, LegId } from '../../protocol/ids.ts';
import type { LegView } from '../../protocol/models.ts';
import type { RtcBody } from '../../protocol/signals.ts';
import { SERVER_LIMITS } from '../../server/limits.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
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

const media = { audio: true, video: false };

interface Call {
  visitor: Dialogue;
  agent: Dialogue;
  readonly conversation: ConversationId;
  readonly call: CallId;
}

/** A visitor's call that rings at an agent who is inside the conversation. */
async function aRingingCall(): Promise<Call> {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const [conversation, call] = [newConversation(), freshId<CallId>()];
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.done({ type: 'call.start', conversation, body: { call, media } });
  return { visitor, agent, conversation, call };
}

async function anAnsweredCall(): Promise<Call & { leg: LegView }> {
  const ringing = await aRingingCall();
  const { agent, visitor, conversation, call } = ringing;
  await agent.done({ type: 'call.answer', conversation, body: { call, media } });
  const { body } = await visitor.event('call.answered');
  return { ...ringing, leg: body.leg };
}

const rtc = ({ conversation, call, leg }: Call & { leg: LegView }, change: Partial<RtcBody> = {}) =>
  ({
    type: 'rtc',
    body: { conversation, call, leg: leg.id, attempt: leg.attempt, n: 1, data: { sdp: 'v=0' }, ...change },
  }) as const;

/** The `rtc` signals that came, by their numbers. */
const numbers = (dialogue: Dialogue) =>
  dialogue.signals().flatMap((signal) => (signal.type === 'rtc' ? [signal.body.n] : []));

test('[CA5] signals pass between the two sessions of the leg, both ways, with their author', async () => {
  const call = await anAnsweredCall();
  call.visitor.signal(rtc(call));
  call.agent.signal(rtc(call, { n: 2, data: { sdp: 'answer' } }));
  call.agent.signal({ ...rtc(call), type: 'rtc.ack', body: omitData(rtc(call).body) });
  await until(() => call.visitor.signals().some(({ type }) => type === 'rtc.ack'));
  const atAgent = await until(() => call.agent.signals().find(({ type }) => type === 'rtc'));
  expect(atAgent).toEqual({ kind: 'signal', ...rtc(call), by: { kind: 'visitor', id: idOf(call.visitor) } });
  expect([numbers(call.agent), numbers(call.visitor)]).toEqual([[1], [2]]);
});

function omitData({ data: _data, ...rest }: RtcBody): Omit<RtcBody, 'data'> {
  return rest;
}

function idOf({ welcome: { person } }: Dialogue): string {
  return person.kind === 'visitor' ? person.id : person.card.id;
}

test('[CA5] nobody else gets signals of a call, and nobody else can send any', async () => {
  const call = await anAnsweredCall();
  const visitorsOtherTab = await aVisitor(app, { token: tokenOf(call.visitor) });
  const agentsOtherTab = await anAgent(app, mia);
  const tom = await anAgent(app, await app.person('Tom'));
  const stranger = await aVisitor(app);
  await agentsOtherTab.read(call.conversation);
  await tom.read(call.conversation);
  const others = [visitorsOtherTab, agentsOtherTab, tom, stranger];
  for (const other of others) other.signal(rtc(call, { n: 100 }));
  await Promise.all(others.map((other) => other.settled()));
  call.visitor.signal(rtc(call, { n: 1 }));
  call.agent.signal(rtc(call, { n: 2 }));
  await until(() => numbers(call.agent).length === 1 && numbers(call.visitor).length === 1);
  await Promise.all(others.map((other) => other.settled()));
  expect([call.agent, call.visitor, ...others].map(numbers)).toEqual([[1], [2], [], [], [], []]);
});

test('[CA5] signals of another attempt, leg or call, and oversized ones, are dropped', async () => {
  const call = await anAnsweredCall();
  const wrong: Partial<RtcBody>[] = [
    { attempt: 2 },
    { leg: freshId<LegId>() },
    { call: freshId<CallId>() },
    { conversation: newConversation() },
    { data: { sdp: 'x'.repeat(LIMITS.sdpBytes) } },
    { n: SERVER_LIMITS.rtcPerAttempt + 1 },
  ];
  for (const change of wrong) call.visitor.signal(rtc(call, change));
  call.visitor.signal(rtc(call, { n: 7 }));
  await until(() => numbers(call.agent).length > 0);
  expect(numbers(call.agent)).toEqual([7]);
});

test('[CA5] nothing passes while the call rings, nor after its end', async () => {
  const ringing = await aRingingCall();
  const guessed: LegView = {
    ...{ id: freshId<LegId>(), attempt: 1, offerer: 'visitor' },
    ends: { visitor: ringing.visitor.welcome.session, agent: ringing.agent.welcome.session },
  };
  ringing.visitor.signal(rtc({ ...ringing, leg: guessed }));
  const { agent, visitor, conversation, call } = ringing;
  await agent.done({ type: 'call.answer', conversation, body: { call, media } });
  const { leg } = (await visitor.event('call.answered')).body;
  await visitor.done({ type: 'call.end', conversation, body: { call } });
  visitor.signal(rtc({ ...ringing, leg }, { n: 2 }));
  agent.signal(rtc({ ...ringing, leg }, { n: 3 }));
  await Promise.all([visitor.settled(), agent.settled()]);
  expect([numbers(agent), numbers(visitor)]).toEqual([[], []]);
});

test('[CA6] signals arrive in their order, and a repeated one arrives again until the browser acknowledges', async () => {
  const call = await anAnsweredCall();
  const sent = [1, 2, 3, 4, 5, 3, 6];
  for (const n of sent) call.visitor.signal(rtc(call, { n }));
  await until(() => numbers(call.agent).length === sent.length);
  expect(numbers(call.agent)).toEqual(sent);
});

test('the caller learns that it really rings, without the name of somebody who is not inside', async () => {
  const visitor = await aVisitor(app);
  const agent = await anAgent(app, mia);
  const [conversation, call] = [newConversation(), freshId<CallId>()];
  await visitor.done({ type: 'call.start', conversation, body: { call, media } });
  await agent.row(conversation, (row) => row.call?.id === call);
  agent.signal({ type: 'ringing', body: { conversation, call: freshId<CallId>() } });
  agent.signal({ type: 'ringing', body: { conversation, call } });
  await until(() => visitor.signals().length > 0);
  expect(visitor.signals()).toEqual([
    { kind: 'signal', type: 'ringing', by: { kind: 'system' }, body: { conversation, call } },
  ]);
});

test('[CA8] a call waits for an end that lost its connection, and passes signals of the next attempt only', async () => {
  const call = await anAnsweredCall();
  const { visitor, agent, conversation } = call;
  visitor.socket.terminate();
  await agent.event('call.interrupted');
  const back = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) });
  await back.done({ type: 'call.rejoin', conversation, body: { call: call.call } });
  const { leg } = (await agent.event('call.rejoined')).body;
  expect(leg).toMatchObject({ id: call.leg.id, attempt: 2, ends: { visitor: back.welcome.session } });
  agent.signal(rtc(call, { n: 1 }));
  agent.signal(rtc({ ...call, leg }, { n: 2 }));
  await until(() => numbers(back).length > 0);
  expect(numbers(back)).toEqual([2]);
});

test('[CA8] a call whose end does not come back fails after thirty seconds', async () => {
  const { visitor, agent } = await anAnsweredCall();
  visitor.socket.terminate();
  await agent.event('call.interrupted');
  await liveFor(clock, TIMES.reconnectingMs, [agent]);
  expect((await agent.event('call.ended')).body).toMatchObject({ reason: 'failed', seconds: 0 });
});

async function aConnectedCall(): Promise<Call & { leg: LegView }> {
  const call = await anAnsweredCall();
  const { visitor, agent, conversation } = call;
  for (const end of [visitor, agent]) {
    await end.done({ type: 'call.confirm', conversation, body: { call: call.call, leg: call.leg.id, attempt: 1 } });
  }
  await agent.event('call.connected');
  return call;
}

async function restart(): Promise<void> {
  await app.stop();
  app = await startApp({ folder: app.folder, parts: { clock } });
}

test('a call goes on over a restart of the server, because its media does', async () => {
  const call = await aConnectedCall();
  const { visitor, agent, conversation } = call;
  await restart();
  const visitorBack = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) });
  const agentBack = await anAgent(app, mia, { resume: resumeOf(agent, { [conversation]: 1 }) });
  expect(agentBack.welcome.conversations[0]?.view.call).toMatchObject({ phase: 'connected', leg: call.leg });
  visitorBack.signal(rtc(call, { n: 5 }));
  await until(() => numbers(agentBack).length > 0);
  expect(numbers(agentBack)).toEqual([5]);
});

test('[CA8] a call whose end does not come back after a restart is interrupted once the session is given up', async () => {
  const { agent, conversation } = await aConnectedCall();
  await restart();
  const agentBack = await anAgent(app, mia, { resume: resumeOf(agent, { [conversation]: 1 }) });
  await liveFor(clock, TIMES.visitorGraceMs + 1_000, [agentBack]);
  await agentBack.event('call.interrupted');
  await liveFor(clock, TIMES.reconnectingMs + 1_000, [agentBack]);
  expect(await agentBack.event('call.ended')).toMatchObject({ body: { reason: 'failed' } });
});
