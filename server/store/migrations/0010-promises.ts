/** Departments promise by when a person answers. */
import type { Migration } from 'kysely/migration';

/** What owners promise; nobody promises anything before they say so. */
export function promises(): Migration {
  return {
    async up(db) {
      // What is remembered of conversations has more to say now, and is made again from their events.
      await db.deleteFrom('states').execute();
      await db.schema.alterTable('departments').addColumn('promise', 'text').execute();
    },
  };
}
