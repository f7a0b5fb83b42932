/**
 * `npm test`: everything, in the order in which a mistake is cheapest to find: check, build, then the four layers of
 * tests. All of them run whatever happens to the ones before, one line each; what failed is printed in full. The last
 * line is `N passed, N failed`: passed tests are counted from what the runners report as really run. A layer that ran
 * no test, or that failed without a failing test to show for it, adds one to `failed`, so the line never looks better
 * than the exit code. Knows the runners and their reports; knows no test.
 */
import './runtime.mjs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providePackages } from './packages.mjs';
import { run } from './run.mjs';

/** @typedef {{ passed: number, failed: number }} Count */

const reports = mkdtempSync(join(tmpdir(), 'shopbell-test-'));

/** @param {string} file @returns {unknown} what the runner wrote, or undefined if it did not come so far */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * A test file that did not load has no test that could fail: it counts as one.
 * @param {string} file @returns {Count}
 */
function countVitest(file) {
  const report =
    /** @type {{ numPassedTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] } | undefined} */ (
      readReport(file)
    );
  if (report === undefined) return { passed: 0, failed: 0 };
  const failed = report.testResults.map(({ status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').length;
    return status === 'failed' ? Math.max(tests, 1) : tests;
  });
  return { passed: report.numPassedTests, failed: failed.reduce((sum, each) => sum + each, 0) };
}

/** @param {string} file @returns {Count} */
const countComponents = (file) => /** @type {Count | undefined} */ (readReport(file)) ?? { passed: 0, failed: 0 };

/** @param {string} project */
async function vitest(project) {
  const file = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const result = await run(['vitest', 'run', '--project', project, '--silent=passed-only', ...reporters]);
  return { ...result, count: countVitest(file) };
}

async function components() {
  const file = join(reports, 'component.json');
  const result = await run(['wtr'], { SHOPBELL_TEST_COUNT: file });
  return { ...result, count: countComponents(file) };
}

/**
 * @type {Readonly<Record<string, () => Promise<{ ok: boolean, output: string, seconds: number, count?: Count }>>>}
 */
const LAYERS = {
  check: () => run(['node', 'scripts/check.mjs']),
  build: () => run(['node', 'scripts/build.ts']),
  unit: () => vitest('unit'),
  integration: () => vitest('integration'),
  component: components,
  e2e: () => vitest('e2e'),
};

const advice = await providePackages();
if (advice !== undefined) {
  console.error(advice);
  process.exit(1);
}

const total = { passed: 0, failed: 0 };
for (const [name, layer] of Object.entries(LAYERS)) {
  const { ok, output, seconds, count } = await layer();
  const empty = count !== undefined && count.passed + count.failed === 0;
  const good = ok && !empty && (count?.failed ?? 0) === 0;
  const verdict = [
    count === undefined ? '' : `${count.passed} passed, ${count.failed} failed`,
    good ? '' : empty ? 'FAILED: no test ran' : 'FAILED',
  ];
  if (!good) console.log(`\n${output}\n`);
  const words = verdict.filter((word) => word !== '').join(' ') || 'ok';
  console.log(`${name.padEnd(12)} ${words.padEnd(32)} ${seconds.toFixed(1).padStart(6)} s`);
  total.passed += count?.passed ?? 0;
  total.failed += good ? 0 : Math.max(count?.failed ?? 0, 1);
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
