/**
 * The store of one machine: a folder with one SQLite file in it. For the composition root; knows where the file is
 * and nothing of what is in it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BlobFolder } from './blob-folder.ts';
import type { SqlDriver } from './driver.ts';
import { renewEpoch } from './epoch.ts';
import { createSqlStore } from './sql-store.ts';
import { BLOB_FOLDER, DATABASE_FILE, makeDataFolder, RESTORING_FILE } from './sqlite-files.ts';
import { openSqlite } from './sqlite.ts';
import type { Connect } from './sqlite.ts';
import type { Model, Store } from './store.ts';

/** Where the data is and how it is folded; `connect` is for tests that need a bad disk. */
export interface SqliteStoreOptions {
  readonly folder: string;
  readonly model: Model;
  readonly ids: { uuid(): string };
  readonly connect?: Connect;
}

/** Opens the store, making the folder and the database if they are missing. Throws an `Error` that says what to do. */
export async function openSqliteStore({ folder, model, ids, connect }: SqliteStoreOptions): Promise<Store> {
  const driver = await openFolder(folder, connect);
  const blobFolder = new BlobFolder(join(folder, BLOB_FOLDER));
  return createSqlStore({ driver, model, newId: () => ids.uuid(), blobFolder });
}

/** Begins another epoch, while no server runs: the files were put there by somebody else. */
export async function renewSqliteEpoch(folder: string, epoch: string): Promise<void> {
  const driver = await openFolder(folder);
  try {
    await driver.write(() => renewEpoch(driver, epoch));
  } finally {
    await driver.close();
  }
}

async function openFolder(folder: string, connect?: Connect): Promise<SqlDriver> {
  makeDataFolder(folder);
  if (existsSync(join(folder, RESTORING_FILE))) {
    throw new Error(`A restore into ${folder} was interrupted. Run it again: npm run restore -- <backup file>`);
  }
  return openSqlite(join(folder, DATABASE_FILE), connect);
}
