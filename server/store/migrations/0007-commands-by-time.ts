/**
 * The index that makes a command unique begins with the command: ids of browsers grow with time, so new entries of all
 * conversations lie together at its end instead of one page for each.
 */
import type { Migration } from 'kysely/migration';

/** Another order of the columns, the same rule (ST2). */
export function commandsByTime(): Migration {
  return {
    async up({ schema }) {
      await schema.dropIndex('events_command').execute();
      const columns = ['command', 'conversation', 'part'];
      await schema.createIndex('events_command_once').unique().on('events').columns(columns).execute();
    },
  };
}
