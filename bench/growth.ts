/**
 * Whether a message costs more when more is stored: CPU time of the switchboard and its store per message, without
 * sockets, in conversations of growing length and among growing numbers of them.
 */
import { Contender } from './contenders/contender.ts';
import { takeLoadCore } from './contenders/cores.ts';
import type { Options } from './options.ts';
import { median, table, withSpread } from './table.ts';

interface Stage {
  readonly label: string;
  /** Messages in each of the conversations that are written to. */
  readonly stored: number;
  readonly conversations: number;
}

/** Conversations that are written to. */
const BUSY = 10;

const STAGES: readonly Stage[] = [
  { label: '10 messages in each conversation', stored: 10, conversations: BUSY },
  { label: '1,000 messages in each', stored: 1_000, conversations: BUSY },
  { label: '100,000 messages in each', stored: 100_000, conversations: BUSY },
  { label: '100 conversations', stored: 10, conversations: 100 },
  { label: '100,000 conversations', stored: 10, conversations: 100_000 },
];

/** Written before anything is measured, until everything is compiled, and then measured: several checkpoints. */
const WARM_UP = 40_000;
const MESSAGES = 60_000;

/** Filling takes a minute for the longest. */
const MOST_ROUNDS = 3;

interface Measured {
  readonly cpu: number;
  readonly kernel: number;
}

async function measure({ stored, conversations }: Stage): Promise<Measured> {
  await using server = await Contender.start('switchboard', { pairs: BUSY, desk: 1, speed: 1, stored, conversations });
  await server.say(WARM_UP);
  const before = server.cpu();
  await server.say(MESSAGES);
  const after = server.cpu();
  const kernelMs = after.kernelMs - before.kernelMs;
  const perMessage = (ms: number) => (ms * 1_000) / MESSAGES;
  return { cpu: perMessage(after.ownMs - before.ownMs + kernelMs), kernel: perMessage(kernelMs) };
}

/** Runs the benchmark; resolves to its table. */
export async function growth({ rounds }: Options): Promise<string> {
  takeLoadCore();
  const measured = new Map<Stage, Measured[]>(STAGES.map((stage) => [stage, []]));
  for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1) {
    for (const stage of STAGES) {
      const one = await measure(stage);
      measured.get(stage)!.push(one);
      console.error(`  round ${round + 1}, ${stage.label}: ${one.cpu.toFixed(1)} µs`);
    }
  }
  const of = (stage: Stage, figure: keyof Measured) => measured.get(stage)!.map((each) => each[figure]);
  const anchor = median(of(STAGES[0]!, 'cpu'));
  return table(
    ['median (lowest–highest)', 'µs CPU per message', 'of it kernel', '× the first'],
    STAGES.map((stage) => [
      stage.label,
      withSpread(of(stage, 'cpu'), 1),
      median(of(stage, 'kernel')).toFixed(1),
      (median(of(stage, 'cpu')) / anchor).toFixed(2),
    ]),
  );
}
