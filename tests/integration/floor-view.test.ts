/**
 * The floor over the console's door: who is there, who waits and why still, and nothing of departments that are not one's
 * own. Real sockets, and time is the test's own.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNDECIDED } from '../../protocol/departments.ts';
import type { FloorView } from '../../protocol/floor.ts';
import { TIMES } from '../../protocol/constants.ts';
import type { ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';
import { startApp } from '../helpers/app.ts';
import type { TestApp } from '../helpers/app.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, newConversation } from '../helpers/socket-client.ts';
import type { Dialogue } from '../helpers/socket-client.ts';

const MONDAY_NOON = Date.parse('2026-11-23T12:00Z');
const HOUR_MS = 3_600_000;

let app: TestApp;
let clock: FakeClock;
let mia: SignedIn;
let tom: SignedIn;
let elsewhere: DepartmentId;

beforeAll(async () => {
  clock = new FakeClock(MONDAY_NOON);
  app = await startApp({ parts: { clock } });
  [mia, tom] = [await app.person('Mia'), await app.person('Tom')];
  elsewhere = freshId<DepartmentId>();
  const { people } = app.app.store;
  await people.createDepartment({ ...UNDECIDED, id: elsewhere, name: 'Repairs' });
  await people.updateAgent(tom.agent.id, { departments: [elsewhere] });
  const week = Array.from({ length: 7 }, () => [{ from: 9 * 60, to: 17 * 60 }]);
  const hours = { zone: 'UTC', week, region: null, special: [] };
  const [own] = app.site.departments;
  await people.updateDepartment(own!, { ...UNDECIDED, name: 'Help', hours });
});
afterAll(() => app.close());

async function floorOf(who: SignedIn): Promise<FloorView> {
  const response = await fetch(`${app.url}/v1/console/floor`, { headers: app.asConsole(who) });
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  return (await response.json()) as FloorView;
}

/** Why the conversation waits. */
const why = async (conversation: ConversationId) =>
  (await floorOf(mia)).queues[0]?.waits.find((wait) => wait.conversation === conversation)?.why;

async function says(text: string): Promise<{ visitor: Dialogue; conversation: ConversationId }> {
  const visitor = await aVisitor(app);
  const conversation = newConversation();
  await visitor.say(conversation, text);
  return { visitor, conversation };
}

test('[RT14] [E17] the floor tells who is there with how much to do, who waits, and why still', async () => {
  const { conversation } = await says('Is anybody there?');
  expect(await floorOf(mia)).toEqual({
    agents: [
      {
        ...{ card: expect.objectContaining({ id: mia.agent.id, name: 'Mia' }), presence: 'offline' },
        ...{ load: 0, capacity: 4, inCall: false, departments: app.site.departments },
      },
    ],
    queues: [
      {
        ...{ id: app.site.departments[0], name: 'Help', hours: { kind: 'open', until: MONDAY_NOON + 5 * HOUR_MS } },
        ...{ waiting: 1 },
        waits: [
          {
            ...{ conversation, caseNumber: expect.any(String), waitingSince: MONDAY_NOON, front: false, call: 'none' },
            why: { kind: 'nobody', overflowsAt: null },
          },
        ],
      },
    ],
  });

  const agent = await anAgent(app, mia);
  await agent.row(conversation, ({ reservation }) => reservation !== null);
  const expected = { kind: 'reserved', agent: mia.agent.id, until: MONDAY_NOON + TIMES.reservationMs };
  expect(await why(conversation)).toEqual(expected);
  expect((await floorOf(mia)).agents).toMatchObject([{ presence: 'available', load: 1 }]);

  await agent.done({ type: 'reservation.decline', conversation, body: {} });
  expect(await why(conversation)).toEqual({ kind: 'asked', at: MONDAY_NOON + 30_000 });
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  expect(await floorOf(mia)).toMatchObject({ agents: [{ load: 1 }], queues: [{ waiting: 0, waits: [] }] });
  await agent.done({ type: 'conversation.end', conversation, body: {} });
  await agent.hangUp();
});

test('[CO6] nobody learns of departments, people or visitors that are not theirs', async () => {
  const { conversation } = await says('A secret');
  const seen = JSON.stringify(await floorOf(tom));
  expect(await floorOf(tom)).toMatchObject({ agents: [{ card: { name: 'Tom' } }], queues: [{ name: 'Repairs' }] });
  for (const foreign of ['Mia', 'Help', conversation, ...app.site.departments]) expect(seen).not.toContain(foreign);
  expect(JSON.stringify(await floorOf(mia))).toContain(conversation);
});

test('[L5] nothing says how long anybody works on anything', async () => {
  const { agents } = await floorOf(mia);
  expect(agents.flatMap((agent) => Object.keys(agent)).toSorted()).toEqual(
    ['capacity', 'card', 'departments', 'inCall', 'load', 'presence'].toSorted(),
  );
});

test('[RT3] [RT7] who lost their agent is first, and a call is told as one', async () => {
  const agent = await anAgent(app, mia);
  const { visitor, conversation } = await says('You helped me before');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  agent.socket.terminate();
  await until(async () => (await app.app.store.people.session(agent.welcome.session))?.awaySince !== null);
  clock.advance(TIMES.agentGraceMs + 1_000);
  await visitor.event('participant.left');
  await visitor.done({
    type: 'call.start',
    conversation,
    body: { call: freshId(), media: { audio: true, video: true } },
  });
  const [first] = (await floorOf(mia)).queues[0]?.waits ?? [];
  expect(first).toMatchObject({ conversation, front: true, call: 'video' });
});
