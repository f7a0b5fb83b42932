/** A conversation that is ended for a visitor who was promised an answer is told from one that the visitor ends. */
import type { Migration } from 'kysely/migration';

/** When a promise was dropped; of earlier ones nobody knows. */
export function dropped(): Migration {
  return {
    async up(db) {
      await db.schema.alterTable('promises').addColumn('dropped_at', 'bigint').execute();
    },
  };
}
