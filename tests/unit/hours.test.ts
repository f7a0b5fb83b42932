/**
 * Opening hours on the days on which they go wrong elsewhere: when clocks are turned, at the year's ends, in zones with
 * odd offsets. What the week says is compared with what a clock on the wall of that zone shows, minute by minute.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarDate, Opening } from '../../protocol/departments.ts';
import {
  afterOpenTime,
  isOpenAt,
  nextOpenAt,
  openSpans,
  openTimeBetween,
  problemsOf,
} from '../../server/domain/hours.ts';
import type { Hours } from '../../server/domain/hours.ts';
import { calendars, instants, ZONES } from '../helpers/calendars.ts';
import { addDays, instantOf, isDate, weekdayOf } from '../../server/domain/zone.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const WEEK_MS = 168 * HOUR_MS;

const office: readonly Opening[] = [
  { from: 9 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 18 * 60 },
];
const always: readonly Opening[] = [{ from: 0, to: 24 * 60 }];

function hoursWith(change: Partial<Hours> = {}): Hours {
  const week = [office, office, office, office, office, [], []];
  return { zone: 'Europe/Berlin', week, holidays: [], special: [], ...change };
}

const everyDay = (openings: readonly Opening[]): Hours['week'] => Array.from({ length: 7 }, () => openings);
const at = (text: string): number => Date.parse(text);
const shown = (time: number | undefined): string => (time === undefined ? 'never' : new Date(time).toISOString());

describe('opening hours', () => {
  it('[PR1] are those of the zone, whatever the zone of the server', () => {
    const berlin = hoursWith();
    expect(isOpenAt(berlin, at('2026-07-06T06:59:59.999Z'))).toBe(false);
    expect(isOpenAt(berlin, at('2026-07-06T07:00Z'))).toBe(true);
    expect(isOpenAt(berlin, at('2026-07-06T10:00Z'))).toBe(false);
    expect(isOpenAt({ ...berlin, zone: 'America/New_York' }, at('2026-07-06T13:00Z'))).toBe(true);
  });

  it('[PR1] are told to the next opening over a weekend and a holiday', () => {
    const hours = hoursWith({ holidays: ['2026-04-03', '2026-04-06'] });
    expect(shown(nextOpenAt(hours, at('2026-04-02T17:00Z')))).toBe('2026-04-07T07:00:00.000Z');
  });

  it('[PR1] of a special day count instead of the week and of a holiday', () => {
    const hours = hoursWith({
      holidays: ['2026-12-25'],
      special: [
        { date: '2026-12-24', openings: [{ from: 8 * 60, to: 12 * 60 }] },
        { date: '2026-12-25', openings: [{ from: 10 * 60, to: 11 * 60 }] },
      ],
    });
    const [eve, christmas, monday] = openSpans(hours, at('2026-12-24T00:00Z'));
    expect([eve, christmas].map((span) => shown(span?.from))).toEqual([
      '2026-12-24T07:00:00.000Z',
      '2026-12-25T09:00:00.000Z',
    ]);
    expect(shown(eve?.to)).toBe('2026-12-24T11:00:00.000Z');
    expect(shown(monday?.from)).toBe('2026-12-28T08:00:00.000Z');
  });

  it('[PR1] of a night are one span over midnight', () => {
    const night = [
      { from: 0, to: 6 * 60 },
      { from: 22 * 60, to: 24 * 60 },
    ];
    const [span] = openSpans(hoursWith({ week: everyDay(night) }), at('2026-07-06T12:00Z'));
    expect([shown(span?.from), shown(span?.to)]).toEqual(['2026-07-06T20:00:00.000Z', '2026-07-07T04:00:00.000Z']);
  });

  it.each([
    ['forward, with 23 hours', '2026-03-29', 23],
    ['back, with 25 hours', '2026-10-25', 25],
    ['not at all, on a leap day', '2028-02-29', 24],
  ])('[PR1] know the day on which clocks are turned %s', (_how, date, length) => {
    const hours = hoursWith({ week: everyDay([]), special: [{ date: date as CalendarDate, openings: always }] });
    const noon = at(`${date}T12:00Z`);
    expect(openTimeBetween(hours, noon - 48 * HOUR_MS, noon + 48 * HOUR_MS)).toBe(length * HOUR_MS);
    const [span] = openSpans(hours, noon);
    expect((span!.to - span!.from) / HOUR_MS).toBe(length);
  });

  it('[PR1] within the hour that is skipped have no time, and within the one that comes twice have both', () => {
    const odd = [{ from: 2 * 60, to: 3 * 60 }];
    const on = (date: CalendarDate) => hoursWith({ week: everyDay([]), special: [{ date, openings: odd }] });
    expect([...openSpans(on('2026-03-29'), at('2026-03-28T00:00Z'))]).toEqual([]);
    const [both] = openSpans(on('2026-10-25'), at('2026-10-24T00:00Z'));
    expect((both!.to - both!.from) / HOUR_MS).toBe(2);
  });

  it('[PR1] that never open are never promised', () => {
    const closed = hoursWith({ week: everyDay([]) });
    expect(nextOpenAt(closed, at('2026-07-06T07:00Z'))).toBeUndefined();
    expect(afterOpenTime(closed, at('2026-07-06T07:00Z'), 1)).toBeUndefined();
  });
});

/** What a wall clock in the zone shows, asked independently of the code under test. */
function wallClock(zone: string, instant: number): { readonly weekday: number; readonly minute: number } {
  const options = { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const [weekday = '', time = ''] = new Intl.DateTimeFormat('en-GB', options).format(instant).split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  return { weekday: days.indexOf(weekday.replace(',', '')), minute: hour * 60 + minute };
}

describe('any calendar', () => {
  it('[PR1] is open exactly when the wall clock says so', () => {
    fc.assert(
      fc.property(calendars, instants, (hours, instant) => {
        const { weekday, minute } = wallClock(hours.zone, instant);
        const expected = hours.week[weekday]!.some(({ from, to }) => from <= minute && minute < to);
        expect(isOpenAt(hours, instant)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[PR1] has spans in order that neither touch nor are empty, and nothing between them is open', () => {
    fc.assert(
      fc.property(calendars, instants, (hours, instant) => {
        let end = instant - 1;
        for (const { from, to } of openSpans(hours, instant)) {
          if (from > instant + WEEK_MS) break;
          expect(to).toBeGreaterThan(from);
          expect(from > end || from <= instant).toBe(true);
          expect(isOpenAt(hours, to - 1)).toBe(true);
          expect(isOpenAt(hours, to)).toBe(false);
          end = to;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('[PR1] counts open time there and back alike', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: 1, max: 72 * 60 }), (hours, instant, minutes) => {
        const then = afterOpenTime(hours, instant, minutes * MINUTE_MS);
        const isNever = then === undefined;
        expect(isNever).toBe(hours.week.flat().length === 0);
        expect(isNever || openTimeBetween(hours, instant, then)).toBe(isNever || minutes * MINUTE_MS);
        expect(isNever || isOpenAt(hours, then - 1)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a wall clock', () => {
  it('shows every minute of two days around a turning at the instant that is found for it', () => {
    for (const zone of ZONES) {
      for (const date of ['2026-03-29', '2026-10-25', '2026-04-05', '2026-03-08'] as const) {
        for (let minute = 0; minute < 24 * 60; minute += 15) {
          const found = wallClock(zone, instantOf(zone, { date, minute }, 'first'));
          // A minute that is skipped is the moment of turning, which is later on the same day.
          expect(found.weekday).toBe(weekdayOf(date));
          expect(found.minute).toBeGreaterThanOrEqual(minute);
          expect(found.minute - minute).toBeLessThanOrEqual(60);
        }
      }
    }
  });

  it('adds days over months and leap years', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(['2028-02-29', '2026-02-29', '2026-13-01', '24.12.2026'].map(isDate)).toEqual([true, false, false, false]);
  });
});

it('[PR2] hours that cannot be kept are refused with the field and the reason', () => {
  const broken: Hours = {
    zone: 'Europe/Bielefeld',
    week: [
      [
        { from: 540, to: 720 },
        { from: 700, to: 800 },
      ],
      [{ from: 600, to: 540 }],
      [{ from: -1, to: 30 }],
      [],
      [],
      [],
    ],
    holidays: [],
    special: [
      { date: '2026-12-24', openings: [] },
      { date: '2026-12-24', openings: [] },
      { date: '2026-02-30', openings: [] },
    ],
  };
  expect(problemsOf(broken)).toEqual([
    { field: 'zone', reason: '"Europe/Bielefeld" is no time zone. Use a name such as Europe/Berlin.' },
    { field: 'week', reason: 'A week has seven days, Monday first.' },
    { field: 'week.0', reason: '09:00–12:00 and 11:40–13:20 overlap.' },
    { field: 'week.1', reason: '10:00–09:00 ends before it begins. A night is two openings.' },
    { field: 'week.2', reason: 'Times are full minutes between 00:00 and 24:00.' },
    { field: 'special.1.date', reason: '2026-12-24 is there twice.' },
    { field: 'special.2.date', reason: '"2026-02-30" is no day of the calendar.' },
  ]);
  expect(problemsOf(hoursWith())).toEqual([]);
});
