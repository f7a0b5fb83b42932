/**
 * The door to what is kept about conversations beside their log, line by line as it is read: how they waited, what they
 * were promised, who knows their visitor. Reports, estimates and routing read it. Each method is one atomic step. It knows
 * no rules; which lines there are is the domain's business.
 */
import type { DepartmentId } from '../../protocol/ids.ts';
import type { AdvisorLine } from '../domain/advisors.ts';
import type { PastPromise } from '../domain/promise.ts';
import type { PromiseLine } from '../domain/promise-lines.ts';
import type { Wait, WaitChannel, WaitLine, WaitOutcome } from '../domain/waits.ts';

/** Everything that the chronicle takes down. */
export type ChronicleLine = WaitLine | PromiseLine | AdvisorLine;

/** Filters combine with AND; newest first. */
export interface WaitFilter {
  readonly department?: DepartmentId;
  readonly channel?: WaitChannel;
  readonly outcomes?: readonly WaitOutcome[];
  /** Only those who were told their place in the queue. */
  readonly placed?: true;
  /** Only those to whom an answer was promised. */
  readonly promised?: true;
  /** Begun at or after this time. */
  readonly since: number;
  readonly limit: number;
}

/** The newest ones of a department. */
export interface PromiseFilter {
  readonly department: DepartmentId;
  /** Made at or after this time. */
  readonly since: number;
  readonly limit: number;
}

export interface Chronicle {
  /** The place in the log up to which it is written: '' at the very beginning, and after a restore. */
  place(): Promise<string>;
  /**
   * Takes these lines down, in their order, and the place that they reach up to. False, and nothing is written, if
   * somebody else has gone on from that place. A line that is there already changes nothing.
   */
  write(step: {
    readonly from: string;
    readonly upTo: string;
    readonly lines: readonly ChronicleLine[];
  }): Promise<boolean>;
  waits(filter: WaitFilter): Promise<Wait[]>;
  /** Forgets waits that began before this time. */
  forgetWaits(before: number): Promise<void>;
  promises(filter: PromiseFilter): Promise<PastPromise[]>;
}
