/**
 * Many pairs of people, connected a few at a time. It knows how many may come at once, not what they say.
 */
import type { Contender, ContenderName } from '../contenders/contender.ts';
import { DIALECTS } from './dialects.ts';
import type { Pair } from './dialects.ts';

/** Connecting at once; Shopbell admits 60 connections per address that have not said hello. */
const CONNECTING = 20;

/** So many pairs; `desk` of them share an inbox where there is one. */
export async function connectPairs(
  server: Contender,
  name: ContenderName,
  { count, desk }: { readonly count: number; readonly desk: number },
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let first = 0; first < count; first += CONNECTING) {
    const some = Array.from({ length: Math.min(CONNECTING, count - first) }, (_, index) =>
      DIALECTS[name].pair(server, first + index, desk),
    );
    pairs.push(...(await Promise.all(some)));
  }
  return pairs;
}
