/**
 * Bytes under random keys. Their rows say what they are for and what they hash to; they lie in a folder where one node has
 * a disk of its own, and in the row where many nodes share a database. Knows nothing of who may see them.
 */
import { hash } from 'node:crypto';
import type { BlobFolder } from './blob-folder.ts';
import type { BlobStore } from './blobs.ts';
import { first, rows } from './driver.ts';
import type { SqlDriver } from './driver.ts';
import type { BlobsTable } from './schema.ts';
import { StoreUnavailable } from './store.ts';

/** What a blob store is made of. */
export interface BlobStoreOptions {
  readonly driver: SqlDriver;
  readonly newKey: () => string;
  /** Where the bytes lie; undefined: in the rows. */
  readonly folder: BlobFolder | undefined;
}

/** The name of bytes that nobody can give to others. */
export function hashOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** Opens the blob store; bytes that a backup or an earlier version has put into rows are brought into the folder first. */
export async function openBlobStore(options: BlobStoreOptions): Promise<BlobStore> {
  const { driver, newKey, folder } = options;
  const { query, read, write } = driver;
  if (folder !== undefined) await moveOut(driver, folder);
  return {
    async save(purpose, { type, bytes }) {
      const key = newKey();
      const row: BlobsTable = { key, purpose, type, hash: hashOf(bytes), bytes: folder === undefined ? bytes : null };
      // ST18. First the file: a crash in between leaves bytes that nobody knows, never a row without bytes.
      await folder?.write(key, bytes);
      await write(() => rows(query.insertInto('blobs').values(row).compile()));
      return key;
    },
    async find(purpose, key) {
      const asked = query.selectFrom('blobs').selectAll().where('key', '=', key).where('purpose', '=', purpose);
      const row = await read(() => first(asked.compile()));
      if (row === undefined) return undefined;
      const bytes = row.bytes ?? (await folder?.read(key));
      if (bytes === undefined || hashOf(bytes) !== row.hash)
        throw new StoreUnavailable(`the bytes of a ${purpose} are damaged`);
      return { type: row.type, bytes };
    },
  };
}

async function moveOut({ query, read, write }: SqlDriver, folder: BlobFolder): Promise<void> {
  const inRows = query.selectFrom('blobs').select(['key', 'bytes']).where('bytes', 'is not', null).limit(1).compile();
  for (;;) {
    const row = await read(() => first(inRows));
    if (row === undefined || row.bytes === null) return;
    await folder.write(row.key, row.bytes);
    const emptied = query.updateTable('blobs').set({ bytes: null }).where('key', '=', row.key).compile();
    await write(() => rows(emptied));
  }
}
