/**
 * The store of many nodes: the contracts on one node, the same rules through two nodes that take turns, and what only
 * PostgreSQL promises. The server is real, and so are its faults. Knows the driver.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationId } from '../../protocol/ids.ts';
import { randomIds } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import { SQLITE } from '../../server/store/dialect.ts';
import type { Job, SqlDriver } from '../../server/store/driver.ts';
import { lockNumbers } from '../../server/store/postgres-statements.ts';
import { openPostgresStore } from '../../server/store/postgres-store.ts';
import { openPostgres } from '../../server/store/postgres.ts';
import { createSqlStore } from '../../server/store/sql-store.ts';
import { StoreUnavailable } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { aCommit, aMessage } from '../helpers/commits.ts';
import { connectTo, startPostgres, tell } from '../helpers/data-servers.ts';
import type { Postgres } from '../helpers/data-servers.ts';
import { until } from '../helpers/services.ts';
import { blobContract } from './blob-contract.ts';
import { chronicleContract } from './chronicle-contract.ts';
import { peopleContract } from './people-contract.ts';
import { storeContract } from './store-contract.ts';
import type { DisposableStore } from './store-contract.ts';
import * as rules from './store-rules.ts';
import { eventsOf, expectWhole, started } from './store-rules.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.remove());

const model = { apply, columns };

const openAt = (url: string): Promise<Store> => openPostgresStore({ url, model, ids: randomIds });

/** An empty database, opened by this function as often as wanted. */
async function aStore(open: (url: string) => Promise<Store> = openAt): Promise<DisposableStore> {
  const url = await postgres.newDatabase();
  const first = await open(url);
  let store = first;
  return {
    store: first,
    async reopen() {
      await store.close();
      store = await open(url);
      return store;
    },
    discard: () => store.close(),
  };
}

/** Two nodes that share a database, as one store: each call goes to the next node. */
async function inTurns(url: string, open: (url: string) => Promise<Store> = openAt): Promise<Store> {
  const nodes = await Promise.all([open(url), open(url)]);
  let calls = 0;
  const next = (): Store => nodes[(calls += 1) % 2]!;
  const takingTurns = <Part extends object>(part: (store: Store) => Part): Part =>
    new Proxy(part(nodes[0]), {
      get(_target, key) {
        const value: unknown = Reflect.get(part(next()), key);
        return value;
      },
    });
  const people = takingTurns((store) => store.people);
  return new Proxy(
    takingTurns((store) => store),
    {
      get(target, key) {
        if (key === 'people') return people;
        if (key === 'close') return () => Promise.all(nodes.map((node) => node.close()));
        const value: unknown = Reflect.get(target, key);
        return value;
      },
    },
  );
}

describe('the event log on PostgreSQL', () => {
  storeContract({ open: () => aStore() });
});

describe('people on PostgreSQL', () => {
  peopleContract({ open: () => aStore() });
});

describe('the chronicle on PostgreSQL', () => {
  chronicleContract({ open: () => aStore() });
});

describe('bytes in PostgreSQL', () => {
  blobContract({ open: () => aStore() });
});

describe('[ST13] two nodes that take turns are one store:', () => {
  storeContract({ open: () => aStore(inTurns) });
});

describe('[ST13] people of two nodes that take turns are the same people:', () => {
  peopleContract({ open: () => aStore(inTurns) });
});

describe('[ST13] the chronicle of two nodes that take turns is one:', () => {
  chronicleContract({ open: () => aStore(inTurns) });
});

/** A node whose driver was changed. */
const withDriver =
  (change: (driver: SqlDriver) => Partial<SqlDriver>) =>
  async (url: string): Promise<Store> => {
    const driver = await openPostgres(url);
    return createSqlStore({ driver: { ...driver, ...change(driver) }, model, newId: randomIds.uuid });
  };

/** The job without its locks. */
const unlocked = <Result>(job: Job<Result>): Job<Result> =>
  function* () {
    const work = job();
    let turn = work.next([]);
    while (turn.done !== true) turn = work.next('keys' in turn.value ? [] : yield turn.value);
    return turn.value;
  };

describe('the suite notices nodes that', () => {
  /** Breaks show only when two meet, so it may take a few times. */
  async function fails(check: rules.StoreCheck, open: (url: string) => Promise<Store>): Promise<boolean> {
    for (let times = 0; times < 10; times += 1) {
      const opened = await aStore((url) => inTurns(url, open));
      const failed = await check(opened).then(() => false, () => true); // prettier-ignore
      await opened.discard();
      if (failed) return true;
    }
    return false;
  }

  it('[ST13] do not lock the conversation', async () => {
    const careless = withDriver((driver) => ({ write: (job) => driver.write(job) }));
    expect(await fails(rules.gapFree, careless)).toBe(true);
  });

  it('[ST13] do not lock the claims', async () => {
    // Without a lane nothing claims: a database must be opened with all care for its commits to be careless.
    const careless = withDriver((driver) => ({
      write: (job, lane) => driver.write(lane === undefined ? job : unlocked(job), lane),
    }));
    expect(await fails(rules.claimsAreBounded, careless)).toBe(true);
  });

  it('[ST13] trust what they remember', async () => {
    const trusting = withDriver(() => ({ isOnlyWriter: true }));
    expect(await fails(rules.gapFree, trusting)).toBe(true);
  });
});

