/**
 * N3 and N7 to N9 in every test run, small: two hundred senders on two nodes, while Redis is killed, emptied and hung,
 * PostgreSQL is stopped at once, and one node is cut off from both. The seed is printed with a failure.
 */
import { expect, test } from 'vitest';
import { anySeed } from '../helpers/faults/random.ts';
import { crowd } from '../scenarios/crowd.ts';

/** Only for hangs. */
const PATIENCE_MS = 240_000;

test(
  '[CO2] [CO4] [EV1] [ST4] [ST13] [BR4] two hundred senders on two nodes lose, double and reorder nothing, whatever fails',
  async () => {
    const seed = anySeed();
    const outages = [
      'nothing',
      'redis killed',
      'redis emptied',
      'redis hung',
      'postgres stopped',
      'partition',
    ] as const;
    const size = { seed, cycles: outages.length, messages: 1_200, talks: 10, agents: 18, outages, outageMs: 300 };
    const { anomalies, messages } = await crowd(size);
    expect({ seed, anomalies }).toEqual({ seed, anomalies: [] });
    expect(messages).toBeGreaterThan(1_200);
  },
  PATIENCE_MS,
);
