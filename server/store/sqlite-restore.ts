/**
 * Puts a backup in the place of the embedded database while no server runs, under a new epoch, so that browsers forget
 * what the backup does not know (P3). What was there is kept beside it. A restore that is interrupted leaves a mark,
 * and no server starts on half of it. Knows files; of what is in them only the epoch.
 */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SQLITE as DIALECT } from './dialect.ts';
import { migrate } from './migrate.ts';
import { contentsOf, copyDatabase } from './sqlite-backup.ts';
import type { BackupContents } from './sqlite-backup.ts';
import { resultCode, SQLITE } from './sqlite-errors.ts';
import { BLOB_FOLDER, DATABASE_FILE, makeDataFolder, RESTORING_FILE, syncPath } from './sqlite-files.ts';
import { kyselyOn } from './sqlite-kysely.ts';
import { lockFile } from './sqlite-lock.ts';

/** What to restore, and under which names. */
export interface RestoreOrder {
  readonly folder: string;
  /** A backup. */
  readonly file: string;
  readonly epoch: string;
  /** Name for a folder in the data folder that takes what was there before. */
  readonly keep: string;
}

/** What was restored. */
export interface Restored {
  readonly contents: BackupContents;
  /** Where the data lies that was there before; undefined if there was none. */
  readonly kept: string | undefined;
}

/** Replaces the database by the backup. Throws an `Error` that says what to do; then everything is as it was. */
export async function restoreSqlite(order: RestoreOrder): Promise<Restored> {
  const { folder, file } = order;
  if (!existsSync(file)) throw new Error(`${file} is not there. Name a file that npm run backup has made.`);
  makeDataFolder(folder);
  try {
    const unlock = lockFile(join(folder, DATABASE_FILE));
    try {
      const contents = await prepare(order);
      return { contents, kept: exchange(order) };
    } finally {
      unlock();
    }
  } catch (error) {
    throw new Error(`${file} was not restored: ${reasonOf(error)}.`, { cause: error });
  }
}

/** A checked copy in the data folder that is ready to become the database; nothing else is touched. */
async function prepare({ folder, file, epoch }: RestoreOrder): Promise<BackupContents> {
  const incoming = join(folder, `${DATABASE_FILE}.incoming`);
  copyDatabase(file, incoming);
  const database = new DatabaseSync(incoming);
  try {
    await migrate(kyselyOn(database), DIALECT.tables);
    const renew = "INSERT INTO meta VALUES ('epoch', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    database.prepare(renew).run(epoch);
  } finally {
    database.close();
  }
  const contents = contentsOf(incoming);
  syncPath(incoming);
  renameSync(incoming, join(folder, RESTORING_FILE));
  syncPath(folder);
  return contents;
}

/** The log of an earlier database would be read into the new one: it goes with the file that it belongs to. */
const GO_TOGETHER = [...['', '-wal', '-shm'].map((ending) => DATABASE_FILE + ending), BLOB_FOLDER];

function exchange({ folder, keep }: RestoreOrder): string | undefined {
  const kept = join(folder, keep);
  const earlier = GO_TOGETHER.filter((name) => existsSync(join(folder, name)));
  if (earlier.length > 0) mkdirSync(kept, { mode: 0o700 });
  for (const name of earlier) renameSync(join(folder, name), join(kept, name));
  if (earlier.length > 0) syncPath(kept);
  renameSync(join(folder, RESTORING_FILE), join(folder, DATABASE_FILE));
  syncPath(folder);
  return earlier.length > 0 ? kept : undefined;
}

function reasonOf(error: unknown): string {
  switch (resultCode(error)) {
    case SQLITE.notADatabase:
      return 'it is no backup of Shopbell';
    case SQLITE.corrupt:
      return 'it is damaged. Take an earlier one';
    case SQLITE.full:
      return 'there is no room for it. Make room and try again';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
