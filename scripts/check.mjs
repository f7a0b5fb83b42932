/**
 * `npm run check`: everything that can be said about the code without running it, side by side. Prints nothing when all
 * is well, else what each unhappy tool said. Knows the tools' names; their settings are in their own files.
 */
import './runtime.mjs';
import { run } from './run.mjs';

/** @type {Readonly<Record<string, readonly string[]>>} */
const CHECKS = {
  types: ['tsc', '-b'],
  lint: ['oxlint', '--deny-warnings', '--report-unused-disable-directives'],
  format: ['prettier', '--check', '--log-level=warn', '.'],
  'dead code': ['knip', '--no-config-hints', '--no-progress'],
  templates: ['node', 'scripts/lit-analyzer.mjs'],
  lockfile: ['node', 'scripts/check-lock.mjs'],
};

const results = await Promise.all(
  Object.entries(CHECKS).map(async ([name, command]) => ({ name, command, ...(await run(command)) })),
);
for (const { name, command, output } of results.filter(({ ok }) => !ok)) {
  console.error(`== ${name} (${command.join(' ')})\n${output}\n`);
  process.exitCode = 1;
}
