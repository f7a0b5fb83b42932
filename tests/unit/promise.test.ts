/**
 * Promises by a clock on the wall: what is shown lies in opening time, is never earlier than the guard allows, and was
 * kept often enough in a department that answers as it pleases. Calendars are random, time is virtual.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarDate, Opening } from '../../protocol/departments.ts';
import { isOpenAt, openTimeBetween } from '../../server/domain/hours.ts';
import type { Hours } from '../../server/domain/hours.ts';
import { guard, honoured, keptRate, promiseTerms, recordOf, shareWithin } from '../../server/domain/promise.ts';
import type { PastPromise, PastRecord, PromiseGround } from '../../server/domain/promise.ts';
import { calendars, instants } from '../helpers/calendars.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const STEP_MS = 5 * MINUTE_MS;

const at = (text: string): number => Date.parse(text);
const shown = (time: number | undefined): string => (time === undefined ? 'never' : new Date(time).toISOString());
const NO_PAST: PastRecord = { waits: [], made: 0, kept: 0, early: 0 };

const office: readonly Opening[] = [{ from: 9 * 60, to: 17 * 60 }];
const berlin: Hours = {
  zone: 'Europe/Berlin',
  week: [office, office, office, office, office, [], []],
  holidays: ['2026-12-25'],
  special: [{ date: '2026-12-24', openings: [{ from: 9 * 60, to: 12 * 60 }] }],
};

const aGround = (told: Partial<PromiseGround> = {}): PromiseGround => ({
  ...{ minutes: 120, hours: berlin, isStaffed: true, past: NO_PAST },
  ...told,
});

/** So many answers after so many minutes each. */
const aPast = (...groups: readonly (readonly [cases: number, minutes: number])[]): PastRecord => ({
  ...NO_PAST,
  waits: groups.flatMap(([cases, minutes]) => Array.from({ length: cases }, () => minutes * MINUTE_MS)),
});

describe('a promise', () => {
  it.each([
    ['on the same day', '2026-07-06T10:02Z', '2026-07-06T12:05:00.000Z'],
    ['on the next morning', '2026-07-06T14:00Z', '2026-07-07T08:00:00.000Z'],
    ['after a weekend', '2026-07-10T20:00Z', '2026-07-13T09:00:00.000Z'],
    ['on Christmas Eve, for after the holidays', '2026-12-24T10:30Z', '2026-12-28T09:30:00.000Z'],
    ['on the night in which clocks are turned', '2026-03-28T12:00Z', '2026-03-30T09:00:00.000Z'],
  ])('[PR3] counts opening time and is a time that can be said, %s', (_when, now, by) => {
    expect(shown(promiseTerms(aGround(), at(now))?.by)).toBe(by);
  });

  it('[PR3] on a leap day counts the leap day', () => {
    const hours: Hours = { ...berlin, special: [{ date: '2028-02-29' as CalendarDate, openings: office }] };
    expect(shown(promiseTerms(aGround({ hours, minutes: 60 }), at('2028-02-28T17:00Z'))?.by)).toBe(
      '2028-02-29T09:00:00.000Z',
    );
  });

  it('[PR3] of a department without hours counts day and night', () => {
    const terms = promiseTerms(aGround({ hours: null, minutes: 600 }), at('2026-07-10T20:00Z'));
    expect(shown(terms?.by)).toBe('2026-07-11T06:00:00.000Z');
  });

  it('[PR3] never reaches beyond the end of an opening to be a round time', () => {
    const odd = { ...berlin, week: Array.from({ length: 7 }, () => [{ from: 9 * 60, to: 16 * 60 + 58 }]) };
    expect(shown(promiseTerms(aGround({ hours: odd }), at('2026-07-06T12:57Z'))?.by)).toBe('2026-07-06T14:58:00.000Z');
  });

  it('[PR6] reminds after parts of the opening time, not of the night', () => {
    const { ladder } = promiseTerms(aGround(), at('2026-07-10T20:00Z'))!;
    expect(ladder.map(({ stage, at: time }) => [stage, shown(time)])).toEqual([
      [50, '2026-07-13T08:00:00.000Z'],
      [75, '2026-07-13T08:30:00.000Z'],
      [90, '2026-07-13T08:48:00.000Z'],
    ]);
  });

  it('[PR4] is none where nobody could answer or it never opens', () => {
    const closed = { ...berlin, week: Array.from({ length: 7 }, () => []), special: [] };
    const now = at('2026-07-06T10:00Z');
    expect(promiseTerms(aGround({ isStaffed: false }), now)).toBeUndefined();
    expect(promiseTerms(aGround({ hours: closed }), now)).toBeUndefined();
    const rare = { ...closed, special: [{ date: '2026-10-01' as CalendarDate, openings: office }] };
    expect(promiseTerms(aGround({ hours: rare }), now)).toBeUndefined();
  });

  it('[PR3] that a screen showed counts if it is at most ten minutes earlier and still to come', () => {
    const now = at('2026-07-06T10:00Z');
    const terms = promiseTerms(aGround(), now)!;
    const after = (minutes: number, of = terms, time = now) =>
      (honoured(berlin, of, { shown: terms.by + minutes * MINUTE_MS, now: time }).by - terms.by) / MINUTE_MS;
    expect([-10, -5, 0, 5].map((minutes) => after(minutes))).toEqual([-10, -5, 0, 0]);
    expect([-11, -120].map((minutes) => after(minutes))).toEqual([0, 0]);
    expect(honoured(berlin, terms, { shown: null, now })).toEqual(terms);
    const late = promiseTerms(aGround({ hours: null, minutes: 5 }), now)!;
    expect(honoured(null, late, { shown: now - MINUTE_MS, now }).by).toBe(late.by);
  });
});

