/** Every text of handing conversations over, as a type: a language is one record of it. It knows no language. */
import type { TransferOutcome } from '../protocol/events.ts';

/** What keeps somebody from being asked, as the server says it. */
export type Hindrance = 'inside' | 'away' | 'offline' | 'full' | 'unstaffed' | 'pending';

/** Texts of the transfer dialog, the card of whoever is asked, and going away. */
export interface TransferTexts {
  readonly title: string;
  readonly open: string;
  readonly people: string;
  readonly departments: string;
  readonly load: (load: number, capacity: number) => string;
  readonly department: (isOpen: boolean, available: number) => string;
  readonly nobody: string;
  readonly note: string;
  readonly noteHelp: string;
  readonly how: string;
  readonly cold: string;
  readonly coldHelp: string;
  readonly coldHelpInCall: string;
  readonly warm: string;
  readonly warmHelp: string;
  readonly start: string;
  readonly choose: string;
  readonly loadFailed: string;
  /** Why somebody was not asked; `name` of whoever was chosen. */
  readonly hindrance: Readonly<Record<Hindrance, (name: string) => string>>;
  /** While the next one is being asked; `name` of whom, or of the department that is looked in. */
  readonly pending: (name: string) => string;
  readonly pendingIn: (department: string) => string;
  readonly cancel: string;
  /** What came of it, for the one who asked. */
  readonly result: Readonly<Record<Exclude<TransferOutcome, 'cancelled'>, (name: string) => string>>;
  readonly asks: (name: string, visitor: string) => string;
  readonly accept: string;
  readonly decline: string;
  readonly stays: (name: string) => string;
  readonly goes: (name: string) => string;
  readonly noNote: string;
  readonly leave: string;
  readonly leaveHelp: string;
  readonly leaveInCall: string;
  readonly leaveLast: string;
  /** Lines between the messages, for staff. */
  readonly started: (by: string, to: string) => string;
  readonly ended: Readonly<Record<Exclude<TransferOutcome, 'accepted'>, (name: string) => string>>;
  readonly theDepartment: string;
  readonly away: AwayTexts;
}

/** Texts of going away with conversations. */
export interface AwayTexts {
  readonly title: (count: number) => string;
  readonly help: string;
  readonly helpSignOut: string;
  readonly keep: string;
  readonly signOutAnyway: string;
  readonly all: (count: number) => string;
  readonly one: string;
  readonly oneLabel: (visitor: string) => string;
  readonly inCall: string;
}
