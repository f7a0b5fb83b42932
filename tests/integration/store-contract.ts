/**
 * The contract of the store: one suite for every driver. The rules' checks are in store-rules.ts; here they get their
 * titles, and beside them stands what the door promises of the log without a rule of its own. Knows no driver.
 */
// oxlint-disable vitest/expect-expect -- the checks of store-rules.ts do the expecting
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import { refuse } from '../../protocol/errors.ts';
import type { CommitResult, Store } from '../../server/store/store.ts';
import { anId, aVisitorActor, DEPARTMENT } from '../helpers/builders.ts';
import { aCommit, aMessage, aStart, NOON } from '../helpers/commits.ts';
import * as rules from './store-rules.ts';
import { expectWhole, started } from './store-rules.ts';
import type { OpenedStore } from './store-rules.ts';

/** Makes empty stores of one driver. */
export interface StoreHarness {
  open(): Promise<DisposableStore>;
}

/** A store that can be thrown away with its data. */
export interface DisposableStore extends OpenedStore {
  discard(): Promise<void>;
}

/** Holds the event log of a driver to the contract. */
export function storeContract({ open }: StoreHarness): void {
  let opened: DisposableStore;
  let store: Store;

  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.discard());

  describe('the rules', () => {
    it('[ST1] what a commit has acknowledged is there after a restart', () => rules.acknowledgedSurvives(opened));
    it('[ST2] a repeated command gets the events of its first time', () => rules.repeatedOnce(opened));
    it('[ST2] a repeated command writes nothing', () => rules.repeatedWritesNothing(opened));
    it('[ST3] a decision is written whole or not at all', () => rules.allOrNothing(opened));
    it('[ST3] a decision that throws takes nobody else with it', () => rules.failureIsAlone(opened));
    it('[ST4] 200 commits at once leave no gap, and the state is the fold', () => rules.gapFree(opened));
    it('[ST6] no more than the limit hold a claim, whatever races', () => rules.claimsAreBounded(opened));
    it('[ST7] the log yields every event once while others write', () => rules.logIsComplete(opened));
    it('[ST8] a lease has one holder, and an old number writes nothing', () => rules.oneHolder(opened));
    it('[ST9] timers come due in order, moved or cancelled as told', () => rules.timersAreKept(opened));
    it('[ST9] a timer is gone with its command, whatever that led to', () => rules.timersGoOffOnce(opened));
    it('[ST9] a timer that was moved or cancelled too late for its finder does nothing', () =>
      rules.voidTimersDoNothing(opened));
    it('[ST11] the epoch outlives a restart', () => rules.epochStays(opened));
    it('[ST12] codes and tickets work once, whatever races', () => rules.codesWorkOnce(opened));
  });

  describe('any mixture of commits', () => {
    it('[ST3] [ST4] keeps counters, heads and states whole', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(anyWish, { maxLength: 12 }), { maxLength: 4 }), async (bursts) => {
          const places = [await started(store), await started(store)] as const;
          const lengths = [3, 3];
          for (const burst of bursts) {
            const results = await Promise.allSettled(burst.map((wish) => store.commit(commitOf(wish, places))));
            for (const [index, wish] of burst.entries()) lengths[wish.place]! += writtenBy(results[index]);
          }
          for (const [index, place] of places.entries()) await expectWhole(store, place, lengths[index] ?? 0);
          store = await opened.reopen();
          for (const [index, place] of places.entries()) await expectWhole(store, place, lengths[index] ?? 0);
        }),
        { numRuns: 25 },
      );
    });
  });

  windows(() => store);
  listing(() => store);

  it('[ST7] the end of the log is behind everything, and before what comes next', async () => {
    const conversation = await started(store);
    const end = await store.logEnd();
    expect(await store.log(end, 10)).toEqual([]);
    await store.commit(aCommit(conversation));
    expect((await store.log(end, 10)).map(({ event }) => event.seq)).toEqual([4]);
    expect(await store.log(await store.logEnd(), 10)).toEqual([]);
  });
}

/** A wish about one of two conversations: some are repeated, some refused, some buggy. */
const anyWish = fc.record({
  place: fc.constantFrom(0 as const, 1 as const),
  kind: fc.constantFrom('write' as const, 'write' as const, 'refuse' as const, 'throw' as const, 'nothing' as const),
  audiences: fc.array(fc.constantFrom('all' as const, 'staff' as const), { minLength: 1, maxLength: 40 }),
});

function commitOf({ place, kind, audiences }: Wish, places: readonly [ConversationId, ConversationId]) {
  const events = kind === 'nothing' ? [] : audiences.map((audience) => aMessage('x', audience));
  const commit = aCommit(places[place], kind === 'refuse' ? refuse('conflict', 'no') : { events });
  if (kind !== 'throw') return commit;
  const decide = () => {
    throw new TypeError('a bug');
  };
  return { ...commit, decide };
}

type Wish = typeof anyWish extends fc.Arbitrary<infer Value> ? Value : never;

