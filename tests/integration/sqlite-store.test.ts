/**
 * The embedded store: the contracts, and what only SQLite promises. Its faults are real where they can be: another
 * process, a killed process, a full file; and a connection that lies or fails where they cannot. Knows the driver.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationId } from '../../protocol/ids.ts';
import { randomIds } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import { createSqlStore } from '../../server/store/sql-store.ts';
import { openSqliteStore } from '../../server/store/sqlite-store.ts';
import { openSqlite } from '../../server/store/sqlite.ts';
import type { Connect } from '../../server/store/sqlite.ts';
import { StoreUnavailable } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { anId, aVisitorActor } from '../helpers/builders.ts';
import { aCommit, aMessage, aStart } from '../helpers/commits.ts';
import { blobContract } from './blob-contract.ts';
import { chronicleContract } from './chronicle-contract.ts';
import { peopleContract } from './people-contract.ts';
import { storeContract } from './store-contract.ts';
import type { DisposableStore } from './store-contract.ts';
import { brokenStores } from './broken-stores.ts';
import { eventsOf, expectWhole, failureIsAlone, started } from './store-rules.ts';

/** Program that writes until it is killed. */
const BURST = fileURLToPath(new URL('../helpers/store-burst.ts', import.meta.url));

const model = { apply, columns };

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'shopbell-store-'));

const openIn = (folder: string, connect?: Connect): Promise<Store> =>
  openSqliteStore({ folder, model, ids: randomIds, ...(connect && { connect }) });

