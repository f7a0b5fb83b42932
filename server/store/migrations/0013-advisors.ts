/** Sites offer quick starts, and visitors have an agent who knows them. */
import type { Migration } from 'kysely/migration';

/** Nothing is offered until an owner says so, and nobody is known yet. */
export function advisors(): Migration {
  return {
    async up(db) {
      // What is remembered of conversations has more to say now, and is made again from their events.
      await db.deleteFrom('states').execute();
      const { schema } = db;
      await schema
        .alterTable('sites')
        .addColumn('topics', 'text', (column) => column.notNull().defaultTo('{}'))
        .execute();
      await schema.alterTable('visitors').addColumn('advisor', 'text').execute();
    },
  };
}