function writtenBy(result: PromiseSettledResult<CommitResult> | undefined): number {
  return result?.status === 'fulfilled' && result.value.outcome === 'committed' ? result.value.events.length : 0;
}

function windows(store: () => Store): void {
  describe('windows of a conversation', () => {
    it('[EV2] are counted as the reader counts, oldest first', async () => {
      const conversation = await started(store());
      const audiences = ['staff', 'all', 'staff', 'all'] as const;
      await store().commit(
        aCommit(conversation, { events: audiences.map((audience) => aMessage(audience, audience)) }),
      );
      const numbers = async (counter: 'staff' | 'visitor', window: { after?: number; before?: number }, limit = 100) =>
        (await store().events({ conversation, counter, limit, ...window })).map(({ seq, publicSeq }) =>
          counter === 'staff' ? seq : publicSeq,
        );
      expect(await numbers('staff', {})).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect(await numbers('visitor', {})).toEqual([1, 2, 3, 4, 5]);
      expect(await numbers('staff', {}, 3)).toEqual([5, 6, 7]);
      expect(await numbers('visitor', { after: 2 }, 2)).toEqual([3, 4]);
      expect(await numbers('visitor', { before: 4 }, 2)).toEqual([2, 3]);
      expect(await numbers('staff', { before: 7 }, 3)).toEqual([4, 5, 6]);
      expect(await numbers('staff', { after: 2, before: 5 })).toEqual([3, 4]);
      expect(await numbers('staff', { after: 7 })).toEqual([]);
    });

    it('of an unknown conversation are empty', async () => {
      const conversation = anId<ConversationId>();
      expect(await store().events({ conversation, counter: 'staff', limit: 5 })).toEqual([]);
      expect(await store().conversation(conversation)).toBeUndefined();
      expect(await store().heads([conversation])).toEqual(new Map());
    });
  });

  describe('a commit', () => {
    it('answers with the conversation as it is then read', async () => {
      const result = await store().commit(aStart());
      if (result.outcome !== 'committed') throw new Error(result.outcome);
      expect(await store().conversation(result.conversation.id)).toEqual(result.conversation);
      expect(result.events.map(({ seq, publicSeq, at }) => [seq, publicSeq, at])).toEqual([1, 2, 3].map((n) => [n, n, NOON])); // prettier-ignore
    });

    it('without events says that nothing changed, and still keeps its timers', async () => {
      const conversation = await started(store());
      const command = { type: 'reservation.expire', body: { agent: anId<AgentId>() } } as const;
      const decision = { events: [], timers: [{ set: 'later', dueAt: NOON, command }] };
      expect(await store().commit(aCommit(conversation, decision))).toEqual({ outcome: 'unchanged' });
      expect(await store().dueTimers(NOON, 9)).toEqual([{ conversation, name: 'later', dueAt: NOON, command }]);
    });

    it('that is refused hands the refusal back', async () => {
      const refusal = refuse('limited', 'slowly', { retryAfter: 5 });
      const conversation = anId<ConversationId>();
      expect(await store().commit(aCommit(conversation, refusal))).toEqual({ outcome: 'refused', refusal });
      expect(await store().conversation(conversation)).toBeUndefined();
    });
  });
}

function listing(store: () => Store): void {
  describe('listing conversations', () => {
    it('comes newest first, with versions that grow over all of them', async () => {
      const [first, second, third] = [await started(store()), await started(store()), await started(store())];
      await store().commit(aCommit(first));
      const listed = await store().conversations({ limit: 10 });
      expect(listed.map(({ id }) => id)).toEqual([first, third, second]);
      const versions = listed.map(({ version }) => version);
      expect(versions).toEqual(versions.toSorted((one, other) => other - one));
      expect(listed[0]).toEqual(await store().conversation(first));
      expect((await store().conversations({ limit: 2 })).map(({ id }) => id)).toEqual([first, third]);
    });

    it('filters by status, department and visitor at once', async () => {
      const visitor = aVisitorActor();
      const elsewhere = anId<DepartmentId>();
      const foreign = aStart({ visitor: { ...visitor, department: elsewhere } });
      const [own, ended, others] = [aStart({ visitor }), aStart({ visitor }), aStart()];
      for (const start of [own, ended, others, foreign]) await store().commit(start);
      const end = {
        by: { kind: 'system' },
        audience: 'all',
        content: { type: 'conversation.ended', body: {} },
      } as const;
      await store().commit(aCommit(ended.conversation, { events: [end] }));
      const found = async (filter: object) =>
        (await store().conversations({ limit: 10, ...filter })).map(({ id }) => id);
      expect(await found({ visitor: visitor.visitor })).toEqual([ended, foreign, own].map((one) => one.conversation));
      expect(await found({ status: ['ended'] })).toEqual([ended.conversation]);
      expect(
        await found({ status: ['waiting', 'ended'], visitor: visitor.visitor, departments: [DEPARTMENT] }),
      ).toEqual([ended, own].map((one) => one.conversation));
      expect(await found({ departments: [elsewhere] })).toEqual([foreign.conversation]);
      expect(await found({ departments: [] })).toEqual([]);
    });
  });
}
