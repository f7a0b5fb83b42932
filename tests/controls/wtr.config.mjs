/**
 * Runs one component test against a broken product, named by `SHOPBELL_CONTROL`. Knows no control by itself.
 */
import usual from '../../web-test-runner.config.mjs';
import { broken } from './breaking.ts';
import { controlNamed } from './controls.ts';

const control = controlNamed(process.env.SHOPBELL_CONTROL ?? '');

/** @param {string} path */
const breaksOf = (path) => control.breaks.filter(({ file }) => path === `/${file}`);

export default {
  ...usual,
  files: control.test.file,
  rootDir: new URL('../..', import.meta.url).pathname,
  plugins: [
    {
      name: 'breaking',
      /** @param {{ path: string, body: unknown }} context */
      transform({ path, body }) {
        const here = breaksOf(path);
        return here.length === 0 ? undefined : { body: here.reduce(broken, String(body)) };
      },
    },
    ...usual.plugins,
  ],
  testFramework: { config: { ...usual.testFramework.config, grep: control.test.title } },
};
