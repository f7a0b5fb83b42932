/**
 * Reading conversations: from memory if they were used lately, otherwise by folding the events that came after the
 * stored state. Knows the tables through the log's statements, and no rule of conversations beyond `Model`.
 */
import type { ConversationId } from '../../protocol/ids.ts';
import type { ConversationState } from '../domain/conversation.ts';
import type { StoredEvent } from '../domain/decision.ts';
import type { EventRow } from './dialect.ts';
import { first, rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';
import { compileLogStatements, FOUND } from './log-statements.ts';
import type { LogStatements } from './log-statements.ts';
import type { Database } from './schema.ts';
import { StateCache } from './state-cache.ts';
import type { KnownConversation } from './state-cache.ts';
import type { ConversationFilter, Model, StoredConversation } from './store.ts';

type FoundRow = Pick<Database['conversations'], Exclude<(typeof FOUND)[number], 'number'>> & {
  readonly number: number;
};

/** What reading and writing the log share. */
export interface LogContext {
  readonly driver: SqlDriver;
  readonly model: Model;
  readonly statements: LogStatements;
  readonly cache: StateCache;
}

/** Compiles the statements and begins with an empty memory. */
export function openLog(driver: SqlDriver, model: Model): LogContext {
  const cache = new StateCache();
  driver.onRollback(() => cache.clear());
  return { driver, model, statements: compileLogStatements(driver.query), cache };
}

/** The conversation as of now, inside a job. */
export function* findConversation(log: LogContext, id: ConversationId): Work<KnownConversation | undefined> {
  const known = log.cache.get(id);
  if (known !== undefined && log.driver.isOnlyWriter) return known;
  const row = yield* first(log.statements.conversation({ id }));
  return row === undefined ? undefined : yield* asOf(log, row);
}

/** Where a conversation is and how long, for those who need not know what state it is in. */
export function* locate(
  log: LogContext,
  id: ConversationId,
): Work<Pick<KnownConversation, 'number' | 'seq' | 'publicSeq'> | undefined> {
  const known = log.driver.isOnlyWriter ? log.cache.get(id) : undefined;
  if (known !== undefined) return known;
  const row = yield* first(log.statements.conversation({ id }));
  return row && { number: row.number, seq: row.seq, publicSeq: row.public_seq };
}

/** Newest first; one query per status, so that each follows an index however long the history is. */
export function* findConversations(log: LogContext, filter: ConversationFilter): Work<StoredConversation[]> {
  if (filter.departments?.length === 0) return [];
  const found: FoundRow[] = [];
  for (const status of filter.status ?? (['waiting', 'open', 'ended'] as const)) {
    let query = log.driver.query.selectFrom('conversations').select(FOUND).where('status', '=', status);
    if (filter.departments !== undefined) query = query.where('department', 'in', filter.departments);
    if (filter.visitor !== undefined) query = query.where('visitor', '=', filter.visitor);
    found.push(...(yield* rows(query.orderBy('version', 'desc').limit(filter.limit).compile())));
  }
  const newest = found.toSorted((one, other) => other.version - one.version).slice(0, filter.limit);
  const conversations: StoredConversation[] = [];
  for (const row of newest) conversations.push(visible(yield* asOf(log, row)));
  return conversations;
}

/** A conversation without what only the store needs. */
export function visible({ id, version, state }: KnownConversation): StoredConversation {
  return { id, version, state };
}

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
function* asOf(log: LogContext, row: FoundRow): Work<KnownConversation> {
  const remembered = log.cache.get(row.id);
  if (remembered?.version === row.version) return remembered;
  const base = remembered && remembered.seq < row.seq ? yield* goOn(log, row, remembered) : undefined;
  const known = base ?? (yield* foldStored(log, row));
  log.cache.set(known);
  return known;
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