/** An empty store in a folder of its own; `openStore` opens it again. */
async function aStore(openStore: (folder: string) => Promise<Store> = openIn): Promise<DisposableStore> {
  const folder = newFolder();
  const first = await openStore(folder);
  let store = first;
  return {
    store: first,
    async reopen() {
      await store.close();
      store = await openStore(folder);
      return store;
    },
    async discard() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const harness = { open: () => aStore() };

describe('the event log on SQLite', () => {
  storeContract(harness);
});

describe('people on SQLite', () => {
  peopleContract(harness);
});

describe('the chronicle on SQLite', () => {
  chronicleContract(harness);
});

describe('bytes on a disk of its own', () => {
  blobContract(harness);
});

describe('the suite notices a store that', () => {
  it.each(brokenStores)('$mistake', async ({ broken, check }) => {
    const { store, reopen, discard } = await aStore();
    const opened = { store: broken(store), reopen: async () => broken(await reopen()) };
    await expect(check(opened)).rejects.toThrow(/expected/);
    await discard();
  });

  it('remembers what was undone', async () => {
    const forgetful = async (folder: string) => {
      const driver = await openSqlite(join(folder, 'shopbell.db'));
      return createSqlStore({ driver: { ...driver, onRollback: () => {} }, model, newId: randomIds.uuid });
    };
    const opened = await aStore(forgetful);
    await expect(failureIsAlone(opened)).rejects.toThrow(/UNIQUE|expected/);
    await opened.discard();
  });
});

describe('one file', () => {
  let folder: string;
  beforeEach(() => (folder = newFolder()));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const raw = <Result>(use: (database: DatabaseSync) => Result): Result => {
    const database = new DatabaseSync(join(folder, 'shopbell.db'));
    try {
      return use(database);
    } finally {
      database.close();
    }
  };

  it('[ST5] runs with synchronous=FULL', async () => {
    const store = await openIn(folder);
    expect(await store.health()).toEqual({ driver: 'sqlite', synchronous: 'FULL', writable: true, epoch: store.epoch });
    await store.close();
  });

  it('[ST5] is not opened by a connection that falls back to NORMAL', async () => {
    const fallingBack = withExec((sql, exec) => exec(sql.replace('synchronous = FULL', 'synchronous = NORMAL')));
    await expect(openIn(folder, fallingBack)).rejects.toThrow(/synchronous=NORMAL, not FULL/);
    await (await openIn(folder)).close();
  });

  it('finds a visitor’s conversations without looking at those of all others', async () => {
    const asked: string[] = [];
    class Listening extends DatabaseSync {
      override prepare(sql: string) {
        asked.push(sql);
        return super.prepare(sql);
      }
    }
    const store = await openIn(folder, (file, options) => new Listening(file, options));
    const visitor = aVisitorActor();
    const [first, second] = [anId<ConversationId>(), anId<ConversationId>()];
    for (const conversation of [first, second]) await store.commit(aStart({ conversation, visitor }));
    await store.commit(aStart());
    asked.length = 0;
    const found = await store.conversations({ visitor: visitor.visitor, status: ['waiting', 'open'], limit: 64 });
    expect(found.map(({ id }) => id)).toEqual([second, first]);
    await store.close();
    const searches = asked.filter((sql) => sql.includes('from "conversations"'));
    const plans = raw((database) =>
      searches.map((sql) => String(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()[0]?.['detail'])),
    );
    expect(plans).toEqual(['SEARCH conversations USING INDEX conversations_of_visitor (visitor=?)']);
  });

  it('is whole after a first start that was interrupted in the middle of making it', async () => {
    class Interrupted extends DatabaseSync {
      override prepare(sql: string) {
        if (sql.includes('create table "agents"')) throw new Error('killed');
        return super.prepare(sql);
      }
    }
    await expect(openIn(folder, (file, options) => new Interrupted(file, options))).rejects.toThrow('killed');
    const store = await openIn(folder);
    await started(store);
    await store.close();
  });

  it('[ST10] is refused to a second store, which names the owner, until the first one is closed', async () => {
    const store = await openIn(folder);
    await expect(openIn(folder)).rejects.toThrow(`another Shopbell process (pid ${process.pid}) uses it`);
    await expect(openIn(folder)).rejects.toThrow(/Stop that one, or choose another data folder/);
    await started(store);
    await store.close();
    await (await openIn(folder)).close();
  });

  it('[ST2] [ST4] refuses doubled commands and numbers by itself, whoever writes them', async () => {
    const store = await openIn(folder);
    const conversation = await started(store);
    await store.commit(aCommit(conversation));
    await store.close();
    raw((database) => {
      const copy = (seq: string, command: string) =>
        database.exec(`INSERT INTO events (conversation, seq, public_seq, at, command, part, audience, author, content)
          SELECT conversation, ${seq}, public_seq, at, ${command}, part, audience, author, content FROM events WHERE seq = 4`);
      expect(() => copy('5', 'command')).toThrow(/UNIQUE.*command/);
      expect(() => copy('4', "'new'")).toThrow(/UNIQUE.*events\.seq/);
      expect(() => copy('5', "'new'")).not.toThrow();
    });
  });

  it('[ST4] folds a conversation from its events when no state is stored', async () => {
    const store = await openIn(folder);
    const conversation = await started(store);
    await store.commit(aCommit(conversation, { events: Array.from({ length: 150 }, () => aMessage()) }));
    const before = await store.conversation(conversation);
    await store.close();
    expect(raw((database) => database.prepare('SELECT seq FROM states').get())).toEqual({ seq: 153 });
    raw((database) => database.exec('DELETE FROM states'));
    const again = await openIn(folder);
    expect(await again.conversation(conversation)).toEqual(before);
    await again.close();
  });

  it('waits for nobody who keeps it locked, and goes on afterwards', async () => {
    const store = await openIn(folder);
    const conversation = await started(store);
    const other = new DatabaseSync(join(folder, 'shopbell.db'));
    other.exec('BEGIN IMMEDIATE');
    await expect(store.commit(aCommit(conversation))).rejects.toThrow(StoreUnavailable);
    expect((await eventsOf(store, conversation)).length).toBe(3);
    other.close();
    expect(await store.commit(aCommit(conversation))).toMatchObject({ outcome: 'committed' });
    await store.close();
  });

  it('says what to do when it is something else', async () => {
    writeFileSync(join(folder, 'shopbell.db'), 'these are the notes of somebody '.repeat(100));
    await expect(openIn(folder)).rejects.toThrow(/not a database.*another data folder/);
    rmSync(join(folder, 'shopbell.db'));
    raw((database) => database.exec('CREATE TABLE recipes (name TEXT)'));
    await expect(openIn(folder)).rejects.toThrow(/database of another program.*another data folder/);
    expect(raw((database) => database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get())).toEqual({
      tables: 1,
    });
  });

  it('[ST15] is not used when it is damaged, and what helps is said', async () => {
    const store = await openIn(folder);
    const conversation = await started(store);
    await store.commit(aCommit(conversation, { events: Array.from({ length: 200 }, () => aMessage('x'.repeat(500))) }));
    await store.close();
    const file = join(folder, 'shopbell.db');
    const whole = readFileSync(file);
    // Somewhere in the middle, where only a look at every page finds it.
    const middle = Math.floor(whole.length / 8_192) * 4_096;
    writeFileSync(
      file,
      Buffer.concat([whole.subarray(0, middle), Buffer.alloc(64, 0xff), whole.subarray(middle + 64)]),
    );
    await expect(openIn(folder)).rejects.toThrow(/^Shopbell cannot use .*damaged.*npm run restore -- <backup file>\.$/);
    writeFileSync(file, whole);
    await (await openIn(folder)).close();
  });

  it('says what to do when a newer version wrote it', async () => {
    await (await openIn(folder)).close();
    raw((database) => database.exec("INSERT INTO kysely_migration VALUES ('0099-future', '2100-01-01')"));
    await expect(openIn(folder)).rejects.toThrow(
      /newer version of Shopbell \(it has 0099-future\)\. Start that version/,
    );
  });

  it('says what to do when its folder cannot be made or written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(openIn(join(file, 'data'))).rejects.toThrow(/cannot make its data folder.*Choose another/);
    mkdirSync(join(folder, 'shopbell.db'));
    await expect(openIn(folder)).rejects.toThrow(/cannot be written.*write access/);
  });

  it('is written once for commits that come together', async () => {
    let commits = 0;
    const counting = withExec((sql, exec) => {
      if (sql === 'COMMIT') commits += 1;
      exec(sql);
    });
    const store = await openIn(folder, counting);
    const conversation = await started(store);
    commits = 0;
    await Promise.all(Array.from({ length: 200 }, () => store.commit(aCommit(conversation))));
    expect(commits).toBe(1);
    await store.close();
  });

  it('[ST1] [ST14] when it is full refuses what it cannot keep, and goes on when there is room again', async () => {
    const connections: DatabaseSync[] = [];
    const store = await openIn(folder, (file, options) => {
      const connection = new DatabaseSync(file, options);
      connections.push(connection);
      return connection;
    });
    const conversation = await started(store);
    const limitTo = (pages: number) => connections[0]?.exec(`PRAGMA max_page_count = ${pages}`);
    limitTo(1);
    const big = () => aCommit(conversation, { events: [aMessage('x'.repeat(7_000))] });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => store.commit(big()).catch((error: unknown) => error)),
    );
    expect(results.every((result) => result instanceof StoreUnavailable)).toBe(true);
    expect(await store.health()).toMatchObject({ writable: false });
    await expectWhole(store, conversation, 3);
    limitTo(1_000_000);
    expect(await store.commit(big())).toMatchObject({ outcome: 'committed' });
    expect(await store.health()).toMatchObject({ writable: true });
    await expectWhole(store, conversation, 4);
    await store.close();
  });

  it('[ST14] goes on when there was no room for the index of its log, which grows beside it', async () => {
    let full = false;
    const cramped = withExec((sql, exec) => {
      if (full && sql === 'COMMIT') throw Object.assign(new Error('disk I/O error'), { errcode: 4_874 });
      exec(sql);
    });
    const store = await openIn(folder, cramped);
    const conversation = await started(store);
    full = true;
    await expect(store.commit(aCommit(conversation))).rejects.toThrow(StoreUnavailable);
    full = false;
    expect(await store.commit(aCommit(conversation))).toMatchObject({ outcome: 'committed' });
    await store.close();
  });

  it('[ST1] [ST14] after a failed write to the disk nothing is written any more, and reading goes on', async () => {
    let broken = false;
    const failing = withExec((sql, exec) => {
      if (broken && sql === 'COMMIT') throw Object.assign(new Error('disk I/O error'), { errcode: 10 });
      exec(sql);
    });
    const store = await openIn(folder, failing);
    const conversation = await started(store);
    broken = true;
    await expect(store.commit(aCommit(conversation))).rejects.toThrow(StoreUnavailable);
    broken = false;
    await expect(store.commit(aCommit(conversation))).rejects.toThrow(StoreUnavailable);
    await expect(store.health()).rejects.toThrow(/disk I\/O error/);
    await expectWhole(store, conversation, 3);
    await store.close();
    const again = await openIn(folder);
    expect(await again.commit(aCommit(conversation))).toMatchObject({ outcome: 'committed' });
    await again.close();
  });

  it('finishes what was asked before it closes, and then refuses', async () => {
    const store = await openIn(folder);
    const conversation = await started(store);
    const asked = Promise.all(Array.from({ length: 300 }, () => store.commit(aCommit(conversation))));
    await store.close();
    expect((await asked).map(({ outcome }) => outcome)).toEqual(Array(300).fill('committed'));
    await expect(store.commit(aCommit(conversation))).rejects.toThrow(StoreUnavailable);
  });
});

