/**
 * Bytes beside the embedded database: that they are files, what becomes of damaged and unfinished ones, and how they get
 * there from earlier versions and through a backup and back.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { randomIds } from '../../server/clock.ts';
import { apply, columns } from '../../server/domain/conversation.ts';
import { backUpSqlite } from '../../server/store/sqlite-backup.ts';
import { restoreSqlite } from '../../server/store/sqlite-restore.ts';
import { openSqliteStore } from '../../server/store/sqlite-store.ts';
import { StoreUnavailable } from '../../server/store/store.ts';
import type { Store } from '../../server/store/store.ts';
import { someBytes } from './blob-contract.ts';

const FACE = { type: 'image/webp', bytes: someBytes(5_000) };

let folder: string;
let store: Store;
const open = async (): Promise<Store> => {
  store = await openSqliteStore({ folder, model: { apply, columns }, ids: randomIds });
  return store;
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shopbell-blobs-'));
  await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const files = (): string[] => readdirSync(join(folder, 'blobs'));

const raw = <Result>(use: (database: DatabaseSync) => Result): Result => {
  const database = new DatabaseSync(join(folder, 'shopbell.db'));
  try {
    return use(database);
  } finally {
    database.close();
  }
};

const bytesInRows = (): number =>
  raw((database) => Number(database.prepare('SELECT count(bytes) AS n FROM blobs').get()?.['n']));

it('[ST18] are files that are handed out only as they were saved', async () => {
  const keys = [await store.blobs.save('photo', FACE), await store.blobs.save('photo', FACE)];
  expect([files().toSorted(), bytesInRows()]).toEqual([keys.toSorted(), 0]);
  writeFileSync(join(folder, 'blobs', keys[0]!), someBytes(4_999));
  rmSync(join(folder, 'blobs', keys[1]!));
  for (const key of keys) await expect(store.blobs.find('photo', key)).rejects.toThrow(StoreUnavailable);
});

it('are refused when they cannot be written, and leave nothing', async () => {
  rmSync(join(folder, 'blobs'), { recursive: true });
  await expect(store.blobs.save('photo', FACE)).rejects.toThrow(/files cannot be written.*ENOENT/);
  expect(raw((database) => database.prepare('SELECT * FROM blobs').all())).toEqual([]);
});

it('are cleared of what was never finished', async () => {
  await store.close();
  writeFileSync(join(folder, 'blobs', 'abc.unfinished'), 'half');
  await open();
  expect(files()).toEqual([]);
});

it('are in the backup with everything else, and a folder again after it was restored', async () => {
  const [key, lost] = [await store.blobs.save('photo', FACE), await store.blobs.save('photo', FACE)];
  rmSync(join(folder, 'blobs', lost));
  const file = join(folder, 'elsewhere', 'backup.db');
  expect(backUpSqlite(folder, file)).toMatchObject({ files: 2, missing: 1 });
  await store.close();
  const { kept } = await restoreSqlite({ folder, file, epoch: 'second', keep: 'replaced' });
  expect(existsSync(join(kept ?? '', 'blobs', key))).toBe(true);
  await open();
  expect([store.epoch, await store.blobs.find('photo', key)]).toEqual(['second', FACE]);
  expect([files(), bytesInRows()]).toEqual([[key], 0]);
});

it('that an earlier version kept as photos are found under their old keys', async () => {
  await store.close();
  raw((database) => {
    database.exec(`DROP TABLE blobs; DELETE FROM kysely_migration WHERE name = '0008-blobs';
      CREATE TABLE photos (key text PRIMARY KEY, type text NOT NULL, bytes blob NOT NULL)`);
    database.prepare('INSERT INTO photos VALUES (?, ?, ?)').run('face', FACE.type, FACE.bytes);
  });
  const file = join(folder, 'before.db');
  expect(backUpSqlite(folder, file)).toMatchObject({ files: 0, missing: 0 });
  await open();
  expect([await store.blobs.find('photo', 'face'), files(), bytesInRows()]).toEqual([FACE, ['face'], 0]);
});
