/**
 * A folder on a real disk for a server's data: a file system in memory would make durability free and the figures
 * worthless. Knows Linux's file systems.
 */
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Beside the packages, which are large and therefore on a disk nearly everywhere; `/tmp` often is in memory. */
const PARENT = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/** What Linux calls file systems in memory: tmpfs and ramfs. */
const IN_MEMORY: readonly number[] = [0x01021994, 0x858458f6];

/** Throws where temporary files are in memory: databases of benchmarks that start a database are there. */
export function assertOnDisk(): void {
  if (IN_MEMORY.includes(statfsSync(tmpdir()).type)) throw new Error(`${tmpdir()} is in memory: set TMPDIR to a disk.`);
}

let ours: string | undefined;

/** The folder of this run, which goes when this process ends. Throws where it would be in memory. */
function runFolder(): string {
  mkdirSync(PARENT, { recursive: true });
  if (IN_MEMORY.includes(statfsSync(PARENT).type))
    throw new Error(`${PARENT} is in memory; the benchmarks need a disk.`);
  const folder = mkdtempSync(`${PARENT}shopbell-bench-`);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new empty folder. */
export function diskFolder(): string {
  ours ??= runFolder();
  return mkdtempSync(`${ours}/data-`);
}
