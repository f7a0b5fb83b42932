/** What becomes a link in a message, and what a reader sees of where it leads. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pieces } from '../../client/elements/links.ts';

const links = (text: string) => pieces(text).filter((piece) => piece.href !== undefined);

describe('links in messages', () => {
  test('an address inside a sentence becomes a link without the sentence’s punctuation', () => {
    expect(pieces('See (https://mora.example/a?b=1#c), or “https://mora.example”.')).toEqual([
      { text: 'See (' },
      { text: 'https://mora.example/a?b=1#c', href: 'https://mora.example/a?b=1#c' },
      { text: '), or “' },
      { text: 'https://mora.example', href: 'https://mora.example/' },
      { text: '”.' },
    ]);
  });

  test('a bracket that was opened inside an address belongs to it', () => {
    expect(pieces('(https://de.wikipedia.org/wiki/Schale_(Kunst))')).toEqual([
      { text: '(' },
      { text: 'https://de.wikipedia.org/wiki/Schale_(Kunst)', href: 'https://de.wikipedia.org/wiki/Schale_(Kunst)' },
      { text: ')' },
    ]);
  });

  test('www addresses and e-mail addresses become links; what a mailto: hides is left out', () => {
    expect(links('www.mora.example anna@mora.example mailto:tom@mora.example?bcc=x@evil.example')).toEqual([
      { text: 'www.mora.example', href: 'https://www.mora.example/' },
      { text: 'anna@mora.example', href: 'mailto:anna@mora.example' },
      { text: 'tom@mora.example', href: 'mailto:tom@mora.example' },
    ]);
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt://mora.example/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox',
    'file:///etc/passwd',
    'intent://scan/#Intent;end',
    'ftp://mora.example',
    'https://',
    'https://[',
    'xhttps',
    'a@b',
    '@',
  ])('%s is text, not a link', (text) => {
    expect(pieces(text)).toEqual([{ text }]);
  });

  test('a name before the host, made to mislead, is not a link', () => {
    expect(links('https://bank.example@evil.example/ https://a:b@evil.example')).toEqual([]);
  });

  test.each([
    ['look-alike letters', 'https://аpple.example/login', 'https://xn--pple-43d.example/login'],
    ['a backslash that looks like a path', 'https://evil.example\\@bank.example', 'https://evil.example/@bank.example'],
    ['an escaped host', 'https://%65vil.example/', 'https://evil.example/'],
    ['a number that is an address', 'http://2130706433/', 'http://127.0.0.1/'],
    ['wide letters', 'https://ｅvil.example/', 'https://evil.example/'],
  ])('with %s the reader sees the real host', (_, text, real) => {
    expect(pieces(text)).toEqual([{ text: real, href: real }]);
  });

  test('a German host stays as people write it', () => {
    expect(pieces('https://müller.example/')).toEqual([
      { text: 'https://müller.example/', href: 'https://xn--mller-kva.example/' },
    ]);
  });

  test('characters that turn the direction of text around are taken out', () => {
    expect(pieces('a\u202eb\u2066c')).toEqual([{ text: 'abc' }]);
    expect(pieces('https://mora.example/\u200f\u202egpj.exe')).toEqual([
      { text: 'https://mora.example/gpj.exe', href: 'https://mora.example/gpj.exe' },
    ]);
  });

  test('Arabic sentences keep their direction marks', () => {
    expect(pieces('مرحبا\u200f!')).toEqual([{ text: 'مرحبا\u200f!' }]);
  });

  test('whatever is written, only http, https and mailto lead anywhere and no text is lost', () => {
    const parts = fc.constantFrom(
      'https://',
      'http://a.b',
      'javascript:',
      'mailto:',
      'www.',
      '@',
      'x@y.zz',
      ')',
      '(',
      '.',
    );
    const text = fc.array(fc.oneof(parts, fc.string({ unit: 'binary' })), { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const found = pieces(written);
        expect(found.flatMap(({ href }) => href ?? []).filter((href) => !/^(https?|mailto):/.test(href))).toEqual([]);
        const plain = written.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
        const joined = found.map((piece) => piece.text).join('');
        expect(found.some(({ href }) => href !== undefined) ? plain : joined).toBe(plain);
      }),
    );
  });

  test('a message as long as allowed, made to be slow, is taken apart like any other', () => {
    for (const unit of ['a', '(', ')', 'a@', '.', 'https://a.b/', 'x.', 'www.', '%']) {
      const long = unit.repeat(8_000 / unit.length);
      const joined = (text: string) =>
        pieces(text)
          .map((piece) => piece.text)
          .join('');
      expect(joined(long)).toBe(long);
      expect(joined(`x ${long} y`)).toBe(`x ${long} y`);
    }
  });
});
