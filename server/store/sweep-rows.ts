/**
 * Sweeping as one step over the rows of people: what has expired, and visitors who never wrote anything. When that is
 * done is not decided here.
 */
import { rows } from './driver.ts';
import type { SqlDriver } from './driver.ts';
import type { PeopleStore } from './people.ts';

/** The method of the people store that sweeps. */
export function sweepRows({ query, write }: SqlDriver): Pick<PeopleStore, 'sweep'> {
  const due = query.selectFrom('visitors').select('id').where('sweep_at', 'is not', null).orderBy('sweep_at');
  return {
    sweep: (now, limit) =>
      write(function* () {
        for (const table of ['logins', 'tickets', 'codes', 'attempts'] as const) {
          yield* rows(query.deleteFrom(table).where('expires_at', '<=', now).compile());
        }
        const ids = (yield* rows(due.where('sweep_at', '<=', now).limit(limit).compile())).map(({ id }) => id);
        if (ids.length === 0) return false;
        const writers = query.selectFrom('conversations').select('visitor').where('visitor', 'in', ids);
        const present = query.selectFrom('sessions').select('visitor').where('visitor', 'in', ids);
        const kept = query.updateTable('visitors').set({ sweep_at: null });
        yield* rows(kept.where('id', 'in', ids).where('id', 'in', writers).compile());
        // Who came back meanwhile has another time.
        const gone = query.deleteFrom('visitors').where('id', 'in', ids).where('sweep_at', '<=', now);
        yield* rows(gone.where('id', 'not in', present.where('visitor', 'is not', null)).compile());
        return ids.length === limit;
      }),
  };
}
