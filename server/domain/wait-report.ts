/**
 * What became of those who waited, put together for the people who decide how many are there to answer: by days and by
 * pages. Pure; where waits are kept is not its business. It counts conversations, and never people.
 */
import type { WaitDay, WaitFigures, WaitPage, WaitReport } from '../../protocol/waiting.ts';
import type { Wait } from './waits.ts';
import { dateAt } from './zone.ts';

/** Pages that are told; further down the numbers are too small to act on. */
const MOST_PAGES = 10;

/** A page that was left once may be one person's own, such as that of an order. */
const LEAST_LEFT = 2;

/** The report over these waits, in any order; days are those of the zone. */
export function waitReport(waits: readonly Wait[], zone: string): WaitReport {
  const byDay = Map.groupBy(waits, ({ queuedAt }) => dateAt(zone, queuedAt) as string);
  const days = [...byDay].map(([day, all]): WaitDay => ({ day, ...figuresOf(all) }));
  const newestFirst = days.toSorted((one, other) => (one.day < other.day ? 1 : -1));
  return { total: figuresOf(waits), days: newestFirst, pages: pagesOf(waits) };
}

function figuresOf(waits: readonly Wait[]): WaitFigures {
  const times = waits.flatMap(({ takenAt, queuedAt }) => (takenAt === null ? [] : [takenAt - queuedAt]));
  return {
    waited: waits.length,
    taken: times.length,
    left: waits.filter(hasLeft).length,
    medianMs: times.toSorted((one, other) => one - other)[Math.floor((times.length - 1) / 2)] ?? null,
  };
}

function pagesOf(waits: readonly Wait[]): WaitPage[] {
  const left = Map.groupBy(waits.filter(hasLeft), ({ page }) => page);
  const pages = [...left].flatMap(([page, all]) => (page === null ? [] : [{ page, left: all.length }]));
  const told = pages.filter((each) => each.left >= LEAST_LEFT);
  return told.toSorted((one, other) => other.left - one.left || (one.page < other.page ? -1 : 1)).slice(0, MOST_PAGES);
}

function hasLeft({ outcome }: Wait): boolean {
  return outcome === 'left';
}
