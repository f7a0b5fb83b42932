/**
 * The event log over SQL: the `Store` of every database that has a driver. This file turns each question of the door
 * into a job; how a commit works is in `commit.ts`, how a conversation is found in `conversations.ts`. Knows no
 * dialect.
 */
import type { ConversationId } from '../../protocol/ids.ts';
import type { StoredEvent, SystemCommand } from '../domain/decision.ts';
import type { BlobFolder } from './blob-folder.ts';
import { openBlobStore } from './blob-store.ts';
import { callbackRows } from './callback-rows.ts';
import { createChronicle } from './chronicle-store.ts';
import { commitJob, leaseKey } from './commit.ts';
import { findConversation, findConversations, locate, visible } from './conversations.ts';
import { first, lock, rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';
import { eventOf } from './folding.ts';
import { openLog } from './log-context.ts';
import type { LogContext } from './log-context.ts';
import { epochOf } from './epoch.ts';
import { createPeopleStore } from './people-store.ts';
import type {
  ConversationHeads,
  DueTimer,
  EventQuery,
  Fence,
  LoggedEvent,
  Model,
  Store,
  StoredConversation,
} from './store.ts';

/** What a store is made of. `newId` makes the epoch of a database that has none, and keys of blobs. */
export interface SqlStoreOptions {
  readonly driver: SqlDriver;
  readonly model: Model;
  readonly newId: () => string;
  /** Where this node keeps bytes; absent: in the database. */
  readonly blobFolder?: BlobFolder;
}

/** Opens the store over a driver whose schema is up to date. */
export async function createSqlStore({ driver, model, newId, blobFolder }: SqlStoreOptions): Promise<Store> {
  const log = openLog(driver, model);
  const epoch = await driver.write(() => epochOf(driver, newId()));
  const { statements } = log;
  return {
    epoch,
    people: createPeopleStore(driver),
    callbacks: callbackRows(driver),
    blobs: await openBlobStore({ driver, newKey: newId, folder: blobFolder }),
    chronicle: createChronicle(driver, epoch),
    commit: (commit) => driver.write(() => commitJob(log, commit), commit.conversation),
    conversation: (id) => driver.read(() => readConversation(log, id)),
    conversations: (filter) => driver.read(() => findConversations(log, filter)),
    events: (query) => driver.read(() => readEvents(log, query)),
    heads: (ids) => driver.read(() => readHeads(log, ids)),
    claims: (keys) => driver.read(() => readClaims(log, keys)),
    dueTimers: (now, limit) => driver.read(() => readDueTimers(log, { now, limit })),
    nextTimerAt: () =>
      driver.read(function* () {
        return (yield* first(statements.nextTimer({})))?.due_at ?? undefined;
      }),
    log: (cursor, limit) => driver.read(() => readLog(log, cursor, limit)),
    logEnd: () =>
      driver.read(function* () {
        return String((yield* first(driver.logOrder.end()))?.cursor);
      }),
    lease: (name, holder, times) => driver.write(() => takeLease(log, { name, holder, ...times })),
    health: async () => ({ ...(await driver.health()), epoch }),
    close: () => driver.close(),
  };
}

/** Greater than any number of an event, and a 32-bit integer even when such a number is added. */
const NO_END = 2 ** 30;

function* readConversation(log: LogContext, id: ConversationId): Work<StoredConversation | undefined> {
  const known = yield* findConversation(log, id);
  return known && visible(known);
}

function* readEvents(log: LogContext, query: EventQuery): Work<StoredEvent[]> {
  const { conversation: id, counter, limit, after = 0, before = NO_END } = query;
  const known = yield* locate(log, id);
  if (known === undefined) return [];
  // An event is at most as many numbers further on for staff than for the visitor as there are staff events.
  const end = before + known.seq - known.publicSeq;
  const page = { conversation: known.number, after, before, end, limit };
  const { fromStart, fromEnd } = log.statements.pages[counter];
  const found = query.after === undefined ? (yield* rows(fromEnd(page))).toReversed() : yield* rows(fromStart(page));
  return found.map((row) => eventOf(id, row));
}

function* readHeads(log: LogContext, ids: readonly ConversationId[]): Work<Map<ConversationId, ConversationHeads>> {
  const heads = new Map<ConversationId, ConversationHeads>();
  for (const id of ids) {
    const found = yield* locate(log, id);
    if (found !== undefined) heads.set(id, { seq: found.seq, publicSeq: found.publicSeq });
  }
  return heads;
}

function* readClaims({ driver }: LogContext, keys: readonly string[]): Work<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const counted = driver.query
    .selectFrom('claims')
    .select(['key', (row) => row.fn.countAll<number>().as('conversations')])
    .where('key', 'in', [...keys])
    .groupBy('key');
  const found = yield* rows(counted.compile());
  return new Map(found.map(({ key, conversations }) => [key, Number(conversations)]));
}

function* readDueTimers(log: LogContext, due: { now: number; limit: number }): Work<DueTimer[]> {
  const found = yield* rows(log.statements.dueTimers(due));
  return found.map((row) => ({
    conversation: row.id,
    name: row.name,
    dueAt: row.due_at,
    command: JSON.parse(row.command) as SystemCommand,
  }));
}

// ST7
function* readLog(log: LogContext, cursor: string, limit: number): Work<LoggedEvent[]> {
  const found = yield* rows(log.driver.logOrder.page(cursor, limit));
  return found.map((row) => ({ cursor: String(row.cursor), event: eventOf(row.conversation_id, row) }));
}

/** Who asks for a lease, and for how long. */
interface LeaseRequest {
  readonly name: string;
  readonly holder: string;
  readonly now: number;
  readonly ttlMs: number;
}

// ST8
function* takeLease(log: LogContext, { name, holder, now, ttlMs }: LeaseRequest): Work<Fence | undefined> {
  yield* lock([leaseKey(name)]);
  const held = yield* first(log.statements.findLease({ name }));
  const renewed = held?.holder === holder;
  if (held !== undefined && !renewed && held.expires_at > now) return undefined;
  const number = renewed ? held.number : (held?.number ?? 0) + 1;
  yield* rows(log.statements.holdLease({ name, holder, number, expires_at: now + ttlMs }));
  return { lease: name, number };
}
