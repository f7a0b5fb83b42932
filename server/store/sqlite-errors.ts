/**
 * What SQLite's result codes mean for the store: whether a failed write may be tried again later, whether the file can
 * still be trusted, and what to tell whoever starts the server. Knows the codes of sqlite3.h and nothing else.
 */
import { RESTORE_ADVICE } from './sqlite-check.ts';

/** Primary result codes of https://sqlite.org/rescode.html. */
export const SQLITE = {
  busy: 5,
  locked: 6,
  outOfMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** ST14: after these nothing that this process wrote later could be trusted (a failed fsync may have dropped pages). */
const FATAL: ReadonlySet<number> = new Set([SQLITE.ioError, SQLITE.corrupt, SQLITE.notADatabase]);

/** An extended code: the index of the log cannot grow. Nothing was written by then, so this is a full disk too. */
const NO_ROOM_FOR_INDEX = SQLITE.ioError | (19 << 8);

/** The storage failed, not the statement. */
const STORAGE: ReadonlySet<number> = new Set([
  ...FATAL,
  SQLITE.busy,
  SQLITE.locked,
  SQLITE.outOfMemory,
  SQLITE.readOnly,
  SQLITE.full,
  SQLITE.cannotOpen,
]);

/** Primary result code of an error thrown by SQLite, or undefined for any other error. */
export function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** Whether the disk, not the asker, is at fault. */
export function isStorageFailure(error: unknown): boolean {
  return STORAGE.has(resultCode(error) ?? -1);
}

/** Whether writing must stop until the server was restarted. */
export function isFatal(error: unknown): boolean {
  if (error instanceof Error && 'errcode' in error && error.errcode === NO_ROOM_FOR_INDEX) return false;
  return FATAL.has(resultCode(error) ?? -1);
}

/** What to do about an error that opening the file ended with. */
export function openingAdvice(error: unknown): string {
  switch (resultCode(error)) {
    case SQLITE.notADatabase:
      return 'it is not a database. Move the file away, or choose another data folder';
    case SQLITE.corrupt:
      return `it is damaged. ${RESTORE_ADVICE}`;
    case SQLITE.full:
      return 'the disk is full. Make room and start again';
    case SQLITE.readOnly:
    case SQLITE.cannotOpen:
      return 'it cannot be written. Give the process write access to the file and its folder, or choose another data folder';
    case SQLITE.busy:
      return 'another program is writing to it. Close that program and start again';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
