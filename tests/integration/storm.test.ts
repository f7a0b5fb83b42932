/**
 * N1 and N2 in every test run: whatever the network, the pages and the server do, nothing that was acknowledged is lost
 * and nothing is there twice, in the log or on a screen. The seed is printed with a failure and replays its faults.
 */
import { expect, test } from 'vitest';
import { anySeed } from '../helpers/faults/random.ts';
import { storm } from '../scenarios/storm.ts';

/** Only for hangs. */
const PATIENCE_MS = 240_000;

test(
  '[CO2] [CO3] [CO4] [EV1] [RS7] 25 faults in the middle of many conversations lose, double and reorder nothing',
  async () => {
    const seed = anySeed();
    const { anomalies, messages, repeated, left } = await storm({ seed, cycles: 25, messages: 4_000 });
    expect({ seed, anomalies }).toEqual({ seed, anomalies: [] });
    expect(messages).toBeGreaterThan(4_000);
    // N25: nothing of it goes on when everybody has gone.
    expect(left).toBe(0);
    // Enough replies were suppressed to mean something.
    expect(repeated / messages).toBeGreaterThan(0.1);
  },
  PATIENCE_MS,
);
