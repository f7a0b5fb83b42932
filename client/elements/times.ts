/**
 * How times are written: clock times and days in the reader's language and zone, durations as figures. It knows the
 * browser's formatters and keeps them, because making one takes longer than drawing a message.
 */

const kept = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, style: 'clock' | 'day' | 'dayOfYear'): Intl.DateTimeFormat {
  const key = `${style} ${locale}`;
  const found = kept.get(key);
  if (found !== undefined) return found;
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  const options = { clock: { timeStyle: 'short' }, day, dayOfYear: { ...day, year: 'numeric' } } as const;
  const made = new Intl.DateTimeFormat(locale, options[style]);
  kept.set(key, made);
  return made;
}

/** "14:03", or "2:03 PM" where people write so. */
export function clockTime(at: number, locale: string): string {
  return formatter(locale, 'clock').format(at);
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** How many midnights lie between `at` and `now`: 0 is today. */
export function daysAgo(at: number, now: number): number {
  // Rounded, because a day of the clock change has 23 or 25 hours.
  return Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
}

/** "Monday, 3 March", with the year if it is not this one. */
export function longDay(at: number, locale: string, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return formatter(locale, sameYear ? 'day' : 'dayOfYear').format(at);
}

/** "3:07" or "1:02:09". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
