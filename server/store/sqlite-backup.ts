/**
 * A backup of the embedded database as one file: copied from one picture while the server may go on writing, checked
 * from end to end, and under its name only when it is whole and on the disk. Knows where the database is; what is in
 * it only as far as a person is told.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkOwnership, checkWhole } from './sqlite-check.ts';
import { openingAdvice } from './sqlite-errors.ts';
import { DATABASE_FILE } from './sqlite-files.ts';

/** What is in a backup, for whoever made it. */
export interface BackupContents {
  readonly bytes: number;
  readonly conversations: number;
  readonly events: number;
  /** When the last event happened; undefined if there is none. */
  readonly lastEventAt: number | undefined;
}

/** How long it waits for somebody who keeps the database locked. */
const BUSY_MS = 10_000;

/** Backs the database in the folder up into a new file. Throws an `Error` that says what to do. */
export function backUpSqlite(folder: string, file: string): BackupContents {
  const source = join(folder, DATABASE_FILE);
  if (!existsSync(source)) throw new Error(`There is no database in ${folder}. Set SHOPBELL_DATA to its folder.`);
  if (existsSync(file)) throw new Error(`${file} exists already. Name another file.`);
  const partial = `${file}.partial`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    copyDatabase(source, partial);
    const contents = contentsOf(partial);
    syncPath(partial);
    renameSync(partial, file);
    syncPath(dirname(file));
    return contents;
  } catch (error) {
    rmSync(partial, { force: true });
    throw new Error(`The backup of ${source} was not made: ${openingAdvice(error)}.`, { cause: error });
  }
}

/** Copies a database as one picture, without what was deleted in it; replaces the target. Its owner only may read it. */
export function copyDatabase(from: string, to: string): void {
  const source = new DatabaseSync(from, { readOnly: true, timeout: BUSY_MS });
  try {
    checkOwnership(source);
    rmSync(to, { force: true });
    writeFileSync(to, '', { mode: 0o600 });
    source.prepare('VACUUM INTO ?').run(to);
  } finally {
    source.close();
  }
}

/** Checks a database from end to end and says what is in it. Throws if it is not whole. */
export function contentsOf(file: string): BackupContents {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    checkWhole(database);
    const asked =
      'SELECT (SELECT count(*) FROM conversations) AS conversations, count(*) AS events, max(at) AS last FROM events';
    const { conversations, events, last } = database.prepare(asked).get() ?? {};
    return {
      bytes: statSync(file).size,
      conversations: Number(conversations),
      events: Number(events),
      lastEventAt: last === null ? undefined : Number(last),
    };
  } finally {
    database.close();
  }
}

/** Makes sure that a file, or the names in a folder, are on the disk. */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
