/**
 * What every fault scenario takes and gives: a seed that decides its faults, a size, and what it found. The same
 * scenarios run small in `npm test` and long in `npm run test:soak`.
 */
import type { Anomaly } from '../helpers/faults/history.ts';

/** How much of it. */
export interface ScenarioSize {
  readonly seed: number;
  /** Faults that happen, one after the other. */
  readonly cycles: number;
  /** Messages that are written in all. */
  readonly messages: number;
}

/** What came of it. */
export interface Findings {
  readonly cycles: number;
  readonly messages: number;
  /** Messages that had to be sent again because no reply came. */
  readonly repeated: number;
  readonly anomalies: readonly Anomaly[];
  /** How long browsers took to come back, in their own time. */
  readonly recoveriesMs: readonly number[];
  /** Alarms and connections of browsers, network and server that were left when all of them had ended (N25). */
  readonly left: number;
}
