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
import type { Executor } from './sqlite-statements.ts';
import { isFatal, isStorageFailure } from './sqlite-errors.ts';
import { StoreUnavailable } from './store.ts';

/** Jobs of one transaction. More would save little more of the fsync and stall the event loop for longer. */
const GROUP_LIMIT = 512;

/** How long a job that nobody waits for may look for company; so many of them share one fsync. */
const LATER_MS = 500;

/** A job that waits, with where its outcome goes. */
interface Waiting {
  readonly job: Job<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes jobs in groups on one connection, on which nobody else may write meanwhile. */
export class GroupWriter {
  readonly #connection: DatabaseSync;
  readonly #executor: Executor;
  readonly #rollbackListeners: (() => void)[] = [];
  #waiting: Waiting[] = [];
  /** Nobody is kept waiting by these: they go with a group that has room, or together when their time is over. */
  #later: Waiting[] = [];
  #isFlushing = false;
  #failure: StoreUnavailable | undefined;
  #isWriting = true;

  constructor(connection: DatabaseSync, executor: Executor) {
    this.#connection = connection;
    this.#executor = executor;
  }

  /** Why nothing can be written any more, or undefined. */
  get failure(): StoreUnavailable | undefined {
    return this.#failure;
  }

  /** Whether the last group was written; a full disk, for one, may have room again. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Runs the job with the next group. */
  write<Result>(job: Job<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.push({ job, resolve: resolve as (result: unknown) => void, reject });
      this.#flushSoon();
    });
  }

  /** Runs the job with a group of the next half second, after those that were here before it. */
  writeLater<Result>(job: Job<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#later.push({ job, resolve: resolve as (result: unknown) => void, reject });
      if (this.#later.length === 1) setTimeout(() => this.#flushSoon(), LATER_MS).unref();
    });
  }

  /** Writes now what was put off. */
  settle(): void {
    while (this.#later.length > 0) this.#flush();
  }

  /** Calls the listener whenever a group is undone. */
  onRollback(listener: () => void): void {
    this.#rollbackListeners.push(listener);
  }

  /** Writes what waits; everything later is rejected. */
  close(): void {
    while (this.#hasWork()) this.#flush();
    this.#failure ??= new StoreUnavailable('the store is closed');
  }

  #hasWork(): boolean {
    return this.#waiting.length + this.#later.length > 0;
  }

  #flushSoon(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    setImmediate(() => {
      this.#flush();
      this.#isFlushing = false;
      if (this.#hasWork()) this.#flushSoon();
    });
  }

  /** One transaction, repeated without the jobs that failed by themselves. */
  #flush(): void {
    let group = this.#waiting.splice(0, GROUP_LIMIT);
    group.push(...this.#later.splice(0, GROUP_LIMIT - group.length));
    while (group.length > 0) {
      const attempt = this.#try(group);
      if (attempt.outcome === 'written') {
        this.#isWriting = true;
        for (const [index, { resolve }] of group.entries()) resolve(attempt.results[index]);
        return;
      }
      this.#rollBack();
      if (attempt.outcome === 'unavailable') return this.#refuse(group, attempt.error);
      attempt.job.reject(attempt.error);
      group = group.filter((one) => one !== attempt.job);
    }
  }

  #try(group: readonly Waiting[]): Attempt {
    const results: unknown[] = [];
    let running: Waiting | undefined;
    try {
      if (this.#failure !== undefined) throw this.#failure;
      this.#connection.exec('BEGIN IMMEDIATE');
      for (const waiting of group) {
        running = waiting;
        results.push(runJob(waiting.job, this.#executor.execute));
      }
      running = undefined;
      this.#executor.finish();
      this.#connection.exec('COMMIT');
      return { outcome: 'written', results };
    } catch (error) {
      if (running === undefined || isStorageFailure(error)) return { outcome: 'unavailable', error };
      return { outcome: 'failed', job: running, error };
    }
  }

  #rollBack(): void {
    this.#executor.forget();
    for (const listener of this.#rollbackListeners) listener();
    try {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
    } catch (error) {
      this.#failure ??= unavailable(error);
    }
  }

  #refuse(group: readonly Waiting[], error: unknown): void {
    const reason = error instanceof StoreUnavailable ? error : unavailable(error);
    if (isFatal(error)) this.#failure ??= reason;
    this.#isWriting = false;
    for (const { reject } of group) reject(reason);
  }
}

type Attempt =
  | { readonly outcome: 'written'; readonly results: readonly unknown[] }
  | { readonly outcome: 'failed'; readonly job: Waiting; readonly error: unknown }
  | { readonly outcome: 'unavailable'; readonly error: unknown };

function unavailable(error: unknown): StoreUnavailable {
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreUnavailable(`the database cannot be written: ${reason}`, { cause: error });
}
