/**
 * How long it takes until somebody comes, as it can honestly be said: four of five waited no longer. It comes from how a
 * department's visitors really waited, each place in the queue counted against the agents who served it. Pure; it knows no
 * clock, and rather says nothing than too much.
 */

/** Somebody who waited until an agent came. */
export interface PastWait {
  readonly waitedMs: number;
  /** Place in the queue in which they began, and agents who served it then. */
  readonly position: number;
  readonly serving: number;
}

/** Fewer past waits than this are no history: then nothing is said. */
export const FEWEST_WAITS = 20;

/** So many in a hundred wait no longer than is said (D8). */
const SHARE = 80;

/**
 * Milliseconds for each place and agent that four of five waits stayed below; null if too few have waited. Of n waits it
 * takes the one of rank 80 % of n + 1: the next one stays below it with that chance, whatever the waits look like.
 */
export function paceOf(history: readonly PastWait[]): number | null {
  if (history.length < FEWEST_WAITS) return null;
  const perPlace = history.map(({ waitedMs, position, serving }) => (waitedMs * serving) / position);
  const rank = Math.ceil((SHARE * (history.length + 1)) / 100);
  return perPlace.toSorted((one, other) => one - other)[rank - 1] ?? null;
}

/** How long somebody in this place waits at most, in four of five cases; null if nobody serves, or nothing is known. */
export function estimateMs(
  pace: number | null,
  { position, serving }: Pick<PastWait, 'position' | 'serving'>,
): number | null {
  return pace === null || serving < 1 ? null : Math.ceil((pace * position) / serving);
}
