/** How conversations waited, read out of the log, which begins anew for it. */
import type { Migration } from 'kysely/migration';

/** One row for each time that somebody waited. */
export function waits(): Migration {
  return {
    async up(db) {
      // Where a conversation stands in the queue is part of its state.
      await db.deleteFrom('states').execute();
      const { schema } = db;
      await schema
        .createTable('waits')
        .addColumn('conversation', 'text', (column) => column.notNull())
        .addColumn('seq', 'integer', (column) => column.notNull())
        .addColumn('site', 'text', (column) => column.notNull())
        .addColumn('department', 'text', (column) => column.notNull())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('page', 'text')
        .addColumn('queued_at', 'bigint', (column) => column.notNull())
        .addColumn('position', 'integer')
        .addColumn('serving', 'integer')
        .addColumn('estimated_at', 'bigint')
        .addColumn('promised_by', 'bigint')
        .addColumn('taken_at', 'bigint')
        .addColumn('answered_at', 'bigint')
        .addColumn('left_at', 'bigint')
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('waits_of_conversation', ['conversation', 'seq'])
        .execute();
      await schema.createIndex('waits_of_department').on('waits').columns(['department', 'queued_at']).execute();
      await schema.createIndex('waits_by_time').on('waits').column('queued_at').execute();
    },
  };
}
