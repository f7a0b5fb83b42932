/**
 * Brings a database to the schema of this version, and recognises one that is already further. The list is written
 * out, so that a bundled or compiled server needs no folder to look into. Knows no dialect.
 */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import type { TableDialect } from './dialect.ts';
import { start } from './migrations/0001-start.ts';
import { nodes } from './migrations/0002-nodes.ts';
import { sweep } from './migrations/0003-sweep.ts';
import { departments } from './migrations/0005-departments.ts';
import { attempts } from './migrations/0006-attempts.ts';
import { commandsByTime } from './migrations/0007-commands-by-time.ts';
import { blobs } from './migrations/0008-blobs.ts';
import { waits } from './migrations/0009-waits.ts';
import { promises } from './migrations/0010-promises.ts';
import { callbacks } from './migrations/0011-callbacks.ts';
import { transfer } from './migrations/0012-transfer.ts';
import { advisors } from './migrations/0013-advisors.ts';
import { partners } from './migrations/0014-partners.ts';
import { dropped } from './migrations/0015-dropped.ts';
import type { Database } from './schema.ts';

/** Every migration in order; the names stand in the databases of all installations. */
const MIGRATIONS: Readonly<Record<string, (tables: TableDialect) => Migration>> = {
  '0001-start': start,
  '0002-nodes': nodes,
  '0003-sweep': sweep,
  '0005-departments': departments,
  '0006-attempts': attempts,
  '0007-commands-by-time': commandsByTime,
  '0008-blobs': blobs,
  '0009-waits': waits,
  '0010-promises': promises,
  '0011-callbacks': callbacks,
  '0012-transfer': transfer,
  '0013-advisors': advisors,
  '0014-partners': partners,
  '0015-dropped': dropped,
};

/** Runs what is missing. Throws if the database was written by a newer version, or a migration fails. */
export async function migrate(db: Kysely<Database>, tables: TableDialect): Promise<void> {
  const newer = (await appliedMigrations(db)).filter((name) => !(name in MIGRATIONS));
  if (newer.length > 0) {
    throw new Error(
      `the database was written by a newer version of Shopbell (it has ${newer.join(', ')}). ` +
        'Start that version, or restore a backup that this version made',
    );
  }
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, migration]) => [name, migration(tables)]),
  );
  const provider = { getMigrations: () => Promise.resolve(migrations) };
  // Each changes tables of its own, so one that comes later than its number says finds what it needs.
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('a migration failed', { cause: error });
}

async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}
