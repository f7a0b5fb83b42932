/**
 * When a department is open: weekly hours in a zone, holidays, and days that are different. It turns them into spans of
 * real time, which is all that routing and promises need. It knows no holidays by itself; who asks brings them.
 */
import type { CalendarDate, Opening, WrittenHours } from '../../protocol/departments.ts';
import { addDays, dateAt, instantOf, isDate, isZone, weekdayOf } from './zone.ts';

/** Opening hours with everything that they depend on: written hours, and the holidays of their region by date. */
export interface Hours extends Pick<WrittenHours, 'zone'> {
  readonly week: readonly (readonly Opening[])[];
  /** Days on which it is closed unless they are special days. */
  readonly holidays: readonly CalendarDate[];
  readonly special: readonly { readonly date: CalendarDate; readonly openings: readonly Opening[] }[];
}

/** From the first millisecond to the one after the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is wrong with hours, with the field's name and in words for the owner. */
export interface HoursProblem {
  readonly field: string;
  readonly reason: string;
}

/** Minutes of a day on the clock. */
const DAY_MINUTES = 24 * 60;

/** Nobody is told of an opening further away than this. */
const HORIZON_DAYS = 400;

/** The openings of this day. */
export function openingsOn({ week, holidays, special }: Hours, date: CalendarDate): readonly Opening[] {
  const different = special.find((day) => day.date === date);
  if (different !== undefined) return different.openings;
  return holidays.includes(date) ? [] : (week[weekdayOf(date)] ?? []);
}

/** The spans that end after this instant, in their order; what touches is one span. */
export function* openSpans(hours: Hours, after: number): Generator<Span, void> {
  let open: Span | undefined;
  for (const span of daySpans(hours, after)) {
    if (open === undefined) {
      open = span;
    } else if (span.from <= open.to) {
      open = { from: open.from, to: Math.max(open.to, span.to) };
    } else {
      yield open;
      open = span;
    }
  }
  if (open !== undefined) yield open;
}

/** The spans of each day by itself, from the instant's own day on. */
function* daySpans(hours: Hours, after: number): Generator<Span, void> {
  const today = dateAt(hours.zone, after);
  for (let days = 0; days <= HORIZON_DAYS; days += 1) {
    const date = addDays(today, days);
    const openings = openingsOn(hours, date).toSorted((one, other) => one.from - other.from);
    for (const { from, to } of openings) {
      const span = {
        from: instantOf(hours.zone, { date, minute: from }, 'first'),
        to: instantOf(hours.zone, { date, minute: to }, 'last'),
      };
      // In the hour that clocks skip, an opening may have no time at all.
      if (span.to > after && span.to > span.from) yield span;
    }
  }
}

/** Whether it is open at this instant. */
export function isOpenAt(hours: Hours, at: number): boolean {
  return nextOpenAt(hours, at) === at;
}

/** This instant if it is open, else when it opens; undefined if that is not within a year. */
export function nextOpenAt(hours: Hours, at: number): number | undefined {
  const [next] = daySpans(hours, at);
  return next && Math.max(at, next.from);
}

/** How much open time lies between two instants, in milliseconds. */
export function openTimeBetween(hours: Hours, from: number, to: number): number {
  let time = 0;
  for (const span of openSpans(hours, from)) {
    if (span.from >= to) break;
    time += Math.min(span.to, to) - Math.max(span.from, from);
  }
  return time;
}

/** The instant at which so much open time has passed; undefined if that is not within a year. */
export function afterOpenTime(hours: Hours, from: number, ms: number): number | undefined {
  let left = ms;
  for (const span of openSpans(hours, from)) {
    const begin = Math.max(span.from, from);
    if (span.to - begin >= left) return begin + left;
    left -= span.to - begin;
  }
  return undefined;
}

/** Everything that is wrong with these hours; nothing if they can be kept. */
export function problemsOf({ zone, week, special }: Omit<Hours, 'holidays'>): readonly HoursProblem[] {
  const problems: HoursProblem[] = [];
  if (!isZone(zone))
    problems.push({ field: 'zone', reason: `"${zone}" is no time zone. Use a name such as Europe/Berlin.` });
  if (week.length !== 7) problems.push({ field: 'week', reason: 'A week has seven days, Monday first.' });
  for (const [day, openings] of week.entries()) problems.push(...openingProblems(`week.${day}`, openings));
  for (const [index, { date, openings }] of special.entries()) {
    problems.push(...dateProblems(`special.${index}.date`, date));
    problems.push(...openingProblems(`special.${index}.openings`, openings));
    const twice = special.findIndex((other) => other.date === date) !== index;
    if (twice) problems.push({ field: `special.${index}.date`, reason: `${date} is there twice.` });
  }
  return problems;
}

function dateProblems(field: string, date: string): HoursProblem[] {
  return isDate(date) ? [] : [{ field, reason: `"${date}" is no day of the calendar.` }];
}

function openingProblems(field: string, openings: readonly Opening[]): HoursProblem[] {
  const problems: HoursProblem[] = [];
  const sorted = openings.toSorted((one, other) => one.from - other.from);
  for (const [index, { from, to }] of sorted.entries()) {
    const before = sorted[index - 1];
    if (!isMinute(from) || !isMinute(to)) {
      problems.push({ field, reason: 'Times are full minutes between 00:00 and 24:00.' });
    } else if (to <= from) {
      problems.push({ field, reason: `${clock(from)}–${clock(to)} ends before it begins. A night is two openings.` });
    } else if (before !== undefined && from < before.to) {
      problems.push({
        field,
        reason: `${clock(before.from)}–${clock(before.to)} and ${clock(from)}–${clock(to)} overlap.`,
      });
    }
  }
  return problems;
}

function isMinute(minute: number): boolean {
  return Number.isInteger(minute) && minute >= 0 && minute <= DAY_MINUTES;
}

function clock(minute: number): string {
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
}
