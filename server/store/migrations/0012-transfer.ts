/** Conversations change hands, and their states say so. */
import type { Migration } from 'kysely/migration';

/** What is remembered of conversations has more to say now, and is made again from their events. */
export function transfer(): Migration {
  return {
    async up(db) {
      await db.deleteFrom('states').execute();
    },
  };
}
