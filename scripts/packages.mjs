/**
 * The programs that the tests drive and npm cannot bring: Debian packages. Installs what is missing where it may (root,
 * apt-get), else says which command does. Knows names and places of programs; knows nothing of the tests.
 */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

/** @param {string} program */
const onPath = (program) =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Debian keeps the server's programs off the path, one folder for each version. */
function hasPostgres() {
  try {
    return readdirSync('/usr/lib/postgresql').length > 0;
  } catch {
    return false;
  }
}

/**
 * Package and how to see that it is there. One more server to test against is one more line.
 * @type {Readonly<Record<string, () => boolean>>}
 */
const NEEDED = {
  chromium: () => process.env.CHROMIUM_PATH !== undefined || onPath('chromium'),
  coturn: () => onPath('turnserver'),
  'redis-server': () => onPath('redis-server'),
  postgresql: hasPostgres,
  gcc: () => onPath('cc'),
  'libc6-dev': () => existsSync('/usr/include/stdio.h'),
};

const missing = () => Object.keys(NEEDED).filter((name) => !NEEDED[name]?.());

/**
 * Sees to it that all packages are there. Resolves to undefined, or to what a person has to do first.
 * @returns {Promise<string | undefined>}
 */
export async function providePackages() {
  const wanted = missing();
  if (wanted.length === 0) return undefined;
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...wanted];
  let said = '';
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing ${wanted.join(' ')} …`);
    for (const command of [['apt-get', 'update', '-qq'], install]) {
      said += (await run(command, { DEBIAN_FRONTEND: 'noninteractive' })).output;
    }
  }
  if (missing().length === 0) return undefined;
  return [said, 'The tests need these Debian packages; as root run:', `  apt-get update && ${install.join(' ')}`].join(
    '\n',
  );
}
