/** How times of a call-back are written: in the visitor's own zone, which is named where the shop's is another. Pure. */

/** Names of the nearest days. */
interface NearDays {
  readonly today: string;
  readonly tomorrow: string;
}

/** The visitor's day of this instant, as a key. */
export function dayKey(at: number): string {
  return new Date(at).toDateString();
}

/** A day as a button says it: today, tomorrow, or its weekday and date. */
export function dayName(at: number, now: number, { locale, words }: { locale: string; words: NearDays }): string {
  if (dayKey(at) === dayKey(now)) return words.today;
  const tomorrow = new Date(now);
  tomorrow.setDate(tomorrow.getDate() + 1);
  if (dayKey(at) === tomorrow.toDateString()) return words.tomorrow;
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'numeric' }).format(at);
}

/** A time of a day. */
export function timeName(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A whole date with its time. */
export function whenName(at: number, locale: string): string {
  const format = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale, format).format(at);
}

/** The visitor's zone by its name, where clocks of the shop's zone show something else now; otherwise undefined. */
export function zoneName(shop: string | null, locale: string): string | undefined {
  if (shop === null) return undefined;
  const clock = (timeZone?: string): string =>
    new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'short', ...(timeZone && { timeZone }) }).format();
  if (clock() === clock(shop)) return undefined;
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: 'long' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value;
}
