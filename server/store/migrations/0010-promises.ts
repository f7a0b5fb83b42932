/** Departments promise by when a person answers, and what came of it is read out of the log. */
import type { Migration } from 'kysely/migration';

/** What owners promise, nothing at first, and one row for each promise. */
export function promises(): Migration {
  return {
    async up(db) {
      // What is remembered of conversations has more to say now, and is made again from their events.
      await db.deleteFrom('states').execute();
      const { schema } = db;
      await schema.alterTable('departments').addColumn('promise', 'text').execute();
      await schema
        .createTable('promises')
        .addColumn('conversation', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('department', 'text', (column) => column.notNull())
        .addColumn('made_at', 'bigint', (column) => column.notNull())
        .addColumn('promised_by', 'bigint', (column) => column.notNull())
        .addColumn('answered_at', 'bigint')
        .addColumn('ended_at', 'bigint')
        .addPrimaryKeyConstraint('promises_of_conversation', ['conversation', 'seq'])
        .execute();
      await schema.createIndex('promises_of_department').on('promises').columns(['department', 'made_at']).execute();
    },
  };
}
