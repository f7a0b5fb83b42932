/**
 * The numbers at the end of a soak run.
 */
import { describe, expect, it } from 'vitest';
import type { ConversationId } from '../../protocol/ids.ts';
import { anId } from '../helpers/builders.ts';
import type { AnomalyKind } from '../helpers/faults/history.ts';
import { memorySlope, quantile, table } from '../soak/table.ts';
import type { Round } from '../soak/table.ts';

const MIB = 1_048_576;

const aRound = (name: string, kinds: readonly AnomalyKind[] = [], told: Partial<Round> = {}): Round => ({
  ...{ name, seed: 1, at: 0, residentBytes: 0 },
  findings: {
    ...{ cycles: 25, messages: 1_000, repeated: 130, recoveriesMs: [500, 1_500], left: 0 },
    anomalies: kinds.map((kind) => ({ kind, conversation: anId<ConversationId>(), what: '' })),
  },
  ...told,
});

const cells = (line = ''): string[] => line.split(/ {2,}/);

describe('the table', () => {
  it('sums the rounds of each scenario, and counts every anomaly in one column', () => {
    const rounds = [
      aRound('storm', ['lost', 'unobserved', 'skip', 'duplicate']),
      aRound('crowd', ['reordered', 'FIFO broken', 'phantom', 'foreign', 'diverging']),
      aRound('storm'),
    ];
    const [head, storm, crowd] = table(rounds).split('\n').map(cells);
    expect(head).toContain('lost');
    expect(storm).toEqual(['storm', '2', '50', '2000', '260', '3', '1', '0', '0', '1.5 s', '1.5 s']);
    expect(crowd).toEqual(['crowd', '1', '25', '1000', '130', '0', '0', '2', '3', '1.5 s', '1.5 s']);
  });

  it('knows quantiles, also of nothing', () => {
    const values = Array.from({ length: 100 }, (_, index) => index);
    expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1), quantile([], 0.5)]).toEqual([
      50, 99, 99, 0,
    ]);
  });
});

describe('the memory', () => {
  const hours = (count: number, mibs: (hour: number) => number): Round[] =>
    Array.from({ length: count }, (_, hour) =>
      aRound('storm', [], { at: hour * 3_600_000, residentBytes: mibs(hour) * MIB }),
    );

  it('grows by what the rounds after the first third say', () => {
    expect(memorySlope(hours(9, (hour) => 100 + 2 * hour))).toBe('2.0');
    expect(memorySlope(hours(9, (hour) => (hour < 3 ? 100 * hour : 300)))).toBe('0.0');
    expect(memorySlope(hours(3, () => 100))).toContain('too few');
  });
});
