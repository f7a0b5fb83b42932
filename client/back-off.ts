/**
 * How long to wait before the next try: full jitter, so that thousands of browsers that lost the same server do not
 * come back in one moment. Knows nothing of what is tried.
 */
import { TIMES } from '../protocol/constants.ts';

/** Milliseconds before the try after `failures` failed ones; `random` gives a number from 0 to below 1. */
export function backOff(failures: number, random: () => number): number {
  return Math.round(random() * Math.min(TIMES.backoffCapMs, TIMES.backoffBaseMs * 2 ** failures));
}
