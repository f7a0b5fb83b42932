/**
 * A backup of the embedded database as one file: copied from one picture while the server may go on writing, checked
 * from end to end, and under its name only when it is whole and on the disk. Knows where the database is; what is in
 * it only as far as a person is told.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { readBlobNow } from './blob-folder.ts';
import { hashOf } from './blob-store.ts';
import { checkOwnership, checkWhole } from './sqlite-check.ts';
import { openingAdvice } from './sqlite-errors.ts';
import { BLOB_FOLDER, DATABASE_FILE, syncPath } from './sqlite-files.ts';

/** What is in a backup, for whoever made it. */
export interface BackupContents {
  readonly bytes: number;
  readonly conversations: number;
  readonly events: number;
  /** When the last event happened; undefined if there is none. */
  readonly lastEventAt: number | undefined;
  readonly files: number;
  /** Files that could not be found, or were not what they had been. */
  readonly missing: number;
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
    addFiles(partial, join(folder, BLOB_FOLDER));
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

/** Puts the bytes that lie beside the database into the copy, as far as they are what they were. */
function addFiles(copy: string, folder: string): void {
  const database = new DatabaseSync(copy);
  try {
    if (!hasFiles(database)) return;
    const add = database.prepare('UPDATE blobs SET bytes = ? WHERE key = ?');
    const outside = database.prepare('SELECT key, hash FROM blobs WHERE bytes IS NULL').all();
    for (const { key, hash } of outside) {
      const bytes = readBlobNow(folder, String(key));
      if (bytes !== undefined && hashOf(bytes) === hash) add.run(bytes, String(key));
    }
  } finally {
    database.close();
  }
}

/** A database that was not started with this version yet may have none. */
function hasFiles(database: DatabaseSync): boolean {
  return database.prepare("SELECT name FROM sqlite_schema WHERE name = 'blobs'").get() !== undefined;
}

/** Checks a database from end to end and says what is in it. Throws if it is not whole. */
export function contentsOf(file: string): BackupContents {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    checkWhole(database);
    const asked =
      'SELECT (SELECT count(*) FROM conversations) AS conversations, count(*) AS events, max(at) AS last FROM events';
    const { conversations, events, last } = database.prepare(asked).get() ?? {};
    const counted = 'SELECT count(*) AS files, count(bytes) AS whole FROM blobs';
    const { files = 0, whole = 0 } = (hasFiles(database) && database.prepare(counted).get()) || {};
    return {
      bytes: statSync(file).size,
      conversations: Number(conversations),
      events: Number(events),
      lastEventAt: last === null ? undefined : Number(last),
      files: Number(files),
      missing: Number(files) - Number(whole),
    };
  } finally {
    database.close();
  }
}
