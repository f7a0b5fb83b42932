/**
 * Chance that can be repeated: the same seed gives the same numbers. It decides what a fault scenario does and when;
 * how fast the machine runs it is not in its hands, so a seed replays the faults, not every interleaving.
 */

/** Numbers from 0 to below 1, as `Math.random`. */
export type Chance = () => number;

/** The numbers of this seed (mulberry32). */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed that nobody has chosen. */
export function anySeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

/** One of these. */
export function oneOf<Thing>(things: readonly Thing[], chance: Chance): Thing {
  const thing = things[Math.floor(chance() * things.length)];
  if (thing === undefined) throw new Error('there is nothing to choose from');
  return thing;
}
