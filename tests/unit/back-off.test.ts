/**
 * How long browsers wait before they come back: longer after each failure, and never all of them at once.
 */
import { expect, it } from 'vitest';
import { backOff } from '../../client/back-off.ts';
import { TIMES } from '../../protocol/constants.ts';
import { seeded } from '../helpers/faults/random.ts';

it('many browsers that lost one server come back spread over the whole time that they may wait', () => {
  const chance = seeded(1);
  const failures = 3;
  const longest = TIMES.backoffBaseMs * 2 ** failures;
  const waits = Array.from({ length: 1_000 }, () => backOff(failures, chance));
  const quarters = waits.map((wait) => Math.min(3, Math.floor((4 * wait) / longest)));
  for (const quarter of [0, 1, 2, 3]) {
    expect(quarters.filter((each) => each === quarter).length).toBeGreaterThan(150);
  }
  expect(Math.max(...waits)).toBeLessThanOrEqual(longest);
});

it('nobody waits longer than the cap, however often they failed', () => {
  expect(backOff(50, () => 1)).toBe(TIMES.backoffCapMs);
});
