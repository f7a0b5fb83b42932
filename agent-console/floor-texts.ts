/**
 * The console's texts about the floor: who is there, who waits, and why still. Shapes only; it knows no language.
 */

/** Every text of this file. */
export interface FloorTexts {
  readonly title: string;
  readonly help: string;
  readonly people: string;
  readonly nobody: string;
  readonly load: (load: number, capacity: number) => string;
  readonly inCall: string;
  readonly you: string;
  readonly open: (until: string | undefined) => string;
  readonly closed: (until: string | undefined) => string;
  readonly always: string;
  readonly waiting: (count: number) => string;
  readonly nobodyWaits: string;
  readonly more: (count: number) => string;
  readonly audio: string;
  readonly video: string;
  readonly noDepartments: string;
  readonly failed: string;
  /** Why somebody still waits. Lengths of time are already words. */
  readonly why: {
    readonly reserved: (name: string, time: string) => string;
    readonly reservedForYou: (time: string) => string;
    readonly next: string;
    readonly nobody: string;
    readonly overflows: (left: string) => string;
    readonly busy: string;
    readonly busyForCalls: string;
    readonly fitting: (language: string, left: string) => string;
    readonly fittingTopics: (language: string, topics: string, left: string) => string;
    readonly asked: (left: string) => string;
    readonly avoided: string;
  };
  readonly seconds: (count: number) => string;
}
