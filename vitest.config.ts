/**
 * The tests that run in Node: `unit` (pure, milliseconds), `integration` (the whole server in this process) and `e2e`
 * (real browsers). Knows folders and how patient each is; no test may assert a time, so the limits are for hangs only.
 */
import { defineConfig } from 'vitest/config';

const project = (name: string, limits: { testTimeout: number; hookTimeout: number; fileParallelism: boolean }) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: 'node',
    // As patient as `until` of tests/helpers/services.ts.
    expect: { poll: { timeout: 15_000 } },
    ...limits,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', { testTimeout: 10_000, hookTimeout: 10_000, fileParallelism: true }),
      project('integration', { testTimeout: 20_000, hookTimeout: 30_000, fileParallelism: true }),
      // One file at a time: two calls at once would starve each other on a small machine.
      project('e2e', { testTimeout: 90_000, hookTimeout: 90_000, fileParallelism: false }),
    ],
  },
});
