/**
 * Time for people: a value that ticks while somebody looks, and the words for waits and clock times. Knows Intl and the
 * local zone; knows nothing of what the times mean.
 */
import { clockTime, daysAgo } from '../client/elements/times.ts';
import type { Observable } from '../client/observable.ts';

const SECOND_MS = 1_000;
/** Within this many days a weekday names one day only. */
const WEEK_DAYS = 7;

/** The time, told anew each second to those who listen; nothing runs while nobody does. */
export function ticking(now: () => number): Observable<number> {
  const listeners = new Set<(value: number) => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = (): void => {
    const at = now();
    for (const listener of listeners) listener(at);
  };
  return {
    get value() {
      return now();
    },
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, SECOND_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

/** A length of time for `<time datetime>`: `PT750S`. */
export function isoDuration(lengthMs: number): string {
  return `PT${Math.max(0, Math.floor(lengthMs / SECOND_MS))}S`;
}

/** A clock time such as `14:03`, with the day where it was not today. */
export function momentText(at: number, now: number, locale: string): string {
  if (daysAgo(at, now) === 0) return clockTime(at, locale);
  return `${new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(at)}, ${clockTime(at, locale)}`;
}

/** As short as a list wants it: the time today, the weekday within a week, else the date. */
export function listTime(at: number, now: number, locale: string): string {
  const ago = daysAgo(at, now);
  if (ago === 0) return clockTime(at, locale);
  const options: Intl.DateTimeFormatOptions =
    ago < WEEK_DAYS ? { weekday: 'short' } : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(locale, options).format(at);
}

/** The name of a language in the reader's language: `de-CH` is "Swiss High German"; an unknown tag stays as it is. */
export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
