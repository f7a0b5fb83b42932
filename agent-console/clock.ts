/**
 * Time for people: a value that ticks while somebody looks, and the words for waits and clock times. Knows Intl and the
 * local zone; knows nothing of what the times mean.
 */
import type { Observable } from '../client/observable.ts';

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_MS = 86_400_000;

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

const two = (value: number): string => String(value).padStart(2, '0');

/** A length of time as a figure that ticks: `0:07`, `12:30`, `1:02:05`; negative ones are `0:00`. */
export function duration(lengthMs: number): string {
  const seconds = Math.max(0, Math.floor(lengthMs / SECOND_MS));
  const hours = Math.floor(seconds / HOUR_S);
  const minutes = Math.floor((seconds % HOUR_S) / MINUTE_S);
  const rest = two(seconds % MINUTE_S);
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`;
}

/** The same for `<time datetime>`: `PT750S`. */
export function isoDuration(lengthMs: number): string {
  return `PT${Math.max(0, Math.floor(lengthMs / SECOND_MS))}S`;
}

/** A clock time such as `14:03`, with the day where it was not today. */
export function clockTime(at: number, now: number, locale: string): string {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
  if (isSameDay(at, now)) return time;
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(at);
  return `${day}, ${time}`;
}

/** As short as a list wants it: the time today, the weekday within a week, else the date. */
export function listTime(at: number, now: number, locale: string): string {
  if (isSameDay(at, now)) return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at);
  const options: Intl.DateTimeFormatOptions =
    now - at < 6 * DAY_MS ? { weekday: 'short' } : { day: 'numeric', month: 'short' };
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

function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
