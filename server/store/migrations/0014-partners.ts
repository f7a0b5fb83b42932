/** Conversations come home from partners, and their states say from where. */
import type { Migration } from 'kysely/migration';

/** What is remembered of conversations has more to say now, and is made again from their events. */
export function partners(): Migration {
  return {
    async up(db) {
      await db.deleteFrom('states').execute();
    },
  };
}
