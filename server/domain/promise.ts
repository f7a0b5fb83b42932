/**
 * Which promise may be made: by when a person will have answered. It starts from what the owner wants to promise and
 * from what the department's own past allows, counts opening time only, and prefers no promise to one that would not be
 * kept. It knows no conversation, nor who is told.
 */
import { afterOpenTime, openSpans, openTimeBetween } from './hours.ts';
import type { Hours, Span } from './hours.ts';

/** A promise that was made, and what came of it. */
export interface PastPromise {
  readonly madeAt: number;
  readonly promisedBy: number;
  /** When a person answered; null: nobody has. */
  readonly answeredAt: number | null;
  /** When the visitor ended it without an answer, or chose a time for a call; null: they did not. */
  readonly endedAt: number | null;
  /** When it was ended for the visitor without an answer: a promise that was not kept. Null: it was not. */
  readonly droppedAt: number | null;
}

/** What a department's past says. */
export interface PastRecord {
  /** Open time until a person answered, in milliseconds, shortest first; of the unanswered, those that took too long. */
  readonly waits: readonly number[];
  /** Promises whose outcome is known, how many of them were kept, and how many of those clearly earlier. */
  readonly made: number;
  readonly kept: number;
  readonly early: number;
}

/** Everything that a promise depends on. */
export interface PromiseGround {
  /** What the owner wants to promise, in minutes of opening time. */
  readonly minutes: number;
  /** Null: time counts day and night. */
  readonly hours: Hours | null;
  /** Whether there is anybody who could answer. */
  readonly isStaffed: boolean;
  readonly past: PastRecord;
}

/** How much of a promise's time is gone, in percent. */
export type LadderStage = 50 | 75 | 90;

/** When staff is reminded. */
export interface LadderStep {
  readonly stage: LadderStage;
  readonly at: number;
}

/** A promise that may be made. */
export interface PromiseTerms {
  readonly by: number;
  readonly ladder: readonly LadderStep[];
}

/** What the guard makes of the owner's wish (E21). */
export type GuardVerdict =
  | { readonly kind: 'asked'; readonly minutes: number }
  /** It would not be kept often enough. */
  | { readonly kind: 'lengthened'; readonly minutes: number }
  | { readonly kind: 'refused'; readonly reason: 'unstaffed' | 'hopeless' };

const MINUTE_MS = 60_000;
/** Promises are clock times in steps of this length: "by 18:40". */
const STEP_MS = 5 * MINUTE_MS;
/** A promise must be kept this often (E21). */
const GOAL = 0.95;
/** What is promised instead would have been kept this often: more than the goal, so that it is reached (Z12). */
const AIM = 0.97;
/** Fewer cases say nothing about a share of 95 %. */
const ENOUGH_CASES = 20;
/** Nobody is promised anything further away. */
const FURTHEST_MS = 60 * 24 * 60 * MINUTE_MS;
/** What a screen showed is honoured if it is at most this much earlier: the screen was a little old. */
const STALE_MS = 10 * MINUTE_MS;

const STAGES: readonly LadderStage[] = [50, 75, 90];

/** What this past says about a promise of so many minutes. */
export function recordOf(
  past: readonly PastPromise[],
  { hours, minutes, now }: Pick<PromiseGround, 'hours' | 'minutes'> & { readonly now: number },
): PastRecord {
  const elapsed = stopwatch(hours, { from: Math.min(now, ...past.map(({ madeAt }) => madeAt)), to: now });
  const waits = past.flatMap(({ madeAt, answeredAt, endedAt, droppedAt }) => {
    // Nobody knows how long it would have taken: longer than it should.
    if (droppedAt !== null) return [minutes * MINUTE_MS + 1];
    const time = elapsed({ from: madeAt, to: answeredAt ?? endedAt ?? now });
    // Who has no answer yet, or gave up, counts once it has taken longer than it should.
    return answeredAt !== null || time > minutes * MINUTE_MS ? [time] : [];
  });
  const spare = past.flatMap(({ promisedBy, answeredAt, endedAt, droppedAt }) => {
    if (answeredAt !== null) return [promisedBy - answeredAt];
    // Or closing conversations would improve the figures.
    if (droppedAt !== null) return [-1];
    return (endedAt ?? now) > promisedBy ? [-1] : [];
  });
  return {
    waits: waits.toSorted((one, other) => one - other),
    made: spare.length,
    kept: spare.filter((ms) => ms >= 0).length,
    early: spare.filter((ms) => ms >= STEP_MS).length,
  };
}

