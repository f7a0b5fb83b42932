/**
 * The store of many nodes: one PostgreSQL database. For the composition root; knows the address and nothing of what is
 * kept there.
 */
import { openPostgres } from './postgres.ts';
import { createSqlStore } from './sql-store.ts';
import type { Model, Store } from './store.ts';

/** Where the database is and how its log is folded. */
export interface PostgresStoreOptions {
  /** A `postgres://` address. */
  readonly url: string;
  readonly model: Model;
  readonly ids: { uuid(): string };
}

/** Opens the store, making its tables if they are missing. Throws an `Error` that says what to do. */
export async function openPostgresStore({ url, model, ids }: PostgresStoreOptions): Promise<Store> {
  const driver = await openPostgres(url);
  return createSqlStore({ driver, model, newId: () => ids.uuid() });
}
