/** What holds for every text of the widget, in every language. */
import { describe, expect, test } from 'vitest';
import { callTexts as callDe } from '../../widget/locales/de-call.ts';
import { texts as de } from '../../widget/locales/de.ts';
import { callTexts as callEn } from '../../widget/locales/en-call.ts';
import { texts as en } from '../../widget/locales/en.ts';
import { lateTexts } from '../../widget/locales/late.ts';
import { waitingTexts } from '../../widget/locales/waiting.ts';

/** Every string in a record of texts, with its path; functions are called with one number and with one name. */
function strings(texts: unknown, path = ''): (readonly [string, string])[] {
  if (typeof texts === 'string') return [[path, texts]];
  if (typeof texts === 'function') {
    return [1, 2, 'Mia'].flatMap((value) => strings(Reflect.apply(texts, undefined, [value, 'Mia']), path));
  }
  return Object.entries(texts ?? {}).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

const german = [...strings(de), ...strings(callDe), ...strings(lateTexts.de), ...strings(waitingTexts.de)];
const english = [...strings(en), ...strings(callEn), ...strings(lateTexts.en), ...strings(waitingTexts.en)];

describe.each([
  ['German', german],
  ['English', english],
])('texts in %s', (_, all) => {
  test('none is empty and none shouts', () => {
    expect(all.filter(([, text]) => text.trim() === '' || text.includes('!'))).toEqual([]);
    expect(all.length).toBeGreaterThan(100);
  });

  test('none promises a time', () => {
    const promise = /\b(soon|shortly|minutes?|hours?|gleich da|bald|Minuten?|Stunden?)\b/i;
    // What is said of a call that reconnects is no promise of an answer; `within` is given what was reckoned (CH6).
    const aboutAnswers = all.filter(([path]) => !path.startsWith('.elements.stage') && !path.endsWith('.within'));
    expect(aboutAnswers.filter(([, text]) => promise.test(text))).toEqual([]);
    expect(promise.test('We answer within minutes')).toBe(true);
  });

  test('[G1] the notice on privacy has at most 80 words', () => {
    const notice = all.find(([path]) => path === '.privacy.text')?.[1] ?? '';
    const count = notice.split(/\s+/).length;
    expect(count).toBeGreaterThan(20);
    expect(count).toBeLessThanOrEqual(80);
  });

  test('[A7] sentences are short', () => {
    const sentences = all.flatMap(([, text]) => text.split(/[.;:?]\s/));
    expect(sentences.filter((sentence) => sentence.split(/\s+/).length > 22)).toEqual([]);
  });
});

test('German and English have the same texts', () => {
  expect(german.map(([path]) => path)).toEqual(english.map(([path]) => path));
});

test('German speaks formally throughout, and can be read in Switzerland', () => {
  expect(german.filter(([, text]) => /\b(du|dir|dich|dein\w*)\b|ß/i.test(text))).toEqual([]);
});
