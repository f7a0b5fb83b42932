/** Photos become one kind of blob, with a hash; where bytes lie in a folder, the next start brings them there. */
import { hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { TableDialect } from '../dialect.ts';

/** The tables as they are here, whatever they become later. */
interface Then {
  readonly photos: { readonly key: string; readonly type: string; readonly bytes: Uint8Array };
  readonly blobs: Then['photos'] & { readonly purpose: string; readonly hash: string };
}

/** One table for all bytes. */
export function blobs(tables: TableDialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('blobs')
        .addColumn('key', 'text', (column) => column.primaryKey())
        .addColumn('purpose', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('bytes', tables.bytesType)
        .execute();
      const then = db as Kysely<Then>;
      for (const photo of await then.selectFrom('photos').selectAll().execute()) {
        const row = { ...photo, purpose: 'photo', hash: hash('sha256', photo.bytes, 'hex') };
        await then.insertInto('blobs').values(row).execute();
      }
      await db.schema.dropTable('photos').execute();
    },
  };
}
