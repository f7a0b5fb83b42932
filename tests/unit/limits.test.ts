/**
 * Holds docs/limits.md and the code against each other: every limit has one row with its value, a file that enforces it
 * and a test that walks up to it, and no limit hides anywhere else. Cannot know whether a test is worth its row.
 */
import { describe, expect, it } from 'vitest';
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import { SERVER_LIMITS, SERVER_TIMES } from '../../server/limits.ts';
import { readText } from '../helpers/source-files.ts';

const inCode = Object.entries({ ...LIMITS, ...TIMES, ...SERVER_LIMITS, ...SERVER_TIMES });

interface Row {
  readonly name: string;
  readonly value: number;
  readonly enforced: string;
  readonly shown: string;
}

const rowsOf = (text: string): Row[] =>
  [...text.matchAll(/^\| `(\w+)` \| ([\d,]+) \| [^|]+ \| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$/gm)].map(
    ([, name = '', value = '', enforced = '', shown = '']) => ({
      ...{ name, enforced, shown },
      value: Number(value.replaceAll(',', '')),
    }),
  );

/** What is wrong with a row that says this of a limit. */
const faultsOf = ({ name, enforced, shown }: Row): string[] => [
  ...(readText(enforced).includes(`.${name}`) ? [] : [`${enforced} does not enforce ${name}`]),
  ...(shown.startsWith('tests/') && readText(shown).includes(name) ? [] : [`${shown} does not show ${name}`]),
];

const rows = rowsOf(readText('docs/limits.md'));

describe('the page of limits', () => {
  it('has one row for each limit of the code, with its value', () => {
    const documented = rows.map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(inCode));
    expect(documented).toHaveLength(inCode.length);
  });

  it('names files that enforce and show each one', () => {
    expect(rows.flatMap(faultsOf)).toEqual([]);
  });

  it('would not get away with a file that does neither', () => {
    const row = { ...rows[0]!, enforced: 'server/clock.ts', shown: 'tests/unit/ids.test.ts' };
    expect(faultsOf(row)).toHaveLength(2);
  });
});
