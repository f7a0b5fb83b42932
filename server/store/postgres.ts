/**
 * The driver of PostgreSQL, for any number of nodes over one database: a pool of connections with limits and time-outs,
 * grouped writing, and reading over one picture. A server that is away makes it refuse, and nothing else: when the
 * server is back it goes on. It knows PostgreSQL and no rule of the stores; everything that is particular to it is in
 * the files named after it.
 */
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import type { PoolClient, PoolConfig } from 'pg';
import { POSTGRES as DIALECT } from './dialect.ts';
import type { DriverHealth, Job, SqlDriver } from './driver.ts';
import { LaneWriter } from './lane-writer.ts';
import { migrate } from './migrate.ts';
import { explained, openingAdvice } from './postgres-errors.ts';
import { createRun, TYPES, query, runJob } from './postgres-statements.ts';
import { together } from './postgres-together.ts';
import type { Run } from './postgres-transaction.ts';
import type { Database } from './schema.ts';
import { StoreUnavailable } from './store.ts';

/** Connections of one node: four that write, the others read. A server of default size has room for ten nodes. */
const CONNECTIONS = 10;

/** How long anybody waits for a connection, new or out of the pool, before the answer is "not now". */
const CONNECT_MS = 5_000;

/** How long a statement waits for somebody else's lock; whoever holds one is done within milliseconds, or hangs. */
const LOCK_MS = 5_000;

/** How long a statement may run. */
const STATEMENT_MS = 10_000;

/** A node that hangs in the middle of a transaction loses it after this time, before others are tired of waiting. */
const HUNG_MS = 3_000;

/** After this silence of the server, or of the network, its connection is given up. */
const SILENCE_MS = 15_000;

const READ_ONE_PICTURE = 'begin isolation level repeatable read read only';

/** Opens the database, bringing its tables to this version. Throws an `Error` that says what to do. */
export async function openPostgres(url: string): Promise<SqlDriver> {
  try {
    await bringUpToDate(url);
    const pool = createPool(url);
    return createDriver(pool);
  } catch (error) {
    throw new Error(`Shopbell cannot use the database ${withoutSecrets(url)}: ${openingAdvice(error)}.`, {
      cause: error,
    });
  }
}

/** The address for people, without user and password. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return '(address unreadable)';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

/** On a connection of its own: whoever comes second waits for the first one to be done, however long that takes. */
async function bringUpToDate(url: string): Promise<void> {
  const pool = newPool({ connectionString: url, max: 1, connectionTimeoutMillis: CONNECT_MS });
  try {
    await migrate(new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), DIALECT.tables);
  } finally {
    await pool.end();
  }
}

function createPool(url: string): Pool {
  return newPool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: LOCK_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: HUNG_MS,
    query_timeout: SILENCE_MS,
    keepAlive: true,
    types: TYPES,
    pipeline: true,
    // ST1: an operator may have traded durability for speed elsewhere in the same server.
    options: '-c synchronous_commit=on',
  });
}

/** A connection that breaks is an event of its own; whoever uses it hears of it by their statement. */
function newPool(config: PoolConfig): Pool {
  const pool = new Pool({ application_name: 'shopbell', ...config });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

function ignore(): void {}

/** Kysely that compiles queries for PostgreSQL and refuses to run them: run by itself, a query would be in no job. */
function compilingKysely(): Kysely<Database> {
  const pool = (): Promise<never> =>
    Promise.reject(new Error('compile this query and hand it to read() or write() of the driver'));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

function createDriver(pool: Pool): SqlDriver {
  const builder = compilingKysely();
  const run = together(builder, createRun());
  const writer = new LaneWriter({ connect: () => pool.connect(), run });
  let closing: Promise<void> | undefined;
  return {
    query: builder,
    logOrder: DIALECT.logOrder(builder),
    isOnlyWriter: false,
    write: (job, lane) => writer.write(job, lane),
    // Other nodes may want to read it at once.
    writeLater: (job) => writer.write(job, undefined),
    settle: ignore,
    read: (job) => withClient(pool, (client) => readOnePicture(client, run, job)),
    // What is remembered is compared with its row's version every time.
    onRollback: ignore,
    health: () => withClient(pool, healthOf),
    close() {
      closing ??= writer.close().then(() => pool.end());
      return closing;
    },
  };
}

async function withClient<Result>(pool: Pool, use: (client: PoolClient) => Promise<Result>): Promise<Result> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw explained(error);
  }
  try {
    const result = await use(client);
    client.release();
    return result;
  } catch (error) {
    client.release(error instanceof StoreUnavailable);
    throw error;
  }
}

/** Nothing changes in a picture, so nothing is locked. Nobody waits for the answers to its beginning and its end. */
async function readOnePicture<Result>(client: PoolClient, run: Run, job: Job<Result>): Promise<Result> {
  client.query(READ_ONE_PICTURE).catch(ignore);
  try {
    return await runJob(job, async (step) => ('keys' in step ? [] : run(client, step)));
  } finally {
    client.query('commit').catch(ignore);
  }
}

async function healthOf(client: PoolClient): Promise<DriverHealth> {
  const asked = ['fsync', 'synchronous_commit', 'transaction_read_only'].map(
    (name) => `current_setting('${name}') as ${name}`,
  );
  const [row] = await query(client, `select ${asked.join(', ')}`);
  return {
    driver: 'postgres',
    synchronous: row?.['fsync'] === 'off' ? 'off' : String(row?.['synchronous_commit']),
    writable: row?.['transaction_read_only'] === 'off',
  };
}
