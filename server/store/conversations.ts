/**
 * Finding conversations: one by its id, or those that a filter asks for, newest first. Knows the tables through the
 * log's statements, and nothing of how a state is put together.
 */
import type { ConversationId, VisitorId } from '../../protocol/ids.ts';
import type { ConversationStatus } from '../../protocol/models.ts';
import { first, rows } from './driver.ts';
import type { Work } from './driver.ts';
import { allAsOf, asOf } from './folding.ts';
import type { FoundRow } from './folding.ts';
import type { LogContext } from './log-context.ts';
import { FOUND } from './log-statements.ts';
import type { KnownConversation } from './state-cache.ts';
import type { ConversationFilter, StoredConversation } from './store.ts';

const STATUSES: readonly ConversationStatus[] = ['waiting', 'open', 'ended'];

/** The conversation as of now if that is known without asking: where nobody else ever writes. */
export function remembered(log: LogContext, id: ConversationId): KnownConversation | undefined {
  return log.driver.isOnlyWriter ? log.cache.get(id) : undefined;
}

/** The conversation as of now, inside a job. */
export function* findConversation(log: LogContext, id: ConversationId): Work<KnownConversation | undefined> {
  const known = remembered(log, id);
  if (known !== undefined) return known;
  const row = yield* first(log.statements.conversation({ id }));
  return row === undefined ? undefined : yield* asOf(log, row);
}

/** Where a conversation is and how long, for those who need not know what state it is in. */
export function* locate(
  log: LogContext,
  id: ConversationId,
): Work<Pick<KnownConversation, 'number' | 'seq' | 'publicSeq'> | undefined> {
  const known = remembered(log, id);
  if (known !== undefined) return known;
  const row = yield* first(log.statements.conversation({ id }));
  return row && { number: row.number, seq: row.seq, publicSeq: row.public_seq };
}

/** Newest first. */
export function* findConversations(log: LogContext, filter: ConversationFilter): Work<StoredConversation[]> {
  if (filter.departments?.length === 0) return [];
  const found = yield* lookup(log, filter);
  const newest = found.toSorted((one, other) => other.version - one.version).slice(0, filter.limit);
  return (yield* allAsOf(log, newest)).map(visible);
}

function lookup(log: LogContext, filter: ConversationFilter): Work<FoundRow[]> {
  if (filter.visitor !== undefined) return ofVisitor(log, filter.visitor, filter);
  return filter.claim === undefined ? ofAll(log, filter) : ofClaim(log, filter.claim, filter);
}

/** One query per status, so that each follows an index however long the history is. */
function* ofAll(
  log: LogContext,
  { departments, status = STATUSES, before, limit }: ConversationFilter,
): Work<FoundRow[]> {
  const found: FoundRow[] = [];
  for (const one of status) {
    let query = log.driver.query.selectFrom('conversations').select(FOUND).where('status', '=', one);
    if (departments !== undefined) query = query.where('department', 'in', departments);
    if (before !== undefined) query = query.where('version', '<', before);
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
  const own = yield* rows(log.statements.conversationsOfVisitor({ visitor }));
  return own.filter((row) => status.includes(row.status) && (departments?.includes(row.department) ?? true));
}

/** Few hold the same claim. */
function* ofClaim(
  log: LogContext,
  key: string,
  { departments, status = STATUSES }: ConversationFilter,
): Work<FoundRow[]> {
  const held = yield* rows(log.statements.conversationsOfClaim({ key }));
  return held.filter((row) => status.includes(row.status) && (departments?.includes(row.department) ?? true));
}

/** A conversation without what only the store needs. */
export function visible({ id, version, state }: KnownConversation): StoredConversation {
  return { id, version, state };
}
