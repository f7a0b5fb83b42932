/**
 * The chronicle over SQL: lines and the place in the log that they reach up to are written together, so that each event
 * is taken down once. A restore counts the log anew, so a place of another epoch is none. Knows the row of the place.
 */
import { writeAdvisorLine } from './advisor-rows.ts';
import type { Chronicle, ChronicleLine } from './chronicle.ts';
import { first, lock, rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';
import { findPromises, writePromiseLine } from './promise-rows.ts';
import type { QueryBuilder } from './statement.ts';
import { findWaits, writeWaitLine } from './wait-rows.ts';

const KEY = 'chronicle';

function writeLine(query: QueryBuilder, line: ChronicleLine): Work<void> {
  switch (line.line) {
    case 'promise.made':
    case 'promise.settled':
      return writePromiseLine(query, line);
    case 'advisor.known':
    case 'advisor.unwanted':
      return writeAdvisorLine(query, line);
    default:
      return writeWaitLine(query, line);
  }
}

/** The chronicle of this epoch over a driver whose schema is up to date. */
export function createChronicle({ query, read, write }: SqlDriver, epoch: string): Chronicle {
  const meta = query.selectFrom('meta').select('value').where('key', '=', KEY);
  function* place(): Work<string> {
    const [of, cursor = ''] = (yield* first(meta.compile()))?.value.split(' ') ?? [];
    return of === epoch ? cursor : '';
  }
  return {
    place: () => read(place),
    write: ({ from, upTo, lines }) =>
      write(function* () {
        yield* lock([KEY]);
        if ((yield* place()) !== from) return false;
        for (const line of lines) yield* writeLine(query, line);
        const value = `${epoch} ${upTo}`;
        const insert = query.insertInto('meta').values({ key: KEY, value });
        yield* rows(insert.onConflict((conflict) => conflict.column('key').doUpdateSet({ value })).compile());
        return true;
      }),
    waits: (filter) => read(() => findWaits(query, filter)),
    forgetWaits: (before) =>
      write(function* () {
        yield* rows(query.deleteFrom('waits').where('queued_at', '<', before).compile());
      }),
    promises: (filter) => read(() => findPromises(query, filter)),
  };
}
