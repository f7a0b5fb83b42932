/**
 * N4 in every test run: every length of absence with every number of missed messages around the size of a page. A
 * hundred thousand missed messages are read in `npm run test:soak`.
 */
import { expect, test } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import { anySeed } from '../helpers/faults/random.ts';
import { absences } from '../scenarios/absences.ts';

/** Only for hangs. */
const PATIENCE_MS = 240_000;

const DAY_MS = 24 * 60 * 60_000;
const AWAY_MS = [0, 20_000, 300_000, DAY_MS, 30 * DAY_MS];
const MISSED = [0, 1, LIMITS.pageEvents, LIMITS.pageEvents + 1, 1_000];

test(
  '[RS2] [RS6] whoever comes back has everything, after any time and any number of missed messages',
  async () => {
    const table = AWAY_MS.flatMap((awayMs) => MISSED.map((missed) => ({ awayMs, missed })));
    const { anomalies, cycles, left } = await absences({ seed: anySeed(), table });
    expect({ cycles, anomalies, left }).toEqual({ cycles: 25, anomalies: [], left: 0 });
  },
  PATIENCE_MS,
);
