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

/** So many in a hundred waited no longer than is said (D8). */
const SHARE = 80;

/**
 * How long somebody in this place waits at most, in four of five cases; null if nobody serves or too few have waited. Of
 * n waits it takes the one of rank 80 % of n + 1, which is what the next one stays below with that chance, whatever the
 * waits look like.
 */
export function estimateMs(
  history: readonly PastWait[],
  { position, serving }: Pick<PastWait, 'position' | 'serving'>,
): number | null {
  if (serving < 1 || history.length < FEWEST_WAITS) return null;
  const perPlace = history.map((past) => (past.waitedMs * past.serving) / past.position);
  const rank = Math.ceil((SHARE * (history.length + 1)) / 100);
  const bound = perPlace.toSorted((one, other) => one - other)[rank - 1] ?? 0;
  return Math.ceil((bound * position) / serving);
}
