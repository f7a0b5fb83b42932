/**
 * A hundred agents who accept the same conversations at once on two nodes, small, in every test run; the full size is
 * `npm run test:soak -- --only race`. The seed is printed with a failure.
 */
import { expect, test } from 'vitest';
import { anySeed } from '../helpers/faults/random.ts';
import { race } from '../scenarios/race.ts';

/** Only for hangs. */
const PATIENCE_MS = 120_000;

test(
  '[CO9] [RT4] [ST6] [ST13] a hundred agents who accept twenty conversations at once get each of them once, and no more than they can do',
  async () => {
    const seed = anySeed();
    const { anomalies, cycles } = await race({ seed, conversations: 20, agents: 100, capacity: 1 });
    expect({ seed, anomalies, cycles }).toEqual({ seed, anomalies: [], cycles: 20 });
  },
  PATIENCE_MS,
);