describe('killed in the middle of a burst, three times', () => {
  let folder: string;
  beforeEach(() => (folder = newFolder()));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('[ST1] [ST4] [ST10] loses nothing that was acknowledged, stays whole, and frees its file', async () => {
    for (const moment of [200, 500, 1_100]) {
      expect(await lostAfterKill(folder, { moment, mode: 'acknowledged' })).toBe(0);
    }
    const database = new DatabaseSync(join(folder, 'shopbell.db'));
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  });

  it('an acknowledgement before the commit would be seen', async () => {
    let lost = 0;
    for (const moment of [200, 500, 1_100]) {
      if (lost === 0) lost = await lostAfterKill(folder, { moment, mode: 'hasty' });
    }
    expect(lost).toBeGreaterThan(0);
  });
});

/** How many commands a killed process had acknowledged that are not in its file; checks that the rest is whole. */
async function lostAfterKill(folder: string, how: { moment: number; mode: 'acknowledged' | 'hasty' }): Promise<number> {
  const burst = spawn(process.execPath, [BURST, folder, how.mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  burst.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > how.moment) burst.kill('SIGKILL');
  });
  await once(burst, 'close');
  const acknowledged = said
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' '));
  expect(acknowledged.length).toBeGreaterThanOrEqual(how.moment);
  const store = await openIn(folder);
  let lost = 0;
  for (const conversation of new Set(acknowledged.map(([id]) => id as ConversationId))) {
    const events = await eventsOf(store, conversation);
    await expectWhole(store, conversation, events.length);
    const commands = new Set<string>(events.map(({ command }) => command));
    lost += acknowledged.filter(([id, command = '']) => id === conversation && !commands.has(command)).length;
  }
  await store.close();
  return lost;
}

/** Connections whose `exec` goes through this function. */
function withExec(through: (sql: string, exec: (sql: string) => void) => void): Connect {
  class Connection extends DatabaseSync {
    override exec(sql: string): void {
      through(sql, (passed) => super.exec(passed));
    }
  }
  return (file, options) => new Connection(file, options);
}
