/**
 * How controls break the product: exactly where they mean to, or not at all and loudly; and that the places of all
 * controls still exist, also of those that are too slow for every test run.
 */
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breaking, broken } from '../controls/breaking.ts';
import { CONTROLS, controlNamed } from '../controls/controls.ts';
import { readText } from '../helpers/source-files.ts';

const A_BREAK = { file: 'server/x.ts', line: 'check();', instead: '' };

/** A file of tests with the contracts that it runs. */
function withContracts(file: string): string {
  const text = readText(file);
  const contracts = [...text.matchAll(/from '\.\/(.+-contract\.ts)'/g)].map(([, name]) => `${dirname(file)}/${name}`);
  return [text, ...contracts.map((each) => readText(each))].join('\n');
}

describe('a break', () => {
  it('replaces its line, and nothing else', () => {
    expect(broken('a(); check(); $&', { ...A_BREAK, instead: '$&' })).toBe('a(); $& $&');
  });

  it.each([
    ['is not there', 'a();'],
    ['is there twice', 'check(); check();'],
  ])('whose line %s is an error', (_, text) => {
    expect(() => broken(text, A_BREAK)).toThrow('server/x.ts');
  });

  it('leaves other files alone', () => {
    const { transform } = breaking([A_BREAK]);
    expect([transform('check();', '/home/server/x.ts?v=1'), transform('check();', '/home/server/y.ts')]).toEqual([
      '',
      undefined,
    ]);
  });
});

describe('the controls', () => {
  it.each(CONTROLS)('$name: the place exists, and so does the test', ({ breaks, test }) => {
    for (const each of breaks) expect(broken(readText(each.file), each)).not.toBe(readText(each.file));
    const [words = ''] = test.title.split(' the same visitor id');
    expect(withContracts(test.file)).toContain(words);
  });

  it('have names of their own, by which they are found', () => {
    expect(CONTROLS.map(({ name }) => controlNamed(name))).toEqual(CONTROLS);
    expect(() => controlNamed('nothing')).toThrow('nothing');
  });
});
