/**
 * The console's texts about promises: what an owner decides, how they are kept, and how a running one stands. Shapes
 * only; it knows no language.
 */

/** Texts about promises; `length` is a length of time in words, `time` a clock time. */
export interface PromiseTexts {
  readonly label: string;
  readonly withHours: string;
  readonly withoutHours: string;
  readonly none: string;
  readonly hours: (hours: number) => string;
  readonly minutes: (minutes: number) => string;
  /** Too few cases yet. */
  readonly untried: string;
  readonly kept: (length: string, percent: number, cases: number) => string;
  /** What visitors are told instead. */
  readonly instead: (longer: string) => string;
  readonly early: (percent: number) => string;
  /** Why nothing is promised. */
  readonly refused: Readonly<Record<'unstaffed' | 'closed' | 'hopeless', string>>;
  /** How a running promise stands, in the list and at the head. */
  readonly by: (time: string) => string;
  readonly late: (time: string) => string;
  readonly again: string;
  /** The notices of the ladder. */
  readonly half: (who: string, time: string) => string;
  readonly team: (who: string, time: string) => string;
  readonly leaders: (who: string, time: string) => string;
  readonly broken: (who: string, time: string) => string;
  /** In a department that the reader does not see. */
  readonly elsewhere: (notice: string, department: string | undefined) => string;
  readonly open: string;
  /** The desktop notice for the team. */
  readonly urgent: (who: string) => string;
}
