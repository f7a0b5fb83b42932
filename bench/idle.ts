/**
 * What a connection costs while nobody says anything: resident memory of the server per connected session. It knows
 * how to wait until the server has forgotten what connecting took.
 */
import { Contender, CONTENDERS } from './contenders/contender.ts';
import type { ContenderName } from './contenders/contender.ts';
import { takeLoadCore } from './contenders/cores.ts';
import type { Options } from './options.ts';
import { median, table, withSpread } from './table.ts';
import { addressOf, gather } from './wire/crowd.ts';
import { DIALECTS } from './wire/dialects.ts';
import type { LeanSocket } from './wire/lean-socket.ts';

/** Three rounds suffice: memory hardly varies. */
const MOST_ROUNDS = 3;
const KIB = 1024;
/**
 * V8's young generation grows in steps of many megabytes with the garbage of a crowd that connects, not with the number
 * of those who stay; so that such a step is not shared out among them, it is kept small for every contender.
 */
const SMALL_NURSERY = '--max-semi-space-size=2';

/** Bytes per connection. */
interface Measured {
  readonly resident: number;
  /** On and beside V8's heap: what the program itself holds on to, without what the allocator keeps. */
  readonly held: number;
}

async function look(server: Contender): Promise<Measured> {
  const held = await server.collect();
  return { held, resident: server.residentBytes() };
}

async function connect(server: Contender, name: ContenderName, count: number): Promise<LeanSocket[]> {
  const guests = await gather(count, (index) => DIALECTS[name].visitor(server, { from: addressOf(index) }));
  return guests.map(({ socket }) => socket);
}

async function measure(name: ContenderName, count: number): Promise<Measured> {
  await using server = await Contender.start(name, { pairs: 1, desk: 1, speed: 1 }, [SMALL_NURSERY]);
  // As many as are measured, so that what a server keeps ready after a crowd has come in is not counted as theirs.
  const first = await connect(server, name, count);
  const before = await look(server);
  const more = await connect(server, name, count);
  const after = await look(server);
  for (const socket of [...first, ...more]) socket.destroy();
  return { resident: (after.resident - before.resident) / count, held: (after.held - before.held) / count };
}

/** Runs the benchmark; resolves to its table. */
export async function idle({ rounds, connections }: Options): Promise<string> {
  takeLoadCore();
  const measured = new Map<ContenderName, Measured[]>(CONTENDERS.map((name) => [name, []]));
  for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round += 1) {
    for (const name of CONTENDERS) {
      const one = await measure(name, connections);
      measured.get(name)!.push(one);
      console.error(`  round ${round + 1}, ${name}: ${(one.resident / KIB).toFixed(1)} KiB`);
    }
  }
  const kib = (name: ContenderName, figure: keyof Measured) => measured.get(name)!.map((each) => each[figure] / KIB);
  const anchor = median(kib('raw ws', 'resident'));
  return table(
    ['median (lowest–highest)', 'KiB resident per connection', '× raw `ws`', 'KiB held per connection'],
    CONTENDERS.map((name) => [
      name,
      withSpread(kib(name, 'resident'), 1),
      (median(kib(name, 'resident')) / anchor).toFixed(2),
      withSpread(kib(name, 'held'), 1),
    ]),
  );
}
