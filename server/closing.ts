/**
 * The end of a server: its parts close one after the other, each within a time of its own, so that one that hangs or
 * fails keeps none of the others, nor the process. It knows names and times, not what the parts are.
 */
import type { Clock } from './clock.ts';
import { errorFacts } from './switchboard/log.ts';
import type { Log } from './switchboard/log.ts';
import { within } from './switchboard/patience.ts';

/** One part and how long it may take. */
export interface ClosingStep {
  /** For the log: what hangs or fails. */
  readonly part: string;
  readonly limitMs: number;
  close(): Promise<unknown>;
}

/** Closes the parts in this order; never rejects. */
export async function closeInOrder(
  steps: readonly ClosingStep[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<void> {
  for (const { part, limitMs, close } of steps) {
    try {
      if (!(await within(clock, limitMs, close()))) log.error({ part, limitMs }, 'a part of the server does not close');
    } catch (error) {
      log.error({ part, ...errorFacts(error) }, 'a part of the server could not be closed');
    }
  }
}
