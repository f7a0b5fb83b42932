/** Failed sign-ins, which all nodes count together. */
import type { Migration } from 'kysely/migration';

/** Attempts can be counted and taken back. */
export function attempts(): Migration {
  return {
    async up({ schema }) {
      await schema
        .createTable('attempts')
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('attempts_of_key', ['key', 'at', 'id'])
        .execute();
      await schema.createIndex('attempts_by_id').on('attempts').column('id').execute();
    },
  };
}
