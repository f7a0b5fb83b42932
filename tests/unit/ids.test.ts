/**
 * The formats of ids, above all the speakable case number, whose check digit must catch what people mishear, mistype
 * and swap (G7).
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { freshUuid } from '../../client/ids.ts';
import {
  CASE_NUMBERS,
  caseNumber,
  conversationId,
  formatCaseNumber,
  parseCaseNumber,
  siteKey,
} from '../../protocol/ids.ts';

const SYMBOLS = [...'23456789ABCDEFGHJKLMNPQRSTUVWXYZ'];
const index = fc.integer({ min: 0, max: CASE_NUMBERS - 1 });
const symbolsOf = (number: string) => [...number.replace('-', '')];

describe('case numbers', () => {
  test('[G7] look like K7-4P92 and never contain 0, O, 1 or I', () => {
    fc.assert(
      fc.property(index, (at) => {
        expect(formatCaseNumber(at)).toMatch(/^[2-9A-HJ-NP-Z]{2}-[2-9A-HJ-NP-Z]{4}$/);
      }),
    );
  });

  test('[G7] different indices have different numbers, from the first to the last', () => {
    const numbers = [0, 1, 31, 32, 1023, 1024, CASE_NUMBERS - 2, CASE_NUMBERS - 1].map(formatCaseNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    fc.assert(
      fc.property(
        index,
        index,
        (one, other) => (one === other) === (formatCaseNumber(one) === formatCaseNumber(other)),
      ),
    );
  });

  test('[G7] are understood however a person writes them', () => {
    fc.assert(
      fc.property(index, (at) => {
        const number = formatCaseNumber(at);
        const spoken = symbolsOf(number).join(' ').toLowerCase();
        expect([parseCaseNumber(number), parseCaseNumber(spoken)]).toEqual([number, number]);
      }),
    );
  });

  test('[G7] every single wrong symbol is caught', () => {
    fc.assert(
      fc.property(index, fc.nat({ max: 5 }), fc.constantFrom(...SYMBOLS), (at, place, wrong) => {
        const symbols = symbolsOf(formatCaseNumber(at));
        fc.pre(symbols[place] !== wrong);
        expect(parseCaseNumber(symbols.with(place, wrong).join(''))).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test('[G7] every swap of two neighbours is caught', () => {
    fc.assert(
      fc.property(index, fc.nat({ max: 4 }), (at, place) => {
        const symbols = symbolsOf(formatCaseNumber(at));
        const [left = '', right = ''] = symbols.slice(place, place + 2);
        fc.pre(left !== right);
        expect(
          parseCaseNumber(
            symbols
              .with(place, right)
              .with(place + 1, left)
              .join(''),
          ),
        ).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['', 'K7', 'K7-4P9', 'K7-4P922', '00-0000', 'käse-1'])('[G7] %j is no case number', (text) => {
    expect(parseCaseNumber(text)).toBeUndefined();
    expect(caseNumber.safeParse(text).success).toBe(false);
  });
});

describe('other ids', () => {
  test('an id is a lower-case UUID and nothing else', () => {
    const uuid = '0b1f6c1e-3c1d-4c52-9d3e-6a52f0c5a001';
    const wrong = [uuid.toUpperCase(), uuid.slice(1), `${uuid} `, `{${uuid}}`, uuid.replaceAll('-', ''), ''];
    expect(conversationId.safeParse(uuid).success).toBe(true);
    expect(wrong.filter((text) => conversationId.safeParse(text).success)).toEqual([]);
  });

  test('a site key is sb_ and 20 lower-case letters or digits', () => {
    const key = `sb_${'a1'.repeat(10)}`;
    expect(siteKey.safeParse(key).success).toBe(true);
    expect(
      ['', 'sb_', key.toUpperCase(), `${key}x`, key.slice(3)].filter((text) => siteKey.safeParse(text).success),
    ).toEqual([]);
  });
});

describe('ids that browsers make', () => {
  test('fit their format, differ, and are ordered by the time at which they were made', () => {
    const times = [0, 1, 255, 256, 1_700_000_000_000, 2 ** 48 - 1];
    const ids = times.map((now) => freshUuid(now));
    expect(ids.map((id) => conversationId.safeParse(id).success)).toEqual(times.map(() => true));
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.map((id) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))).toEqual(times);
    expect(new Set(Array.from({ length: 100 }, () => freshUuid(0))).size).toBe(100);
  });
});
