/**
 * The contract of `store.chronicle`: what is read out of the log is there once and whole, whoever reads on and stops
 * where, and waits are found as they are asked for. One suite for every driver; knows none.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationId, DepartmentId } from '../../protocol/ids.ts';
import { decide } from '../../server/domain/conversation.ts';
import type { Actor, Wish } from '../../server/domain/decision.ts';
import type { Wait } from '../../server/domain/waits.ts';
import type { Store } from '../../server/store/store.ts';
import { Chronicler } from '../../server/switchboard/chronicler.ts';
import {
  anAgentActor,
  anId,
  aPage,
  aVisitorActor,
  aWait,
  DEPARTMENT,
  SITE,
  theSystem,
  wish,
} from '../helpers/builders.ts';
import type { WishHere } from '../helpers/builders.ts';
import { aStart, NOON } from '../helpers/commits.ts';
import type { DisposableStore, StoreHarness } from './store-contract.ts';
import type { OpenedStore } from './store-rules.ts';

const visitor = aVisitorActor({ page: aPage('/bowls/mora?colour=blue') });
const mia = anAgentActor();

/** A wait of the visitor, as it is after its first message. */
const waitOf = (conversation: ConversationId, told: Partial<Wait> = {}): Wait => aWait({ conversation, ...told });

/** Somebody does something in a conversation, as the domain decides it, `later` ms after noon. */
async function does(
  store: Store,
  conversation: ConversationId,
  [actor, what, later]: readonly [Actor, WishHere, number],
) {
  const [command, at] = [anId<never>(), NOON + later];
  const order = { ...what, conversation } as Wish;
  const caseNumber = 'K7-4P92' as never;
  await store.commit({
    conversation,
    command,
    at,
    decide: (state) => decide(state, order, { now: at, command, actor, caseNumber }),
  });
}

/** Conversations that waited in every way there is; what should be known of them, newest first. */
async function aDay(store: Store): Promise<Wait[]> {
  const starts = [1, 2, 3].map(() => aStart({ visitor }));
  for (const start of starts) await store.commit(start);
  const [taken, left, lost] = starts.map(({ conversation }) => conversation) as [
    ConversationId,
    ConversationId,
    ConversationId,
  ];
  const day = [
    [taken, mia, wish.accept(), 10],
    [left, visitor, wish.end(), 20],
    [lost, mia, wish.accept(), 30],
    [taken, mia, wish.note(), 40],
    [taken, mia, wish.post('Hello'), 50],
    [taken, mia, wish.post('and again'), 60],
    [lost, theSystem, { type: 'participant.lose', body: { agent: mia.agent } }, 70],
    [taken, visitor, wish.end(), 80],
  ] as const;
  for (const [conversation, ...what] of day) await does(store, conversation, what);
  const elsewhere = [
    waitOf(taken, { outcome: 'taken', takenAt: NOON + 10, answeredAt: NOON + 50 }),
    waitOf(left, { outcome: 'left', leftAt: NOON + 20 }),
    waitOf(lost, { outcome: 'taken', takenAt: NOON + 30 }),
  ].toSorted((one, other) => (one.conversation < other.conversation ? -1 : 1));
  return [waitOf(lost, { seq: 6, queuedAt: NOON + 70 }), ...elsewhere];
}

async function readOn(...chroniclers: readonly Chronicler[]): Promise<void> {
  while ((await Promise.all(chroniclers.map((one) => one.turn()))).some(Boolean));
}

/** ST19: what was read from another place than the last one is not written. */
export async function nothingFromBehind({ store: { chronicle } }: OpenedStore): Promise<void> {
  const lines = [{ line: 'wait.began', wait: waitOf(anId()) }] as const;
  await chronicle.write({ from: '', upTo: 'further', lines: [] });
  expect(await chronicle.write({ from: '', upTo: 'elsewhere', lines })).toBe(false);
  expect([await chronicle.waits({ since: 0, limit: 9 }), await chronicle.place()]).toEqual([[], 'further']);
}

