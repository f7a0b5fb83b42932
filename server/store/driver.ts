/**
 * What every SQL driver offers to the stores, and how stores ask: a job is a generator that yields statements and gets
 * their rows back. SQLite steps through a job without a pause inside a transaction that many jobs share; a driver
 * with a network between can await each step. So each statement is written once, `yield*` reads like `await`, and no
 * job ever sees half of another. Knows no table and no dialect.
 */
import type { CompiledQuery, Kysely } from 'kysely';
import type { Database } from './schema.ts';
import type { StoreHealth } from './store.ts';

/** One statement to run; `id` wants the number that the database gave to the inserted row, `rows` what it returns. */
export interface Step {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly wants: 'rows' | 'id';
}

/** A running job. */
export type Work<Result> = Generator<Step, Result, readonly unknown[]>;

/** One atomic piece of work; may be started again from the beginning, so it must not have effects of its own. */
export type Job<Result> = () => Work<Result>;

/** Builds and compiles queries in the driver's dialect; what it compiles is run by `read` and `write` only. */
export type QueryBuilder = Pick<Kysely<Database>, 'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom'>;

/** A database as the stores see it. */
export interface SqlDriver {
  readonly query: QueryBuilder;
  /** Runs the job in a transaction and resolves after its durable commit (ST1); rejects with `StoreUnavailable`. */
  write<Result>(job: Job<Result>): Promise<Result>;
  /** Runs the job over one consistent picture that contains every write that has resolved. */
  read<Result>(job: Job<Result>): Promise<Result>;
  /** Calls the listener whenever jobs that had already run are undone: what was remembered of them is void. */
  onRollback(listener: () => void): void;
  health(): StoreHealth;
  /** Finishes the waiting jobs, then closes. */
  close(): Promise<void>;
}

/** All rows of a query. */
export function* rows<Row>(query: CompiledQuery<Row>): Work<readonly Row[]> {
  return (yield { sql: query.sql, parameters: query.parameters, wants: 'rows' }) as readonly Row[];
}

/** The first row of a query, or undefined. */
export function* first<Row>(query: CompiledQuery<Row>): Work<Row | undefined> {
  return (yield* rows(query))[0];
}

/** Inserts a row into a table that numbers its rows and returns the number. */
export function* inserted(query: CompiledQuery<unknown>): Work<number> {
  const [id] = yield { sql: query.sql, parameters: query.parameters, wants: 'id' };
  return Number(id);
}
