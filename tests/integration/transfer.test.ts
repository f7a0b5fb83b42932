/**
 * A conversation changes hands over real sockets: who sees it when, who is asked, what the visitor is told, and that an
 * agent of another department hears nothing before and nothing after. Time is the test's own.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UNDECIDED } from '../../protocol/departments.ts';
import { TIMES } from '../../protocol/constants.ts';
import type { CommandId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { TransferTarget } from '../../protocol/models.ts';
import type { AgentRecord } from '../../server/store/people.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { Watch } from '../../server/switchboard/watches.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, liveFor, newConversation } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

let clock: FakeClock;
let app: TestApp;
let returns: DepartmentId;
let mia: SignedIn;
let jonas: SignedIn;

beforeEach(async () => {
  clock = new FakeClock();
  app = await startApp({ parts: { clock } });
  mia = await app.person('Mia');
  returns = freshId<DepartmentId>();
  await app.app.store.people.createDepartment({ ...UNDECIDED, id: returns, name: 'Returns' });
  jonas = await inReturns('Jonas');
});

afterEach(() => app.close());

/** Somebody who is in the department Returns only. */
async function inReturns(name: string): Promise<SignedIn> {
  const { agent, ...rest } = await app.person(name);
  await app.app.store.people.updateAgent(agent.id, { departments: [returns] });
  return { ...rest, agent: (await app.app.store.people.agent(agent.id)) as AgentRecord };
}

interface Scene {
  readonly visitor: Dialogue;
  readonly old: Dialogue;
  readonly next: Dialogue;
  readonly conversation: ConversationId;
}

/** Mia talks with a visitor, and Jonas of another department is there. */
async function aScene(): Promise<Scene> {
  const visitor = await aVisitor(app);
  const [old, next] = [await anAgent(app, mia), await anAgent(app, jonas)];
  const conversation = newConversation();
  await visitor.say(conversation, 'It came broken');
  await old.done({ type: 'conversation.accept', conversation, body: {} });
  await visitor.event('participant.joined');
  return { visitor, old, next, conversation };
}

const start = ({ old, conversation }: Scene, to: TransferTarget, more: { warm?: boolean; note?: string } = {}) =>
  old.done({ type: 'transfer.start', conversation, body: { to, warm: false, ...more } });
const accept = ({ next, conversation }: Scene) => next.done({ type: 'conversation.accept', conversation, body: {} });
const decline = ({ next, conversation }: Scene) => next.done({ type: 'reservation.decline', conversation, body: {} });
const toJonas = () => ({ agent: jonas.agent.id });

/** Jonas is asked. */
const asked = ({ next, conversation }: Scene) =>
  next.row(conversation, ({ reservation }) => reservation?.agent === jonas.agent.id);

/** The code of what reading the conversation is refused with, if it is. */
async function readingRefused(who: Dialogue, conversation: ConversationId): Promise<string | undefined> {
  const id = freshId<CommandId>();
  who.send({ kind: 'read', id, conversation });
  const reply = await who.reply(id);
  return 'refused' in reply ? reply.refused.code : undefined;
}

test('[TR1] [TR5] a chat changes hands: the next one sees it with its note, and the visitor hears who is there', async () => {
  const scene = await aScene();
  const { visitor, old, next, conversation } = scene;
  expect(await readingRefused(next, conversation)).toBe('not_found');
  await start(scene, toJonas(), { note: 'Wants the money back' });
  const row = await asked(scene);
  expect(row.transfer).toMatchObject({ from: mia.agent.id, to: toJonas(), warm: false });
  const { events } = await next.read(conversation);
  const note = events.find(({ type, body }) => type === 'message.posted' && body.message === row.transfer?.note);
  expect(note?.body).toMatchObject({ text: 'Wants the money back' });
  await old.done({ type: 'message.post', conversation, body: { text: 'One moment, please' } });
  await visitor.message('One moment, please');
  await accept(scene);
  await visitor.event('participant.left');
  await next.done({ type: 'message.post', conversation, body: { text: 'Hello, I am Jonas' } });
  await visitor.message('Hello, I am Jonas');
  const seen = visitor.events().map(({ type, body }) => [type, 'reason' in body ? body.reason : undefined]);
  expect(seen.slice(-4)).toEqual([
    ['message.posted', undefined],
    ['participant.joined', undefined],
    ['participant.left', 'transferred'],
    ['message.posted', undefined],
  ]);
  expect(visitor.texts.join('')).not.toMatch(/money|transfer\.|reservation/);
  expect(await old.refusal({ type: 'message.post', conversation, body: { text: 'Bye' } })).toBe('forbidden');
});

test('[TR2] who has said no hears and sees nothing more of it', async () => {
  const scene = await aScene();
  const { visitor, old, next, conversation } = scene;
  await start(scene, toJonas());
  await asked(scene);
  await next.read(conversation);
  await decline(scene);
  await next.when(() => next.rows(conversation).find((row) => 'gone' in row), 'the row is gone');
  await old.event('transfer.ended');
  await visitor.say(conversation, 'Are you still there?');
  await old.message('Are you still there?');
  await next.settled();
  expect(next.texts.join('')).not.toContain('still there');
  expect(await readingRefused(next, conversation)).toBe('not_found');
  expect((await next.inbox()).rows).toEqual([]);
  expect(next.rows(conversation).at(-1)).toMatchObject({ gone: true });
});

