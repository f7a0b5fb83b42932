/**
 * Many pairs of people, connected a few at a time. It knows who they are to each other, not what they say.
 */
import type { Contender, ContenderName } from '../contenders/contender.ts';
import { gather } from './crowd.ts';
import { DIALECTS } from './dialects.ts';
import type { Pair } from './dialects.ts';

/** So many pairs; `desk` of them share an inbox where there is one. */
export function connectPairs(
  server: Contender,
  name: ContenderName,
  { count, desk }: { readonly count: number; readonly desk: number },
): Promise<Pair[]> {
  return gather(count, (index) => DIALECTS[name].pair(server, index, { desk }));
}
