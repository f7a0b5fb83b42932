/**
 * How long it takes until everybody is back who was cut off at the same moment, each with a token and the session of
 * before. All of them come at once: no browser does that, because each waits a random time first.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Contender, CONTENDERS } from './contenders/contender.ts';
import type { ContenderName } from './contenders/contender.ts';
import { takeLoadCore } from './contenders/cores.ts';
import type { Options } from './options.ts';
import { median, table, withSpread } from './table.ts';
import { addressOf, gather, sendAway, strangers } from './wire/crowd.ts';
import { DIALECTS } from './wire/dialects.ts';
import type { Guest } from './wire/dialects.ts';

/** Whoever is not back by then has failed. */
const PATIENCE_MS = 60_000;

/** The figures of one contender in one round. */
interface Measured {
  /** Time until so many were welcomed, in milliseconds. */
  readonly halfMs: number;
  readonly mostMs: number;
  readonly lastMs: number;
  /** Those who were never welcomed. */
  readonly failures: number;
  /** Those who were welcomed as somebody else. */
  readonly lost: number;
}

/** Somebody who is back, and when. */
interface Back {
  readonly guest: Guest;
  readonly afterMs: number;
}

async function allAtOnce(
  server: Contender,
  name: ContenderName,
  before: readonly Guest[],
): Promise<(Back | undefined)[]> {
  const start = performance.now();
  const late = pause(PATIENCE_MS, undefined, { ref: false });
  /** Welcomed, and hung up on. */
  const cutOff = new Set<number>();
  const coming = before.map(async ({ hello }, index): Promise<Back | undefined> => {
    try {
      const guest = await DIALECTS[name].visitor(server, { from: addressOf(index), hello });
      guest.socket.onLost = () => cutOff.add(index);
      return { guest, afterMs: performance.now() - start };
    } catch {
      return undefined;
    }
  });
  const back = await Promise.all(coming.map((one) => Promise.race([one, late])));
  return back.map((one, index) => (cutOff.has(index) ? undefined : one));
}

async function measure(name: ContenderName, count: number): Promise<Measured> {
  await using server = await Contender.start(name, { pairs: 1, desk: 1, speed: 1 });
  const before = await gather(count, (index) => DIALECTS[name].visitor(server, { from: addressOf(index) }));
  await sendAway(server, before);
  const back = await allAtOnce(server, name, before);
  const times = back.flatMap((one) => one?.afterMs ?? []).toSorted((one, other) => one - other);
  const after = (share: number) => times[Math.ceil(share * times.length) - 1] ?? Number.NaN;
  const welcomed = before.filter((_, index) => back[index] !== undefined);
  const lost = strangers(
    welcomed,
    back.flatMap((one) => one?.guest ?? []),
  );
  for (const one of back) one?.guest.socket.destroy();
  return { halfMs: after(0.5), mostMs: after(0.99), lastMs: after(1), failures: count - times.length, lost };
}

/** Runs the benchmark; resolves to its table. */
export async function herd({ rounds, crowd }: Options): Promise<string> {
  takeLoadCore();
  const measured = new Map<ContenderName, Measured[]>(CONTENDERS.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of CONTENDERS) {
      const one = await measure(name, crowd);
      measured.get(name)!.push(one);
      console.error(`  round ${round + 1}, ${name}: t99 ${one.mostMs.toFixed(0)} ms, ${one.failures} failures`);
    }
  }
  const figures = (name: ContenderName, figure: keyof Measured) => measured.get(name)!.map((each) => each[figure]);
  const anchor = figures('raw ws', 'mostMs');
  const most = (name: ContenderName, figure: keyof Measured) => String(Math.max(...figures(name, figure)));
  return table(
    ['median (lowest–highest)', 't50, ms', 't99, ms', 't99 × raw `ws`', 'last, ms', 'failures', 'lost sessions'],
    CONTENDERS.map((name) => [
      name,
      median(figures(name, 'halfMs')).toFixed(0),
      withSpread(figures(name, 'mostMs'), 0),
      withSpread(
        figures(name, 'mostMs').map((ms, round) => ms / anchor[round]!),
        2,
      ),
      median(figures(name, 'lastMs')).toFixed(0),
      most(name, 'failures'),
      most(name, 'lost'),
    ]),
  );
}
