/**
 * A small day on the floor in virtual time, the same every time: what `npm run bench -- simulation` prints at full size, as
 * outcomes. It guards the reason for the rules of routing, not the rules one by one.
 */
import { describe, expect, test } from 'vitest';
import { aDay } from '../../bench/floor/day.ts';
import { figuresOf } from '../../bench/floor/figures.ts';
import { firstFree, roundRobin, shopbell } from '../../bench/floor/policies.ts';
import type { Policy } from '../../bench/floor/policies.ts';
import { simulate } from '../../bench/floor/simulation.ts';
import { YIELD_MS } from '../../server/domain/routing.ts';
import { seeded } from '../helpers/faults/random.ts';

const SEEDS = [1, 2, 3];
const SIZE = { visitors: 1_200, agents: 12 };
const dayOf = (seed: number) => aDay({ ...SIZE, chance: seeded(seed) });
const figures = (policy: () => Policy) => SEEDS.map((seed) => figuresOf(simulate(dayOf(seed), policy(), { seed })));
const [ours, inTurn, first] = [figures(shopbell), figures(roundRobin), figures(firstFree)];

describe('a day of a shop', () => {
  test.each(SEEDS.map((seed, index) => ({ seed, index })))('[D5] brings a person sooner, day $seed', ({ index }) => {
    const [mine, theirs] = [ours[index]!, [inTurn[index]!, first[index]!]];
    expect(mine.p90).toBeLessThan(Math.min(...theirs.map(({ p90 }) => p90)));
    expect(mine.left).toBeLessThan(Math.min(...theirs.map(({ left }) => left)));
  });

  test('[D3] starves nobody: the worst wait is no worse, in no group', () => {
    for (const [index, mine] of ours.entries()) {
      const worst = Math.max(inTurn[index]!.worst, first[index]!.worst);
      for (const [group, { worst: theirs }] of mine.groups) expect({ group, theirs }).toSatisfy(() => theirs <= worst);
    }
  });

  test('[E3] serves anonymous visitors like members', () => {
    for (const { groups } of ours) {
      const [anonymous, members] = [groups.get('anonymous')!, groups.get('members')!];
      expect(anonymous.median / members.median).toBeGreaterThan(0.9);
      expect(anonymous.median / members.median).toBeLessThan(1.1);
    }
  });

  test('spreads the work more evenly', () => {
    for (const [index, { spread }] of ours.entries()) expect(spread).toBeLessThan(first[index]!.spread);
  });

  test('is the same whenever it is asked for', () => {
    expect(simulate(dayOf(7), shopbell(), { seed: 7 })).toEqual(simulate(dayOf(7), shopbell(), { seed: 7 }));
  });

  test('would show a queue that forgets whoever has waited for long', () => {
    const newestFirst = (): Policy => {
      const policy = roundRobin();
      return (floor) =>
        policy({ ...floor, waiting: floor.waiting.map((one) => ({ ...one, waitingSince: -one.waitingSince })) });
    };
    const [day] = figures(newestFirst);
    expect(day!.worst).toBeGreaterThan(Math.max(ours[0]!.worst, YIELD_MS));
  });
});
