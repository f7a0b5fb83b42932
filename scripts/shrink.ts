/**
 * What a minifier of scripts leaves as it is and a shop's page would load for nothing: white space and comments in style
 * sheets, the indentation of templates, and tables of constants of which a bundle needs a few entries. Knows how our
 * browser sources write these; changes nothing of what they mean.
 */
import type { Plugin } from 'vite';

/** Tables of constants by the name under which sources import them. */
type Tables = Readonly<Record<string, Readonly<Record<string, number | string>>>>;

const OUR_SOURCES = /\/(client|widget|agent-console)\/.*\.ts$/;
const STYLES = /\bcss`([^`]*)`/g;
const INDENTATION = /\n[ \t]+/g;
const FILLED_IN = /\$\{[^}]*\}/;

/** A style sheet without what only people read; values that are filled in stay untouched. */
function shrinkStyles(css: string): string {
  const filledIn = css.match(new RegExp(FILLED_IN, 'g')) ?? [];
  const pieces = css.split(FILLED_IN).map((piece) =>
    piece
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      .replace(/: /g, ':')
      .replace(/;\}/g, '}')
      .replace(/(?<![\w.])0\.(?=\d)/g, '.'),
  );
  return pieces
    .map((piece, place) => piece + (filledIn[place] ?? ''))
    .join('')
    .trim();
}

/** Shrinks our sources: entries of `tables` become their values, and texts lose what only people read. */
export function shrink(tables: Tables): Plugin {
  const entry = new RegExp(`\\b(${Object.keys(tables).join('|')})\\.(\\w+)\\b`, 'g');
  return {
    name: 'shopbell-shrink',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!OUR_SOURCES.test(id)) return null;
      const shrunk = code
        // Lines that go from a style sheet come back after it, so nothing moves to another line and the map stays true.
        .replace(
          STYLES,
          (found, css: string) => `css\`${shrinkStyles(css)}\`${'\n'.repeat(found.split('\n').length - 1)}`,
        )
        .replace(entry, (found, table: string, name: string) => {
          const value = tables[table]?.[name];
          return value === undefined ? found : JSON.stringify(value);
        })
        .replace(INDENTATION, '\n');
      return { code: shrunk, map: null };
    },
  };
}
