/** Departments have hours, partners and overflow; agents have skills and as much as they can take. */
import type { Migration } from 'kysely/migration';

/** What owners decide about departments and the work of their people; what was there goes on as it was. */
export function departments(): Migration {
  return {
    async up(db) {
      // What is remembered of conversations has more to say now, and is made again from their events.
      await db.deleteFrom('states').execute();
      const { schema } = db;
      await schema
        .alterTable('departments')
        .addColumn('kind', 'text', (column) => column.notNull().defaultTo('team'))
        .execute();
      await schema.alterTable('departments').addColumn('hours', 'text').execute();
      await schema.alterTable('departments').addColumn('overflow', 'text').execute();
      await schema
        .alterTable('agents')
        .addColumn('skills', 'text', (column) => column.notNull().defaultTo('[]'))
        .execute();
      await schema
        .alterTable('agents')
        .addColumn('chat_capacity', 'integer', (column) => column.notNull().defaultTo(4))
        .execute();
      await schema
        .alterTable('agents')
        .addColumn('call_capacity', 'integer', (column) => column.notNull().defaultTo(1))
        .execute();
    },
  };
}
