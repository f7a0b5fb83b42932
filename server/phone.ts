/**
 * Telephone numbers: what somebody typed as one international number, and what kind of number it is. The library's tables
 * are large and most conversations need none of them: they are opened when somebody asks. Knows the library and the
 * ranges that cost extra; knows nobody who calls.
 */
import type * as Numbers from 'libphonenumber-js/max';
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/max';
import { SERVICE_RANGES } from './service-numbers.ts';

/** A number as it is kept: with its country, and as people read it. */
export interface ReadableNumber {
  /** E.164: `+436641234567`. */
  readonly number: string;
  /** The same in groups: `+43 664 1234567`. */
  readonly shown: string;
}

/** Why a number is not taken: it is none, nobody knows of which country, or calling it costs extra. */
export type NumberProblem = 'unreadable' | 'country' | 'service';

export interface PhoneBook {
  /** A number that somebody can be called back on, read as in the first of these countries where it is one (CA14). */
  target(text: string, countries: readonly string[]): Promise<ReadableNumber | NumberProblem>;
  /** A number under which a shop may be called: nobody is charged extra for asking (E5). */
  contact(text: string, countries: readonly string[]): Promise<ReadableNumber | NumberProblem>;
  /** The country of a number that is written with its code. */
  countryOf(number: string): Promise<string | undefined>;
}

type Library = typeof Numbers;
type Kind = ReturnType<PhoneNumber['getType']>;

/** Telephones of people, at an ordinary price; a number of no country is a satellite's, or worse. */
const OF_PEOPLE: ReadonlySet<Kind> = new Set(['FIXED_LINE', 'MOBILE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/** What nobody shall be asked to call. */
const CHARGED: ReadonlySet<Kind> = new Set(['PREMIUM_RATE', 'SHARED_COST', 'PERSONAL_NUMBER', 'PAGER', 'VOICEMAIL']);

/** Shorter telephone numbers are rare, and none of them can be told from a mistake. */
const FEWEST_DIGITS = 5;

/** The book of the world. */
export function createPhoneBook(): PhoneBook {
  let opening: Promise<Library> | undefined;
  const open = (): Promise<Library> => (opening ??= import('libphonenumber-js/max'));
  const read = async (
    text: string,
    countries: readonly string[],
    suits: (found: PhoneNumber) => boolean,
  ): Promise<ReadableNumber | NumberProblem> => {
    const library = await open();
    // Nowhere does a number inside the country begin like this.
    const international = text.trim().replace(/^00/, '+');
    const known = countries.filter((country) => library.isSupportedCountry(country)) as CountryCode[];
    const readings = (known.length === 0 ? [undefined] : known).flatMap((country) => {
      const found = library.parsePhoneNumberFromString(international, {
        ...(country && { defaultCountry: country }),
        extract: false,
      });
      return found === undefined ? [] : [found];
    });
    const real = readings.filter((found) => isService(found) || found.isValid());
    // A service number is one in whatever country it was meant, so the first reading counts.
    const [found] = real;
    if (found === undefined) return known.length === 0 && isLocal(international) ? 'country' : 'unreadable';
    if (isService(found) || !suits(found)) return 'service';
    return { number: found.number, shown: found.formatInternational() };
  };
  return {
    async countryOf(number) {
      const { parsePhoneNumberFromString } = await open();
      return parsePhoneNumberFromString(number)?.country;
    },
    target: (text, countries) =>
      read(text, countries, (found) => found.country !== undefined && OF_PEOPLE.has(found.getType())),
    contact: (text, countries) =>
      read(text, countries, (found) => found.country !== undefined && !CHARGED.has(found.getType())),
  };
}

/** Whether it may be a number inside some country: digits enough, and no country's code. */
function isLocal(text: string): boolean {
  return !text.startsWith('+') && text.replace(/\D/g, '').length >= FEWEST_DIGITS && !/\p{L}/u.test(text);
}

/** Calling codes of the countries whose ranges stand in our own table. */
const CODES = { DE: '49', AT: '43', CH: '41' } as const;

function isService({ countryCallingCode, nationalNumber }: PhoneNumber): boolean {
  return SERVICE_RANGES.some(
    ({ country, prefix, kind }) =>
      CODES[country] === countryCallingCode &&
      nationalNumber.startsWith(prefix) &&
      // Short numbers have no area: a long one that begins alike is a telephone.
      (kind !== 'information' || nationalNumber.length <= 6),
  );
}
