/** What the build takes out of our sources, and what it must leave alone. */
import { describe, expect, it } from 'vitest';
import { shrink } from '../../scripts/shrink.ts';

/** A source as the bundler gets it. */
function shrunk(code: string, id = '/shop/widget/x.ts'): string {
  const { transform } = shrink({ LIMITS: { text: 8_000 } });
  if (typeof transform !== 'function') throw new Error('the plugin has no transform');
  const result = Reflect.apply(transform, undefined, [code, id]) as { code: string } | null;
  return result?.code ?? code;
}

describe('a source', () => {
  it('loses the white space and comments of its style sheets', () => {
    const sheet = 'css`\n  .a,\n  .b > p {\n    /* why */\n    margin: 0.5em calc(1px + 2px);\n    color: red;\n  }\n`';
    expect(shrunk(sheet).trimEnd()).toBe('css`.a,.b > p{margin:.5em calc(1px + 2px);color:red}`');
  });

  it('keeps what is filled in, and the space beside it', () => {
    const sheet = 'css`:host { width: calc(${size} + 1px); ${more} }`';
    expect(shrunk(sheet)).toBe('css`:host{width:calc(${size} + 1px);${more}}`');
  });

  it('keeps every line where it was, so that its map stays true', () => {
    const code = 'const a = css`\n  p {\n    margin: 0;\n  }\n`;\nfail();';
    expect(
      shrunk(code)
        .split('\n')
        .findIndex((line) => line === 'fail();'),
    ).toBe(5);
  });

  it('has the values of constants where it named them', () => {
    expect(shrunk('if (n > LIMITS.text) no(LIMITS.other, MY_LIMITS.text);')).toBe(
      'if (n > 8000) no(LIMITS.other, MY_LIMITS.text);',
    );
  });

  it('of a library stays as it is', () => {
    const code = 'throw new Error("use css`\n  x` or LIMITS.text")';
    expect(shrunk(code, '/shop/node_modules/lit/index.js')).toBe(code);
  });
});
