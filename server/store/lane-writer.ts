/**
 * Group commit on PostgreSQL: jobs that wait together are written in one transaction, so that they share its beginning,
 * its locks and its commit. A few transactions run at once; a lane is in one of them at a time. A job that fails undoes
 * its group, which is run again without it; a group that is in somebody's way is run again one by one. Knows no table.
 */
import type { PoolClient } from 'pg';
import type { Job } from './driver.ts';
import { explained } from './postgres-errors.ts';
import { transact } from './postgres-transaction.ts';
import type { Attempt, LanedJob, Run } from './postgres-transaction.ts';
import { StoreUnavailable } from './store.ts';

/** Jobs of one transaction. More would save little more, and hold their lanes for longer. */
const GROUP_LIMIT = 256;

/** Transactions at once: while some wait for the disk or the network, another one gathers. */
const TRANSACTIONS = 4;

/** A lone transaction that lost a race is tried again so often. */
const TRIES = 5;

/** A job that waits, with where its outcome goes. */
interface Waiting extends LanedJob {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface LaneWriterOptions {
  /** A connection for one transaction, to be released. */
  connect(): Promise<PoolClient>;
  readonly run: Run;
}

/** Writes jobs in groups. */
export class LaneWriter {
  readonly #options: LaneWriterOptions;
  #waiting: Waiting[] = [];
  readonly #busyLanes = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #isStarting = false;
  #isClosed = false;

  constructor(options: LaneWriterOptions) {
    this.#options = options;
  }

  /** Runs the job with the next group that has room for its lane. */
  write<Result>(job: Job<Result>, lane: string | undefined): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.#isClosed) return reject(new StoreUnavailable('the store is closed'));
      this.#waiting.push({ job, lane, resolve: resolve as (result: unknown) => void, reject });
      this.#startSoon();
    });
  }

  /** Writes what waits; everything later is rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (this.#start(); this.#running.size > 0; this.#start()) await Promise.race(this.#running);
  }

  /** After the rest of this turn's input, which may bring company. */
  #startSoon(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    setImmediate(() => {
      this.#isStarting = false;
      this.#start();
    });
  }

  #start(): void {
    while (this.#running.size < TRANSACTIONS) {
      const group = this.#gather();
      if (group.length === 0) return;
      const lanes = group.flatMap(({ lane }) => lane ?? []);
      for (const lane of lanes) this.#busyLanes.add(lane);
      const running = this.#write(group).finally(() => {
        for (const lane of lanes) this.#busyLanes.delete(lane);
        this.#running.delete(running);
        if (this.#waiting.length > 0) this.#startSoon();
      });
      this.#running.add(running);
    }
  }

  /** The jobs that have waited longest and may run now: one without a lane by itself, or as many with one as fit. */
  #gather(): Waiting[] {
    const mayRun = ({ lane }: Waiting): boolean => lane === undefined || !this.#busyLanes.has(lane);
    const oldest = this.#waiting.find(mayRun);
    if (oldest === undefined) return [];
    const group: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const one of this.#waiting) {
      const fits = oldest.lane === undefined ? one === oldest : one.lane !== undefined && mayRun(one);
      (fits && group.length < GROUP_LIMIT ? group : rest).push(one);
    }
    this.#waiting = rest;
    return group;
  }

  /** Never throws: every job's outcome goes where it is awaited. */
  async #write(group: readonly Waiting[], tries = 1): Promise<void> {
    const attempt = await this.#try(group);
    switch (attempt.outcome) {
      case 'written':
        for (const one of group) one.resolve(attempt.results.get(one));
        return;
      case 'unavailable':
        for (const { reject } of group) reject(attempt.error);
        return;
      case 'failed': {
        attempt.task.reject(attempt.error);
        const others = group.filter((one) => one !== attempt.task);
        if (others.length > 0) await this.#write(others);
        return;
      }
      case 'lost':
        await this.#writeAgain(group, tries, attempt.error);
    }
  }

  async #writeAgain(group: readonly Waiting[], tries: number, error: unknown): Promise<void> {
    const [one] = group;
    if (group.length > 1) {
      for (const each of group) await this.#write([each]);
    } else if (tries < TRIES) {
      await this.#write(group, tries + 1);
    } else {
      one?.reject(new StoreUnavailable('the database is too busy', { cause: error }));
    }
  }

  async #try(group: readonly Waiting[]): Promise<Attempt<Waiting>> {
    let client: PoolClient;
    try {
      client = await this.#options.connect();
    } catch (error) {
      return { outcome: 'unavailable', error: explained(error) };
    }
    const attempt = await transact(client, this.#options.run, group);
    client.release(attempt.outcome === 'unavailable');
    return attempt;
  }
}
