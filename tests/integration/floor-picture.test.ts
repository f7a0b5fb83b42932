/**
 * Routing's picture of the conversations over a real store: after any history, kept from look to look, it is the one that
 * is read whole; and it costs what has changed. Wishes go through the real switchboard; most of them may be refused.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryBroker } from '../../server/broker/memory.ts';
import { randomIds, systemClock } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import type { Actor } from '../../server/domain/decision.ts';
import { openSqliteStore } from '../../server/store/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { FloorPicture } from '../../server/switchboard/floor-picture.ts';
import { heldOf, readUnfinished } from '../../server/switchboard/floor.ts';
import type { Held } from '../../server/switchboard/floor.ts';
import { callbacksOver } from '../helpers/callbacks.ts';
import { createSwitchboard } from '../../server/switchboard/switchboard.ts';
import type { Order, Switchboard } from '../../server/switchboard/switchboard.ts';
import type { AgentActor } from '../../server/domain/decision.ts';
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import { anAgentActor, aVisitorActor, theSystem, wish } from '../helpers/builders.ts';
import type { WishHere } from '../helpers/builders.ts';
import { oneOf, seeded } from '../helpers/faults/random.ts';
import type { Chance } from '../helpers/faults/random.ts';
import { freshId } from '../helpers/socket-client.ts';

let folder: string;
let store: Store;
let switchboard: Switchboard;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shopbell-'));
  store = await openSqliteStore({ folder, model: { apply, columns }, ids: randomIds });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const parts = { store, broker: createMemoryBroker(), clock: systemClock, ids: randomIds, log };
  switchboard = createSwitchboard({ ...parts, callbacks: callbacksOver(parts) });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const agents = Array.from({ length: 4 }, () => anAgentActor());

/** A conversation with its visitor. */
const aTalk = () => ({ conversation: freshId<ConversationId>(), visitor: aVisitorActor(), call: freshId<CallId>() });
type Talk = ReturnType<typeof aTalk>;

const execute = (actor: Actor, { conversation }: Talk, what: WishHere) =>
  switchboard.execute(actor, { ...what, conversation, id: freshId() } as Order);

/** Something that may happen to a conversation, to the point or not. */
function somethingIn(talk: Talk, chance: Chance): Promise<unknown> {
  const agent: AgentActor = oneOf(agents, chance);
  const wishes: [Actor, WishHere][] = [
    [talk.visitor, wish.post()],
    [theSystem, wish.reserve(agent)],
    [agent, wish.accept()],
    [agent, wish.declineReservation()],
    [agent, wish.post()],
    [talk.visitor, wish.call(talk.call)],
    [agent, wish.answer(talk.call)],
    [talk.visitor, wish.hangUp(talk.call)],
    [theSystem, { type: 'participant.lose', body: { agent: agent.agent } }],
    [oneOf([agent, talk.visitor], chance), wish.end()],
  ];
  const [actor, what] = oneOf(wishes, chance);
  return execute(actor, talk, what);
}

const byKey = ({ waiting, busy, calling }: Held): string => JSON.stringify([waiting, busy, calling]);

/** The conversations as they are read whole. */
async function fresh(): Promise<string[]> {
  const held: Held[] = [];
  for await (const page of readUnfinished(store)) held.push(...page.map(heldOf));
  return held.map(byKey).toSorted();
}

const pictured = (picture: FloorPicture): string[] => picture.all().map(byKey).toSorted();

describe('the picture of the floor', () => {
  test.each([1, 2, 3, 4, 5])('[RT17] is the one that is read whole, after any history (seed %i)', async (seed) => {
    const chance = seeded(seed);
    const picture = new FloorPicture(store);
    const talks = Array.from({ length: 12 }, aTalk);
    for (let round = 0; round < 12; round += 1) {
      const happenings = Array.from({ length: Math.floor(chance() * 30) }, () => oneOf(talks, chance));
      for (const talk of happenings) await somethingIn(talk, chance);
      if (chance() < 0.2) picture.forget();
      await picture.refresh();
      expect(pictured(picture)).toEqual(await fresh());
    }
    expect(picture.all().length).toBeGreaterThan(0);
  });

  test('[RT17] loses nothing that happens while it is read for the first time', async () => {
    const chance = seeded(9);
    const talks = Array.from({ length: 40 }, aTalk);
    for (const talk of talks) await execute(talk.visitor, talk, wish.post());
    const picture = new FloorPicture(store);
    const reading = picture.refresh();
    for (const talk of talks) await somethingIn(talk, chance);
    await reading;
    await picture.refresh();
    expect(pictured(picture)).toEqual(await fresh());
  });

  test('[RT17] reads what has changed and nothing else', async () => {
    const talks = Array.from({ length: 20 }, aTalk);
    for (const talk of talks) await execute(talk.visitor, talk, wish.post());
    const picture = new FloorPicture(store);
    expect(await picture.refresh()).toBe(20);
    expect(await picture.refresh()).toBe(0);
    const [one, other] = talks;
    await execute(agents[0]!, one!, wish.accept());
    await execute(other!.visitor, other!, wish.post('Still here'));
    expect(await picture.refresh()).toBe(1);
  });

  test('would differ if it were not kept up to date', async () => {
    const picture = new FloorPicture(store);
    await picture.refresh();
    const talk = aTalk();
    await execute(talk.visitor, talk, wish.post());
    expect(pictured(picture)).not.toEqual(await fresh());
  });

  test('[RT3] has everybody who waits, however many there are', async () => {
    const talks = Array.from({ length: 1_100 }, aTalk);
    await Promise.all(talks.map((talk) => execute(talk.visitor, talk, wish.post())));
    const picture = new FloorPicture(store);
    expect(await picture.refresh()).toBe(1_100);
    const waiting = new Set(picture.all().map((held) => held.waiting?.id));
    expect(talks.filter(({ conversation }) => !waiting.has(conversation))).toEqual([]);
  });
});
