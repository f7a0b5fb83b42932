/**
 * Runs steps and jobs on a connection of `node:sqlite`, with every statement prepared once. Knows no table, and
 * nothing of transactions.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Job, SqlStep, Step } from './driver.ts';

/** Prepared statements kept per connection; queries with lists of varying length would fill memory otherwise. */
const PREPARED_LIMIT = 500;

/** Runs one step and returns what it wants. */
export type Execute = (step: Step) => readonly unknown[];

const NOTHING: readonly unknown[] = [];

interface Prepared {
  readonly statement: StatementSync;
  /** Whether it returns rows. */
  readonly reader: boolean;
}

/** Runs steps on this connection. */
export function createExecute(connection: DatabaseSync): Execute {
  const prepared = new Map<string, Prepared>();

  const prepare = (sql: string): Prepared => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = connection.prepare(sql);
    const fresh = { statement, reader: statement.columns().length > 0 };
    if (prepared.size >= PREPARED_LIMIT) prepared.clear();
    prepared.set(sql, fresh);
    return fresh;
  };

  const run = (step: SqlStep): readonly unknown[] => {
    const { statement, reader } = prepare(step.sql);
    const values = step.parameters as SQLInputValue[];
    if (reader) return statement.all(...values);
    const { lastInsertRowid } = statement.run(...values);
    return step.numberIn === undefined ? NOTHING : [lastInsertRowid];
  };

  // The transaction that is running is alone with the file: whatever the keys, it holds them.
  return (step) => ('keys' in step ? NOTHING : run(step));
}

/** Steps through a job to its end without a pause. */
export function runJob<Result>(job: Job<Result>, execute: Execute): Result {
  const work = job();
  let turn = work.next([]);
  while (turn.done !== true) turn = work.next(execute(turn.value));
  return turn.value;
}