describe('the guard', () => {
  it('[PR4] trusts the owner while there are few cases, and where 95 of 100 were answered in time', () => {
    expect(guard(aGround({ past: aPast([19, 600]) }))).toEqual({ kind: 'asked', minutes: 120 });
    expect(guard(aGround({ past: aPast([95, 100], [5, 600]) }))).toEqual({ kind: 'asked', minutes: 120 });
  });

  it('[PR4] promises what nearly all of the past would have kept where the owner’s wish was kept too seldom', () => {
    expect(guard(aGround({ past: aPast([90, 60], [8, 201], [2, 600]) }))).toEqual({ kind: 'lengthened', minutes: 205 });
    const broken = { ...aPast([100, 119]), made: 40, kept: 30 };
    expect(guard(aGround({ past: broken, minutes: 60 }))).toEqual({ kind: 'lengthened', minutes: 120 });
  });

  it('[PR4] promises nothing where the past is hopeless', () => {
    const past = aPast([50, 10], [50, 100 * 24 * 60]);
    expect(guard(aGround({ past }))).toEqual({ kind: 'refused', reason: 'hopeless' });
  });

  it('[PR4] counts who was never answered once it has taken too long, whose conversation was closed, and nobody who went before', () => {
    const now = at('2026-07-06T14:00Z');
    const madeAt = at('2026-07-06T08:00Z');
    const each = { madeAt, promisedBy: madeAt + 2 * HOUR_MS, answeredAt: null, endedAt: null, droppedAt: null };
    const past: readonly PastPromise[] = [
      each,
      { ...each, endedAt: madeAt + HOUR_MS },
      { ...each, answeredAt: madeAt + 30 * MINUTE_MS },
      { ...each, answeredAt: madeAt + 118 * MINUTE_MS },
      { ...each, madeAt: now - HOUR_MS, promisedBy: now + HOUR_MS },
    ];
    expect(recordOf(past, { hours: berlin, minutes: 120, now })).toEqual({
      waits: [30 * MINUTE_MS, 118 * MINUTE_MS, 6 * HOUR_MS],
      ...{ made: 3, kept: 2, early: 1 },
    });
    const dropped = { ...each, droppedAt: madeAt + MINUTE_MS };
    expect(recordOf([dropped, { ...each, endedAt: madeAt + MINUTE_MS }], { hours: null, minutes: 120, now })).toEqual({
      waits: [120 * MINUTE_MS + 1],
      ...{ made: 1, kept: 0, early: 0 },
    });
    expect([shareWithin(aPast([19, 1]), 2), keptRate({ ...NO_PAST, made: 19 })]).toEqual([undefined, undefined]);
  });
});