describe('one database', () => {
  it('[ST7] [ST13] its log waits for who is slow to commit, and a log by numbers would skip them', async () => {
    const url = await postgres.newDatabase();
    const store = await openAt(url);
    const byNumbers = await withDriver(({ query }) => ({ logOrder: SQLITE.logOrder(query) }))(url);
    const [slow, quick] = [await started(store), await started(store)];
    const numbersEnd = (await byNumbers.log('', 100)).at(-1)?.cursor ?? '';
    const end = await store.logEnd();
    const writer = await connectTo(url);
    await writer.query('begin');
    await writer.query(`insert into events (conversation, seq, public_seq, at, command, part, audience, author, content)
      select conversation, 4, 4, at, 'slow', 0, audience, author, content from events join conversations on number = conversation
      where conversations.id = '${slow}' and events.seq = 3`);
    await store.commit(aCommit(quick));
    expect(await store.log(end, 10)).toEqual([]);
    const hasty = await byNumbers.log(numbersEnd, 10);
    expect(hasty.map(({ event }) => event.conversation)).toEqual([quick]);
    await writer.query('commit');
    await writer.end();
    expect((await store.log(end, 10)).map(({ event }) => event.conversation)).toEqual([slow, quick]);
    expect(await byNumbers.log(hasty.at(-1)?.cursor ?? '', 10)).toEqual([]);
    await Promise.all([store.close(), byNumbers.close()]);
  });

  it('[ST6] claims that are asked for in any order by anybody block nobody for ever', async () => {
    const url = await postgres.newDatabase();
    const store = await inTurns(url);
    const conversations = await Promise.all(Array.from({ length: 60 }, () => started(store)));
    const keys = Array.from({ length: 6 }, (_, index) => ({ take: `key ${index}`, limit: 1_000 }));
    const results = await Promise.all(
      conversations.map((conversation, index) =>
        store.commit(aCommit(conversation, { claims: index % 2 === 0 ? keys : keys.toReversed() })),
      ),
    );
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['committed']));
    await store.close();
  });

  it('[ST13] a group that loses its lanes to somebody else is written later, and no transaction stays behind it', async () => {
    const url = await postgres.newDatabase();
    const store = await openAt(url);
    const conversations = [await started(store), await started(store)] as const;
    const [first, second] = lockNumbers(conversations.map((conversation) => `lane:${conversation}`));
    const other = await connectTo(url);
    const take = (key: string | undefined) => other.query('select pg_advisory_xact_lock($1)', [key]);
    // The store shall be the one that notices the deadlock.
    await other.query(`set deadlock_timeout = '1min'`);
    await other.query('begin');
    await take(second);
    const asked = conversations.map((conversation) => store.commit(aCommit(conversation)));
    const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted`;
    await until(async () => (await tell(url, waiting)).length > 0);
    await take(first);
    await other.query('commit');
    await other.end();
    const outcomes = await Promise.all(asked);
    for (let round = 0; round < 10; round += 1) {
      outcomes.push(...(await Promise.all(conversations.map((each) => store.commit(aCommit(each))))));
    }
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['committed']));
    expect(await tell(url, `select 1 from pg_stat_activity where state like 'idle in transaction%'`)).toEqual([]);
    await store.close();
  });

  it('[ST11] has one epoch and one set of tables, however many nodes open it first', async () => {
    const url = await postgres.newDatabase();
    const nodes = await Promise.all(Array.from({ length: 4 }, () => openAt(url)));
    expect(new Set(nodes.map(({ epoch }) => epoch)).size).toBe(1);
    await Promise.all(nodes.map((node) => node.close()));
  });

  it('[ST3] what one of many spoils in a statement that they share is tried again without it', async () => {
    const { store } = await aStore();
    const conversations = await Promise.all(Array.from({ length: 5 }, () => started(store)));
    const at = (index: number) => (index === 2 ? Number.NaN : 1_000);
    const outcomes = await Promise.allSettled(
      conversations.map((conversation, index) => store.commit({ ...aCommit(conversation), at: at(index) })),
    );
    const written = 'fulfilled';
    expect(outcomes.map(({ status }) => status)).toEqual([written, written, 'rejected', written, written]);
    const heads = await store.heads(conversations);
    expect(conversations.map((conversation) => heads.get(conversation)?.seq)).toEqual([4, 4, 3, 4, 4]);
    await store.close();
  });

  it('[ST4] folds a conversation from its events when no state is stored', async () => {
    const url = await postgres.newDatabase();
    const store = await openAt(url);
    const conversation = await started(store);
    await store.commit(aCommit(conversation, { events: Array.from({ length: 150 }, () => aMessage()) }));
    const before = await store.conversation(conversation);
    expect(await tell(url, 'select seq from states')).toEqual([{ seq: 153 }]);
    await tell(url, 'delete from states');
    const other = await openAt(url);
    expect(await other.conversation(conversation)).toEqual(before);
    await Promise.all([store.close(), other.close()]);
  });

  it('finishes what was asked before it closes, and then refuses', async () => {
    const { store } = await aStore();
    const conversation = await started(store);
    const asked = Promise.all(Array.from({ length: 300 }, () => store.commit(aCommit(conversation))));
    await store.close();
    expect((await asked).map(({ outcome }) => outcome)).toEqual(Array(300).fill('committed'));
    await expect(store.commit(aCommit(conversation))).rejects.toThrow(StoreUnavailable);
    await expect(store.conversation(conversation)).rejects.toThrow(StoreUnavailable);
  });

  it('says what to do when it cannot be used, and no password', async () => {
    const url = await postgres.newDatabase();
    const { port } = postgres;
    await (await openAt(url)).close();
    await tell(url, "insert into kysely_migration values ('0099-future', '2100-01-01')");
    await expect(openAt(url)).rejects.toThrow(/newer version of Shopbell \(it has 0099-future\)\. Start that version/);
    const missing = `postgres://postgres:secret@127.0.0.1:${port}/nowhere`;
    await expect(openAt(missing)).rejects.toThrow(`cannot use the database postgres://127.0.0.1:${port}/nowhere: there is no such database`); // prettier-ignore
    await expect(openAt('postgres://x:secret@127.0.0.1:1/x')).rejects.toThrow(
      /127\.0\.0\.1:1\/x: nobody answers there/,
    );
    const foreign = await postgres.newDatabase();
    await tell(foreign, 'create table conversations (id text)');
    await expect(openAt(foreign)).rejects.toThrow(/tables of another program/);
  });
});

