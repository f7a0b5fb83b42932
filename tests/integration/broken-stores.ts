/**
 * Stores with one mistake each, made from a good store at its door, beside the check that must notice it. They show
 * that the contract's suite can fail. Knows no driver.
 */
import type { ConversationId } from '../../protocol/ids.ts';
import { isRefusal } from '../../server/domain/decision.ts';
import type { Decision } from '../../server/domain/decision.ts';
import type { Commit, CommitResult, Store, StoredConversation } from '../../server/store/store.ts';
import { anId } from '../helpers/builders.ts';
import { nothingFromBehind } from './chronicle-contract.ts';
import * as rules from './store-rules.ts';
import type { StoreCheck } from './store-rules.ts';

/** A way to break a store, in words that follow "a store that". */
interface Mistake {
  readonly mistake: string;
  readonly check: StoreCheck;
  broken(store: Store): Store;
}

/** A store whose commits are changed on their way. */
const committing =
  (change: (commit: Commit) => Commit) =>
  (store: Store): Store => ({ ...store, commit: (commit) => store.commit(change(commit)) });

/** A store whose decisions are changed on their way. */
const deciding = (change: (decision: Decision) => Decision) =>
  committing((commit) => ({
    ...commit,
    decide(state) {
      const result = commit.decide(state);
      return isRefusal(result) ? result : change(result);
    },
  }));

const without = (commit: Commit, omitted: 'fence' | 'timer'): Commit =>
  Object.fromEntries(Object.entries(commit).filter(([key]) => key !== omitted)) as unknown as Commit;

const forgetsTimers = committing((commit) => without(commit, 'timer'));

const forgetsCommands = committing((commit) => ({ ...commit, command: anId() }));

/** Every mistake that the suite must notice. */
export const brokenStores: readonly Mistake[] = [
  {
    mistake: 'acknowledges without writing',
    check: rules.acknowledgedSurvives,
    broken: (store) => {
      let kept = 0;
      const commit = async (one: Commit): Promise<CommitResult> =>
        (kept += 1) === 1 ? store.commit(one) : { outcome: 'committed', events: [], conversation: {} as never };
      return { ...store, commit };
    },
  },
  {
    mistake: 'lets anybody write the chronicle from anywhere',
    check: nothingFromBehind,
    broken: (store) => {
      const { chronicle } = store;
      const write: Store['chronicle']['write'] = async (step) =>
        chronicle.write({ ...step, from: await chronicle.place() });
      return { ...store, chronicle: { ...chronicle, write } };
    },
  },
  { mistake: 'forgets the ids of commands', check: rules.repeatedOnce, broken: forgetsCommands },
  { mistake: 'writes a repeated command again', check: rules.repeatedWritesNothing, broken: forgetsCommands },
  {
    mistake: 'writes events before it asks for the claims',
    check: rules.allOrNothing,
    broken: (store) => ({
      ...store,
      async commit(one) {
        const result = await deciding((decision) => ({ ...decision, claims: [] }))(store).commit(one);
        const claims = await deciding((decision) => ({ ...decision, events: [], timers: [] }))(store).commit(one);
        return claims.outcome === 'refused' ? claims : result;
      },
    }),
  },
  {
    mistake: 'counts notes in the visitors’ counter',
    check: rules.gapFree,
    broken: (store) => ({
      ...store,
      events: async (query) => (await store.events(query)).map((event) => ({ ...event, publicSeq: event.seq })),
    }),
  },
  {
    mistake: 'answers with the state before the last event',
    check: rules.gapFree,
    broken: (store) => {
      const states = new Map<ConversationId, StoredConversation | undefined>();
      return {
        ...store,
        async commit(one) {
          states.set(one.conversation, await store.conversation(one.conversation));
          return store.commit(one);
        },
        conversation: (id) => Promise.resolve(states.get(id)),
      };
    },
  },
  {
    mistake: 'lets everybody have a claim',
    check: rules.claimsAreBounded,
    broken: deciding((decision) => ({
      ...decision,
      claims: decision.claims.map((claim) => ('take' in claim ? { ...claim, limit: 1_000 } : claim)),
    })),
  },
  {
    mistake: 'skips an event of the log between two pages',
    check: rules.logIsComplete,
    broken: (store) => ({
      ...store,
      log: async (cursor, limit) => (await store.log(cursor, limit + 1)).slice(cursor === '' ? 0 : 1),
    }),
  },
  {
    mistake: 'lets a former holder of the lease write',
    check: rules.oneHolder,
    broken: committing((commit) => without(commit, 'fence')),
  },
  {
    mistake: 'gives the lease to whoever asks',
    check: rules.oneHolder,
    broken: (store) => ({
      ...store,
      lease: (name, holder, { ttlMs }) => store.lease(name, holder, { now: Number.MAX_SAFE_INTEGER - ttlMs, ttlMs }),
    }),
  },
  {
    mistake: 'finds timers early',
    check: rules.timersAreKept,
    broken: (store) => ({ ...store, dueTimers: (now, limit) => store.dueTimers(now + 20, limit) }),
  },
  {
    mistake: 'lets a timer go off for ever',
    check: rules.timersGoOffOnce,
    broken: forgetsTimers,
  },
  {
    mistake: 'lets a cancelled timer go off',
    check: rules.voidTimersDoNothing,
    broken: forgetsTimers,
  },
  {
    mistake: 'has a new epoch after a restart',
    check: rules.epochStays,
    broken: (store) => ({ ...store, epoch: anId() }),
  },
  {
    mistake: 'looks at a code before it uses it',
    check: rules.codesWorkOnce,
    broken: (store) => ({
      ...store,
      people: {
        ...store.people,
        async redeemInvitation(codeHash, now, passwordHash) {
          const code = await store.people.code(codeHash, now);
          await store.people.redeemInvitation(codeHash, now, passwordHash);
          return code?.agent ?? undefined;
        },
      },
    }),
  },
];
