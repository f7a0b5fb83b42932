/** Waiting that ends by itself, for what may hang. Knows time and nothing of what is awaited. */
import type { Clock } from '../clock.ts';

/** Waits for this, but no longer than that; whether it came in time. Passes on its failure, unless that comes too late. */
export async function within(clock: Clock, limitMs: number, awaited: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const alarm = clock.after(limitMs, () => resolve(false));
  try {
    return await Promise.race([awaited.then(() => true), late]);
  } finally {
    alarm.cancel();
  }
}
