/** Opening hours as an owner writes them: times of fields, days of the week, and what cannot be kept. */
import { describe, expect, test } from 'vitest';
import {
  dayText,
  hoursProblem,
  likeMonday,
  minuteOf,
  officeHours,
  openingsProblem,
  openingsText,
  regionParts,
  timeText,
  weekdayNames,
  withDay,
  withOpening,
} from '../../agent-console/hours-fields.ts';

describe('times', () => {
  test('go to a field and back, midnight as the end of the day', () => {
    for (const minute of [0, 5, 9 * 60, 23 * 60 + 55]) expect(minuteOf(timeText(minute), 'from')).toBe(minute);
    expect([timeText(1440), minuteOf('00:00', 'to'), minuteOf('', 'to')]).toEqual(['00:00', 1440, undefined]);
    expect(minuteOf('09:30:00', 'to')).toBe(570);
  });

  test('read as one line', () => {
    const openings = [
      { from: 540, to: 720 },
      { from: 780, to: 1440 },
    ];
    expect(openingsText(openings)).toBe('09:00–12:00, 13:00–24:00');
  });

  test('one more begins after the last, and never outside of the day', () => {
    expect(withOpening([])).toEqual([{ from: 540, to: 1020 }]);
    expect(withOpening([{ from: 540, to: 720 }])).toEqual([
      { from: 540, to: 720 },
      { from: 780, to: 900 },
    ]);
    expect(withOpening([{ from: 540, to: 1440 }]).at(-1)).toEqual({ from: 1380, to: 1440 });
  });

  test('that end before they begin, or overlap, are a problem in whatever order they stand', () => {
    expect(openingsProblem([{ from: 600, to: 600 }])).toBe('backwards');
    const overlapping = [
      { from: 700, to: 800 },
      { from: 540, to: 720 },
    ];
    expect(openingsProblem(overlapping)).toBe('overlap');
    expect(openingsProblem([{ from: 720, to: 800 }, { from: 540, to: 720 }])).toBeUndefined(); // prettier-ignore
    expect(openingsProblem([])).toBeUndefined();
  });
});

describe('a week', () => {
  const hours = officeHours('Europe/Berlin');

  test('is an office’s to begin with, and takes Monday’s times until Friday', () => {
    const early = withDay(hours, 0, [{ from: 420, to: 600 }]);
    const week = likeMonday(early).week.map((openings) => openingsText(openings));
    expect(week).toEqual([...Array.from({ length: 5 }, () => '07:00–10:00'), '', '']);
    expect(hours.week[0]).toEqual([{ from: 540, to: 1020 }]);
  });

  test('with a day that is there twice, or times that overlap, cannot be saved', () => {
    const day = { date: '2026-12-24', name: '', openings: [] } as const;
    expect(hoursProblem(hours)).toBe(false);
    expect(hoursProblem({ ...hours, special: [{ ...day, openings: [] }] })).toBe(false);
    expect(
      hoursProblem({
        ...hours,
        special: [
          { ...day, openings: [] },
          { ...day, openings: [] },
        ],
      }),
    ).toBe(true);
    expect(hoursProblem(withDay(hours, 2, [{ from: 600, to: 540 }]))).toBe(true);
  });

  test('begins on Monday in every language', () => {
    expect([weekdayNames('en')[0], weekdayNames('de')[6]]).toEqual(['Monday', 'Sonntag']);
    expect(dayText('2026-12-24', 'en-GB')).toBe('Thu 24 Dec');
  });

  test('knows the country of a region', () => {
    expect(regionParts('DE-BY')).toEqual({ country: 'DE', region: 'DE-BY' });
    expect(regionParts(null)).toEqual({ country: '', region: '' });
  });
});
