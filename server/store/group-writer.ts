/**
 * Group commit on one SQLite connection: jobs that wait together are written in one transaction, so that they share
 * one fsync. A flush runs once per turn of the event loop, right after its input was read; it is synchronous, so
 * whatever arrives meanwhile makes up the next group. Thus an idle server does not wait for company and a busy one
 * gathers all the more. A job that fails undoes the group, which is run again without it: that is rarer than the
 * savepoints it saves. Knows no table.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Job } from './driver.ts';
import { runJob } from './sqlite-statements.ts';
import type { Execute } from './sqlite-statements.ts';
import { isFatal, isStorageFailure } from './sqlite-errors.ts';
import { StoreUnavailable } from './store.ts';

/** Jobs of one transaction. More would save little more of the fsync and stall the event loop for longer. */
const GROUP_LIMIT = 256;

/** A job that waits, with where its outcome goes. */
interface Waiting {
  readonly job: Job<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes jobs in groups. */
export interface GroupWriter {
  write<Result>(job: Job<Result>): Promise<Result>;
  onRollback(listener: () => void): void;
  /** Why nothing can be written any more, or undefined. */
  failure(): StoreUnavailable | undefined;
  /** Writes what waits; everything later is rejected. */
  close(): void;
}

/** A writer on this connection, which nobody else may use for writing meanwhile. */
export function createGroupWriter(connection: DatabaseSync, execute: Execute): GroupWriter {
  const listeners: (() => void)[] = [];
  let waiting: Waiting[] = [];
  let failure: StoreUnavailable | undefined;

  const flush = (): void => {
    const group = waiting.slice(0, GROUP_LIMIT);
    waiting = waiting.slice(GROUP_LIMIT);
    if (waiting.length > 0) setImmediate(flush);
    writeGroup(group);
  };

  /** One transaction, repeated without the jobs that failed by themselves. */
  const writeGroup = (group: readonly Waiting[]): void => {
    let rest = group;
    while (rest.length > 0) {
      const attempt = tryGroup(rest);
      if (attempt.outcome === 'written') {
        for (const [index, { resolve }] of rest.entries()) resolve(attempt.results[index]);
        return;
      }
      rollBack();
      if (attempt.outcome === 'unavailable') return refuseAll(rest, attempt.error);
      attempt.job.reject(attempt.error);
      rest = rest.filter((one) => one !== attempt.job);
    }
  };

  const tryGroup = (group: readonly Waiting[]): Attempt => {
    const results: unknown[] = [];
    let current: Waiting | undefined;
    try {
      if (failure !== undefined) throw failure;
      connection.exec('BEGIN IMMEDIATE');
      for (current of group) results.push(runJob(current.job, execute));
      current = undefined;
      connection.exec('COMMIT');
      return { outcome: 'written', results };
    } catch (error) {
      if (current === undefined || isStorageFailure(error)) return { outcome: 'unavailable', error };
      return { outcome: 'failed', job: current, error };
    }
  };

  const rollBack = (): void => {
    for (const listener of listeners) listener();
    if (!connection.isTransaction) return;
    try {
      connection.exec('ROLLBACK');
    } catch (error) {
      failure ??= unavailable(error);
    }
  };

  const refuseAll = (group: readonly Waiting[], error: unknown): void => {
    const reason = error instanceof StoreUnavailable ? error : unavailable(error);
    if (isFatal(error)) failure ??= reason;
    for (const { reject } of group) reject(reason);
  };

  return {
    write: <Result>(job: Job<Result>) =>
      new Promise<Result>((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        waiting.push({ job, resolve: resolve as (result: unknown) => void, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
    onRollback: (listener) => void listeners.push(listener),
    failure: () => failure,
    close() {
      while (waiting.length > 0) writeGroup(waiting.splice(0, GROUP_LIMIT));
      failure ??= new StoreUnavailable('the store is closed');
    },
  };
}

type Attempt =
  | { readonly outcome: 'written'; readonly results: readonly unknown[] }
  | { readonly outcome: 'failed'; readonly job: Waiting; readonly error: unknown }
  | { readonly outcome: 'unavailable'; readonly error: unknown };

function unavailable(error: unknown): StoreUnavailable {
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreUnavailable(`the database cannot be written: ${reason}`, { cause: error });
}
