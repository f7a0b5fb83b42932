/**
 * Public holidays of countries and their states, by name and day. The book is large and most shops need one page of it:
 * it is opened when somebody asks. Knows the library; knows no opening hours.
 */
import type Holidays from 'date-holidays';
import type { CalendarDate } from '../protocol/departments.ts';

/** A public holiday. */
export interface Holiday {
  readonly date: CalendarDate;
  readonly name: string;
}

/** A country, or a state of one, with its name in its own language. */
export interface Region {
  /** `DE`, or `DE-BY`. */
  readonly code: string;
  readonly name: string;
}

export interface HolidayBook {
  /** The public holidays of a year; none in a region that the book does not know. */
  of(region: string, year: number): Promise<readonly Holiday[]>;
  /** The states of a country; none if its holidays are everywhere the same, or the book does not know it. */
  statesOf(country: string): Promise<readonly Region[]>;
  /** Whether the book knows this region. */
  knows(region: string): Promise<boolean>;
}

/** The book of the world. */
export function createHolidayBook(): HolidayBook {
  const pages = new Map<string, readonly Holiday[]>();
  let opening: Promise<typeof Holidays> | undefined;
  const open = (): Promise<typeof Holidays> => (opening ??= import('date-holidays').then((book) => book.default));
  const states = async (country: string): Promise<readonly Region[]> => {
    const Book = await open();
    const names: Record<string, string> = new Book().getStates(country) ?? {};
    return Object.entries(names).map(([state, name]) => ({ code: `${country}-${state}`, name }));
  };
  return {
    async of(region, year) {
      const page = `${region} ${year}`;
      const known = pages.get(page);
      if (known !== undefined) return known;
      const Book = await open();
      const [country = '', state = ''] = region.split('-');
      const found = (new Book(country, state).getHolidays(year) ?? [])
        .filter(({ type }) => type === 'public')
        .map(({ date, name }) => ({ date: date.slice(0, 10) as CalendarDate, name }));
      pages.set(page, found);
      return found;
    },
    statesOf: states,
    async knows(region) {
      const [country = ''] = region.split('-');
      const Book = await open();
      const countries: Record<string, string> = new Book().getCountries() ?? {};
      return region === country ? country in countries : (await states(country)).some(({ code }) => code === region);
    },
  };
}
