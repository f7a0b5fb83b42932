/**
 * `npm run test:soak [-- --minutes N --seed S --only name]`: the fault scenarios at their full size, again and again
 * until the time is over, and a table of what was found. Ends with 1 if anything was. The printed seed replays a run's
 * faults. Knows the scenarios; knows no fault.
 */
import { parseArgs } from 'node:util';
import { anySeed } from '../helpers/faults/random.ts';
import { absences } from '../scenarios/absences.ts';
import { crowd } from '../scenarios/crowd.ts';
import { race } from '../scenarios/race.ts';
import type { Findings } from '../scenarios/scenario.ts';
import { storm } from '../scenarios/storm.ts';
import { memorySlope, table } from './table.ts';
import type { Round } from './table.ts';

const DAY_MS = 24 * 60 * 60_000;

/** What PROMISES asks for: a minute without Redis or without the others, and everything that can be missed. */
const SCENARIOS: Readonly<Record<string, (seed: number) => Promise<Findings>>> = {
  storm: (seed) => storm({ seed, cycles: 25, messages: 20_000 }),
  crowd: (seed) =>
    crowd({
      ...{ seed, cycles: 6, messages: 6_000, talks: 10, agents: 18, outageMs: 30_000 },
      outages: ['nothing', 'redis killed', 'redis emptied', 'redis hung', 'postgres stopped', 'partition'],
    }),
  stops: (seed) =>
    crowd({
      ...{ seed, cycles: 20, messages: 4_000, talks: 10, agents: 4, outageMs: 1_000 },
      outages: ['postgres stopped'],
    }),
  race: (seed) => race({ seed, conversations: 1_000, agents: 100, capacity: 20 }),
  absences: (seed) => {
    const rows = [0, 20_000, 300_000, DAY_MS, 30 * DAY_MS].flatMap((awayMs) =>
      [0, 200, 201, 10_000].map((missed) => ({ awayMs, missed })),
    );
    return absences({ seed, table: [...rows, { awayMs: 30 * DAY_MS, missed: 100_000 }] });
  },
};

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const names = Object.keys(SCENARIOS).filter((name) => values.only === undefined || name === values.only);
if (names.length === 0) throw new Error(`--only must be one of ${Object.keys(SCENARIOS).join(', ')}`);
const until = performance.now() + Number(values.minutes) * 60_000;
let seed = Number(values.seed ?? anySeed());

const rounds: Round[] = [];
do {
  for (const name of names) {
    console.log(`${name}, seed ${seed} …`);
    const findings = await SCENARIOS[name]!(seed);
    globalThis.gc?.();
    rounds.push({ name, seed, findings, at: performance.now(), residentBytes: process.memoryUsage.rss() });
    for (const { kind, what } of findings.anomalies.slice(0, 20)) console.log(`  ${kind}: ${what}`);
  }
  seed += 1;
} while (performance.now() < until);

console.log(`\n${table(rounds)}\n`);
console.log(`memory grows by ${memorySlope(rounds)} MiB an hour; still open: ${stillOpen()}`);
process.exitCode = rounds.some(({ findings }) => findings.anomalies.length > 0) ? 1 : 0;

/** What holds the process although everything is over. */
function stillOpen(): string {
  const sockets = process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout/.test(kind));
  return sockets.length === 0 ? 'nothing' : sockets.join(', ');
}
