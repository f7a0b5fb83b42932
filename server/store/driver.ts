/**
 * What every SQL driver offers to the stores, and how stores ask: a job is a generator that yields statements and gets
 * their rows back. SQLite steps through a job without a pause inside a transaction that many jobs share; PostgreSQL
 * awaits each step. So each statement is written once, `yield*` reads like `await`, and no job ever sees half of
 * another. Knows no table and no dialect.
 */
import type { CompiledQuery } from 'kysely';
import type { LogOrder } from './dialect.ts';
import type { QueryBuilder } from './statement.ts';
import type { StoreHealth } from './store.ts';

/** A statement to run. */
export interface SqlStep {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /**
   * Wants the number that the database gave to the inserted row in this column, or no row if none was inserted;
   * otherwise what the statement returns.
   */
  readonly numberIn?: string;
  /** Only the last one of a transaction with this text and row need be run, and not before its end; see `latest`. */
  readonly latestOf?: number;
}

/** Waits until the keys may be held; see `lock`. */
export interface LockStep {
  readonly keys: readonly string[];
  readonly hold: 'alone' | 'together';
}

/** What a job asks of its driver next. */
export type Step = SqlStep | LockStep;

/** A running job. */
export type Work<Result> = Generator<Step, Result, readonly unknown[]>;

/** One atomic piece of work; may be started again from the beginning, so it must not have effects of its own. */
export type Job<Result> = () => Work<Result>;

/** What a driver knows of the store's health. */
export type DriverHealth = Omit<StoreHealth, 'epoch'>;

/** A database as the stores see it. */
export interface SqlDriver {
  /** What it compiles is run by `read` and `write` only. */
  readonly query: QueryBuilder;
  readonly logOrder: LogOrder;
  /** Whether nobody else ever writes, so that what was remembered of a row is the row. */
  readonly isOnlyWriter: boolean;
  /**
   * Runs the job in a transaction and resolves after its durable commit (ST1); rejects with `StoreUnavailable`. Jobs of
   * one lane run one after another over all nodes, and those of one node in the order of the calls.
   */
  write<Result>(job: Job<Result>, lane?: string): Promise<Result>;
  /**
   * Like `write`, for what is only needed should this process end: it may be written a moment later, with what others
   * wait for. Such jobs run in the order of their calls; whoever reads what they write calls `settle` first.
   */
  writeLater<Result>(job: Job<Result>): Promise<Result>;
  /** Writes now what was put off. */
  settle(): void;
  /** Runs the job over one consistent picture that contains every write that has resolved. */
  read<Result>(job: Job<Result>): Promise<Result>;
  /** Calls the listener whenever jobs that had already run are undone: what was remembered of them is void. */
  onRollback(listener: () => void): void;
  health(): Promise<DriverHealth>;
  /** Finishes the waiting jobs, then closes. */
  close(): Promise<void>;
}

/** All rows of a query. */
export function* rows<Row>(query: CompiledQuery<Row>): Work<readonly Row[]> {
  return (yield { sql: query.sql, parameters: query.parameters }) as readonly Row[];
}

/** The first row of a query, or undefined. */
export function* first<Row>(query: CompiledQuery<Row>): Work<Row | undefined> {
  return (yield* rows(query))[0];
}

/** Inserts a row into a table that numbers its rows in this column; the number, or undefined if none was inserted. */
export function* inserted(query: CompiledQuery<unknown>, numberIn: string): Work<number | undefined> {
  const [number] = yield { sql: query.sql, parameters: query.parameters, numberIn };
  return number === undefined ? undefined : Number(number);
}

/**
 * Writes what a row is from now on. Jobs that are written together may leave it to the last of them; nobody who shares
 * their transaction reads it before its end, except where other nodes write too, and there it is written at once.
 */
export function* latest(query: CompiledQuery<unknown>, row: number): Work<void> {
  yield { sql: query.sql, parameters: query.parameters, latestOf: row };
}

/**
 * From here to the end of this job no other one, on any node, is between the same two points with one of these keys,
 * except that those who hold a key together do not exclude each other. What is read afterwards is what the last holder
 * left. Ask for keys to hold alone once per job, all in one, or two jobs could wait for each other.
 */
export function* lock(keys: readonly string[], hold: LockStep['hold'] = 'alone'): Work<void> {
  if (keys.length > 0) yield { keys, hold };
}
