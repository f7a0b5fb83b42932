/**
 * The whole server, ended in the middle of a burst again and again: by a signal that nobody can catch, and by a power
 * cut that takes everything that was not synced. `SHOPBELL_TEST_CRASHES` sets how often.
 */
import { expect, it } from 'vitest';
import { crashCycles } from '../helpers/crash/cycles.ts';

const CYCLES = Number(process.env['SHOPBELL_TEST_CRASHES'] ?? 10);
/** Far more than a cycle takes on a slow machine. */
const PATIENCE_MS = 20_000 + 15_000 * CYCLES;

const LOSSLESS = { cycles: CYCLES, lost: 0, wrong: [], damage: [] };

it(
  '[ST1] [CO2] [CO3] [CO4] power cuts take nothing that was acknowledged, and what is sent again is there once and in order',
  async () => {
    const findings = await crashCycles({ by: 'power cut', cycles: CYCLES, chance: Math.random });
    expect(findings).toMatchObject(LOSSLESS);
  },
  PATIENCE_MS,
);

it(
  'a server that does not sync its commits would be noticed',
  async () => {
    const findings = await crashCycles({ by: 'power cut', mistake: 'careless', cycles: CYCLES, chance: Math.random });
    expect(findings.acknowledged).toBeGreaterThan(0);
    expect(() => expect(findings).toMatchObject(LOSSLESS)).toThrow(/lost/);
  },
  PATIENCE_MS,
);

it(
  '[ST1] [CO2] [CO3] [CO4] kills take nothing that was acknowledged, and what is sent again is there once and in order',
  async () => {
    const findings = await crashCycles({ by: 'kill', cycles: CYCLES, chance: Math.random });
    expect(findings).toMatchObject(LOSSLESS);
  },
  PATIENCE_MS,
);
