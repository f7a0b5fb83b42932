/**
 * Which telephone numbers are taken, country by country: whom one may call back, and which number a shop may show (E5).
 * Against the real tables of numbers.
 */
import { describe, expect, test } from 'vitest';
import { createPhoneBook } from '../../server/phone.ts';

const book = createPhoneBook();

/** What costs extra, as people write it. */
const CHARGED: readonly (readonly [string, string])[] = [
  ...['0900 1234567', '0900 3 123456', '0137 7123456', '0137 123456', '0180 5 123456', '01801 123456', '11833', '118 000'].map((text) => ['DE', text] as const), // prettier-ignore
  ...['0900 123456', '0901 123456', '0906 123456', '0848 123456', '0840 123 456', '0842 123 456', '1811'].map((text) => ['CH', text] as const), // prettier-ignore
  ...['0900 123456', '0901 123456', '0930 123456', '0931 123456', '0939 123456', '0810 123456', '0820 123456', '0821 123456', '0828 123456', '11811'].map((text) => ['AT', text] as const), // prettier-ignore
  ['DE', '+49 900 1234567'],
  ['AT', '+41 900 123456'],
  ['DE', '+979 1 2345 6789'],
  ['DE', '+44 70 1234 5678'],
];

/** Ordinary telephones. */
const ORDINARY: readonly (readonly [string, string, string])[] = [
  ['DE', '030 123456', '+49 30 123456'],
  ['DE', '0151/23456789', '+49 1512 3456789'],
  ['DE', '0049 30 123456', '+49 30 123456'],
  ['AT', '0664 1234567', '+43 664 1234567'],
  ['AT', '(01) 588 71 80', '+43 1 5887180'],
  ['CH', '079 123 45 67', '+41 79 123 45 67'],
  ['DE', '+41 44 668 18 00', '+41 44 668 18 00'],
];

describe('a call-back', () => {
  test.each(CHARGED)('[CA14] never goes to a number that costs extra: in %s, %s', async (country, text) => {
    expect(await book.target(text, [country])).toBe('service');
  });

  test.each(ORDINARY)('goes to an ordinary number: in %s, %s', async (country, text, shown) => {
    expect(await book.target(text, [country])).toEqual({ number: shown.replaceAll(' ', ''), shown });
  });

  test.each(['0800 1234567', '+881 6 1234 5678', '+883 510 001 234 567', '0700 12345678'])(
    'never goes to %s, where no person is or a call costs a fortune',
    async (text) => {
      expect(await book.target(text, ['DE'])).toBe('service');
    },
  );

  test.each(['', 'call me', '123', '0151', '+49', '030 12345678901234567890', 'tel. 030 123456 or later'])(
    'needs a number, not "%s"',
    async (text) => {
      expect(await book.target(text, ['DE'])).toBe('unreadable');
    },
  );

  test('without a country’s code it is meant in the first country where it is one', async () => {
    expect(await book.target('0664 1234567', ['AT', 'DE'])).toMatchObject({ number: '+436641234567' });
    expect(await book.target('079 123 45 67', ['CH', 'AT'])).toMatchObject({ number: '+41791234567' });
    expect(await book.target('030 123456', [])).toBe('country');
    expect(await book.target('call me', [])).toBe('unreadable');
    expect(await book.countryOf('+41 44 668 18 00')).toBe('CH');
    expect(await book.target('030 123456', ['XX', 'DE'])).toMatchObject({ number: '+4930123456' });
  });
});

describe('the number of a shop', () => {
  test.each(CHARGED)('[CA18] never costs extra: in %s, %s', async (country, text) => {
    expect(await book.contact(text, [country])).toBe('service');
  });

  test.each(ORDINARY)('is an ordinary one: in %s, %s', async (country, text, shown) => {
    expect(await book.contact(text, [country])).toEqual({ number: shown.replaceAll(' ', ''), shown });
  });

  test('may be free', async () => {
    expect(await book.contact('0800 123456', ['AT'])).toEqual({ number: '+43800123456', shown: '+43 800 123456' });
  });
});