describe('a server that keeps its promises', () => {
  let durable: Postgres;
  beforeAll(async () => {
    durable = await startPostgres({ fsync: true });
  });
  afterAll(() => durable.remove());

  it('[ST1] is waited for, also where others have chosen not to wait', async () => {
    const url = await durable.newDatabase();
    await tell(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`);
    const store = await openAt(url);
    expect(await store.health()).toEqual({ driver: 'postgres', synchronous: 'on', writable: true, epoch: store.epoch });
    await store.close();
    const { store: fast, discard } = await aStore();
    expect(await fast.health()).toMatchObject({ driver: 'postgres', synchronous: 'off' });
    await discard();
  });

  it('that takes no writes is told by its health', async () => {
    const url = await durable.newDatabase();
    await (await openAt(url)).close();
    await tell(url, `alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`);
    const store = await openAt(url);
    expect(await store.health()).toMatchObject({ writable: false });
    await store.close();
  });

  it('[ST1] [ST4] that crashes in the middle of a burst has everything acknowledged when it is back, and nobody had to start again', async () => {
    const store = await openAt(await durable.newDatabase());
    const conversations = await Promise.all(Array.from({ length: 6 }, () => started(store)));
    const acknowledged = new Map<string, ConversationId>();
    const refused: unknown[] = [];
    let isOver = false;
    const send = async (conversation: ConversationId): Promise<void> => {
      while (!isOver) {
        const commit = aCommit(conversation);
        await store.commit(commit).then(
          () => acknowledged.set(commit.command, conversation),
          (error: unknown) => refused.push(error),
        );
      }
    };
    const senders = conversations.flatMap((conversation) => [send(conversation), send(conversation)]);
    for (let crashes = 1; crashes <= 3; crashes += 1) {
      const before = acknowledged.size;
      await until(() => acknowledged.size > before + 100);
      await durable.crash();
      await expect(store.conversation(conversations[0]!)).rejects.toThrow(StoreUnavailable);
      await expect(store.health()).rejects.toThrow(StoreUnavailable);
      await durable.start();
    }
    const before = acknowledged.size;
    await until(() => acknowledged.size > before + 100);
    isOver = true;
    await Promise.all(senders);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.filter((error) => !(error instanceof StoreUnavailable))).toEqual([]);
    let found = 0;
    for (const conversation of conversations) {
      const events = await eventsOf(store, conversation);
      await expectWhole(store, conversation, events.length);
      found += events.filter(({ command }) => acknowledged.get(command) === conversation).length;
    }
    expect(found).toBe(acknowledged.size);
    await store.close();
  });
});
