/**
 * How long a message takes from its writer to its reader at a quiet rate, and with a disk that is slower: what groups
 * cost in time. The load is open: a message is sent when its time has come, whatever became of those before.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Contender } from './contenders/contender.ts';
import type { ContenderName } from './contenders/contender.ts';
import { takeLoadCore } from './contenders/cores.ts';
import type { Options } from './options.ts';
import { median, table, withSpread } from './table.ts';
import { DIALECTS } from './wire/dialects.ts';
import { Beat } from './wire/beat.ts';
import { connectPairs } from './wire/pairs.ts';

/** What is compared: Shopbell with the least that is as durable. */
const ENTRIES: readonly ContenderName[] = ['raw ws + SQLite', 'Shopbell'];

/** Milliseconds that each flush takes longer: none, and what a rented disk adds. */
const FLUSHES = [0, 2] as const;

/** Messages per second of all writers together. */
const RATE = 2_000;

/** 200 agents may send 4,000 messages a second. */
const SPEED = 1;

interface Measured {
  readonly p50: number;
  readonly p99: number;
}

async function measure(name: ContenderName, flushMs: number, options: Options): Promise<Measured> {
  await using server = await Contender.start(name, { pairs: options.pairs, desk: 1, speed: SPEED, flushMs });
  const pairs = await connectPairs(server, name, { count: options.pairs, desk: 1 });
  const beat = new Beat(DIALECTS[name], pairs, RATE);
  await pause(options.seconds * 1_000);
  beat.forget();
  await pause(options.seconds * 1_000);
  const delays = (await beat.stop()).toSorted((one, other) => one - other);
  for (const { writer, reader } of pairs) {
    writer.destroy();
    reader.destroy();
  }
  const at = (share: number) => delays[Math.floor(delays.length * share)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Runs the benchmark; resolves to its table. */
export async function latency(options: Options): Promise<string> {
  takeLoadCore();
  const runs = FLUSHES.flatMap((flushMs) => ENTRIES.map((name) => ({ name, flushMs, measured: [] as Measured[] })));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const { name, flushMs, measured } of runs) {
      const one = await measure(name, flushMs, options);
      measured.push(one);
      console.error(`  round ${round + 1}, ${name}, +${flushMs} ms: ${one.p50.toFixed(2)} ms`);
    }
  }
  const rows = runs.map(({ name, flushMs, measured }) => {
    const anchor = runs.find((run) => run.flushMs === flushMs)!.measured;
    const of = (figure: keyof Measured) => measured.map((each) => each[figure]);
    const ratios = of('p50').map((p50, round) => p50 / anchor[round]!.p50);
    return [
      `${name}, +${flushMs} ms per flush`,
      withSpread(of('p50'), 2),
      withSpread(ratios, 2),
      median(of('p99')).toFixed(2),
    ];
  });
  return table(['median (lowest–highest)', 'ms to the reader, p50', '× raw `ws` + SQLite', 'p99'], rows);
}
