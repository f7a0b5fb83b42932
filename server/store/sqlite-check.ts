/**
 * Whether a database file is ours, and whole, as SQLite itself judges it. Knows no table.
 */
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/**
 * Files up to this size are checked at each start: about a second where the file is in memory, some ten seconds on a
 * slow disk. A larger one would keep a crashed server away for too long; each backup checks its copy in full.
 */
const QUICK_CHECK_BYTES = 1_024 ** 3;

/** Marks the file as ours ("Shop"), so that another program's database is not written into. */
export const APPLICATION_ID = 0x53686f70;

/** Throws if the database is somebody else's; an empty one is nobody's yet. */
export function checkOwnership(connection: DatabaseSync): void {
  const tables = Number(connection.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']);
  if (tables === 0 || connection.prepare('PRAGMA application_id').get()?.['application_id'] === APPLICATION_ID) return;
  throw new Error('it is a database of another program. Choose another data folder');
}

/** Reads every page once, without comparing indexes with their tables. Throws an `Error` that says what to do. */
export function checkQuickly(connection: DatabaseSync, file: string): void {
  if (statSync(file).size <= QUICK_CHECK_BYTES) check(connection, 'quick_check');
}

/** Compares everything with everything, which takes several times as long. Throws an `Error`. */
export function checkWhole(connection: DatabaseSync): void {
  check(connection, 'integrity_check');
  const orphan = connection.prepare('PRAGMA foreign_key_check').get();
  if (orphan !== undefined) throw new Error(`it is damaged: a row of ${String(orphan['table'])} belongs to nothing`);
}

function check(connection: DatabaseSync, pragma: 'quick_check' | 'integrity_check'): void {
  const finding = String(connection.prepare(`PRAGMA ${pragma}(1)`).get()?.[pragma]);
  if (finding !== 'ok') throw new Error(`it is damaged (${oneLine(finding)}). ${RESTORE_ADVICE}`);
}

/** What helps when nothing else does. */
export const RESTORE_ADVICE = 'Restore a backup of it: npm run restore -- <backup file>';

/** SQLite's findings may have several lines; whoever starts a server is told in one. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
