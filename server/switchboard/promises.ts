/**
 * What departments promise, and how their promises were kept: it puts together what the owner wishes, the hours, who
 * there is to answer, and the past of thirty days. What may be promised from that is the domain's to say; that a promise
 * is made is duty's.
 */
import type { Department, PromiseCaveat, PromiseReport } from '../../protocol/departments.ts';
import type { ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { nextOpenAt } from '../domain/hours.ts';
import { guard, honoured, keptRate, promiseTerms, recordOf, shareWithin } from '../domain/promise.ts';
import type { PastPromise, PromiseGround, PromiseTerms } from '../domain/promise.ts';
import type { Store } from '../store/store.ts';
import type { Departments } from './departments.ts';

export interface PromiseParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly departments: Departments;
}

/** What is older says little about today (E21). */
const PAST_MS = 30 * 24 * 60 * 60_000;
/** The newest of a department: enough for any share, and few enough that a bad day shows soon. */
const PAST_PROMISES = 400;
/** The past is read again after this time; more than this changes it little, and pages ask for promises all the time. */
const FRESH_MS = 30_000;

interface Past {
  readonly at: number;
  readonly promises: Promise<readonly PastPromise[]>;
}

export class Promises {
  readonly #parts: PromiseParts;
  /** Read for many pages at once. */
  readonly #pasts = new Map<DepartmentId, Past>();

  constructor(parts: PromiseParts) {
    this.#parts = parts;
  }

  /** By when a visitor who wrote to this department now would have an answer; undefined: nothing is promised. */
  async promiseFor(department: Department): Promise<number | undefined> {
    return (await this.#terms(department))?.terms.by;
  }

  /** What is promised in this conversation now, or null; what the visitor was shown a moment ago counts. */
  async termsFor(conversation: ConversationId, shown: number | null): Promise<PromiseTerms | null> {
    const { store, clock } = this.#parts;
    const found = await store.conversation(conversation);
    const department = found && (await store.people.department(found.state.department));
    const offered = department && (await this.#terms(department));
    if (offered === undefined) return null;
    return honoured(offered.hours, offered.terms, { shown, now: clock.now() });
  }

  /** How a promise of so many minutes would be kept here, and what is shown instead if it would not. */
  async report(department: Department, minutes: number): Promise<PromiseReport> {
    const ground = await this.#ground(department, minutes);
    const { past } = ground;
    return {
      minutes,
      cases: past.waits.length,
      share: shareWithin(past, minutes) ?? null,
      made: past.made,
      kept: keptRate(past) ?? null,
      early: past.made === 0 ? null : past.early / past.made,
      verdict: this.#neverOpens(ground) ? { kind: 'refused', reason: 'closed' } : guard(ground),
    };
  }

  /** What the owner has to know about the promise of this department, or null: visitors are told what is written. */
  async caveat(department: Department): Promise<PromiseCaveat | null> {
    if (department.promise === null) return null;
    const report = await this.report(department, department.promise.minutes);
    const reason = caveatReason(report);
    return reason === undefined ? null : { field: 'promise.minutes', reason, report };
  }

  #neverOpens({ hours }: PromiseGround): boolean {
    return hours !== null && nextOpenAt(hours, this.#parts.clock.now()) === undefined;
  }

  async #terms(department: Department) {
    if (department.promise === null) return undefined;
    const ground = await this.#ground(department, department.promise.minutes);
    const terms = promiseTerms(ground, this.#parts.clock.now());
    return terms && { terms, hours: ground.hours };
  }

  async #ground({ id, hours: written }: Department, minutes: number): Promise<PromiseGround> {
    const { store, clock, departments } = this.#parts;
    const now = clock.now();
    const hours = written && (await departments.hours(written, now));
    const agents = await store.people.agents();
    const isStaffed = agents.some((agent) => agent.passwordHash !== null && agent.departments.includes(id));
    const past = recordOf(await this.#past(id, now), { hours, minutes, now });
    return { minutes, hours, isStaffed, past };
  }

  async #past(department: DepartmentId, now: number): Promise<readonly PastPromise[]> {
    const known = this.#pasts.get(department);
    if (known !== undefined && Math.abs(now - known.at) < FRESH_MS) return known.promises;
    const filter = { department, since: now - PAST_MS, limit: PAST_PROMISES };
    const promises = this.#parts.store.chronicle.promises(filter);
    this.#pasts.set(department, { at: now, promises });
    // What could not be read is asked for again by the next one.
    promises.catch(() => this.#pasts.delete(department));
    return promises;
  }
}

const REFUSALS = {
  unstaffed: 'nobody belongs to this department',
  closed: 'by its hours this department never opens',
  hopeless: 'too many visitors were answered after weeks, or not at all',
} as const;

function caveatReason({ verdict, minutes, share, kept }: PromiseReport): string | undefined {
  if (verdict.kind === 'asked') return undefined;
  if (verdict.kind === 'refused') return `Nothing is promised: ${REFUSALS[verdict.reason]}.`;
  const percent = Math.floor(Math.min(share ?? 1, kept ?? 1) * 100);
  return `${minutes} minutes were kept in ${percent} of 100 cases. Visitors are told ${verdict.minutes} minutes.`;
}
