/**
 * Times to be called back, held against random hours and calendars: on days on which clocks are turned too. How many
 * people want the same time is for the tests of the whole server.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import type { Opening } from '../../protocol/departments.ts';
import { isOpenAt } from '../../server/domain/hours.ts';
import type { Hours } from '../../server/domain/hours.ts';
import { likelyCountries, slotsFrom } from '../../server/domain/slots.ts';

const NEVER: readonly Opening[] = [];

function someHours(told: Partial<Hours> = {}): Hours {
  const day = [{ from: 9 * 60, to: 12 * 60 }];
  return { zone: 'Europe/Vienna', week: [day, day, day, day, day, NEVER, NEVER], holidays: [], special: [], ...told };
}

const clock = (zone: string, at: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);

describe('[CA13] times', () => {
  test('are the half hours of the opening hours of two weeks, the first at least half an hour ahead', () => {
    // A Friday, a quarter past nine.
    const now = Date.parse('2026-11-20T08:15Z');
    const shown = slotsFrom(someHours(), now).map((slot) => clock('Europe/Vienna', slot));
    const times = ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30'];
    expect(shown.slice(0, 5)).toEqual(['10:00', '10:30', '11:00', '11:30'].map((time) => `2026-11-20 ${time}`).concat('2026-11-23 09:00')); // prettier-ignore
    expect(shown.filter((each) => each.startsWith('2026-11-23'))).toEqual(times.map((time) => `2026-11-23 ${time}`));
    expect(shown.at(-1)).toBe('2026-12-04 09:00');
  });

  test('leave out holidays, keep special days, and end with the opening', () => {
    const now = Date.parse('2026-12-23T20:00Z');
    const special = [{ date: '2026-12-24', openings: [{ from: 600, to: 645 }] }] as const;
    const hours = someHours({ holidays: ['2026-12-25', '2026-12-28'], special });
    const shown = slotsFrom(hours, now).map((slot) => clock('Europe/Vienna', slot));
    expect(shown.slice(0, 2)).toEqual(['2026-12-24 10:00', '2026-12-29 09:00']);
  });

  test('of a night are one row over midnight', () => {
    const open = [{ from: 0, to: 15 }, { from: 23 * 60 + 45, to: 24 * 60 }]; // prettier-ignore
    const hours = someHours({ week: Array.from({ length: 7 }, () => open) });
    const [first] = slotsFrom(hours, Date.parse('2026-11-20T12:00Z'));
    expect(clock('Europe/Vienna', first!)).toBe('2026-11-20 23:45');
  });

  test.each([
    ['skipped', { from: '2027-03-27T20:00Z', date: '2027-03-28', count: 2 }],
    ['shown twice', { from: '2026-10-24T20:00Z', date: '2026-10-25', count: 6 }],
  ])('are as many as there is time, where an hour is %s', (_, { from, date, count }) => {
    const hours = someHours({ week: Array.from({ length: 7 }, () => [{ from: 60, to: 180 }]) });
    const shown = slotsFrom(hours, Date.parse(from)).filter((slot) => clock('Europe/Vienna', slot).startsWith(date));
    expect(shown).toHaveLength(count);
    expect(new Set(shown).size).toBe(count);
  });

  const openings = fc
    .tuple(fc.integer({ min: 0, max: 1300 }), fc.integer({ min: 1, max: 140 }))
    .map(([from, minutes]) => [{ from, to: from + minutes }]);

  test('lie wholly inside the hours, in order, apart, neither too soon nor too late, whatever the calendar', () => {
    fc.assert(
      fc.property(
        fc.array(openings, { minLength: 7, maxLength: 7 }),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'),
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-12-31') }),
        (week, zone, now) => {
          const hours = someHours({ week, zone });
          const slots = slotsFrom(hours, now);
          for (const [index, slot] of slots.entries()) {
            expect(slot - now).toBeGreaterThanOrEqual(TIMES.callbackLeadMs);
            expect(slot - now).toBeLessThan(TIMES.callbackHorizonMs);
            expect(slot - (slots[index - 1] ?? -Infinity)).toBeGreaterThanOrEqual(TIMES.callbackSlotMs);
            expect([isOpenAt(hours, slot), isOpenAt(hours, slot + TIMES.callbackSlotMs - 1)]).toEqual([true, true]);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('do not exist where it is never open', () => {
    expect(slotsFrom(someHours({ week: Array.from({ length: 7 }, () => NEVER) }), Date.now())).toEqual([]);
  });
});

test('[CA14] the department’s country comes first, then the locale’s, then the telephone’s; a language has none', () => {
  expect(likelyCountries('de-CH', { home: 'AT', telephone: 'DE' })).toEqual(['AT', 'CH', 'DE']);
  expect(likelyCountries('de', { home: 'AT', telephone: 'AT' })).toEqual(['AT']);
  expect(likelyCountries('en', { home: undefined, telephone: 'CH' })).toEqual(['CH']);
  expect(likelyCountries('en', { home: undefined, telephone: undefined })).toEqual([]);
});
