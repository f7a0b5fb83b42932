/**
 * What a message costs the server: CPU time per message that was routed, acknowledged and delivered at saturation. Only
 * Shopbell also identifies, authorises, numbers and stores it (SQLite, synchronous=FULL) before it acknowledges.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Contender } from './contenders/contender.ts';
import type { ContenderName } from './contenders/contender.ts';
import { takeLoadCore } from './contenders/cores.ts';
import type { Options } from './options.ts';
import { describeProfile } from './profile.ts';
import { median, table, withSpread } from './table.ts';
import { DIALECTS } from './wire/dialects.ts';
import { connectPairs } from './wire/pairs.ts';
import { Traffic } from './wire/traffic.ts';

/** One row of the table. */
interface Entry {
  readonly label: string;
  readonly name: ContenderName;
  /** Consoles that show the same inbox. */
  readonly desk: number;
}

const ANCHOR: Entry = { label: 'raw `ws` relay, stores nothing', name: 'raw ws', desk: 1 };
const DURABLE: Entry = { label: 'raw `ws` relay + SQLite, a flush per turn', name: 'raw ws + SQLite', desk: 1 };
const SHOPBELL: Entry = { label: 'Shopbell, durable', name: 'Shopbell', desk: 1 };
const ENTRIES: readonly Entry[] = [
  ANCHOR,
  { label: 'socket.io, stores nothing', name: 'socket.io', desk: 1 },
  DURABLE,
  SHOPBELL,
  { label: 'Shopbell, durable, 5 consoles with the same inbox', name: 'Shopbell', desk: 5 },
];

/** 200 agents may send 4,000 messages a second; with ten times that the limits are no limit to what is measured. */
const SPEED = 10;

/** The figures of one entry in one round. */
interface Measured {
  readonly microsPerMessage: number;
  /** How much of it the kernel took: reading, writing, and the disk's share that is no waiting. */
  readonly kernelMicros: number;
  readonly messagesPerSecond: number;
  /** Share of the time in which the server used its core. */
  readonly busy: number;
  readonly framesPerMessage: number;
  readonly bytesPerMessage: number;
}

/** What these servers have used, and what their traffic has come to, until now. */
export function look(servers: readonly Contender[], traffic: Traffic) {
  const used = servers.map((server) => server.cpu());
  const sum = (figure: 'ownMs' | 'kernelMs') => used.reduce((total, each) => total + each[figure], 0);
  return { ...traffic.counts(), ownMs: sum('ownMs'), kernelMs: sum('kernelMs'), at: performance.now() };
}

/** The difference between two looks at the server, so that nothing of starting and connecting is in it. */
async function measure(server: Contender, traffic: Traffic, seconds: number): Promise<Measured> {
  const before = look([server], traffic);
  await pause(seconds * 1_000);
  const after = look([server], traffic);
  const messages = after.acknowledged - before.acknowledged;
  const kernelMs = after.kernelMs - before.kernelMs;
  const cpuMs = after.ownMs - before.ownMs + kernelMs;
  const wallMs = after.at - before.at;
  return {
    microsPerMessage: (cpuMs / messages) * 1_000,
    kernelMicros: (kernelMs / messages) * 1_000,
    messagesPerSecond: (messages / wallMs) * 1_000,
    busy: cpuMs / wallMs,
    framesPerMessage: (after.frames - before.frames) / messages,
    bytesPerMessage: (after.bytes - before.bytes) / messages,
  };
}

/** A fresh server with its pairs and their traffic, for as long as `use` takes. */
async function underLoad<Result>(
  entry: Entry,
  options: Options,
  use: (server: Contender, traffic: Traffic) => Promise<Result>,
): Promise<Result> {
  await using server = await Contender.start(entry.name, { pairs: options.pairs, desk: entry.desk, speed: SPEED });
  const pairs = await connectPairs(server, entry.name, { count: options.pairs, desk: entry.desk });
  const traffic = new Traffic(DIALECTS[entry.name], pairs, options.window);
  await pause(options.seconds * 1_000);
  const result = await use(server, traffic);
  await traffic.stop();
  for (const { writer, reader } of pairs) {
    writer.destroy();
    reader.destroy();
  }
  return result;
}

function row({ label }: Entry, measured: readonly Measured[], anchor: readonly Measured[]): string[] {
  const ratios = measured.map(({ microsPerMessage }, round) => microsPerMessage / anchor[round]!.microsPerMessage);
  const middle = (figure: keyof Measured) => median(measured.map((each) => each[figure]));
  return [
    label,
    withSpread(
      measured.map((each) => each.microsPerMessage),
      1,
    ),
    middle('kernelMicros').toFixed(1),
    withSpread(ratios, 2),
    middle('messagesPerSecond').toFixed(0),
    `${(100 * middle('busy')).toFixed(0)} %`,
    middle('framesPerMessage').toFixed(1),
    middle('bytesPerMessage').toFixed(0),
  ];
}

const HEAD = [
  'median (lowest–highest)',
  'µs CPU per message',
  'of it kernel',
  '× raw `ws`',
  'messages/s',
  'core in use',
  'frames out',
  'bytes out',
];

/** Runs the benchmark; resolves to its tables. */
export async function messages(options: Options): Promise<string> {
  takeLoadCore();
  if (options.profile) return profile(options);
  const measured = new Map<Entry, Measured[]>(ENTRIES.map((entry) => [entry, []]));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const entry of ENTRIES) {
      const one = await underLoad(entry, options, (server, traffic) => measure(server, traffic, options.seconds));
      measured.get(entry)!.push(one);
      console.error(`  round ${round + 1}, ${entry.label}: ${one.microsPerMessage.toFixed(1)} µs`);
    }
  }
  const anchor = measured.get(ANCHOR)!;
  const rows = ENTRIES.map((entry) => row(entry, measured.get(entry)!, anchor));
  return table(HEAD, rows);
}

/** Where Shopbell's time goes, without the table of costs, because being watched costs time too. */
function profile(options: Options): Promise<string> {
  return underLoad(SHOPBELL, options, async (server, traffic) => {
    await server.startProfile();
    const { microsPerMessage } = await measure(server, traffic, options.seconds);
    return describeProfile(await server.stopProfile(), microsPerMessage);
  });
}
