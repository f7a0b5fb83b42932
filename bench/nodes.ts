/**
 * What it costs that two people of a conversation are on different servers: CPU time of both servers per message, with
 * the two of each pair on one server and on two. Both times two servers run over one PostgreSQL and one Redis.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres, startRedis } from '../tests/helpers/data-servers.ts';
import { Contender } from './contenders/contender.ts';
import { takeLoadCore } from './contenders/cores.ts';
import { assertOnDisk } from './contenders/disk.ts';
import { look } from './messages.ts';
import type { Options } from './options.ts';
import { median, table, withSpread } from './table.ts';
import { gather } from './wire/crowd.ts';
import { DIALECTS } from './wire/dialects.ts';
import { Traffic } from './wire/traffic.ts';

/** 200 agents may then send 8,000 messages a second; the times after which Redis counts as gone are halved as well. */
const SPEED = 2;

/** Where the reader of each pair is, seen from the writer. */
type Place = 'the same server' | 'the other server';
const PLACES: readonly Place[] = ['the same server', 'the other server'];

interface Measured {
  readonly micros: number;
  readonly messagesPerSecond: number;
}

/** Addresses of what two servers share. */
interface Shared {
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

async function measure(place: Place, shared: Shared, options: Options): Promise<Measured> {
  const { pairs: count, window, seconds } = options;
  const setup = { pairs: count, desk: 1, speed: SPEED, shared };
  await using one = await Contender.start('Shopbell', setup);
  await using other = await Contender.start('Shopbell', { ...setup, isSecond: true });
  const servers = [one, other];
  // Half of the writers on each, so that both servers have the same to do.
  const pairs = await gather(count, (index) => {
    const [here, there] = index % 2 === 0 ? [one, other] : [other, one];
    const readerAt = place === 'the same server' ? here : there;
    return DIALECTS.Shopbell.pair(here!, index, { desk: 1, readerAt: readerAt!, ticketsFrom: one });
  });
  const traffic = new Traffic(DIALECTS.Shopbell, pairs, window);
  try {
    await pause(seconds * 1_000);
    const before = look(servers, traffic);
    await pause(seconds * 1_000);
    const after = look(servers, traffic);
    await traffic.stop();
    return difference(before, after);
  } finally {
    // Before their servers, whose end would be an error of its own.
    for (const { writer, reader } of pairs) for (const socket of [writer, reader]) socket.destroy();
  }
}

type Look = ReturnType<typeof look>;

function difference(before: Look, after: Look): Measured {
  const messages = after.acknowledged - before.acknowledged;
  const cpuMs = after.ownMs + after.kernelMs - before.ownMs - before.kernelMs;
  return { micros: (cpuMs / messages) * 1_000, messagesPerSecond: (messages / (after.at - before.at)) * 1_000 };
}

/** Runs the benchmark; resolves to its table. */
export async function nodes(options: Options): Promise<string> {
  assertOnDisk();
  takeLoadCore();
  const [database, redis] = await Promise.all([startPostgres({ fsync: true }), startRedis()]);
  const measured = new Map<Place, Measured[]>(PLACES.map((place) => [place, []]));
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      for (const place of PLACES) {
        const shared = { databaseUrl: await database.newDatabase(), redisUrl: redis.url };
        const one = await measure(place, shared, options);
        measured.get(place)!.push(one);
        console.error(`  round ${round + 1}, the reader on ${place}: ${one.micros.toFixed(1)} µs`);
      }
    }
  } finally {
    await Promise.all([database.remove(), redis.remove()]);
  }
  const figures = (place: Place, figure: keyof Measured) => measured.get(place)!.map((each) => each[figure]);
  const anchor = figures('the same server', 'micros');
  return table(
    ['median (lowest–highest)', 'µs CPU of both per message', '× the same server', 'messages/s'],
    PLACES.map((place) => [
      `the reader is on ${place}`,
      withSpread(figures(place, 'micros'), 1),
      withSpread(
        figures(place, 'micros').map((micros, round) => micros / anchor[round]!),
        2,
      ),
      median(figures(place, 'messagesPerSecond')).toFixed(0),
    ]),
  );
}
