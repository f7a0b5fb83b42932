/**
 * One transaction for jobs that wait together: those of one lane one after another, those of different lanes at the
 * same time on the one connection, so that many jobs wait for the network once. All lanes are locked before the first
 * job begins. Knows no table.
 */
import type { PoolClient } from 'pg';
import type { Job, LockStep, SqlStep } from './driver.ts';
import { explained, isConsequence, isLostRace, Muddled } from './postgres-errors.ts';
import { query, runJob, takeLocks, tryLocks } from './postgres-statements.ts';
import { StoreUnavailable } from './store.ts';

/** A job with the lane it runs in; without one it has a transaction of its own. */
export interface LanedJob {
  readonly job: Job<unknown>;
  readonly lane: string | undefined;
}

/** What came of a transaction: unless it was written, nothing was. */
export type Attempt<Task extends LanedJob> =
  | { readonly outcome: 'written'; readonly results: ReadonlyMap<Task, unknown> }
  /** This job is at fault; the others may be tried again. */
  | { readonly outcome: 'failed'; readonly task: Task; readonly error: unknown }
  /** Others were in the way. */
  | { readonly outcome: 'lost'; readonly error: unknown }
  | { readonly outcome: 'unavailable'; readonly error: unknown };

/** Runs one statement on this connection. */
export type Run = (client: PoolClient, step: SqlStep) => Promise<readonly unknown[]>;

/** Another transaction holds a key that this one may not wait for. */
class Contended extends Error {
  override readonly name = 'Contended';
}

/** Whatever the server's defaults are: each statement sees what was committed before it, above all behind a lock. */
const BEGIN = 'begin isolation level read committed read write';

/** Tries to write these jobs in one transaction. After `unavailable` the connection must not be used any more. */
export async function transact<Task extends LanedJob>(
  client: PoolClient,
  run: Run,
  tasks: readonly Task[],
): Promise<Attempt<Task>> {
  try {
    await query(client, BEGIN);
    const attempt = await attemptAll(client, run, tasks);
    if (attempt.outcome !== 'written') {
      if (attempt.outcome !== 'unavailable') await query(client, 'rollback');
      return attempt;
    }
    await commit(client);
    return attempt;
  } catch (error) {
    return isLostRace(error) ? lost(client, error) : { outcome: 'unavailable', error };
  }
}

/** Whoever uses the connection next must not find a failed transaction on it. */
async function lost(client: PoolClient, error: unknown): Promise<{ outcome: 'lost' | 'unavailable'; error: unknown }> {
  try {
    await query(client, 'rollback');
    return { outcome: 'lost', error };
  } catch (away) {
    return { outcome: 'unavailable', error: away };
  }
}

/** A failed transaction answers `commit` with a rollback, and no error. */
async function commit(client: PoolClient): Promise<void> {
  let command: string;
  try {
    ({ command } = await client.query('commit'));
  } catch (error) {
    throw explained(error);
  }
  if (command !== 'COMMIT') throw new StoreUnavailable(`the database answered commit with ${command}`);
}

async function attemptAll<Task extends LanedJob>(
  client: PoolClient,
  run: Run,
  tasks: readonly Task[],
): Promise<Attempt<Task>> {
  const lanes = Map.groupBy(tasks, ({ lane }) => lane);
  const keys = [...lanes.keys()].filter((lane) => lane !== undefined).map((lane) => `lane:${lane}`);
  if (keys.length > 0) await takeLocks(client, { keys, hold: 'alone' });
  const company = new Company(client, run, tasks.length === 1);
  const outcomes = new Map<Task, PromiseSettledResult<unknown>>();
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      for (const task of lane) outcomes.set(task, await settled(company.run(task.job)));
    }),
  );
  return judge(tasks, outcomes);
}

async function settled(result: Promise<unknown>): Promise<PromiseSettledResult<unknown>> {
  const [outcome] = await Promise.allSettled([result]);
  return outcome;
}

/** The jobs of one transaction. */
class Company {
  readonly #client: PoolClient;
  readonly #run: Run;
  readonly #isAlone: boolean;
  /** Keys that jobs of this transaction hold, with the end of the last one that has asked. */
  readonly #held = new Map<string, Promise<void>>();

  constructor(client: PoolClient, run: Run, isAlone: boolean) {
    this.#client = client;
    this.#run = run;
    this.#isAlone = isAlone;
  }

  async run(job: Job<unknown>): Promise<unknown> {
    const { promise: end, resolve } = Promise.withResolvers<void>();
    try {
      return await runJob(job, async (step) => {
        if (!('keys' in step)) return this.#run(this.#client, step);
        await this.#lock(step, end);
        return [];
      });
    } finally {
      resolve();
    }
  }

  /**
   * The database does not keep jobs of one transaction apart, so that is done here. And a transaction of many jobs asks
   * for keys in no order: it may not wait for others, who may be waiting for it.
   */
  async #lock(step: LockStep, end: Promise<void>): Promise<void> {
    if (this.#isAlone) return takeLocks(this.#client, step);
    if (step.hold === 'alone') {
      const before = step.keys.flatMap((key) => this.#held.get(key) ?? []);
      for (const key of step.keys) this.#held.set(key, end);
      await Promise.all(before);
    }
    if (!(await tryLocks(this.#client, step))) throw new Contended(`somebody holds ${step.keys.join(', ')}`);
  }
}

function judge<Task extends LanedJob>(
  tasks: readonly Task[],
  outcomes: ReadonlyMap<Task, PromiseSettledResult<unknown>>,
): Attempt<Task> {
  const results = new Map<Task, unknown>();
  const failures: { readonly task: Task; readonly error: unknown }[] = [];
  for (const task of tasks) {
    const outcome = outcomes.get(task);
    if (outcome?.status === 'rejected') failures.push({ task, error: outcome.reason as unknown });
    else results.set(task, outcome?.value);
  }
  if (failures.length === 0) return { outcome: 'written', results };
  const away = failures.find(({ error }) => error instanceof StoreUnavailable);
  if (away !== undefined) return { outcome: 'unavailable', error: away.error };
  const lost = failures.find(
    ({ error }) => error instanceof Contended || error instanceof Muddled || isLostRace(error),
  );
  if (lost !== undefined) return { outcome: 'lost', error: lost.error };
  const culprit = failures.find(({ error }) => !isConsequence(error));
  if (culprit !== undefined) return { outcome: 'failed', ...culprit };
  return { outcome: 'unavailable', error: new StoreUnavailable('the transaction failed for no reason of its own') };
}
