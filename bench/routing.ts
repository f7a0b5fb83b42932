/**
 * What it costs to decide who is asked: CPU time of `route` on floors of growing size, as the node on duty spends it. No
 * store and no sockets; what it costs to draw the picture is `picture`'s business.
 */
import { route } from '../server/domain/routing.ts';
import type { Floor } from '../server/domain/routing.ts';
import { seeded } from '../tests/helpers/faults/random.ts';
import { aFloor } from './floor/crowd.ts';
import type { FloorSize } from './floor/crowd.ts';
import type { Options } from './options.ts';
import { median, table, withSpread } from './table.ts';

interface Stage extends FloorSize {
  readonly label: string;
}

const onlyFirst = (agent: number): number => Number(agent === 0);
const allFree = (): number => 4;

const STAGES: readonly Stage[] = [
  { label: 'one place is free: one decision', waiting: 1_000, agents: 100, free: onlyFirst },
  { label: 'nobody has room', waiting: 1_000, agents: 100, free: () => 0 },
  { label: 'everybody is free: 400 decisions', waiting: 1_000, agents: 100, free: allFree },
  { label: '2,000 waiting', waiting: 2_000, agents: 100, free: allFree },
  { label: '5,000 waiting', waiting: 5_000, agents: 100, free: allFree },
  { label: '10,000 waiting', waiting: 10_000, agents: 100, free: allFree },
  { label: '10,000 waiting, one place', waiting: 10_000, agents: 100, free: onlyFirst },
  { label: '10,000 waiting, 1,000 agents', waiting: 10_000, agents: 1_000, free: allFree },
];

const SEED = 4;
const NOW = 1_800_000_000_000;
/** Plans before anything is measured: until everything is compiled. */
const WARM_UP = 100;
/** Plans of a round are measured together, for at least this time. */
const ROUND_MS = 300;

function planned(floor: Floor, atLeastMs: number): number {
  const before = process.cpuUsage();
  let plans = 0;
  const spentMs = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  do {
    route(floor);
    plans += 1;
  } while (spentMs() < atLeastMs);
  return spentMs() / plans;
}

/** What the smallest floor with everybody free would cost if each of its steps cost n log n. */
function expected({ waiting }: Stage, base: Stage, baseMs: number): number {
  return (baseMs * (waiting * Math.log2(waiting))) / (base.waiting * Math.log2(base.waiting));
}

/** Runs the benchmark; resolves to its table. */
export function routing({ rounds }: Options): Promise<string> {
  const floors = STAGES.map((stage) => aFloor(stage, seeded(SEED), NOW));
  const measured = STAGES.map((): number[] => []);
  for (let count = 0; count < WARM_UP; count += 1) route(floors[count % 3]!);
  for (let round = 0; round < rounds; round += 1) {
    floors.forEach((floor, index) => measured[index]!.push(planned(floor, ROUND_MS)));
  }
  const [, , base] = STAGES;
  const baseMs = median(measured[2]!);
  const rows = STAGES.map((stage, index) => {
    const ms = median(measured[index]!);
    const isGrowth = stage.free === base!.free;
    return [
      `${stage.label}`,
      withSpread(measured[index]!, 2),
      isGrowth ? (ms / baseMs).toFixed(1) : '',
      isGrowth ? (ms / expected(stage, base!, baseMs)).toFixed(2) : '',
    ];
  });
  return Promise.resolve(table(['median (lowest–highest)', 'ms CPU', '× 1,000', '× n log n'], rows));
}
