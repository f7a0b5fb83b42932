/**
 * What a minifier of scripts leaves as it is and a shop's page would load for nothing: white space and comments in style
 * sheets, the indentation of templates, and tables of constants of which a bundle needs a few entries. Knows how our
 * browser sources write these; changes nothing of what they mean.
 */
import type { Rolldown } from 'vite';

/** Tables of constants by the name under which sources import them. */
type Tables = Readonly<Record<string, Readonly<Record<string, number>>>>;

const OUR_SOURCES = /\/(client|widget|agent-console)\/.*\.ts$/;
const STYLES = /\bcss`([^`]*)`/g;
const INDENTATION = /\n\s+/g;
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
      .replace(/;\}/g, '}'),
  );
  return pieces.map((piece, place) => piece + (filledIn[place] ?? '')).join('');
}

/** Makes bundles smaller: entries of `tables` become their values, and texts lose what only people read. */
export function shrink(tables: Tables): Rolldown.Plugin {
  const entry = new RegExp(`\\b(${Object.keys(tables).join('|')})\\.(\\w+)\\b`, 'g');
  return {
    name: 'shopbell-shrink',
    transform(code, id) {
      if (!OUR_SOURCES.test(id)) return null;
      const inlined = code.replace(entry, (found, table: string, name: string) =>
        String(tables[table]?.[name] ?? found),
      );
      // Nothing moves to another line, so the map of the sources stays good enough to find them.
      return { code: inlined, map: null };
    },
    renderChunk(code, ...[, , { magicString }]) {
      if (magicString === undefined) throw new Error("shrink needs rolldown's experimental.nativeMagicString");
      const styles = [...code.matchAll(STYLES)].map(({ 0: found, 1: css = '', index }) => {
        const end = index + found.length;
        magicString.overwrite(index, end, `css\`${shrinkStyles(css)}\``);
        return { index, end };
      });
      for (const { 0: found, index } of code.matchAll(INDENTATION)) {
        const isInStyles = styles.some((style) => index >= style.index && index < style.end);
        if (!isInStyles) magicString.overwrite(index, index + found.length, '\n');
      }
      return { code: magicString };
    },
  };
}
