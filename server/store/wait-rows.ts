/** Waits as rows: how a line about waiting is written, and how they are found. Knows no place in the log. */
import type { Selectable } from 'kysely';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Wait, WaitChange, WaitLine } from '../domain/waits.ts';
import type { WaitFilter } from './chronicle.ts';
import { rows } from './driver.ts';
import type { Work } from './driver.ts';
import type { Database, WaitsTable } from './schema.ts';
import type { QueryBuilder } from './statement.ts';

/** Takes down a line about waiting; what it says of a wait that is over is not true of it any more, and left out. */
export function* writeWaitLine(query: QueryBuilder, line: WaitLine): Work<void> {
  if (line.line === 'wait.began') {
    const insert = query.insertInto('waits').values(rowOf(line.wait));
    yield* rows(insert.onConflict((conflict) => conflict.columns(['conversation', 'seq']).doNothing()).compile());
  } else if (line.line === 'wait.answered') {
    const first = lastWait(query, line).where('answered_at', 'is', null);
    yield* rows(first.set({ answered_at: line.at }).compile());
  } else if (line.line === 'wait.promised') {
    // A conversation that goes on later is promised other answers, which nobody waits for in a queue.
    const first = lastWait(query, line).where('promised_by', 'is', null).where('answered_at', 'is', null);
    yield* rows(first.set({ promised_by: line.by }).compile());
  } else {
    const waiting = lastWait(query, line).where('outcome', '=', 'waiting');
    yield* rows(waiting.set(columnsOf(line.change)).compile());
  }
}

/** The last wait of the conversation that began before this event. */
function lastWait(query: QueryBuilder, { conversation, before }: { conversation: ConversationId; before: number }) {
  const earlier = query.selectFrom('waits').where('conversation', '=', conversation).where('seq', '<', before);
  return query
    .updateTable('waits')
    .where('conversation', '=', conversation)
    .where(
      'seq',
      '=',
      earlier.select(({ fn }) => fn.max('seq').as('seq')),
    );
}

/** Newest first. */
export function* findWaits(query: QueryBuilder, filter: WaitFilter): Work<Wait[]> {
  const { department, channel, outcomes, placed, promised, since, limit } = filter;
  let found = query.selectFrom('waits').selectAll().where('queued_at', '>=', since);
  if (department !== undefined) found = found.where('department', '=', department);
  if (channel !== undefined) found = found.where('channel', '=', channel);
  if (placed === true) found = found.where('position', 'is not', null);
  if (outcomes !== undefined) found = found.where('outcome', 'in', outcomes);
  if (promised === true) found = found.where('promised_by', 'is not', null);
  const newest = found.orderBy('queued_at', 'desc').orderBy('conversation').orderBy('seq', 'desc').limit(limit);
  return (yield* rows(newest.compile())).map(waitOf);
}

function rowOf(wait: Wait): WaitsTable {
  const { conversation, seq, site, queuedAt, promisedBy, answeredAt } = wait;
  const { department, channel, page, position, serving, estimatedAt, takenAt, leftAt, outcome } = wait;
  return {
    ...{ conversation, seq, site, queued_at: queuedAt, promised_by: promisedBy, answered_at: answeredAt },
    ...{ department, channel, page, position, serving, outcome },
    ...{ estimated_at: estimatedAt, taken_at: takenAt, left_at: leftAt },
  };
}

function columnsOf({ estimatedAt, takenAt, leftAt, ...same }: WaitChange): Partial<WaitsTable> {
  return {
    ...same,
    ...(estimatedAt === undefined ? {} : { estimated_at: estimatedAt }),
    ...(takenAt === undefined ? {} : { taken_at: takenAt }),
    ...(leftAt === undefined ? {} : { left_at: leftAt }),
  };
}

function waitOf(row: Selectable<Database['waits']>): Wait {
  const { queued_at, estimated_at, promised_by, taken_at, answered_at, left_at, ...same } = row;
  return {
    ...same,
    queuedAt: queued_at,
    estimatedAt: estimated_at,
    promisedBy: promised_by,
    takenAt: taken_at,
    answeredAt: answered_at,
    leftAt: left_at,
  };
}
