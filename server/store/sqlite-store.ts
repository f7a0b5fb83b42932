/**
 * The store of one machine: a folder with one SQLite file in it. For the composition root; knows where the file is
 * and nothing of what is in it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite.ts';
import type { Connect } from './sqlite.ts';
import type { Model, Store } from './store.ts';

/** Name of the database inside the data folder. */
const FILE = 'shopbell.db';

/** Where the data is and how it is folded; `connect` is for tests that need a bad disk. */
export interface SqliteStoreOptions {
  readonly folder: string;
  readonly model: Model;
  readonly ids: { uuid(): string };
  readonly connect?: Connect;
}

/** Opens the store, making the folder and the database if they are missing. Throws an `Error` that says what to do. */
export async function openSqliteStore({ folder, model, ids, connect }: SqliteStoreOptions): Promise<Store> {
  makeFolder(folder);
  const driver = await openSqlite(join(folder, FILE), connect);
  return createSqlStore({ driver, model, newEpoch: () => ids.uuid() });
}

function makeFolder(folder: string): void {
  try {
    // Conversations are nobody else's business on a shared machine.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Shopbell cannot make its data folder ${folder} (${reason}). Choose another data folder.`, {
      cause: error,
    });
  }
}
