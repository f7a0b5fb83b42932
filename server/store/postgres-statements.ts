/**
 * Runs jobs on a connection of `pg`: each statement is prepared once per connection, values come back as the stores
 * know them, keys are advisory locks of the transaction. Knows no table, and nothing of how transactions begin and end.
 */
import { hash } from 'node:crypto';
import { types } from 'pg';
import type { CustomTypesConfig, PoolClient } from 'pg';
import type { Job, LockStep, SqlStep, Step } from './driver.ts';
import { explained } from './postgres-errors.ts';

/** Prepared statements kept per connection; queries with lists of varying length would fill its memory otherwise. */
const PREPARED_LIMIT = 500;

/** Runs one step and resolves to what it wants. */
export type Execute = (step: Step) => Promise<readonly unknown[]>;

/** How values come back: 64-bit integers as numbers, since all of ours stay far below 2^53, and bytes as plain bytes. */
export const TYPES: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    const usual = types.getTypeParser(oid, format) as (value: string) => unknown;
    if (oid === types.builtins.INT8) return Number;
    if (oid === types.builtins.BYTEA) return (value: string) => new Uint8Array(usual(value) as Buffer);
    return usual;
  }) as CustomTypesConfig['getTypeParser'],
};

/** Runs statements on any connection; what is remembered of them is the same for all. */
export function createRun(): (client: PoolClient, step: SqlStep) => Promise<readonly unknown[]> {
  const known = new Map<string, { readonly text: string; readonly name?: string }>();

  const prepare = ({ sql, numberIn }: SqlStep): { readonly text: string; readonly name?: string } => {
    const prepared = known.get(sql);
    if (prepared !== undefined) return prepared;
    const text = numberIn === undefined ? sql : `${sql} returning "${numberIn}"`;
    if (known.size >= PREPARED_LIMIT) return { text };
    const fresh = { text, name: `shopbell_${known.size}` };
    known.set(sql, fresh);
    return fresh;
  };

  return async (client, step) => {
    gather(client);
    try {
      const { rows } = await client.query<Record<string, unknown>>({ ...prepare(step), values: [...step.parameters] });
      return step.numberIn === undefined ? rows : rows.map((row) => row[step.numberIn ?? '']);
    } catch (error) {
      throw explained(error);
    }
  };
}

/** What is asked in one turn leaves in one write: jobs of one transaction ask together, and writing costs the most. */
function gather({ connection: { stream } }: PoolClient): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** Steps through a job to its end. */
export async function runJob<Result>(job: Job<Result>, execute: Execute): Promise<Result> {
  const work = job();
  let turn = work.next([]);
  while (turn.done !== true) turn = work.next(await execute(turn.value));
  return turn.value;
}

/** The keys as numbers of advisory locks, in the one order in which everybody asks for several. */
export function lockNumbers(keys: readonly string[]): string[] {
  const numbers = keys.map((key) => hash('sha1', key, 'buffer').readBigInt64BE());
  return [...new Set(numbers)].toSorted((one, other) => (one < other ? -1 : 1)).map(String);
}

/** Waits for the keys, until the end of the transaction. */
export async function takeLocks(client: PoolClient, { keys, hold }: LockStep): Promise<void> {
  const take = hold === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  await query(client, `select ${take}(key) from unnest($1::bigint[]) as key`, [lockNumbers(keys)]);
}

/** Takes the keys if nobody has one of them; false if somebody has, and then the transaction must be undone. */
export async function tryLocks(client: PoolClient, { keys, hold }: LockStep): Promise<boolean> {
  const take = hold === 'alone' ? 'pg_try_advisory_xact_lock' : 'pg_try_advisory_xact_lock_shared';
  const asked = `select bool_and(${take}(key)) as taken from unnest($1::bigint[]) as key`;
  const [row] = await query(client, asked, [lockNumbers(keys)]);
  return row?.['taken'] === true;
}

/** Runs a statement of the driver's own. */
export async function query(
  client: PoolClient,
  text: string,
  values: unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  try {
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } catch (error) {
    throw explained(error);
  }
}
