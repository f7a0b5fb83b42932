/**
 * The shop's two languages. It knows which of them a browser prefers and how prices are written in each; it knows no
 * texts.
 */

/** The languages of the shop; each is also the first part of its pages' paths. */
export const languages = ['de', 'en'] as const;

/** One of the shop's languages. */
export type Language = (typeof languages)[number];

// A header with more entries than any browser sends is not worth reading to its end.
const MAX_PREFERENCES = 20;

/** The language for an `Accept-Language` header (RFC 9110, 12.5.4): the preferred one of ours, else English. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const preferences = (acceptLanguage ?? '').split(',', MAX_PREFERENCES).map((entry) => {
    const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality.slice(2)) };
  });
  const best = preferences
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .flatMap((preference) => languages.filter((language) => language === preference.language))[0];
  return best ?? 'en';
}

// Ireland for English: English words, euros with the sign in front.
const REGIONS: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-IE' };

/** An amount of euro cents as this language writes it. */
export function price(language: Language, cents: number): string {
  return new Intl.NumberFormat(REGIONS[language], { style: 'currency', currency: 'EUR' }).format(cents / 100);
}

/** The same for a round threshold in running text, without the cents. */
export function roundPrice(language: Language, cents: number): string {
  const format = { style: 'currency', currency: 'EUR', trailingZeroDisplay: 'stripIfInteger' } as const;
  return new Intl.NumberFormat(REGIONS[language], format).format(cents / 100);
}
