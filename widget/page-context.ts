/**
 * The page that the visitor is on, as agents may know it: its address without query and fragment, because those carry
 * what nobody else needs to see (G4), and its title. It knows the limits of the protocol's `page`.
 */
import type { Page } from '../protocol/models.ts';

/** Longest address that the protocol takes. */
const URL_LENGTH = 2_000;
/** Longest title that the protocol takes, in UTF-16 units. */
const TITLE_LENGTH = 200;

/** The current page; undefined where there is no address that a person could open, such as in a file. */
export function currentPage(): Page | undefined {
  const { protocol, origin, pathname } = location;
  const url = `${origin}${pathname}`;
  if (!/^https?:$/.test(protocol) || url.length > URL_LENGTH) return undefined;
  return { url, title: document.title.slice(0, TITLE_LENGTH) };
}
