/**
 * Who is gone, and who only seems to be: sessions that cannot be resumed just now, restarts, and floors so full that
 * somebody could be overlooked.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import type { CommandId, SessionId, VisitorId } from '../../protocol/ids.ts';
import type { PeopleStore } from '../../server/store/people.ts';
import { StoreUnavailable } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { startApp } from '../helpers/app.ts';
import { actorOf, composeHub } from '../helpers/composed-hub.ts';
import type { ComposedHub } from '../helpers/composed-hub.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { until } from '../helpers/services.ts';
import { anAgent, aVisitor, freshId, liveFor, newConversation, resumeOf, tokenOf } from '../helpers/socket-client.ts';
import type { Reachable } from '../helpers/socket-client.ts';

let hub: ComposedHub;
let clock: FakeClock;
/** What the store's people do otherwise than usual. */
let otherwise: Partial<PeopleStore>;

/** A store whose people can be told to behave otherwise. */
function pliable(real: Store): Store {
  const people = new Proxy(real.people, {
    get: (target, key) => Reflect.get(otherwise, key) ?? Reflect.get(target, key),
  });
  return new Proxy(real, { get: (target, key) => (key === 'people' ? people : Reflect.get(target, key)) });
}

beforeEach(async () => {
  clock = new FakeClock();
  otherwise = {};
  hub = await composeHub({ clock, store: pliable });
});

afterEach(() => hub.close());

/** The agent is inside a conversation. */
async function isInside(reachable: Reachable, who: Parameters<typeof anAgent>[1]) {
  const visitor = await aVisitor(reachable);
  const agent = await anAgent(reachable, who);
  const conversation = newConversation();
  await visitor.say(conversation, 'Hello?');
  await agent.done({ type: 'conversation.accept', conversation, body: {} });
  return { visitor, agent, conversation };
}

const isAway = async (store: Store, session: SessionId) => (await store.people.session(session))?.awaySince !== null;

test('[RT7] an agent whom a store that was away kept from coming back is lost as well', async () => {
  const mia = await hub.agent('Mia');
  const { visitor, agent } = await isInside(hub, mia);
  agent.socket.terminate();
  await until(() => isAway(hub.store, agent.welcome.session));
  const { agent: find } = hub.store.people;
  let finds = 0;
  // Who they are can still be read, what they should see no more.
  otherwise = {
    agent: (id) => ((finds += 1) === 1 ? find(id) : Promise.reject(new StoreUnavailable('the disk is broken'))),
  };
  await expect(anAgent(hub, mia, { resume: resumeOf(agent) })).rejects.toThrow('turned away with 4000');
  otherwise = {};
  await liveFor(clock, TIMES.agentGraceMs * 2, [visitor]);
  expect(await visitor.event('participant.left')).toMatchObject({ body: { reason: 'lost' } });
  expect(await hub.broker.presence.all()).toEqual(new Map());
});

test('[RT7] an agent who is gone is not overlooked behind a thousand newer conversations', async () => {
  const { visitor, agent } = await isInside(hub, await hub.agent('Mia'));
  const body = { text: 'Me too', audience: 'all' } as const;
  const starts = Array.from({ length: 1_000 }, () => {
    const actor = { ...actorOf(hub, visitor), visitor: freshId<VisitorId>() };
    const order = { id: freshId<CommandId>(), type: 'message.post', conversation: newConversation(), body } as const;
    return hub.switchboard.execute(actor, order);
  });
  await Promise.all(starts);
  agent.socket.terminate();
  await until(() => isAway(hub.store, agent.welcome.session));
  await liveFor(clock, TIMES.agentGraceMs * 2, [visitor]);
  expect(await visitor.event('participant.left')).toMatchObject({ body: { reason: 'lost' } });
});

test('[RS6] after a restart an agent may come back by any of their tabs for thirty seconds', async () => {
  let app = await startApp({ parts: { clock } });
  const mia = await app.person('Mia');
  const { visitor, agent } = await isInside(app, mia);
  const otherTab = await anAgent(app, mia);
  await app.stop();
  app = await startApp({ folder: app.folder, parts: { clock } });
  const back = await aVisitor(app, { token: tokenOf(visitor), resume: resumeOf(visitor) });
  const first = await anAgent(app, mia, { resume: resumeOf(agent) });
  await first.hangUp();
  await until(() => isAway(app.app.store, first.welcome.session));
  await liveFor(clock, TIMES.agentGraceMs * 3, [back]);
  await until(async () => (await app.app.store.people.session(first.welcome.session)) === undefined);
  const second = await anAgent(app, mia, { resume: resumeOf(otherTab) });
  expect(second.welcome.inbox?.rows).toMatchObject([{ status: 'open', agents: [{ id: mia.agent.id }] }]);
  await second.hangUp();
  await until(() => isAway(app.app.store, second.welcome.session));
  await liveFor(clock, TIMES.agentGraceMs * 2, [back]);
  expect(await back.event('participant.left')).toMatchObject({ body: { reason: 'lost' } });
  await app.close();
});

test('[RS6] a restart waits for all sessions, however many', async () => {
  const sessions = Array.from({ length: 50 }, () => ({
    ...{ id: freshId<SessionId>(), person: { kind: 'visitor', id: freshId<VisitorId>() } as const },
    ...{ locale: 'de', page: null, awaySince: null },
  }));
  await Promise.all(sessions.map((session) => hub.store.people.saveSession(session)));
  await hub.hub.start();
  expect((await hub.store.people.sessions()).filter(({ awaySince }) => awaySince === clock.now())).toHaveLength(50);
});

test('[RT1] a switch that is turned while another tab connects holds for that tab, too', async () => {
  const mia = await hub.agent('Mia');
  const tab = await anAgent(hub, mia);
  const { promise, resolve } = Promise.withResolvers<void>();
  const { saveSession } = hub.store.people;
  let isConnecting = false;
  otherwise = {
    async saveSession(session) {
      isConnecting = true;
      await promise;
      await saveSession(session);
    },
  };
  const connecting = anAgent(hub, mia);
  await until(() => isConnecting);
  await tab.done({ type: 'presence.set', body: { presence: 'away' } });
  resolve();
  const other = await connecting;
  await other.settled();
  expect(other.welcome.person).toMatchObject({ presence: 'away' });
  expect(await hub.broker.presence.all()).toEqual(new Map([[mia.agent.id, 'away']]));
});
