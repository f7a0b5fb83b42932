/**
 * The end of a soak run in numbers: one line per scenario. Pure.
 */
import type { AnomalyKind } from '../helpers/faults/history.ts';
import type { Findings } from '../scenarios/scenario.ts';

/** One run of one scenario. */
export interface Round {
  readonly name: string;
  readonly seed: number;
  readonly findings: Findings;
  /** When it was over, in milliseconds of the process. */
  readonly at: number;
  /** What the process held then. */
  readonly residentBytes: number;
}

const HEAD = ['scenario', 'rounds', 'cycles', 'messages', 'sent again', 'lost', 'duplicated', 'reordered', 'other', 'p50', 'p99']; // prettier-ignore

/** Anomalies by the column that they are counted in. */
const COLUMNS: Readonly<Partial<Record<AnomalyKind, 'lost' | 'duplicated' | 'reordered'>>> = {
  lost: 'lost',
  unobserved: 'lost',
  skip: 'lost',
  duplicate: 'duplicated',
  reordered: 'reordered',
  'FIFO broken': 'reordered',
};

/** The value below which this share of them lies; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** The table, one line per scenario in the order of their first rounds. */
export function table(rounds: readonly Round[]): string {
  const names = [...new Set(rounds.map(({ name }) => name))];
  const lines = [HEAD, ...names.map((name) => lineOf(name, rounds.filter((round) => round.name === name)))]; // prettier-ignore
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

function lineOf(name: string, rounds: readonly Round[]): string[] {
  const sum = (count: (findings: Findings) => number): number =>
    rounds.reduce((total, { findings }) => total + count(findings), 0);
  const wrong = (column: string): number =>
    sum(({ anomalies }) => anomalies.filter(({ kind }) => (COLUMNS[kind] ?? 'other') === column).length);
  const recoveries = rounds.flatMap(({ findings }) => findings.recoveriesMs);
  const times = [0.5, 0.99].map((share) => `${(quantile(recoveries, share) / 1_000).toFixed(1)} s`);
  const counts = [rounds.length, sum(({ cycles }) => cycles), sum(({ messages }) => messages), sum((f) => f.repeated)];
  const wrongs = ['lost', 'duplicated', 'reordered', 'other'].map(wrong);
  return [name, ...[...counts, ...wrongs].map(String), ...times];
}

/** How fast the process grew after its first rounds (least squares), in MiB an hour; 0 if there were too few. */
export function memorySlope(rounds: readonly Round[]): string {
  const warm = rounds.slice(Math.ceil(rounds.length / 3));
  if (warm.length < 3) return 'unknown (too few rounds)';
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [at, bytes] = [mean(warm.map((round) => round.at)), mean(warm.map((round) => round.residentBytes))];
  const rise = mean(warm.map((round) => (round.at - at) * (round.residentBytes - bytes)));
  const spread = mean(warm.map((round) => (round.at - at) ** 2));
  return ((rise / spread) * (3_600_000 / 1_048_576)).toFixed(1);
}
