/**
 * Wall clocks: what a clock in a zone shows at an instant, and at which instant it shows a time. It knows the days on
 * which clocks are turned, and no opening hours.
 */
import type { CalendarDate } from '../../protocol/departments.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Making a format costs a thousand times as much as using it; there are some 400 zones. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Whether this is the name of a zone, such as `Europe/Vienna`. */
export function isZone(zone: string): boolean {
  try {
    return clockOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** The day on which the zone's clocks are at this instant. */
export function dateAt(zone: string, at: number): CalendarDate {
  return dateOfDay(Math.floor((at + offsetAt(zone, at)) / DAY_MS));
}

/** The day so many days later. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfDay(dayOfDate(date) + days);
}

/** Day of the week, Monday 0 to Sunday 6. */
export function weekdayOf(date: CalendarDate): number {
  return (((dayOfDate(date) + 3) % 7) + 7) % 7;
}

/** Whether this is a day that exists: not 30 February. */
export function isDate(text: string): text is CalendarDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = Date.parse(`${text}T00:00Z`) / DAY_MS;
  return Number.isInteger(day) && dateOfDay(day) === text;
}

/**
 * The instant at which a clock in the zone shows this many minutes after midnight of the day. Where clocks are turned
 * back it is shown twice, and `which` chooses; where they are turned forward it is skipped, and the moment of turning
 * is meant.
 */
export function instantOf(
  zone: string,
  { date, minute }: { readonly date: CalendarDate; readonly minute: number },
  which: 'first' | 'last',
): number {
  const shown = dayOfDate(date) * DAY_MS + minute * MINUTE_MS;
  // Nowhere are clocks turned twice within two days.
  const instants = [shown - offsetAt(zone, shown - DAY_MS), shown - offsetAt(zone, shown + DAY_MS)];
  const showing = instants.filter((at) => at + offsetAt(zone, at) === shown);
  if (showing.length === 0) return turningBetween(zone, Math.min(...instants), Math.max(...instants));
  return which === 'first' ? Math.min(...showing) : Math.max(...showing);
}

/** The first instant with the offset of the later one; clocks are turned at full minutes. */
function turningBetween(zone: string, before: number, after: number): number {
  const target = offsetAt(zone, after);
  let [low, high] = [before, after];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS;
    if (offsetAt(zone, middle) === target) high = middle;
    else low = middle;
  }
  return high;
}

/** By how many milliseconds the zone's clocks are ahead of UTC. */
function offsetAt(zone: string, at: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of clockOf(zone).formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  clocks.set(zone, clock);
  return clock;
}

function dayOfDate(date: CalendarDate): number {
  return Date.parse(`${date}T00:00Z`) / DAY_MS;
}

function dateOfDay(day: number): CalendarDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10) as CalendarDate;
}
