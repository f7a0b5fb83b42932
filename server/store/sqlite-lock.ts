/**
 * One process owns a database file (ST10). The owner keeps a write transaction open on a small SQLite file beside it:
 * the operating system releases that lock however the process ends, also after `kill -9`, so nothing is ever stale,
 * and others can still read in it whose lock it is. Knows nothing of what the file protects.
 */
import { DatabaseSync } from 'node:sqlite';
import { SQLITE, resultCode } from './sqlite-errors.ts';

/** Takes the lock of a database file and returns what gives it back. Throws if another process holds it. */
export function lockFile(file: string): () => void {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec(
      'PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; CREATE TABLE IF NOT EXISTS owner (pid INTEGER NOT NULL)',
    );
    lock.exec(`BEGIN IMMEDIATE; DELETE FROM owner; INSERT INTO owner VALUES (${process.pid}); COMMIT`);
    lock.exec('BEGIN IMMEDIATE');
    return () => lock.close();
  } catch (error) {
    const owner = resultCode(error) === SQLITE.busy ? ownerOf(lock) : undefined;
    lock.close();
    if (resultCode(error) !== SQLITE.busy) throw error;
    throw new Error(
      `another Shopbell process (pid ${owner ?? 'unknown'}) uses it. Stop that one, or choose another data folder`,
      {
        cause: error,
      },
    );
  }
}

/** The process that holds the lock; unknown only while it is writing itself down. */
function ownerOf(lock: DatabaseSync): number | undefined {
  try {
    const row = lock.prepare('SELECT pid FROM owner').get();
    return row === undefined ? undefined : Number(row['pid']);
  } catch {
    return undefined;
  }
}
