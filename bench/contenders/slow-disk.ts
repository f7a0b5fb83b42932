/**
 * A disk that takes longer for each flush, as the disks of rented machines do: what waits for it blocks its process, as
 * a real flush of SQLite does. Knows that a COMMIT is what flushes.
 */
import { DatabaseSync } from 'node:sqlite';
import type { Connect } from '../../server/store/sqlite.ts';

/** Opens databases whose every commit takes so many milliseconds more. */
export function slowDisk(flushMs: number): Connect {
  if (flushMs === 0) return (file, options) => new DatabaseSync(file, options);
  const clock = new Int32Array(new SharedArrayBuffer(4));
  class SlowDatabase extends DatabaseSync {
    override exec(sql: string): void {
      if (sql === 'COMMIT') Atomics.wait(clock, 0, 0, flushMs);
      super.exec(sql);
    }
  }
  return (file, options) => new SlowDatabase(file, options);
}
