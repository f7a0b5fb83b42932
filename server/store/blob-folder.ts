/**
 * Bytes as files in a folder, one for each key: written under another name, synced and only then named, so that a file
 * with its name is whole whatever happens. Knows nothing of what the bytes are.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncPath } from './sqlite-files.ts';
import { StoreUnavailable } from './store.ts';

const UNFINISHED = '.unfinished';

/** The folder of one node. */
export class BlobFolder {
  readonly #folder: string;

  /** Makes the folder if it is missing, and removes what was never finished. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    syncPath(dirname(folder));
    for (const name of readdirSync(folder)) if (name.endsWith(UNFINISHED)) rmSync(join(folder, name));
  }

  /** Resolves when the bytes are on the disk. */
  async write(key: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.#folder, key);
    const unfinished = path + UNFINISHED;
    try {
      const file = await open(unfinished, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, path);
      await syncFolder(this.#folder);
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw unavailable(error);
    }
  }

  /** The bytes, or undefined if there is no such file. */
  async read(key: string): Promise<Uint8Array | undefined> {
    try {
      return new Uint8Array(await readFile(join(this.#folder, key)));
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw unavailable(error);
    }
  }
}

/** The bytes of a key in such a folder, for who has the time to wait for them; undefined if there is no such file. */
export function readBlobNow(folder: string, key: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(join(folder, key)));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unavailable(error: unknown): StoreUnavailable {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new StoreUnavailable(`files cannot be written or read: ${reason}`, { cause: error });
}
