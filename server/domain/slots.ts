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
 * In which countries a number without a country's code may be meant, likeliest first: the one that the locale names, the
 * shop's, and the one where most people speak the language (CA14).
 */
export function likelyCountries(locale: string, shop: string | undefined): readonly string[] {
  const tag = new Intl.Locale(locale);
  const countries = [tag.region, shop, tag.maximize().region].filter((country) => country !== undefined);
  return [...new Set(countries)];
}
