/** Several nodes: which one waits for a session, and each one's sign of life. */
import type { Migration } from 'kysely/migration';

/** Sessions belong to nodes, and nodes can die. */
export function nodes(): Migration {
  return {
    async up(db) {
      const schema = db.schema;
      await schema.alterTable('sessions').addColumn('node', 'text').execute();
      await schema.createIndex('sessions_of_node').on('sessions').column('node').execute();
      await schema
        .createTable('nodes')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('beat', 'bigint', (column) => column.notNull())
        .execute();
    },
  };
}