/** Holds the chronicle of a driver to the contract. */
export function chronicleContract({ open }: StoreHarness): void {
  let opened: DisposableStore;
  let store: Store;
  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.discard());

  const all = () => store.chronicle.waits({ since: 0, limit: 99 });

  it('[ST19] knows how everybody waited, and nothing twice, whoever reads the log at the same time', async () => {
    const day = await aDay(store);
    await readOn(new Chronicler(store), new Chronicler(store));
    expect(await all()).toEqual(day);
  });

  it('[ST19] goes on where it was, also after a restart and on another node', async () => {
    const start = aStart({ visitor });
    await store.commit(start);
    await readOn(new Chronicler(store));
    const place = await store.chronicle.place();
    store = await opened.reopen();
    expect(await store.chronicle.place()).toBe(place);
    await does(store, start.conversation, [mia, wish.accept(), 5]);
    await readOn(new Chronicler(store));
    expect(await all()).toEqual([waitOf(start.conversation, { outcome: 'taken', takenAt: NOON + 5 })]);
    expect(await store.chronicle.place()).not.toBe(place);
  });

  it('[ST19] knows the answer of each wait, however many answers there were before', async () => {
    const start = aStart({ visitor });
    const { conversation } = start;
    const reader = new Chronicler(store);
    const steps = [
      [mia, wish.accept(), 1],
      [mia, wish.post('Hello'), 2],
      [mia, wish.post('again'), 3],
      [visitor, wish.end(), 4],
      [visitor, wish.post('One more thing'), 5],
      [mia, wish.accept(), 6],
      [mia, wish.post('Yes?'), 7],
    ] as const;
    await store.commit(start);
    for (const step of steps) {
      await does(store, conversation, step);
      await readOn(reader);
    }
    expect((await all()).map(({ answeredAt }) => answeredAt)).toEqual([NOON + 7, NOON + 2]);
  });

  it('[ST19] is the same after the log was read anew', async () => {
    const day = await aDay(store);
    await readOn(new Chronicler(store));
    await store.chronicle.write({ from: await store.chronicle.place(), upTo: '', lines: [] });
    await readOn(new Chronicler(store));
    expect(await all()).toEqual(day);
  });

  // oxlint-disable-next-line vitest/expect-expect -- the check does the expecting
  it('[ST19] takes nothing from somebody who has fallen behind', () => nothingFromBehind(opened));

  it('[RT21] knows who was inside with a visitor last, unless the visitor wanted somebody else', async () => {
    const { id } = { id: visitor.visitor };
    await store.people.createVisitor({ id, site: SITE, sweepAt: null }, `token of ${id}`);
    const start = aStart({ visitor });
    await store.commit(start);
    const [known, jonas] = [() => store.people.advisors([id, anId<never>()]), anAgentActor()];
    expect([await known(), await store.people.advisors([])]).toEqual([new Map(), new Map()]);
    const knows = async (...what: readonly [Actor, WishHere]) => {
      await does(store, start.conversation, [...what, 5]);
      await readOn(new Chronicler(store));
      return (await known()).get(id);
    };
    expect(await knows(mia, wish.accept())).toBe(mia.agent);
    expect(await knows(visitor, wish.replace())).toBeUndefined();
    expect(await knows(jonas, wish.accept())).toBe(jonas.agent);
    expect(await knows(visitor, wish.end())).toBe(jonas.agent);
    expect(await knows(visitor, wish.post())).toBe(jonas.agent);
    expect(await knows(visitor, wish.replace())).toBeUndefined();
    expect(await all()).toHaveLength(3);
  });

  describe('waits', () => {
    it('are found by department, outcome, channel, place, promise and time, newest first, until they are forgotten', async () => {
      const elsewhere = anId<DepartmentId>();
      const waits = [
        waitOf(anId(), { queuedAt: NOON + 3, department: elsewhere }),
        waitOf(anId(), { queuedAt: NOON + 2, outcome: 'left', leftAt: NOON + 9, position: 4, serving: 2 }),
        waitOf(anId(), { queuedAt: NOON + 1, promisedBy: NOON + 60, estimatedAt: NOON + 50, channel: 'call' }),
      ];
      const lines = waits.toReversed().map((wait) => ({ line: 'wait.began', wait }) as const);
      await store.chronicle.write({ from: '', upTo: 'here', lines });
      const [one, two, three] = waits;
      const found = (filter: object) => store.chronicle.waits({ since: 0, limit: 9, ...filter });
      expect(await found({})).toEqual(waits);
      expect(await found({ limit: 1 })).toEqual([one]);
      expect(await found({ since: NOON + 2 })).toEqual([one, two]);
      expect(await found({ department: DEPARTMENT })).toEqual([two, three]);
      expect(await found({ outcomes: ['left', 'taken'] })).toEqual([two]);
      expect(await found({ promised: true, department: elsewhere })).toEqual([]);
      expect(await found({ promised: true })).toEqual([three]);
      expect(await found({ channel: 'call' })).toEqual([three]);
      expect(await found({ channel: 'chat', department: DEPARTMENT })).toEqual([two]);
      expect(await found({ placed: true })).toEqual([two]);
      expect(await found({ placed: true, channel: 'call' })).toEqual([]);
      await store.chronicle.forgetWaits(NOON + 2);
      expect(await found({})).toEqual([one, two]);
    });

    it('follow the conversation to another department and the visitor to another page, until somebody comes', async () => {
      const elsewhere = anId<DepartmentId>();
      const start = aStart({ visitor });
      await store.commit(start);
      const visit = (path: string): WishHere => ({ type: 'page.visit', body: { page: aPage(path) } });
      const moved: WishHere = { type: 'conversation.overflow', body: { to: elsewhere } };
      for (const what of [moved, visit('/basket')]) await does(store, start.conversation, [theSystem, what, 1]);
      await does(store, start.conversation, [mia, wish.accept(), 2]);
      await does(store, start.conversation, [theSystem, visit('/checkout'), 3]);
      await readOn(new Chronicler(store));
      const there = { department: elsewhere, page: '/basket', outcome: 'taken', takenAt: NOON + 2 } as const;
      expect(await all()).toEqual([waitOf(start.conversation, there)]);
    });

    it('[PR5] of promises says who was answered, who went, and whose conversation was closed without an answer', async () => {
      const terms = { by: NOON + 100, ladder: [] };
      const endings = [
        [mia, wish.end(), { droppedAt: NOON + 9 }],
        [visitor, wish.end(), { endedAt: NOON + 9 }],
        [mia, wish.post('Hello'), { answeredAt: NOON + 9 }],
      ] as const;
      for (const [index, [actor, what]] of endings.entries()) {
        const start = aStart({ visitor });
        await store.commit(start);
        await does(store, start.conversation, [
          theSystem,
          { type: 'promise.make', body: { shown: null, terms } },
          index,
        ]);
        await does(store, start.conversation, [mia, wish.accept(), 8]);
        await does(store, start.conversation, [actor, what, 9]);
      }
      await readOn(new Chronicler(store));
      const found = await store.chronicle.promises({ department: DEPARTMENT, since: 0, limit: 9 });
      const nothing = { answeredAt: null, endedAt: null, droppedAt: null };
      expect(found.toReversed()).toEqual(
        endings.map(([, , end], index) => ({ madeAt: NOON + index, promisedBy: NOON + 100, ...nothing, ...end })),
      );
    });
  });
}
