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
      .where('ended_at', 'is', null)
      .where('dropped_at', 'is', null);
    yield* rows(open.set(columnsOf(line.settled)).compile());
    return;
  }
  const { conversation, seq, site, department, madeAt, promisedBy } = line.promise;
  const { answeredAt, endedAt, droppedAt } = line.promise;
  const row = {
    ...{ conversation, seq, site, department, made_at: madeAt, promised_by: promisedBy },
    ...{ answered_at: answeredAt, ended_at: endedAt, dropped_at: droppedAt },
  };
  const insert = query.insertInto('promises').values(row);
  yield* rows(insert.onConflict((conflict) => conflict.columns(['conversation', 'seq']).doNothing()).compile());
}

type Settled = Extract<PromiseLine, { line: 'promise.settled' }>['settled'];

function columnsOf(settled: Settled) {
  if ('answeredAt' in settled) return { answered_at: settled.answeredAt };
  return 'endedAt' in settled ? { ended_at: settled.endedAt } : { dropped_at: settled.droppedAt };
}

/** Newest first. */
export function* findPromises(query: QueryBuilder, { department, since, limit }: PromiseFilter): Work<PastPromise[]> {
  const found = query
    .selectFrom('promises')
    .select(['made_at', 'promised_by', 'answered_at', 'ended_at', 'dropped_at'])
    .where('department', '=', department)
    .where('made_at', '>=', since)
    .orderBy('made_at', 'desc')
    .orderBy('conversation')
    .limit(limit);
  return (yield* rows(found.compile())).map(pastOf);
}

type Found = Pick<
  Selectable<Database['promises']>,
  'made_at' | 'promised_by' | 'answered_at' | 'ended_at' | 'dropped_at'
>;

function pastOf(row: Found): PastPromise {
  const times = { madeAt: row.made_at, promisedBy: row.promised_by, answeredAt: row.answered_at };
  return { ...times, endedAt: row.ended_at, droppedAt: row.dropped_at };
}
