/** What reading and writing the log of one driver share. Knows how it is put together, and no statement. */
import type { SqlDriver } from './driver.ts';
import { compileLogStatements } from './log-statements.ts';
import type { LogStatements } from './log-statements.ts';
import { StateCache } from './state-cache.ts';
import type { Model } from './store.ts';

/** What reading and writing the log share. */
export interface LogContext {
  readonly driver: SqlDriver;
  readonly model: Model;
  readonly statements: LogStatements;
  readonly cache: StateCache;
}

/** Compiles the statements and begins with an empty memory. */
export function openLog(driver: SqlDriver, model: Model): LogContext {
  const cache = new StateCache();
  driver.onRollback(() => cache.clear());
  return { driver, model, statements: compileLogStatements(driver.query), cache };
}
