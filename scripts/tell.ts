/**
 * What a script tells the person at the terminal: lines, or the reason why not, as short as it can be. Knows which
 * errors were worded for people.
 */

/** What the language itself throws is a bug and shows its stack; other errors were worded for the person at the terminal. */
const BUGS: readonly (new (message?: string) => Error)[] = [TypeError, RangeError, ReferenceError, SyntaxError];

function describe(error: unknown): unknown {
  return error instanceof Error && !BUGS.some((bug) => error instanceof bug) ? error.message : error;
}

/** Tells the reason and ends the process with 1. */
export function fail(error: unknown): never {
  console.error(describe(error));
  process.exit(1);
}

/** Tells what a job says, or why it failed. */
export async function tell(job: () => Promise<readonly string[]> | readonly string[]): Promise<void> {
  try {
    console.log((await job()).join('\n'));
  } catch (error) {
    fail(error);
  }
}
