/**
 * The negative controls that are quick, in every test run, so that the controls themselves cannot rot: each breaks the
 * product in one line, and a named test must turn red. All of them: `npm run test:controls`.
 */
import { expect, test } from 'vitest';
import { run } from '../../scripts/run.mjs';

/** Each control is a test run of its own. */
const PATIENCE_MS = 240_000;

test(
  'each way to break a guarantee turns the test red that guards it',
  async () => {
    const { ok, output } = await run(['node', 'tests/controls/run.ts', '--quick']);
    expect({ ok, output }).toMatchObject({ ok: true, output: expect.stringContaining(' 0 not caught') });
  },
  PATIENCE_MS,
);
