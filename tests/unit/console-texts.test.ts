/** What holds for every text of the console, in every language. */
import { describe, expect, test } from 'vitest';
import { consoleTextsDe } from '../../agent-console/locales/de.ts';
import { consoleTextsEn } from '../../agent-console/locales/en.ts';

/** Every string in a record of texts, with its path; functions are called with one number and with one name. */
function strings(texts: unknown, path = ''): (readonly [string, string])[] {
  if (typeof texts === 'string') return [[path, texts]];
  if (typeof texts === 'function') {
    return [1, 'Mia'].flatMap((value) => strings(Reflect.apply(texts, undefined, [value, 'Yes']), path));
  }
  return Object.entries(texts ?? {}).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

describe.each([
  ['German', consoleTextsDe],
  ['English', consoleTextsEn],
])('texts in %s', (_, texts) => {
  const all = strings(texts);

  test('none is empty and none shouts', () => {
    expect(all.filter(([, text]) => text.trim() === '' || text.includes('!'))).toEqual([]);
    expect(all.length).toBeGreaterThan(200);
  });

  test('none says what the house never says', () => {
    expect(all.filter(([, text]) => /\b(customer|client|user|chat room|ticket|Kunde|Nutzer)\b/i.test(text))).toEqual(
      [],
    );
  });
});

test('German and English have the same texts', () => {
  expect(strings(consoleTextsDe).map(([path]) => path)).toEqual(strings(consoleTextsEn).map(([path]) => path));
});

test('German speaks formally throughout', () => {
  expect(strings(consoleTextsDe).filter(([, text]) => /\b(du|dir|dich|dein\w*)\b/i.test(text))).toEqual([]);
});
