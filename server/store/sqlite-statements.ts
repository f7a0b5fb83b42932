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

/** Runs the steps of one transaction after another. */
export interface Executor {
  readonly execute: Execute;
  /** Runs what was left to the last job of the transaction. */
  finish(): void;
  /** Forgets it, because the transaction is undone. */
  forget(): void;
}

const NOTHING: readonly unknown[] = [];

interface Prepared {
  readonly statement: StatementSync;
  /** Whether it returns rows. */
  readonly reader: boolean;
}

/** Runs steps on this connection. */
export function createExecutor(connection: DatabaseSync): Executor {
  const prepared = new Map<string, Prepared>();
  const left = new Map<string, Map<number, SqlStep>>();

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
    const { lastInsertRowid, changes } = statement.run(...values);
    return step.numberIn === undefined || changes === 0 ? NOTHING : [lastInsertRowid];
  };

  const leave = (step: SqlStep, row: number): readonly unknown[] => {
    const steps = left.get(step.sql) ?? new Map<number, SqlStep>();
    left.set(step.sql, steps.set(row, step));
    return NOTHING;
  };

  return {
    execute(step) {
      // The transaction that is running is alone with the file: whatever the keys, it holds them.
      if ('keys' in step) return NOTHING;
      return step.latestOf === undefined ? run(step) : leave(step, step.latestOf);
    },
    finish() {
      for (const steps of left.values()) for (const step of steps.values()) run(step);
      left.clear();
    },
    forget: () => left.clear(),
  };
}

/** Steps through a job to its end without a pause. */
export function runJob<Result>(job: Job<Result>, execute: Execute): Result {
  const work = job();
  let turn = work.next([]);
  while (turn.done !== true) turn = work.next(execute(turn.value));
  return turn.value;
}
