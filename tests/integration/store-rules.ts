/**
 * What every store must do, as checks that a suite runs against a good store and against stores that are broken on
 * purpose: a check that a broken store passes is worth nothing. Each check is named by its rule in docs/protocol.md.
 */
import { expect } from 'vitest';
import type { CommandId, ConversationId } from '../../protocol/ids.ts';
import { refuse } from '../../protocol/errors.ts';
import { apply } from '../../server/domain/conversation.ts';
import type { ConversationState } from '../../server/domain/conversation.ts';
import type { StoredEvent, SystemCommand } from '../../server/domain/decision.ts';
import type { LoggedEvent, Store } from '../../server/store/store.ts';
import { anAgentActor, anId } from '../helpers/builders.ts';
import { aCommit, aMessage, aStart, NOON } from '../helpers/commits.ts';

/** A store under test: an empty one, with a way to close it and open its data again. */
export interface OpenedStore {
  readonly store: Store;
  reopen(): Promise<Store>;
}

/** One rule's check; rejects if the store breaks it. */
export type StoreCheck = (opened: OpenedStore) => Promise<void>;

const EVERYTHING = 10_000;

/** A started conversation. */
export async function started(store: Store): Promise<ConversationId> {
  const start = aStart();
  await store.commit(start);
  return start.conversation;
}

/** All events of a conversation, for staff. */
export function eventsOf(store: Store, conversation: ConversationId): Promise<StoredEvent[]> {
  return store.events({ conversation, counter: 'staff', after: 0, limit: EVERYTHING });
}

const times = <Made>(count: number, make: (index: number) => Made): Made[] =>
  Array.from({ length: count }, (_, index) => make(index));

const upTo = (last: number): number[] => times(last, (index) => index + 1);

const EXPIRE: SystemCommand = { type: 'reservation.expire', body: { agent: anAgentActor().agent } };

/** ST1 */
export const acknowledgedSurvives: StoreCheck = async ({ store, reopen }) => {
  const conversation = await started(store);
  const result = await store.commit(aCommit(conversation, { events: [aMessage('kept'), aMessage('too', 'staff')] }));
  const before = await eventsOf(store, conversation);
  const again = await reopen();
  expect(await eventsOf(again, conversation)).toEqual(before);
  expect(result).toMatchObject({ outcome: 'committed', events: before.slice(-2) });
};

/** ST2 */
export const repeatedOnce: StoreCheck = async ({ store, reopen }) => {
  const conversation = await started(store);
  const commit = aCommit(conversation, { events: [aMessage('one'), aMessage('two', 'staff'), aMessage('three')] });
  const results = await Promise.all(times(20, () => store.commit(commit)));
  const committed = results.filter(({ outcome }) => outcome === 'committed');
  expect(committed).toHaveLength(1);
  const stored = (await eventsOf(store, conversation)).slice(-3);
  expect(stored.map(({ command }) => command)).toEqual([commit.command, commit.command, commit.command]);
  expect((await eventsOf(store, conversation)).filter(({ command }) => command === commit.command)).toHaveLength(3);
  const repeated = { outcome: 'repeated', events: stored };
  expect(results.filter(({ outcome }) => outcome === 'repeated')).toEqual(times(19, () => repeated));
  expect(await (await reopen()).commit(commit)).toEqual(repeated);
};

/** ST2: what the repeated command would decide today makes no difference. */
export const repeatedWritesNothing: StoreCheck = async ({ store }) => {
  const conversation = await started(store);
  const command = anId<CommandId>();
  await store.commit(aCommit(conversation, {}, { command }));
  const before = await store.conversation(conversation);
  const more = { events: [aMessage('other')], timers: [{ set: 'late', dueAt: NOON, command: EXPIRE }] };
  await store.commit(aCommit(conversation, more, { command, at: NOON + 1 }));
  expect(await store.conversation(conversation)).toEqual(before);
  expect(await store.dueTimers(NOON, EVERYTHING)).toEqual([]);
};

