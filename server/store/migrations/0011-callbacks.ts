/** Visitors are called back, and shops have a number of their own. */
import type { Migration } from 'kysely/migration';

/** A table for the numbers of visitors, which are in no log, and a number with its price for each site. */
export function callbacks(): Migration {
  return {
    async up(db) {
      // What is remembered of conversations has more to say now, and is made again from their events.
      await db.deleteFrom('states').execute();
      const { schema } = db;
      await schema
        .createTable('callbacks')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('conversation', 'text', (column) => column.notNull())
        .addColumn('number', 'text', (column) => column.notNull())
        .addColumn('look_at', 'bigint', (column) => column.notNull())
        .execute();
      await schema.createIndex('callbacks_by_look').on('callbacks').column('look_at').execute();
      await schema.createIndex('callbacks_of_conversation').on('callbacks').column('conversation').execute();
      await schema.alterTable('sites').addColumn('phone', 'text').execute();
      await schema.alterTable('sites').addColumn('phone_cost', 'text').execute();
    },
  };
}
