/** How long somebody waits, as it is said: never further in front for longer, right in four of five cases, or nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateMs, FEWEST_WAITS, paceOf } from '../../server/domain/estimate.ts';
import type { PastWait } from '../../server/domain/estimate.ts';

const aWait = fc.record({
  waitedMs: fc.integer({ min: 0, max: 3_600_000 }),
  position: fc.integer({ min: 1, max: 200 }),
  serving: fc.integer({ min: 1, max: 50 }),
});
const aHistory = fc.array(aWait, { minLength: FEWEST_WAITS, maxLength: 120 });

const said = (history: readonly PastWait[], where: Pick<PastWait, 'position' | 'serving'>) =>
  estimateMs(paceOf(history), where);

interface Change {
  readonly one: PastWait;
  readonly behind: number;
  readonly more: number;
}

/** Equal waits would lie on the bound together. */
const differentWaits = fc.uniqueArray(aWait, {
  minLength: FEWEST_WAITS + 1,
  maxLength: 120,
  selector: ({ waitedMs, position, serving }) => (waitedMs * serving) / position,
});

describe('[QU5] an estimate', () => {
  it('[QU5] is never shorter for a place further back, nor longer with more people', () => {
    const change = fc.record({ one: aWait, behind: fc.nat(50), more: fc.nat(9) });
    const check = (history: PastWait[], { one, behind, more }: Change) => {
      const { position, serving } = one;
      const here = said(history, one) ?? 0;
      expect(said(history, { serving, position: position + behind })).toBeGreaterThanOrEqual(here);
      expect(said(history, { position, serving: serving + more })).toBeLessThanOrEqual(here);
    };
    fc.assert(fc.property(aHistory, change, check));
  });

  // Whoever is left out of a history waits like the others: then the share is right, and not by luck.
  it('[QU5] holds for at least four of five, and for hardly more, whatever the waits look like', () => {
    const check = (history: PastWait[]) => {
      const within = history.filter((one, place) => {
        const bound = said(history.toSpliced(place, 1), one);
        return bound !== null && one.waitedMs <= bound;
      });
      const share = within.length / history.length;
      expect(share).toBeGreaterThanOrEqual(0.8);
      expect(share).toBeLessThanOrEqual(0.8 + 1 / history.length);
    };
    fc.assert(fc.property(differentWaits, check));
  });

  it('[QU5] is not made from fewer than twenty waits, nor where nobody serves', () => {
    const history = Array.from({ length: 20 }, (_, place) => ({ waitedMs: place * 1_000, position: 1, serving: 1 }));
    expect(said(history, { position: 2, serving: 1 })).toBe(32_000);
    expect(said(history.slice(1), { position: 2, serving: 1 })).toBeNull();
    expect(said(history, { position: 2, serving: 0 })).toBeNull();
  });

  it('this measure notices a mean that is sold as a bound', () => {
    const history = Array.from({ length: 40 }, (_, place) => ({ waitedMs: place ** 3, position: 1, serving: 1 }));
    const mean = history.reduce((sum, { waitedMs }) => sum + waitedMs, 0) / history.length;
    expect(history.filter(({ waitedMs }) => waitedMs <= mean).length / history.length).toBeLessThan(0.8);
  });
});
