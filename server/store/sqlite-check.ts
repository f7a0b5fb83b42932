/**
 * Whether a database file is whole, as SQLite itself judges it. Knows no table.
 */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/**
 * Files up to this size are checked at each start: about a second where the file is in memory, some ten seconds on a
 * slow disk. A larger one would keep a crashed server away for too long; each backup checks its copy in full.
 */
const QUICK_CHECK_BYTES = 1_024 ** 3;

/** Reads every page once, without comparing indexes with their tables. Throws an `Error` that says what to do. */
export function checkQuickly(connection: DatabaseSync, file: string): void {
  if (statSync(file).size > QUICK_CHECK_BYTES) return;
  const finding = String(connection.prepare('PRAGMA quick_check(1)').get()?.['quick_check']);
  if (finding !== 'ok') throw new Error(`it is damaged (${oneLine(finding)}). ${RESTORE_ADVICE}`);
}

/** What helps when nothing else does. */
export const RESTORE_ADVICE = 'Restore a backup of it: npm run restore -- <backup file>';

/** SQLite's findings may have several lines; whoever starts a server is told in one. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
