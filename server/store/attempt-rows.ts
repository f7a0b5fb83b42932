/**
 * Attempts that were not successful, or not yet, as rows: counted over all nodes, so that who tries on several has no
 * more tries. What is attempted, and how often it may be, is not known here.
 */
import { first, lock, rows } from './driver.ts';
import type { SqlDriver } from './driver.ts';
import type { PeopleStore } from './people.ts';

/** The methods of the people store that count attempts. */
export function attemptRows({ query, write }: SqlDriver): Pick<PeopleStore, 'attempt' | 'takeBackAttempt'> {
  return {
    attempt: ({ id, at, keys }) =>
      write(function* () {
        yield* lock(keys.map(({ key }) => `attempt:${key}`));
        let waitMs = 0;
        for (const { key, limit, windowMs } of keys) {
          const counted = query.selectFrom('attempts').select('at').where('key', '=', key);
          const recent = counted.where('at', '>', at - windowMs).orderBy('at', 'desc');
          const oldest = yield* first(
            recent
              .limit(1)
              .offset(limit - 1)
              .compile(),
          );
          if (oldest !== undefined) waitMs = Math.max(waitMs, oldest.at + windowMs - at);
        }
        if (waitMs > 0) return waitMs;
        for (const { key, windowMs } of keys) {
          const row = { id, key, at, expires_at: at + windowMs };
          yield* rows(query.insertInto('attempts').values(row).compile());
        }
        return 0;
      }),
    takeBackAttempt: (id) =>
      write(function* () {
        yield* rows(query.deleteFrom('attempts').where('id', '=', id).compile());
      }),
  };
}
