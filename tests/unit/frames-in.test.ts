/**
 * Fifty thousand frames grown from the schemas and broken, judged one by one: each is something that is documented, and
 * nothing of it is quoted in a refusal. The same frames over real sockets are in tests/integration/bad-input.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from '../../protocol/errors.ts';
import { readFrame } from '../../server/switchboard/frames-in.ts';
import type { Inbound } from '../../server/switchboard/frames-in.ts';
import { fittingFrame, flipped, junk } from '../helpers/frame-grammar.ts';

const MARK = 'Zwetschgenmus';
const KINDS: ReadonlySet<string> = new Set<Inbound['kind']>([
  ...(['hello', 'command', 'read', 'signal', 'refused', 'ignored', 'version', 'bad'] as const),
]);

/** Each frame is judged as it was grown, and with a bit flipped at so many places. */
const FLIPS = 4;

/** What is wrong with this judgement, if anything. */
function fault(judgement: Inbound): string | undefined {
  if (!KINDS.has(judgement.kind)) return `an unknown kind ${judgement.kind}`;
  if (judgement.kind === 'bad') return judgement.why.includes(MARK) ? 'quotes' : undefined;
  if (judgement.kind !== 'refused') return undefined;
  if (!refusal.safeParse(judgement.refusal).success) return 'an unknown refusal';
  return JSON.stringify(judgement.refusal).includes(MARK) ? 'a refusal that quotes' : undefined;
}

/** Judges so many frames of this seed; each fault with the frame, and how many were of each kind. */
function judge(judging: (text: string) => Inbound, { count, seed }: { count: number; seed: number }) {
  const kinds = new Map<string, number>();
  const faults: string[] = [];
  const grownOnes = fc.sample(junk(MARK), { numRuns: count / (1 + FLIPS), seed });
  const scars = Array.from({ length: FLIPS }, (_, index) => index * 7_919);
  for (const text of grownOnes.flatMap((one) => [one, ...scars.map((scar) => flipped(one, scar + one.length))])) {
    try {
      const judgement = judging(text);
      kinds.set(judgement.kind, (kinds.get(judgement.kind) ?? 0) + 1);
      const wrong = fault(judgement);
      if (wrong !== undefined) faults.push(`seed ${seed}: ${wrong}: ${text}`);
    } catch (error) {
      faults.push(`seed ${seed}: throws ${String(error)}: ${text.slice(0, 200)}`);
    }
  }
  return { kinds, faults };
}

/** Another one in every run; what is found says with which it is found again. */
const seed = Date.now() % 1_000_000;

describe('a frame', () => {
  it('that fits is what it is', () => {
    for (const frame of fc.sample(fittingFrame(MARK), { numRuns: 2_000, seed })) {
      const { kind } = readFrame(JSON.stringify(frame));
      expect([frame, kind]).toEqual([frame, frame['kind']]);
    }
  });

  it('[ER2] [FR5] [FR6] that is broken in any way is judged as documented', { timeout: 60_000 }, () => {
    const { kinds, faults } = judge(readFrame, { count: 50_000, seed });
    expect(faults).toEqual([]);
    // Every judgement was seen, so that the frames are not all broken alike.
    expect(new Set(kinds.keys())).toEqual(KINDS);
  });

  it('[ER2] the check notices a reader that walks down a frame before it knows how deep it is', () => {
    const eager = (text: string): Inbound => {
      const value: unknown = JSON.parse(text);
      JSON.stringify(value);
      return readFrame(text);
    };
    const { faults } = judge(eager, { count: 2_000, seed });
    expect(faults.some((told) => told.includes('RangeError'))).toBe(true);
  });
});
