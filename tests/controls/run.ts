/**
 * `npm run test:controls [-- --quick]`: breaks the product in every known way, one at a time, and tells whether the test
 * that should notice did. Ends with 1 if one did not. The product on the disk is not touched.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/run.mjs';
import { CONTROLS } from './controls.ts';
import type { Control } from './controls.ts';

/** Most of them wait most of the time. */
const AT_ONCE = 3;

const folder = mkdtempSync(join(tmpdir(), 'shopbell-controls-'));

/** Tests that the runner has seen fail; a test that could not be loaded has not failed but is none. */
function failedIn(count: string): number {
  try {
    return (JSON.parse(readFileSync(count, 'utf8')) as { failed: number }).failed;
  } catch {
    return 0;
  }
}

/** Tells whether the control was caught; if not, with everything that the runner has said. */
async function tryOne({ name, test }: Control, count: string): Promise<boolean> {
  const inBrowser = test.file.startsWith('tests/component/');
  const command = inBrowser
    ? ['wtr', '--config', 'tests/controls/wtr.config.mjs']
    : ['vitest', 'run', '--config', 'tests/controls/vitest.config.mjs'];
  const { output, seconds } = await run(command, { SHOPBELL_CONTROL: name, SHOPBELL_TEST_COUNT: count });
  // The component runner counts a page that did not load.
  const isCaught = failedIn(count) > 0 && (!inBrowser || output.includes('AssertionError'));
  const verdict = isCaught ? 'ok        ' : 'NOT CAUGHT';
  console.log(`${verdict} ${name.padEnd(40)} ${seconds.toFixed(1).padStart(5)} s  ${test.file}: ${test.title}`);
  if (!isCaught) console.log(`\n${output}\n`);
  return isCaught;
}

const isQuickOnly = process.argv.includes('--quick');
const waiting = CONTROLS.filter(({ isQuick }) => isQuick || !isQuickOnly).map((control, index) => ({ control, index }));
const verdicts: boolean[] = [];
const worker = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    verdicts.push(await tryOne(next.control, join(folder, `${next.index}.json`)));
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
rmSync(folder, { recursive: true, force: true });

const caught = verdicts.filter((isCaught) => isCaught).length;
console.log(`\n${caught} caught, ${verdicts.length - caught} not caught`);
process.exitCode = caught === verdicts.length && caught > 0 ? 0 : 1;
