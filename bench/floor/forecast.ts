/**
 * What visitors of a simulated shop are told, by the code that says it in the product: by when somebody comes, from how the
 * last ones waited, and by when an answer is promised. It remembers as much of the past as the product looks at.
 */
import type { DepartmentId } from '../../protocol/ids.ts';
import { estimateMs, paceOf } from '../../server/domain/estimate.ts';
import type { PastWait } from '../../server/domain/estimate.ts';
import { promiseTerms, recordOf } from '../../server/domain/promise.ts';
import type { PastPromise, PastRecord } from '../../server/domain/promise.ts';

/** Newest waits and promises that count. */
const PAST = 400;
/** So long a history is good enough. */
const FRESH_MS = 60_000;
/** What the owner would like to promise. */
const PROMISED_MINUTES = 2;

/** A place in a queue of a department; calls have one of their own. */
export interface Place extends Pick<PastWait, 'position' | 'serving'> {
  readonly queue: string;
}

interface Known<Fact> {
  readonly at: number;
  readonly fact: Fact;
}

export class Forecast {
  readonly #waits = new Map<string, PastWait[]>();
  readonly #promises = new Map<DepartmentId, PastPromise[]>();
  readonly #paces = new Map<string, Known<number | null>>();
  readonly #records = new Map<DepartmentId, Known<PastRecord>>();

  /** How long somebody in this place waits at most, in four of five cases; null if nobody can say. */
  estimate({ queue, ...place }: Place, now: number): number | null {
    const pace = fresh(this.#paces, queue, { now, find: () => paceOf(this.#waits.get(queue) ?? []) });
    return estimateMs(pace, place);
  }

  /** By when an answer is promised; undefined if nothing is. */
  promise(department: DepartmentId, now: number): number | undefined {
    const find = (): PastRecord =>
      recordOf(this.#promises.get(department) ?? [], { hours: null, minutes: PROMISED_MINUTES, now });
    const past = fresh(this.#records, department, { now, find });
    return promiseTerms({ minutes: PROMISED_MINUTES, hours: null, isStaffed: true, past }, now)?.by;
  }

  /** Somebody in this place has waited for so long. */
  waited({ queue, position, serving }: Place, waitedMs: number): void {
    remember(this.#waits, queue, { waitedMs, position, serving });
  }

  /** What came of a promise. */
  promised(department: DepartmentId, promise: PastPromise): void {
    remember(this.#promises, department, promise);
  }
}

function remember<Key, Thing>(past: Map<Key, Thing[]>, key: Key, thing: Thing): void {
  past.set(key, [...(past.get(key) ?? []), thing].slice(-PAST));
}

function fresh<Key, Fact>(
  known: Map<Key, Known<Fact>>,
  key: Key,
  { now, find }: { readonly now: number; readonly find: () => Fact },
): Fact {
  const before = known.get(key);
  if (before !== undefined && now - before.at < FRESH_MS) return before.fact;
  const fact = find();
  known.set(key, { at: now, fact });
  return fact;
}
