/** Promises as rows: how a line about them is written, and how they are found. Knows no place in the log. */
import type { Selectable } from 'kysely';
import type { PastPromise } from '../domain/promise.ts';
import type { PromiseLine } from '../domain/promise-lines.ts';
import type { PromiseFilter } from './chronicle.ts';
import { rows } from './driver.ts';
import type { Work } from './driver.ts';
import type { Database } from './schema.ts';
import type { QueryBuilder } from './statement.ts';

/** Takes down a line about promises; what is settled stays as it is. */
export function* writePromiseLine(query: QueryBuilder, line: PromiseLine): Work<void> {
  if (line.line === 'promise.settled') {
    const open = query
      .updateTable('promises')
      .where('conversation', '=', line.conversation)
      .where('seq', '<', line.before)
      .where('answered_at', 'is', null)
      .where('ended_at', 'is', null);
    const { settled } = line;
    const columns = 'answeredAt' in settled ? { answered_at: settled.answeredAt } : { ended_at: settled.endedAt };
    yield* rows(open.set(columns).compile());
    return;
  }
  const { conversation, seq, site, department, madeAt, promisedBy, answeredAt, endedAt } = line.promise;
  const row = {
    ...{ conversation, seq, site, department, made_at: madeAt, promised_by: promisedBy },
    ...{ answered_at: answeredAt, ended_at: endedAt },
  };
  const insert = query.insertInto('promises').values(row);
  yield* rows(insert.onConflict((conflict) => conflict.columns(['conversation', 'seq']).doNothing()).compile());
}

/** Newest first. */
export function* findPromises(query: QueryBuilder, { department, since, limit }: PromiseFilter): Work<PastPromise[]> {
  const found = query
    .selectFrom('promises')
    .select(['made_at', 'promised_by', 'answered_at', 'ended_at'])
    .where('department', '=', department)
    .where('made_at', '>=', since)
    .orderBy('made_at', 'desc')
    .orderBy('conversation')
    .limit(limit);
  return (yield* rows(found.compile())).map(pastOf);
}

type Found = Pick<Selectable<Database['promises']>, 'made_at' | 'promised_by' | 'answered_at' | 'ended_at'>;

function pastOf({ made_at, promised_by, answered_at, ended_at }: Found): PastPromise {
  return { madeAt: made_at, promisedBy: promised_by, answeredAt: answered_at, endedAt: ended_at };
}