/** ST3: a claim that cannot be had leaves no trace of the rest. */
export const allOrNothing: StoreCheck = async ({ store, reopen }) => {
  const [one, other] = [await started(store), await started(store)];
  const claims = [{ take: 'only:one', limit: 1 }];
  const whole = { claims, timers: [{ set: 'due', dueAt: NOON, command: EXPIRE }] };
  expect(await store.commit(aCommit(one, whole))).toMatchObject({ outcome: 'committed' });
  const before = await store.conversation(other);
  const refused = await store.commit(aCommit(other, { ...whole, claims: [{ take: 'free', limit: 1 }, ...claims] }));
  expect(refused).toMatchObject({ outcome: 'refused', refusal: { code: 'conflict', details: { claim: 'only:one' } } });
  const again = await reopen();
  expect(await again.conversation(other)).toEqual(before);
  expect((await again.dueTimers(NOON, EVERYTHING)).map(({ conversation }) => conversation)).toEqual([one]);
  expect(await again.commit(aCommit(one, { claims: [{ take: 'free', limit: 1 }] }))).toMatchObject({
    outcome: 'committed',
  });
};

/** ST3: a bug in one decision is that commit's own trouble. */
export const failureIsAlone: StoreCheck = async ({ store, reopen }) => {
  const conversation = await started(store);
  const bug = aCommit(
    conversation,
    {},
    {
      decide: () => {
        throw new TypeError('a bug');
      },
    },
  );
  const good = times(10, () => aCommit(conversation));
  const results = await Promise.allSettled(
    [...good.slice(0, 5), bug, ...good.slice(5)].map((one) => store.commit(one)),
  );
  expect(results.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect(results[5]).toMatchObject({ status: 'rejected', reason: { message: 'a bug' } });
  await store.commit(aCommit(conversation));
  await expectWhole(store, conversation, 3 + 10 + 1);
  await expectWhole(await reopen(), conversation, 3 + 10 + 1);
};

/** ST4 */
export const gapFree: StoreCheck = async ({ store, reopen }) => {
  const conversations = await Promise.all(times(5, () => started(store)));
  const length = (index: number) => 1 + (index % 3);
  const commits = conversations.flatMap((conversation) =>
    times(40, (index) =>
      aCommit(conversation, { events: times(length(index), (n) => aMessage(`${index}`, n === 1 ? 'staff' : 'all')) }),
    ),
  );
  await Promise.all(commits.map((commit) => store.commit(commit)));
  const again = await reopen();
  const events = times(40, length).reduce((sum, one) => sum + one);
  for (const conversation of conversations) await expectWhole(again, conversation, 3 + events);
};

/** Both counters without a gap, the heads at their ends, and the state equal to the fold of the events. */
export async function expectWhole(store: Store, conversation: ConversationId, length: number): Promise<void> {
  const events = await eventsOf(store, conversation);
  const publicSeqs = events.flatMap(({ publicSeq }) => publicSeq ?? []);
  expect(events.map(({ seq }) => seq)).toEqual(upTo(length));
  expect(publicSeqs).toEqual(upTo(publicSeqs.length));
  expect(events.map(({ publicSeq }) => publicSeq === null)).toEqual(events.map(({ audience }) => audience === 'staff'));
  const heads = await store.heads([conversation]);
  expect(heads.get(conversation)).toEqual({ seq: length, publicSeq: publicSeqs.length });
  const folded = events.reduce<ConversationState | undefined>((state, event) => apply(state, event), undefined);
  expect((await store.conversation(conversation))?.state).toEqual(folded);
}

/** ST6 */
export const claimsAreBounded: StoreCheck = async ({ store, reopen }) => {
  const conversations = await Promise.all(times(20, () => started(store)));
  const take = { claims: [{ take: 'load:mia', limit: 3 }] };
  const results = await Promise.all(conversations.map((conversation) => store.commit(aCommit(conversation, take))));
  const holders = conversations.filter((_, index) => results[index]?.outcome === 'committed');
  expect(holders).toHaveLength(3);
  expect(results.filter(({ outcome }) => outcome === 'refused')).toHaveLength(17);
  const [holder, waiting] = [holders[0], conversations.find((one) => !holders.includes(one))];
  if (holder === undefined || waiting === undefined) throw new Error('three of twenty hold it');
  expect(await store.claims(['load:mia', 'load:tom'])).toEqual(new Map([['load:mia', 3]]));
  const again = await reopen();
  const found = async () => (await again.conversations({ claim: 'load:mia', limit: 20 })).map(({ id }) => id);
  expect((await found()).toSorted()).toEqual(holders.toSorted());
  const outcome = async (conversation: ConversationId, decision: object) =>
    (await again.commit(aCommit(conversation, decision))).outcome;
  expect(await outcome(holder, take)).toBe('committed');
  expect(await outcome(waiting, take)).toBe('refused');
  expect(await outcome(holder, { claims: [{ release: 'load:mia' }] })).toBe('committed');
  expect(await outcome(waiting, take)).toBe('committed');
  expect(await found()).toContain(waiting);
  expect(await found()).not.toContain(holder);
  expect(await outcome(holder, take)).toBe('refused');
};

/** ST7: a reader that never stops sees everything once, in order, while others write. */
export const logIsComplete: StoreCheck = async ({ store, reopen }) => {
  const conversations = await Promise.all(times(4, () => started(store)));
  let writing = true;
  const writers = conversations.map(async (conversation) => {
    for (const pair of times(30, () => [aCommit(conversation), aCommit(conversation)])) {
      await Promise.all(pair.map((commit) => store.commit(commit)));
    }
  });
  const finished = Promise.all(writers).then(() => (writing = false));
  const seen: LoggedEvent[] = [];
  const readOn = async (from: Store): Promise<number> => {
    const page = await from.log(seen.at(-1)?.cursor ?? '', 7);
    seen.push(...page);
    return page.length;
  };
  while (writing) await Promise.race([readOn(store).then(nextTurn), finished]);
  const again = await reopen();
  while ((await readOn(again)) > 0);
  for (const conversation of conversations) {
    const logged = seen.filter(({ event }) => event.conversation === conversation).map(({ event }) => event);
    expect(logged).toEqual(await eventsOf(again, conversation));
  }
  expect(seen).toHaveLength(4 * (3 + 60));
  expect(new Set(seen.map(({ cursor }) => cursor)).size).toBe(seen.length);
};

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** ST8 */
export const oneHolder: StoreCheck = async ({ store, reopen }) => {
  const conversation = await started(store);
  const asked = (from: Store, holder: string, now: number) => from.lease('duty', holder, { now, ttlMs: 10 });
  const first = await asked(store, 'a', 0);
  expect(first).toEqual({ lease: 'duty', number: 1 });
  expect(await asked(store, 'b', 9)).toBeUndefined();
  expect(await asked(store, 'a', 9)).toEqual(first);
  expect(await asked(store, 'b', 18)).toBeUndefined();
  const again = await reopen();
  const second = await asked(again, 'b', 19);
  expect(second).toEqual({ lease: 'duty', number: 2 });
  expect(await asked(again, 'a', 20)).toBeUndefined();
  if (first === undefined || second === undefined) throw new Error('both have held it');
  const refused = await again.commit(aCommit(conversation, {}, { fence: first }));
  expect(refused).toMatchObject({ outcome: 'refused', refusal: { code: 'conflict' } });
  expect(await again.commit(aCommit(conversation, {}, { fence: second }))).toMatchObject({ outcome: 'committed' });
  await expectWhole(again, conversation, 3 + 1);
};

/** ST9 */
export const timersAreKept: StoreCheck = async ({ store, reopen }) => {
  const conversation = await started(store);
  const set = (name: string, dueAt: number) =>
    aCommit(conversation, { timers: [{ set: name, dueAt, command: EXPIRE }] });
  await store.commit(set('late', NOON + 50));
  await store.commit(set('soon', NOON + 10));
  await store.commit(set('moved', NOON + 20));
  await store.commit(set('moved', NOON + 30));
  await store.commit(set('cancelled', NOON + 5));
  await store.commit(aCommit(conversation, { timers: [{ cancel: 'cancelled' }] }));
  const again = await reopen();
  const due = async (now: number) =>
    (await again.dueTimers(now, EVERYTHING)).map(({ name, dueAt }) => [name, dueAt - NOON]);
  expect(await again.nextTimerAt()).toBe(NOON + 10);
  expect(await due(NOON + 9)).toEqual([]);
  expect(await due(NOON + 29)).toEqual([['soon', 10]]);
  expect(await due(NOON + 50)).toEqual([['soon', 10], ['moved', 30], ['late', 50]]); // prettier-ignore
  expect(await again.dueTimers(NOON + 10, 1)).toEqual([
    { conversation, name: 'soon', dueAt: NOON + 10, command: EXPIRE },
  ]);
};

/** ST9: whatever its command leads to, a timer goes off once. */
export const timersGoOffOnce: StoreCheck = async ({ store, reopen }) => {
  const conversation = await started(store);
  const timers = ['done', 'refused', 'nothing', 'again'].map((set) => ({ set, dueAt: NOON, command: EXPIRE }));
  await store.commit(aCommit(conversation, { timers }));
  const outcome = async (timer: string, decision: object) =>
    (await store.commit(aCommit(conversation, decision, { timer, at: NOON + 1 }))).outcome;
  expect(await outcome('done', {})).toBe('committed');
  expect(await outcome('refused', refuse('conflict', 'too late'))).toBe('refused');
  expect(await outcome('nothing', { events: [] })).toBe('unchanged');
  expect(await outcome('again', { timers: [{ set: 'again', dueAt: NOON + 9, command: EXPIRE }] })).toBe('committed');
  const left = await (await reopen()).dueTimers(NOON + 9, EVERYTHING);
  expect(left.map(({ name, dueAt }) => [name, dueAt - NOON])).toEqual([['again', 9]]);
};

/** ST9: a timer that was cancelled or moved after it had been found due does nothing, and the new one stays. */
export const voidTimersDoNothing: StoreCheck = async ({ store }) => {
  const conversation = await started(store);
  const set = (name: string, dueAt: number) => ({ set: name, dueAt, command: EXPIRE });
  await store.commit(aCommit(conversation, { timers: [set('moved', NOON), set('cancelled', NOON)] }));
  expect(await store.dueTimers(NOON, EVERYTHING)).toHaveLength(2);
  await store.commit(aCommit(conversation, { timers: [set('moved', NOON + 60), { cancel: 'cancelled' }] }));
  for (const timer of ['moved', 'cancelled']) {
    expect(await store.commit(aCommit(conversation, {}, { timer }))).toEqual({ outcome: 'unchanged' });
  }
  await expectWhole(store, conversation, 3 + 2);
  expect((await store.dueTimers(NOON + 60, EVERYTHING)).map(({ name }) => name)).toEqual(['moved']);
};

/** ST11 */
export const epochStays: StoreCheck = async ({ store, reopen }) => {
  const { epoch } = store;
  expect(epoch).not.toBe('');
  expect((await reopen()).epoch).toBe(epoch);
};

/** ST12 */
export const codesWorkOnce: StoreCheck = async ({ store }) => {
  const { people } = store;
  const newAgent = () =>
    ({ id: anAgentActor().agent, name: 'Mia', role: 'agent', title: '', languages: [], departments: [] }) as const;
  const invited = newAgent();
  await people.createCode({ codeHash: 'owner', purpose: 'owner', agent: null, expiresAt: NOON });
  await people.inviteAgent({ ...invited, email: 'mia@shop.example' }, { codeHash: 'invitation', purpose: 'invitation', agent: invited.id, expiresAt: NOON }); // prettier-ignore
  await people.createTicket({ ticketHash: 'ticket', agent: invited.id, expiresAt: NOON });
  const raced = async (use: (index: number) => Promise<unknown>) =>
    (await Promise.all(times(20, use))).filter((outcome) => outcome !== undefined && outcome !== false);
  const owner = (index: number) => ({ ...newAgent(), email: `owner${index}@shop.example`, passwordHash: `${index}` });
  expect(await raced((index) => people.redeemOwnerCode('owner', NOON - 1, owner(index)))).toEqual([true]);
  expect(await people.agents()).toHaveLength(2);
  expect(await raced((index) => people.redeemInvitation('invitation', NOON - 1, `hash${index}`))).toEqual([invited.id]);
  expect(await raced(() => people.redeemTicket('ticket', NOON - 1))).toEqual([invited.id]);
  expect(await people.code('owner', NOON - 1)).toBeUndefined();
};
