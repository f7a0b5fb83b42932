/**
 * Putting states together: from memory if a conversation was used lately, otherwise by folding the events that came
 * after the stored state. Knows the tables through the log's statements, and no rule of conversations beyond `Model`.
 */
import type { ConversationId } from '../../protocol/ids.ts';
import type { ConversationState } from '../domain/conversation.ts';
import type { StoredEvent } from '../domain/decision.ts';
import { EVENT } from './dialect.ts';
import type { EventRow } from './dialect.ts';
import { first, rows } from './driver.ts';
import type { Work } from './driver.ts';
import type { LogContext } from './log-context.ts';
import type { FOUND } from './log-statements.ts';
import type { Database } from './schema.ts';
import type { KnownConversation } from './state-cache.ts';

/** A conversation's row as it is found. */
export type FoundRow = Pick<Database['conversations'], Exclude<(typeof FOUND)[number], 'number'>> & {
  readonly number: number;
};

/** Conversations that are folded together. */
const BATCH = 100;

/** An event as it was stored. */
export function eventOf(conversation: ConversationId, row: EventRow): StoredEvent {
  return {
    conversation,
    seq: row.seq,
    publicSeq: row.public_seq,
    at: row.at,
    command: row.command,
    by: JSON.parse(row.author) as StoredEvent['by'],
    audience: row.audience,
    content: JSON.parse(row.content) as StoredEvent['content'],
  };
}

/** The conversation as of this row. What is remembered is the same if its version is: no two events share a number. */
export function* asOf(log: LogContext, row: FoundRow): Work<KnownConversation> {
  const remembered = log.cache.get(row.id);
  if (remembered?.version === row.version) return remembered;
  const base = remembered && remembered.seq < row.seq ? yield* goOn(log, row, remembered) : undefined;
  const known = base ?? (yield* foldStored(log, row));
  log.cache.set(known);
  return known;
}

/** The same for many rows, in two questions for each batch of those that are not remembered. */
export function* allAsOf(log: LogContext, found: readonly FoundRow[]): Work<KnownConversation[]> {
  const known = new Map<number, KnownConversation>();
  const missing: FoundRow[] = [];
  for (const row of found) {
    const remembered = log.cache.get(row.id);
    if (remembered?.version === row.version) known.set(row.number, remembered);
    else missing.push(row);
  }
  for (let from = 0; from < missing.length; from += BATCH) {
    for (const one of yield* foldTogether(log, missing.slice(from, from + BATCH))) {
      known.set(one.number, one);
      log.cache.set(one);
    }
  }
  return found.flatMap(({ number }) => known.get(number) ?? []);
}

function* foldTogether(log: LogContext, batch: readonly FoundRow[]): Work<KnownConversation[]> {
  const [only] = batch;
  if (only !== undefined && batch.length === 1) return [yield* asOf(log, only)];
  const { query } = log.driver;
  // Always as many numbers, so that it is always the same statement.
  const numbers = Array.from({ length: BATCH }, (_, index) => (batch[index] ?? batch[0])?.number ?? 0);
  const states = yield* rows(query.selectFrom('states').selectAll().where('conversation', 'in', numbers).compile());
  const events = yield* rows(
    query
      .selectFrom('conversations')
      .leftJoin('states', 'states.conversation', 'conversations.number')
      .innerJoin('events', (join) =>
        join
          .onRef('events.conversation', '=', 'conversations.number')
          .on('events.seq', '>', (of) => of.fn.coalesce('states.seq', of.lit(0))),
      )
      .select(['events.conversation', ...EVENT.map((column) => `events.${column}` as const)])
      .where('conversations.number', 'in', numbers)
      .orderBy('events.conversation')
      .orderBy('events.seq')
      .compile(),
  );
  const stateOf = new Map(states.map((row) => [row.conversation, row]));
  const eventsOf = Map.groupBy(events, ({ conversation }) => conversation);
  return batch.map((row) => {
    const stored = stateOf.get(row.number);
    const state = stored && (JSON.parse(stored.state) as ConversationState);
    return folded(log, row, { state, storedSeq: stored?.seq ?? 0, events: eventsOf.get(row.number) ?? [] });
  });
}

/** Folds what came since; undefined if what is remembered was undone, so that its last event is another one now. */
function* goOn(
  log: LogContext,
  row: FoundRow,
  { seq, version, state, storedSeq }: KnownConversation,
): Work<KnownConversation | undefined> {
  const [last, ...missed] = yield* rows(log.statements.eventsFrom({ conversation: row.number, seq }));
  return last?.id === version ? folded(log, row, { state, storedSeq, events: missed }) : undefined;
}

function* foldStored(log: LogContext, row: FoundRow): Work<KnownConversation> {
  const { number: conversation } = row;
  const stored = yield* first(log.statements.storedState({ conversation }));
  const state = stored && (JSON.parse(stored.state) as ConversationState);
  const storedSeq = stored?.seq ?? 0;
  const events = yield* rows(log.statements.eventsFrom({ conversation, seq: storedSeq + 1 }));
  return folded(log, row, { state, storedSeq, events });
}

/** A state and what came after it. */
interface Beginning {
  readonly state: ConversationState | undefined;
  readonly storedSeq: number;
  readonly events: readonly EventRow[];
}

function folded(log: LogContext, row: FoundRow, { state, storedSeq, events }: Beginning): KnownConversation {
  const { number, id, seq, public_seq: publicSeq, version } = row;
  const apply = (before: ConversationState | undefined, event: EventRow) => log.model.apply(before, eventOf(id, event));
  const now = events.reduce(apply, state);
  if (now === undefined) throw new Error(`conversation ${id} has no events`);
  return { number, id, state: now, seq, publicSeq, version, storedSeq };
}