const grounds = fc.record({
  minutes: fc.integer({ min: 5, max: 2_000 }),
  hours: fc.option(calendars),
  isStaffed: fc.constant(true),
  past: fc
    .array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 })
    .map((minutes) => aPast(...minutes.toSorted((one, other) => one - other).map((each) => [1, each] as const))),
});

describe('any promise in any calendar', () => {
  it('[PR4] is never earlier than the guard allows, never outside of opening time, and never moves backwards', () => {
    fc.assert(
      fc.property(grounds, instants, fc.integer({ min: 0, max: 7 * 24 * 60 }), (ground, now, later) => {
        const verdict = guard(ground);
        const terms = promiseTerms(ground, now);
        fc.pre(terms !== undefined);
        const { by, ladder } = terms;
        const { hours } = ground;
        const counted = hours === null ? by - now : openTimeBetween(hours, now, by);
        const allowed = verdict.kind === 'refused' ? Infinity : verdict.minutes;
        expect(allowed).toBeGreaterThanOrEqual(ground.minutes);
        expect(counted).toBeGreaterThanOrEqual(allowed * MINUTE_MS);
        expect(hours === null || isOpenAt(hours, by - 1)).toBe(true);
        expect(by % STEP_MS === 0 || (hours !== null && !isOpenAt(hours, by))).toBe(true);
        const times = [now, ...ladder.map((step) => step.at), by];
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        const next = promiseTerms(ground, now + later * MINUTE_MS);
        expect(next === undefined || next.by >= by).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  /** How often promises are kept that are made one after the other, each from what the answers before took. */
  function season(takes: (index: number) => number, minutes: number, isGuarded: boolean): number {
    const past: PastPromise[] = [];
    let now = at('2026-01-01T00:00Z');
    let record = NO_PAST;
    for (let index = 0; index < 1_000; index += 1) {
      now += 10 * MINUTE_MS;
      if (isGuarded && index % 5 === 0) {
        const known = past.slice(-400).map((each) => (each.answeredAt! > now ? { ...each, answeredAt: null } : each));
        record = recordOf(known, { hours: null, minutes, now });
      }
      const terms = promiseTerms(aGround({ hours: null, minutes, past: record }), now);
      if (terms === undefined) continue;
      past.push({
        madeAt: now,
        promisedBy: terms.by,
        answeredAt: now + takes(index) * MINUTE_MS,
        endedAt: null,
        droppedAt: null,
      });
    }
    // Nobody knows a department before it has answered for a while.
    const known = past.slice(100);
    return known.filter(({ answeredAt, promisedBy }) => answeredAt! <= promisedBy).length / known.length;
  }

  it('[PR4] is kept in at least 95 of 100 cases, whatever the owner wishes and however long answers take', () => {
    const ways = fc.record({
      seed: fc.integer(),
      minutes: fc.integer({ min: 5, max: 240 }),
      typical: fc.integer({ min: 5, max: 120 }),
      spread: fc.double({ min: 0.2, max: 1.2, noNaN: true }),
    });
    fc.assert(
      fc.property(ways, ({ seed, minutes, typical, spread }) => {
        // Log-normal, as times of answers are: most are short, a few very long.
        const random = mulberry(seed);
        const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
        expect(season(() => typical * Math.exp(spread * normal()), minutes, true)).toBeGreaterThanOrEqual(0.95);
      }),
      { numRuns: 15, seed: 2_026 },
    );
  });

  it('would be kept less often without the guard', () => {
    const slow = (index: number) => (index % 3 === 0 ? 200 : 20);
    expect(season(slow, 60, false)).toBeLessThan(0.7);
    expect(season(slow, 60, true)).toBeGreaterThanOrEqual(0.95);
  });
});

/** Numbers between 0 and 1 that a seed decides. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