test('[TR2] a server that did not look who may see it would tell, and the test above notices', async () => {
  const { isSeenBy } = Watch.prototype;
  Watch.prototype.isSeenBy = () => true;
  try {
    const scene = await aScene();
    await start(scene, toJonas());
    await asked(scene);
    await scene.next.read(scene.conversation);
    await decline(scene);
    await scene.visitor.say(scene.conversation, 'Are you still there?');
    expect(await scene.next.message('Are you still there?')).toBeDefined();
  } finally {
    Watch.prototype.isSeenBy = isSeenBy;
  }
});

test('[TR2] [TR3] a department takes it over: its consoles list it, and those of the old one no longer', async () => {
  const scene = await aScene();
  const { old, next, conversation } = scene;
  await start(scene, { department: returns });
  await asked(scene);
  await accept(scene);
  await next.row(conversation, ({ department, status }) => department === returns && status === 'open');
  await old.when(() => old.rows(conversation).find((row) => 'gone' in row), 'the row is gone');
  expect((await old.inbox()).rows).toEqual([]);
  expect(await readingRefused(old, conversation)).toBe('not_found');
  expect((await next.inbox()).rows).toMatchObject([{ id: conversation, department: returns }]);
});

test('[TR2] a guest who comes back finds it in their inbox, and follows it again', async () => {
  const scene = await aScene();
  const { visitor, conversation } = scene;
  await start(scene, toJonas());
  await asked(scene);
  await accept(scene);
  const tab = await anAgent(app, jonas);
  expect(tab.welcome.inbox?.rows).toMatchObject([{ id: conversation, agents: [{ id: jonas.agent.id }] }]);
  await visitor.say(conversation, 'One more thing');
  await tab.message('One more thing');
});

test('[TR3] the next one of the department is asked when the first one is silent, and then it comes back', async () => {
  const ana = await inReturns('Ana');
  const scene = await aScene();
  const other = await anAgent(app, ana);
  const { old, next, conversation } = scene;
  await start(scene, { department: returns });
  const first = await old.row(conversation, ({ reservation }) => reservation !== null);
  await liveFor(clock, TIMES.reservationMs + 500, [old, next, other, scene.visitor]);
  const isNext = (agent: string | undefined) => agent !== undefined && agent !== first.reservation?.agent;
  await old.row(conversation, ({ reservation }) => isNext(reservation?.agent));
  await liveFor(clock, TIMES.reservationMs + 500, [old, next, other, scene.visitor]);
  expect((await old.event('transfer.ended')).body).toMatchObject({ outcome: 'declined', from: mia.agent.id });
  await old.done({ type: 'message.post', conversation, body: { text: 'I am still here' } });
});

test('[TR4] somebody away or gone is not asked, nor a department without anybody', async () => {
  const scene = await aScene();
  const { old, next, conversation } = scene;
  const refused = async (to: TransferTarget) => {
    const reply = await old.command({ type: 'transfer.start', conversation, body: { to, warm: true } });
    return 'refused' in reply ? reply.refused.details : undefined;
  };
  await next.done({ type: 'presence.set', body: { presence: 'away' } });
  await until(async () => (await refused(toJonas()))?.['transfer'] === 'away');
  expect(await refused({ department: returns })).toEqual({ transfer: 'unstaffed' });
  expect(await refused({ agent: mia.agent.id })).toEqual({ transfer: 'inside' });
  expect(await refused({ department: freshId() })).toEqual({ field: 'to' });
  const gone = await inReturns('Zoe');
  expect(await refused({ agent: gone.agent.id })).toEqual({ transfer: 'offline' });
});

test('[CO4] what is sent right after a transfer comes after it', async () => {
  const scene = await aScene();
  const { old, conversation } = scene;
  const started = start(scene, toJonas());
  const cancelled = old.done({ type: 'transfer.cancel', conversation, body: {} });
  expect(await started).toHaveLength(2);
  expect(await cancelled).toHaveLength(2);
  expect((await old.inbox()).rows).toMatchObject([{ transfer: null, reservation: null }]);
});

test('[RT7] [TR7] a tab that dies during a transfer: the visitor is told, and who is asked gets it with everything', async () => {
  const scene = await aScene();
  const { visitor, old, next, conversation } = scene;
  await start(scene, toJonas(), { note: 'Wants the money back' });
  await asked(scene);
  await old.hangUp();
  await until(async () => (await app.app.store.people.sessions()).some(({ awaySince }) => awaySince !== null));
  await liveFor(clock, TIMES.agentGraceMs + 500, [next, visitor]);
  expect((await visitor.event('participant.left')).body).toEqual({ agent: mia.agent.id, reason: 'lost' });
  const row = await next.row(conversation, ({ status }) => status === 'waiting');
  expect(row).toMatchObject({ front: true, transfer: null, reservation: { agent: jonas.agent.id } });
  await accept(scene);
  const { events } = await next.read(conversation);
  const texts = events.flatMap(({ type, body }) => (type === 'message.posted' ? [body.text] : []));
  expect(texts).toEqual(['It came broken', 'Wants the money back']);
});

test('[RT7] a guest of another department whose tab dies leaves it in front as well', async () => {
  const scene = await aScene();
  const { visitor, old, next, conversation } = scene;
  await start(scene, toJonas());
  await asked(scene);
  await accept(scene);
  await next.hangUp();
  await until(async () => (await app.app.store.people.sessions()).some(({ awaySince }) => awaySince !== null));
  await liveFor(clock, TIMES.agentGraceMs + 500, [old, visitor]);
  const row = await old.row(conversation, ({ status, front }) => status === 'waiting' && front);
  expect(row.agents).toEqual([]);
});
