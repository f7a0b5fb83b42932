/** What holds for every text of the shared parts, in every language. */
import { describe, expect, test } from 'vitest';
import { elementTextsDe } from '../../client/elements/de.ts';
import { elementTextsEn } from '../../client/elements/en.ts';

const PLAUSIBLE = [
  ['Mia', '14:03'],
  [undefined, '14:03'],
  [1],
  [12],
  [true],
  [false],
  ['hangup', '3:07'],
  ['missed', ''],
];
const MEDIA = [[{ audio: true, video: true }], [{ audio: true, video: false }]];

/** Every string in a record of texts; functions are called with plausible arguments, which for some are media. */
function strings(texts: unknown, name = ''): string[] {
  if (typeof texts === 'string') return [texts];
  if (typeof texts === 'function') {
    const given = name === 'title' || name === 'ask' ? MEDIA : PLAUSIBLE;
    return given.flatMap((values) => strings(Reflect.apply(texts, undefined, values)));
  }
  return Object.entries(texts ?? {}).flatMap(([key, value]) => strings(value, key));
}

describe.each([
  ['German', elementTextsDe],
  ['English', elementTextsEn],
])('texts in %s', (_, texts) => {
  test('no text is empty', () => {
    expect(strings(texts).filter((text) => text.trim() === '')).toEqual([]);
    expect(strings(texts).length).toBeGreaterThan(80);
  });

  test('no text shouts', () => {
    expect(strings(texts).filter((text) => text.includes('!'))).toEqual([]);
  });
});

test('[A7] the German texts have no ß, so that they serve Switzerland', () => {
  expect(strings(elementTextsDe).filter((text) => text.includes('ß'))).toEqual([]);
});
