/**
 * What can be asked of the benchmarks on the command line, with the defaults of the published figures.
 */
import { parseArgs } from 'node:util';

/** Flags with their defaults and what they mean. */
const NUMBERS = {
  /** Rounds; in each, every contender takes its turn. */
  rounds: 5,
  /** Pairs of people, each in a conversation of their own. */
  pairs: 200,
  /** Messages that each writer has under way. */
  window: 4,
  /** Seconds that are measured, after as many seconds of warming up. */
  seconds: 2,
  /** Connections that are measured, idle ones beside as many that were there before. */
  connections: 2_000,
  /** Browsers that come back at once. */
  crowd: 10_000,
} as const;

export type Options = Readonly<Record<keyof typeof NUMBERS, number>> & {
  /** Names of the benchmarks; all if there are none. */
  readonly names: readonly string[];
  /** Whether `messages` and `connect` look where Shopbell's time goes, instead of comparing. */
  readonly profile: boolean;
};

/** The options in these arguments. Throws an error that names what is wrong. */
export function readOptions(args: readonly string[]): Options {
  const flags = Object.keys(NUMBERS).map((name) => [name, { type: 'string' }] as const);
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...Object.fromEntries(flags), 'cpu-prof': { type: 'boolean', default: false } },
  });
  const given: Readonly<Record<string, unknown>> = values;
  const numbers = Object.entries(NUMBERS).map(([name, usual]) => {
    const value = Number(given[name] ?? usual);
    if (!(value > 0)) throw new Error(`--${name} must be a number above 0`);
    return [name, value];
  });
  return { ...(Object.fromEntries(numbers) as Options), names: positionals, profile: values['cpu-prof'] === true };
}
