/**
 * How visitors waited, as owners and admins read it: figures of days and pages. Shapes only. Nothing here is about a single
 * person, be it visitor or agent (L5).
 */

/** What became of those who began to wait in some time. */
export interface WaitFigures {
  readonly waited: number;
  /** Somebody came. */
  readonly taken: number;
  /** Left before anybody came. */
  readonly left: number;
  /** How long it took until somebody came, in the middle of all for whom somebody did; null: nobody did. */
  readonly medianMs: number | null;
}

/** A day on which somebody began to wait. */
export interface WaitDay extends WaitFigures {
  /** Such as 2026-11-23. */
  readonly day: string;
}

/** A page on which visitors stopped waiting. */
export interface WaitPage {
  /** Its path. */
  readonly page: string;
  readonly left: number;
}

/** The last weeks, newest day first, and the pages that were left most. */
export interface WaitReport {
  readonly total: WaitFigures;
  readonly days: readonly WaitDay[];
  readonly pages: readonly WaitPage[];
}
