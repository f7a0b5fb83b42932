/**
 * The component tests: each element alone in a real Chromium, served as native modules without a bundler. Knows where the
 * browser is and how TypeScript is stripped; knows no element.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const args = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];
if (process.getuid?.() === 0) args.push('--no-sandbox');

/**
 * @param {import('@web/test-runner').TestSuiteResult | undefined} suite
 * @returns {import('@web/test-runner').TestResult[]}
 */
const testsIn = (suite) => (suite ? [...suite.tests, ...suite.suites.flatMap(testsIn)] : []);

/**
 * Writes how many tests ran to the file that scripts/test.mjs names, because the runner has no reporter for machines. A
 * file that did not load counts as one failed test: it has no test that could say so.
 * @returns {import('@web/test-runner').Reporter}
 */
const countReporter = () => ({
  onTestRunFinished({ sessions }) {
    if (process.env.SHOPBELL_TEST_COUNT === undefined) return;
    const files = sessions.map((session) => ({ ok: session.passed, tests: testsIn(session.testResults) }));
    const ran = files.flatMap((file) => file.tests).filter((test) => !test.skipped);
    const passed = ran.filter((test) => test.passed).length;
    const broken = files.filter((file) => !file.ok && file.tests.every((test) => test.passed || test.skipped)).length;
    const failed = ran.length - passed + broken;
    writeFileSync(process.env.SHOPBELL_TEST_COUNT, JSON.stringify({ passed, failed }));
  },
});

export default {
  files: 'tests/component/**/*.test.ts',
  nodeResolve: { exportConditions: ['production', 'default'], browser: true },
  // One page at a time: focus and keyboard tests need the page in front.
  concurrency: 1,
  browsers: [chromeLauncher({ launchOptions: { executablePath, args } })],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('client/tsconfig.json', import.meta.url)),
    }),
  ],
  testFramework: { config: { timeout: 10_000 } },
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countReporter()],
};
