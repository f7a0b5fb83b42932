/**
 * Looks for what `npm ci` would only say on another machine: `npm install` silently drops an optional platform package
 * that the registry does not serve yet, and `npm ci` then refuses the lockfile that it wrote; and a version range lets two
 * installs differ. Prints nothing when all is well. Knows package.json and package-lock.json, no network.
 */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string>,
 *   optionalDependencies?: Record<string, string>, resolved?: string }} Entry
 */

/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

/** @type {Entry} */
const manifest = read('package.json');
/** @type {{ packages: Record<string, Entry> }} */
const { packages } = read('package-lock.json');

/**
 * Whether Node would find the package from a folder of the lockfile: there, or in any folder above it.
 * @param {string} from @param {string} name @returns {boolean}
 */
function isFound(from, name) {
  if (packages[`${from && `${from}/`}node_modules/${name}`]) return true;
  if (from === '') return false;
  const above = from.lastIndexOf('/node_modules/');
  return isFound(above === -1 ? '' : from.slice(0, above), name);
}

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const holes = Object.entries(packages).flatMap(([path, entry]) =>
  Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isFound(path, name))
    .map((name) => `package-lock.json lacks ${name}, which ${path || 'package.json'} wants on some platform.`),
);
const ranges = Object.entries({
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
})
  .filter(([, version]) => !EXACT.test(version))
  .map(([name, version]) => `package.json asks for ${name} ${version}; name one exact version.`);
const hosts = Object.entries(packages)
  .filter(([, entry]) => entry.resolved !== undefined)
  .map(([path]) => `package-lock.json names a registry for ${path}; .npmrc keeps hosts out of it.`);

const problems = [...holes, ...ranges, ...hosts];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
