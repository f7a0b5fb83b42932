/**
 * Builds what browsers load, into `dist/web`. Knows the order of the builds and when they are out of date; knows nothing
 * of what is in them (vite.config.ts does). Run as a script it builds always; `npm start` asks `buildIfStale` instead.
 */
import { existsSync, globSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = join(ROOT, 'dist/.built');
/** The panel comes before the loader, which carries the panel's hashed name. */
const BUILDS = ['panel', 'console', 'loader'] as const;
/** Everything that a bundle is made of. Folders too: a deleted file shows only in its folder's time. */
const INPUTS = [
  '{protocol,client,widget,agent-console}',
  '{protocol,client,widget,agent-console}/**/*',
  'vite.config.ts',
  'scripts/shrink.ts',
  'package-lock.json',
];

/** A build that failed: which one, and what the bundler said, in words for the terminal. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

async function buildOne(mode: (typeof BUILDS)[number]): Promise<void> {
  const { NODE_ENV } = process.env;
  // Packages have larger files for development, and the bundler takes those if the shell, or a test runner, says so.
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ configFile: join(ROOT, 'vite.config.ts'), mode });
  } catch (error) {
    throw new BuildError(`Building the ${mode} failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}

/** Lays a brotli and a gzip form beside every text file, so that the server never compresses while a visitor waits. */
function compressAll(): void {
  for (const name of globSync('dist/web/**/*.{js,css,html,svg}', { cwd: ROOT })) {
    const file = join(ROOT, name);
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** Builds all bundles; throws a BuildError on the first that fails, and then `dist` counts as stale. */
export async function buildAll(): Promise<void> {
  rmSync(STAMP, { force: true });
  const startedAt = new Date();
  for (const mode of BUILDS) await buildOne(mode);
  compressAll();
  writeFileSync(STAMP, '');
  // Dated to the start, so that a file that was edited during the build counts as newer.
  utimesSync(STAMP, startedAt, startedAt);
}

function isStale(): boolean {
  if (!existsSync(STAMP)) return true;
  const builtAt = statSync(STAMP).mtimeMs;
  return globSync(INPUTS, { cwd: ROOT }).some((input) => statSync(join(ROOT, input)).mtimeMs > builtAt);
}

/** Builds all bundles if one is missing or older than anything it is made of. Says whether it built. */
export async function buildIfStale(): Promise<boolean> {
  if (!isStale()) return false;
  await buildAll();
  return true;
}

if (import.meta.main) {
  try {
    await buildAll();
  } catch (error) {
    console.error(error instanceof BuildError ? error.message : error);
    process.exitCode = 1;
  }
}
