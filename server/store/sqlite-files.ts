/** The names of what lies in the data folder of the embedded store. Knows nothing of what is in the files. */
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';

/** The database; SQLite puts its log and its index beside it, under names of its own. */
export const DATABASE_FILE = 'shopbell.db';

/** The folder of the bytes that belong to rows of the database. */
export const BLOB_FOLDER = 'blobs';

/** A backup that is about to become the database: while it is there, some of the earlier files may be missing. */
export const RESTORING_FILE = 'shopbell.db.restoring';

/** Makes the data folder if it is missing. Throws an `Error` that says what to do. */
export function makeDataFolder(folder: string): void {
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

/** Makes sure that a file, or the names in a folder, are on the disk. */
export function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
