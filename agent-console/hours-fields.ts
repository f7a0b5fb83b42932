/**
 * Opening hours while an owner writes them: a week that is plain to change day by day, and the times of its fields. Pure:
 * what is wrong is said while there is still time; the server has the last word. Knows no form.
 */
import type { Department, NewDepartment, Opening, WrittenHours } from '../protocol/departments.ts';

/** Minutes of a day; the end of the last one is midnight. */
const DAY_MINUTES = 24 * 60;

/** Openings of one day that a form offers; the server takes a few more. */
export const MOST_OPENINGS = 3;

/** What most offices have, to begin with. */
const OFFICE: Opening = { from: 9 * 60, to: 17 * 60 };

/** The countries whose holidays are offered by name, the first market first. */
export const COUNTRIES = ['DE', 'AT', 'CH'] as const;

/** Hours to begin with: an office week in this zone. */
export function officeHours(zone: string): WrittenHours {
  const week = Array.from({ length: 7 }, (_, day) => (day < 5 ? [{ ...OFFICE }] : []));
  return { zone, week, region: null, special: [] };
}

/** A department to begin with. */
export function emptyDepartment(): NewDepartment {
  return { name: '', kind: 'team', hours: null, overflow: null, promise: null };
}

/** What is sent of a department. */
export function settingsOf({ name, kind, hours, overflow, promise }: Department | NewDepartment): NewDepartment {
  return { name: name.trim(), kind, hours, overflow, promise };
}

/** A minute of the day as a time field shows it; midnight at the end of the day is 00:00 again. */
export function timeText(minute: number): string {
  const shown = minute % DAY_MINUTES;
  return `${String(Math.floor(shown / 60)).padStart(2, '0')}:${String(shown % 60).padStart(2, '0')}`;
}

/** The minute that a time field says, or undefined while it is empty; 00:00 as an end is the end of the day. */
export function minuteOf(text: string, end: 'from' | 'to'): number | undefined {
  const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute);
  return end === 'to' && minutes === 0 ? DAY_MINUTES : minutes;
}

/** One more opening: the office's on a closed day, else an hour after the last one. */
export function withOpening(openings: readonly Opening[]): readonly Opening[] {
  const last = openings.at(-1);
  if (last === undefined) return [{ ...OFFICE }];
  const from = Math.min(last.to + 60, DAY_MINUTES - 60);
  return [...openings, { from, to: Math.min(from + 120, DAY_MINUTES) }];
}

/** What is wrong with the openings of one day. */
export function openingsProblem(openings: readonly Opening[]): 'backwards' | 'overlap' | undefined {
  if (openings.some(({ from, to }) => to <= from)) return 'backwards';
  const sorted = openings.toSorted((one, other) => one.from - other.from);
  const overlaps = sorted.some(({ from }, index) => from < (sorted[index - 1]?.to ?? 0));
  return overlaps ? 'overlap' : undefined;
}

/** The week with other openings on one day. */
export function withDay(hours: WrittenHours, day: number, openings: readonly Opening[]): WrittenHours {
  return { ...hours, week: hours.week.map((each, index) => (index === day ? [...openings] : each)) };
}

/** The week with Monday's openings from Monday to Friday. */
export function likeMonday(hours: WrittenHours): WrittenHours {
  const monday = hours.week[0] ?? [];
  return { ...hours, week: hours.week.map((each, index) => (index < 5 ? monday : each)) };
}

/** Country and state of a region: `DE` and `DE-BY`; empty where there is none. */
export function regionParts(region: string | null): { readonly country: string; readonly region: string } {
  return { country: region?.slice(0, 2) ?? '', region: region ?? '' };
}

/** The first thing that keeps these hours from being saved: a day of the week by its index, or a special day. */
export function hoursProblem(hours: WrittenHours): boolean {
  const days = [...hours.week, ...hours.special.map(({ openings }) => openings)];
  const dates = hours.special.map(({ date }) => date);
  return days.some((openings) => openingsProblem(openings) !== undefined) || new Set(dates).size < dates.length;
}

/** Names of the weekdays, Monday first. */
export function weekdayNames(locale: string): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  // 1 January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
}

/** A day of the calendar in words: "Thu, 24 Dec". */
export function dayText(date: string, locale: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, options).format(Date.parse(`${date}T00:00Z`));
}

/** Openings in one line: "09:00–12:00, 13:00–18:00". */
export function openingsText(openings: readonly Opening[]): string {
  return openings.map(({ from, to }) => `${timeText(from)}–${to === DAY_MINUTES ? '24:00' : timeText(to)}`).join(', ');
}
