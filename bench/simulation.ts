/**
 * A day of 10,000 visitors and 100 agents in virtual time, on the code that decides in the product; and the same day with
 * the two ways of choosing that are usual. Figures are of a few seeds, the same on every machine.
 */
import { aDay, later } from './floor/day.ts';
import { figuresOf, truthOf } from './floor/figures.ts';
import type { DayFigures, Truth } from './floor/figures.ts';
import { Forecast } from './floor/forecast.ts';
import { firstFree, roundRobin, shopbell } from './floor/policies.ts';
import type { Policy } from './floor/policies.ts';
import { simulate } from './floor/simulation.ts';
import { seeded } from '../tests/helpers/faults/random.ts';
import { median, table, withSpread } from './table.ts';

const DAY = { visitors: 10_000, agents: 100 } as const;

/** Each seed is another day. */
const SEEDS = [1, 2, 3, 4, 5] as const;

const POLICIES: Readonly<Record<string, () => Policy>> = {
  Shopbell: shopbell,
  'round robin': roundRobin,
  'first free agent': firstFree,
};

/** The columns: what they are called, and what they show of each day. */
const COLUMNS: readonly (readonly [string, (figures: DayFigures) => number, number])[] = [
  ['median s', ({ median: ms }) => ms / 1_000, 1],
  ['P90 s', ({ p90 }) => p90 / 1_000, 0],
  ['worst s', ({ worst }) => worst / 1_000, 0],
  ['worst ÷ median, worst group', ({ unfairness }) => unfairness, 1],
  ['left %', ({ left }) => left * 100, 1],
  ['met somebody with their language %', ({ understood }) => understood * 100, 0],
  ['P90 s after a lost agent', ({ afterLoss }) => afterLoss / 1_000, 0],
  ['busiest ÷ idlest tenth', ({ spread }) => spread, 1],
];

function days(policy: () => Policy): DayFigures[] {
  return SEEDS.map((seed) => figuresOf(simulate(aDay({ ...DAY, chance: seeded(seed) }), policy(), { seed })));
}

function groupTable(measured: ReadonlyMap<string, readonly DayFigures[]>): string {
  const names = [...measured.keys()];
  const groups = [...(measured.get('Shopbell')?.[0]?.groups.keys() ?? [])];
  const cell = (name: string, group: string): string => {
    const of = (measured.get(name) ?? []).flatMap((each) => each.groups.get(group) ?? []);
    const [p90, ratio] = [median(of.map((each) => each.p90 / 1_000)), median(of.map((one) => one.worst / one.median))];
    return `${p90.toFixed(0)} · ${ratio.toFixed(1)}`;
  };
  const rows = groups.map((group) => [group, ...names.map((name) => cell(name, group))]);
  return table(['P90 s · worst ÷ median', ...names], rows);
}

/** The same days, one after the other, after one of which nothing is counted: nobody knows anything on the first day. */
function truths(): Truth[] {
  const forecast = new Forecast();
  const told = [0, ...SEEDS].map((seed, index) => {
    const { callers, workers } = aDay({ ...DAY, chance: seeded(seed) });
    return truthOf(simulate(later({ callers, workers }, index), shopbell(), { seed, forecast }));
  });
  return told.slice(1);
}

function truthTable(): string {
  const days = truths();
  const row = (label: string, of: (truth: Truth) => number): string[] => [
    label,
    withSpread(
      days.map((each) => of(each) * 100),
      1,
    ),
  ];
  return table(
    ['median of five days (lowest–highest)', '%'],
    [
      row('were told how long at most, in four of five cases', ({ told }) => told),
      row('of them: somebody came within that time', ({ within }) => within),
      row('were promised an answer', ({ promised }) => promised),
      row('of these promises: kept', ({ kept }) => kept),
    ],
  );
}

/** Runs the days; resolves to their tables. */
export function simulation(): Promise<string> {
  const measured = new Map(Object.entries(POLICIES).map(([name, policy]) => [name, days(policy)]));
  const rows = [...measured].map(([name, figures]) => [
    name,
    ...COLUMNS.map(([, of, digits]) => withSpread(figures.map(of), digits)),
  ]);
  const all = table(['median of five days (lowest–highest)', ...COLUMNS.map(([title]) => title)], rows);
  return Promise.resolve([all, groupTable(measured), truthTable()].join('\n\n'));
}
