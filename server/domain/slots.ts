/**
 * The times at which somebody can be called back: parts of the opening hours, far enough ahead to be kept. Pure; how many
 * call-backs one of them already has is for whoever asks.
 */
import { TIMES } from '../../protocol/constants.ts';
import { openSpans } from './hours.ts';
import type { Hours } from './hours.ts';

/** The beginnings of all slots from now on, in their order: each lies wholly inside one opening (CA13). */
export function slotsFrom(hours: Hours, now: number): readonly number[] {
  const earliest = now + TIMES.callbackLeadMs;
  const slots: number[] = [];
  for (const { from, to } of openSpans(hours, now)) {
    if (from >= now + TIMES.callbackHorizonMs) break;
    for (
      let start = from;
      start + TIMES.callbackSlotMs <= to && start < now + TIMES.callbackHorizonMs;
      start += TIMES.callbackSlotMs
    ) {
      if (start >= earliest) slots.push(start);
    }
  }
  return slots;
}

/**
 * In which countries a number without a country's code may be meant, likeliest first: where the department is at home,
 * what the visitor's locale names, and where the shop's own telephone is. A language alone names none: English is spoken
 * in more places than one (CA14).
 */
export function likelyCountries(
  locale: string,
  { home, telephone }: { readonly home: string | undefined; readonly telephone: string | undefined },
): readonly string[] {
  const countries = [home, new Intl.Locale(locale).region, telephone].filter((country) => country !== undefined);
  return [...new Set(countries)];
}
