/**
 * The driver of the embedded database, on Node's own `node:sqlite`: one connection that writes in groups, one that
 * reads, both in WAL mode, and the lock of the file. It knows SQLite and no rule of the stores; everything that is
 * particular to SQLite is in the files named after it.
 */
import { DatabaseSync } from 'node:sqlite';
import type { DatabaseSyncOptions } from 'node:sqlite';
import { SQLITE as DIALECT } from './dialect.ts';
import type { Job, SqlDriver } from './driver.ts';
import { GroupWriter } from './group-writer.ts';
import { migrate } from './migrate.ts';
import { APPLICATION_ID, checkOwnership, checkQuickly } from './sqlite-check.ts';
import { isStorageFailure, openingAdvice } from './sqlite-errors.ts';
import { compilingKysely, kyselyOn } from './sqlite-kysely.ts';
import { lockFile } from './sqlite-lock.ts';
import { createExecutor, runJob } from './sqlite-statements.ts';
import type { Execute } from './sqlite-statements.ts';
import { StoreUnavailable } from './store.ts';

/** Makes a connection; tests bring one with a full or lying disk. */
export type Connect = (file: string, options: DatabaseSyncOptions) => DatabaseSync;

/** How long a write waits for another program (a backup tool, a shell) that writes; it blocks everything meanwhile. */
const BUSY_MS = 1_000;

/**
 * WAL pages (4 KiB each) between checkpoints. Four times SQLite's default: the pages that busy conversations share
 * are then copied into the database a fourth as often, for 16 MiB of log.
 */
const CHECKPOINT_PAGES = 4_000;

/** Pages that the writer keeps in memory, in KiB: those of all busy conversations, where SQLite's 2 MiB would be short. */
const WRITER_CACHE_KIB = 32 * 1_024;

/** What `PRAGMA synchronous` answers for FULL. */
const SYNCHRONOUS_FULL = 2;

const SYNCHRONOUS_NAMES = ['OFF', 'NORMAL', 'FULL', 'EXTRA'];

/** Opens the database file, making it if it is missing. Throws an `Error` that says what to do. */
export async function openSqlite(file: string, connect: Connect = defaultConnect): Promise<SqlDriver> {
  const opened: (() => void)[] = [];
  try {
    opened.push(lockFile(file));
    const writer = connect(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    opened.push(() => writer.close());
    await prepare(writer, file);
    const reader = connect(file, { timeout: BUSY_MS, readOnly: true });
    opened.push(() => reader.close());
    return createDriver(writer, reader, () => closeAll(opened));
  } catch (error) {
    closeAll(opened);
    throw new Error(`Shopbell cannot use ${file}: ${openingAdvice(error)}.`, { cause: error });
  }
}

function defaultConnect(file: string, options: DatabaseSyncOptions): DatabaseSync {
  return new DatabaseSync(file, options);
}

/** Last opened, first closed: the lock goes last. */
function closeAll(opened: (() => void)[]): void {
  for (const close of opened.splice(0).toReversed()) close();
}

/** Sets the connection up, brings the schema to this version, and proves by a transaction that all of it holds. */
async function prepare(writer: DatabaseSync, file: string): Promise<void> {
  checkOwnership(writer);
  checkQuickly(writer, file); // ST15
  writer.exec(`
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    PRAGMA cache_size = -${WRITER_CACHE_KIB};
    PRAGMA secure_delete = FAST;
  `);
  await migrateWhole(writer);
  // After a failed fsync the kernel may remember pages of the log that the disk never got: they are written anew.
  writer.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  writer.exec(`
    BEGIN IMMEDIATE;
    INSERT INTO meta (key, value) VALUES ('owner', '${process.pid}') ON CONFLICT (key) DO UPDATE SET value = excluded.value;
    COMMIT;
  `);
  assertDurable(writer);
}

/** In one transaction, which Kysely does not open on SQLite: a process that is killed meanwhile leaves no half a schema. */
async function migrateWhole(writer: DatabaseSync): Promise<void> {
  writer.exec('BEGIN IMMEDIATE');
  try {
    await migrate(kyselyOn(writer), DIALECT.tables);
    writer.exec('COMMIT');
  } catch (error) {
    if (writer.isTransaction) writer.exec('ROLLBACK');
    throw error;
  }
}

// ST5: asked only now, because the setting has been seen to fall back with the first transaction.
function assertDurable(writer: DatabaseSync): void {
  const journal = String(single(writer, 'PRAGMA journal_mode'));
  if (journal !== 'wal') throw new Error(`it is on a file system without WAL mode (${journal}). Choose a local disk`);
  const synchronous = synchronousOf(writer);
  if (synchronous === SYNCHRONOUS_NAMES[SYNCHRONOUS_FULL]) return;
  throw new Error(
    `SQLite runs with synchronous=${synchronous}, not FULL, so acknowledged messages could be lost in a power cut. ` +
      'Use the SQLite that comes with Node',
  );
}

function synchronousOf(connection: DatabaseSync): string {
  return SYNCHRONOUS_NAMES[Number(single(connection, 'PRAGMA synchronous'))] ?? 'unknown';
}

/** The only value of the only row. */
function single(connection: DatabaseSync, sql: string): unknown {
  return Object.values(connection.prepare(sql).get() ?? {})[0];
}

function createDriver(writer: DatabaseSync, reader: DatabaseSync, close: () => void): SqlDriver {
  const group = new GroupWriter(writer, createExecutor(writer));
  const { execute: readStep } = createExecutor(reader);
  const query = compilingKysely();
  return {
    query,
    logOrder: DIALECT.logOrder(query),
    isOnlyWriter: true,
    write: (job) => group.write(job),
    writeLater: (job) => group.writeLater(job),
    settle: () => group.settle(),
    read: (job) => new Promise((resolve) => resolve(readNow(job, readStep))),
    onRollback: (listener) => group.onRollback(listener),
    async health() {
      if (group.failure !== undefined) throw group.failure;
      return { driver: 'sqlite', synchronous: synchronousOf(writer), writable: group.isWriting };
    },
    close() {
      group.close();
      close();
      return Promise.resolve();
    },
  };
}

/** The writer shares this thread, so nothing is written between two steps and all of them see one picture. */
function readNow<Result>(job: Job<Result>, execute: Execute): Result {
  try {
    return runJob(job, execute);
  } catch (error) {
    if (!isStorageFailure(error)) throw error;
    throw new StoreUnavailable(`the database cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
