/**
 * Reading conversations: from memory if they were used lately, otherwise by folding the events that came after the
 * stored state. Knows the tables through the log's statements, and no rule of conversations beyond `Model`.
 */
import type { ConversationId, VisitorId } from '../../protocol/ids.ts';
import type { ConversationStatus } from '../../protocol/models.ts';
import type { ConversationState } from '../domain/conversation.ts';
import type { StoredEvent } from '../domain/decision.ts';
import { first, rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';
import { compileLogStatements, FOUND } from './log-statements.ts';
import type { EventRow, LogStatements } from './log-statements.ts';
import type { Database } from './schema.ts';
import { StateCache } from './state-cache.ts';
import type { KnownConversation } from './state-cache.ts';
import type { ConversationFilter, Model, StoredConversation } from './store.ts';

type FoundRow = Pick<Database['conversations'], Exclude<(typeof FOUND)[number], 'number'>> & {
  readonly number: number;
};

const STATUSES: readonly ConversationStatus[] = ['waiting', 'open', 'ended'];

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
  if (known !== undefined) return known;
  const row = yield* first(log.statements.conversation({ id }));
  return row === undefined ? undefined : yield* fold(log, row);
}

/** Newest first. */
export function* findConversations(log: LogContext, filter: ConversationFilter): Work<StoredConversation[]> {
  const found = yield* filter.visitor === undefined ? ofAll(log, filter) : ofVisitor(log, filter.visitor, filter);
  const newest = found.toSorted((one, other) => other.version - one.version).slice(0, filter.limit);
  const conversations: StoredConversation[] = [];
  for (const row of newest) conversations.push(visible(log.cache.get(row.id) ?? (yield* fold(log, row))));
  return conversations;
}

/** One query per status, so that each follows an index however long the history is. */
function* ofAll(log: LogContext, { departments, status = STATUSES, limit }: ConversationFilter): Work<FoundRow[]> {
  const found: FoundRow[] = [];
  for (const one of status) {
    let query = log.driver.query.selectFrom('conversations').select(FOUND).where('status', '=', one);
    if (departments !== undefined) query = query.where('department', 'in', departments);
    found.push(...(yield* rows(query.orderBy('version', 'desc').limit(limit).compile())));
  }
  return found;
}

/**
 * A visitor has few conversations among those of all others. Asked for their status or order as well, the database
 * would look through everything that waits instead.
 */
function* ofVisitor(
  log: LogContext,
  visitor: VisitorId,
  { departments, status = STATUSES }: ConversationFilter,
): Work<FoundRow[]> {
  const all = log.driver.query.selectFrom('conversations').select([...FOUND, 'status', 'department']);
  const own = yield* rows(all.where('visitor', '=', visitor).compile());
  return own.filter((row) => status.includes(row.status) && (departments?.includes(row.department) ?? true));
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

function* fold(log: LogContext, row: FoundRow): Work<KnownConversation> {
  const { number, id, seq, public_seq: publicSeq, version } = row;
  const stored = yield* first(log.statements.storedState({ conversation: number }));
  let state = stored === undefined ? undefined : (JSON.parse(stored.state) as ConversationState);
  const storedSeq = stored?.seq ?? 0;
  for (const event of yield* rows(log.statements.eventsAfter({ conversation: number, seq: storedSeq }))) {
    state = log.model.apply(state, eventOf(id, event));
  }
  if (state === undefined) throw new Error(`conversation ${id} has no events`);
  const known = { number, id, state, seq, publicSeq, version, storedSeq };
  log.cache.set(known);
  return known;
}