/** Measures open time within this span without going through the calendar each time. */
function stopwatch(hours: Hours | null, { from, to }: Span): (span: Span) => number {
  if (hours === null) return (span) => Math.max(0, span.to - span.from);
  const open: Span[] = [];
  for (const span of openSpans(hours, from)) {
    if (span.from >= to) break;
    open.push(span);
  }
  return (span) =>
    open.reduce((time, each) => time + Math.max(0, Math.min(each.to, span.to) - Math.max(each.from, span.from)), 0);
}

/** How often somebody was answered within so many minutes; undefined while there are too few cases to say. */
export function shareWithin({ waits }: PastRecord, minutes: number): number | undefined {
  if (waits.length < ENOUGH_CASES) return undefined;
  return waits.filter((wait) => wait <= minutes * MINUTE_MS).length / waits.length;
}

/** How often what was shown was kept; undefined while there are too few cases to say. */
export function keptRate({ made, kept }: PastRecord): number | undefined {
  return made < ENOUGH_CASES ? undefined : kept / made;
}

/** What may be promised instead of what the owner wants (E21, Z12). */
export function guard({ minutes, isStaffed, past }: Omit<PromiseGround, 'hours'>): GuardVerdict {
  if (!isStaffed) return { kind: 'refused', reason: 'unstaffed' };
  const share = Math.min(shareWithin(past, minutes) ?? 1, keptRate(past) ?? 1);
  const longer = share >= GOAL ? minutes : minutesFor(past.waits);
  if (longer <= minutes) return { kind: 'asked', minutes };
  if (longer * MINUTE_MS > FURTHEST_MS) return { kind: 'refused', reason: 'hopeless' };
  return { kind: 'lengthened', minutes: longer };
}

/** So many minutes would have been enough in nearly all of these cases. */
function minutesFor(waits: readonly number[]): number {
  // One more case than there were is what is promised to: so the share holds for the next one, too.
  const place = Math.min(waits.length, Math.ceil(AIM * (waits.length + 1)));
  return Math.ceil((waits[place - 1] ?? 0) / STEP_MS) * (STEP_MS / MINUTE_MS);
}

/** The promise that may be made now, or none. */
export function promiseTerms(ground: PromiseGround, now: number): PromiseTerms | undefined {
  const verdict = guard(ground);
  if (verdict.kind === 'refused') return undefined;
  const due = after(ground.hours, now, verdict.minutes * MINUTE_MS);
  if (due === undefined || due - now > FURTHEST_MS) return undefined;
  return termsOf(ground.hours, now, inSteps(ground.hours, due));
}

/** The same, unless the visitor was shown an earlier time a moment ago: what was shown counts. */
export function honoured(hours: Hours | null, terms: PromiseTerms, { shown, now }: Shown): PromiseTerms {
  if (shown === null || shown >= terms.by || shown < terms.by - STALE_MS || shown <= now) return terms;
  return termsOf(hours, now, shown);
}

/** What the visitor's screen said before they wrote, or null. */
interface Shown {
  readonly shown: number | null;
  readonly now: number;
}

function termsOf(hours: Hours | null, now: number, by: number): PromiseTerms {
  const time = hours === null ? by - now : openTimeBetween(hours, now, by);
  const at = (stage: LadderStage): number => after(hours, now, Math.floor((time * stage) / 100)) ?? by;
  return { by, ladder: STAGES.map((stage) => ({ stage, at: at(stage) })) };
}

function after(hours: Hours | null, now: number, ms: number): number | undefined {
  return hours === null ? now + ms : afterOpenTime(hours, now, ms);
}

/** Rounded up to a time that can be said, but not beyond the end of the opening in which it lies. */
function inSteps(hours: Hours | null, due: number): number {
  const rounded = Math.ceil(due / STEP_MS) * STEP_MS;
  if (hours === null) return rounded;
  const [opening] = openSpans(hours, due - 1);
  return Math.min(rounded, opening?.to ?? rounded);
}
