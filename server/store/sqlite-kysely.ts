/**
 * Kysely on `node:sqlite`: a connection in the shape of better-sqlite3, which Kysely's dialect asks for, and a Kysely
 * that only compiles. Knows no table.
 */
import { Kysely, SqliteDialect } from 'kysely';
import type { SqliteDatabase } from 'kysely';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Database } from './schema.ts';

/** Kysely that runs its queries on this connection at once; for migrations, before anything else uses it. */
export function kyselyOn(connection: DatabaseSync): Kysely<Database> {
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: likeBetterSqlite(connection) }) });
}

/**
 * Kysely that compiles queries for SQLite and refuses to run them: run by itself, a query could slip between the
 * statements of a job.
 */
export function compilingKysely(): Kysely<Database> {
  const database = (): Promise<SqliteDatabase> =>
    Promise.reject(new Error('compile this query and hand it to read() or write() of the driver'));
  return new Kysely<Database>({ dialect: new SqliteDialect({ database }) });
}

function likeBetterSqlite(connection: DatabaseSync): SqliteDatabase {
  return {
    close: () => connection.close(),
    prepare(sql) {
      const statement = connection.prepare(sql);
      const values = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}
