/** Sweeping: when to look whether a visitor has ever written anything. */
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Database } from '../schema.ts';

/** Visitors can be forgotten; those of before at the next sweep. */
export function sweep(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('visitors').addColumn('sweep_at', 'bigint').execute();
      await sql`update visitors set sweep_at = 0`.execute(db);
      // Only those that are still to be looked at.
      await (db as Kysely<Database>).schema
        .createIndex('visitors_to_sweep')
        .on('visitors')
        .column('sweep_at')
        .where(sql.ref('sweep_at'), 'is not', null)
        .execute();
    },
  };
}
