/**
 * What a connection costs the server: CPU time from the upgrade to the welcome, for visitors who come back. Only
 * Shopbell looks up who they are, and writes their session down (SQLite, synchronous=FULL) before it welcomes them.
 */
import { Contender, CONTENDERS } from './contenders/contender.ts';
import type { ContenderName } from './contenders/contender.ts';
import { takeLoadCore } from './contenders/cores.ts';
import type { Options } from './options.ts';
import { describeProfile } from './profile.ts';
import { median, table, withSpread } from './table.ts';
import { gather, sendAway, strangers } from './wire/crowd.ts';
import { DIALECTS } from './wire/dialects.ts';
import type { Guest } from './wire/dialects.ts';

/** CPU time per connection, in microseconds. */
interface Measured {
  readonly micros: number;
  readonly kernelMicros: number;
}

/** Lets so many come and go. */
async function comeAndGo(server: Contender, name: ContenderName, count: number): Promise<Guest[]> {
  const guests = await gather(count, () => DIALECTS[name].visitor(server));
  await sendAway(server, guests);
  return guests;
}

/** What it costs to have them back. */
async function comeBack(server: Contender, name: ContenderName, before: readonly Guest[]): Promise<Measured> {
  const dialect = DIALECTS[name];
  const count = before.length;
  const start = server.cpu();
  const after = await gather(count, (index) => dialect.visitor(server, { hello: before[index]!.hello }));
  const end = server.cpu();
  const lost = strangers(before, after);
  for (const { socket } of after) socket.destroy();
  if (lost > 0) throw new Error(`${name}: ${lost} of ${count} did not get their session back`);
  const kernelMs = end.kernelMs - start.kernelMs;
  return {
    micros: ((end.ownMs - start.ownMs + kernelMs) / count) * 1_000,
    kernelMicros: (kernelMs / count) * 1_000,
  };
}

async function measure(name: ContenderName, count: number): Promise<Measured> {
  await using server = await Contender.start(name, { pairs: 1, desk: 1, speed: 1 });
  const measured = await comeBack(server, name, await comeAndGo(server, name, count));
  return measured;
}

/** Runs the benchmark; resolves to its table. */
export async function connect(options: Options): Promise<string> {
  takeLoadCore();
  if (options.profile) return profile(options);
  const measured = new Map<ContenderName, Measured[]>(CONTENDERS.map((name) => [name, []]));
  for (let round = 0; round < options.rounds; round += 1) {
    for (const name of CONTENDERS) {
      const one = await measure(name, options.connections);
      measured.get(name)!.push(one);
      console.error(`  round ${round + 1}, ${name}: ${one.micros.toFixed(0)} µs`);
    }
  }
  const figures = (name: ContenderName, figure: keyof Measured) => measured.get(name)!.map((each) => each[figure]);
  const anchor = figures('raw ws', 'micros');
  return table(
    ['median (lowest–highest)', 'µs CPU per connection', 'of it kernel', '× raw `ws`'],
    CONTENDERS.map((name) => [
      name,
      withSpread(figures(name, 'micros'), 0),
      median(figures(name, 'kernelMicros')).toFixed(0),
      withSpread(
        figures(name, 'micros').map((micros, round) => micros / anchor[round]!),
        2,
      ),
    ]),
  );
}

/** Where Shopbell's time goes. */
async function profile({ connections }: Options): Promise<string> {
  await using server = await Contender.start('Shopbell', { pairs: 1, desk: 1, speed: 1 });
  const guests = await comeAndGo(server, 'Shopbell', connections);
  await server.startProfile();
  const { micros } = await comeBack(server, 'Shopbell', guests);
  return describeProfile(await server.stopProfile(), micros);
}
