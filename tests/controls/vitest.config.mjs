/**
 * Runs one test in Node against a broken product. `SHOPBELL_CONTROL` names the control, and `SHOPBELL_TEST_COUNT` the
 * file for how many tests have failed. Knows no control by itself.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { breaking } from './breaking.ts';
import { controlNamed } from './controls.ts';

const { SHOPBELL_CONTROL: name = '', SHOPBELL_TEST_COUNT: count = '' } = process.env;
const { breaks, test } = controlNamed(name);

/** @type {import('vitest/node').Reporter} */
const countReporter = {
  onTestRunEnd(modules) {
    const failed = modules.flatMap(({ children }) => [...children.allTests('failed')]).length;
    writeFileSync(count, JSON.stringify({ failed }));
  },
};

export default defineConfig({
  plugins: [breaking(breaks)],
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    reporters: [countReporter, 'default'],
    include: [test.file],
    testNamePattern: new RegExp(test.title.replaceAll(/[[\]().*+?^${}|\\]/g, String.raw`\$&`)),
    environment: 'node',
    // What is broken must not be found by the next run, nor what is whole by this one.
    fsModuleCache: false,
    // What most controls make a test wait for in vain comes at once in a whole product.
    testTimeout: 10_000,
  },
});
