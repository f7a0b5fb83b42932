/** What owners read about waiting: days of their zone, figures that add up, and no page that may be somebody's own. */
import { expect, test } from 'vitest';
import { waitReport } from '../../server/domain/wait-report.ts';
import type { Wait } from '../../server/domain/waits.ts';
import { aWait } from '../helpers/builders.ts';

const MINUTE_MS = 60_000;
const EVENING = Date.parse('2026-11-23T22:30Z');

const taken = (queuedAt: number, minutes: number): Wait =>
  aWait({ queuedAt, outcome: 'taken', takenAt: queuedAt + minutes * MINUTE_MS });
const left = (page: string | null): Wait => aWait({ queuedAt: EVENING, outcome: 'left', leftAt: EVENING + 1, page });

test('days are those of the reader’s zone, newest first, and add up', () => {
  const waits = [
    taken(EVENING, 1),
    taken(EVENING + 40 * MINUTE_MS, 9),
    taken(EVENING, 3),
    taken(EVENING, 30),
    left('/'),
  ];
  const later = { waited: 1, taken: 1, left: 0, medianMs: 9 * MINUTE_MS };
  const earlier = { waited: 4, taken: 3, left: 1, medianMs: 3 * MINUTE_MS };
  const report = waitReport([...waits, aWait({ queuedAt: EVENING, outcome: 'waiting' })], 'Europe/Vienna');
  expect(report.days).toEqual([
    { day: '2026-11-24', ...later },
    { day: '2026-11-23', ...earlier, waited: 5 },
  ]);
  expect(report.total).toEqual({ waited: 6, taken: 4, left: 1, medianMs: 3 * MINUTE_MS });
  expect(waitReport(waits, 'America/New_York').days.map(({ day }) => day)).toEqual(['2026-11-23']);
});

test('a median is of those for whom somebody came', () => {
  expect(waitReport([left('/')], 'UTC').total).toMatchObject({ left: 1, medianMs: null });
  expect(waitReport([], 'UTC')).toEqual({
    total: { waited: 0, taken: 0, left: 0, medianMs: null },
    days: [],
    pages: [],
  });
});

test('pages are those that were left most, and more than once', () => {
  const pages = ['/basket', '/basket', '/basket', '/mora', '/mora', '/order/7', null, null];
  const stayed = taken(EVENING, 1);
  expect(waitReport([...pages.map(left), { ...stayed, page: '/order/7' }], 'UTC').pages).toEqual([
    { page: '/basket', left: 3 },
    { page: '/mora', left: 2 },
  ]);
  const many = Array.from({ length: 12 }, (_, index) => `/${String(index).padStart(2, '0')}`);
  expect(waitReport([...many, ...many].map(left), 'UTC').pages).toHaveLength(10);
});
