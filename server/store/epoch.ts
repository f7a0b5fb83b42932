/**
 * The epoch: the name of this history of the log. It stays until data is restored; then browsers that know another one
 * forget what they have (ST11, ST17). Knows the one row that holds it.
 */
import { first, lock, rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';

const KEY = 'epoch';

/** The epoch, which is the fresh one if there was none. */
export function* epochOf({ query }: SqlDriver, fresh: string): Work<string> {
  yield* lock([KEY]);
  const kept = yield* first(query.selectFrom('meta').select('value').where('key', '=', KEY).compile());
  if (kept !== undefined) return kept.value;
  yield* rows(query.insertInto('meta').values({ key: KEY, value: fresh }).compile());
  return fresh;
}

/** Begins another epoch; servers that run do not notice. */
export function* renewEpoch({ query }: SqlDriver, fresh: string): Work<void> {
  yield* lock([KEY]);
  const insert = query.insertInto('meta').values({ key: KEY, value: fresh });
  yield* rows(insert.onConflict((conflict) => conflict.column('key').doUpdateSet({ value: fresh })).compile());
}
