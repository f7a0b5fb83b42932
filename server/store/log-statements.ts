/**
 * Every statement of the event log, written once with Kysely's types and compiled once at start. Knows the tables of
 * the log and no rule.
 */
import { sql } from 'kysely';
import type { ConversationId, VisitorId } from '../../protocol/ids.ts';
import type { StoredEvent } from '../domain/decision.ts';
import { EVENT } from './dialect.ts';
import type { Database } from './schema.ts';
import { statement } from './statement.ts';
import type { QueryBuilder } from './statement.ts';
import type { Counter } from './store.ts';

/** One conversation's place in the other tables. */
interface Of {
  readonly conversation: number;
}

/** The statements, compiled for one dialect. */
export type LogStatements = ReturnType<typeof compileLogStatements>;

/** Compiles them. */
export function compileLogStatements(query: QueryBuilder) {
  return {
    ...conversationStatements(query),
    ...stateStatements(query),
    ...eventStatements(query),
    ...timerStatements(query),
    ...claimStatements(query),
    ...leaseStatements(query),
    pages: { staff: pageStatements(query, 'staff'), visitor: pageStatements(query, 'visitor') },
  };
}

function conversationStatements(query: QueryBuilder) {
  type Row = Database['conversations'];
  return {
    conversation: statement<{ id: ConversationId }>()((slot) =>
      query.selectFrom('conversations').select(FOUND).where('id', '=', slot('id')),
    ),
    conversationsOfVisitor: statement<{ visitor: VisitorId }>()((slot) =>
      query
        .selectFrom('conversations')
        .select([...FOUND, 'status', 'department'])
        .where('visitor', '=', slot('visitor')),
    ),
    startConversation: statement<
      Pick<Row, 'id' | 'site' | 'department' | 'visitor' | 'status' | 'case_number' | 'created_at'>
    >()((slot) =>
      query.insertInto('conversations').values({
        id: slot('id'),
        site: slot('site'),
        department: slot('department'),
        visitor: slot('visitor'),
        status: slot('status'),
        case_number: slot('case_number'),
        seq: 0,
        public_seq: 0,
        version: 0,
        created_at: slot('created_at'),
        updated_at: slot('created_at'),
      }),
    ),
    advanceConversation: statement<
      Of & Pick<Row, 'department' | 'status' | 'seq' | 'public_seq' | 'version' | 'updated_at'>
    >()((slot) =>
      query
        .updateTable('conversations')
        .set({
          department: slot('department'),
          status: slot('status'),
          seq: slot('seq'),
          public_seq: slot('public_seq'),
          version: slot('version'),
          updated_at: slot('updated_at'),
        })
        .where('number', '=', slot('conversation')),
    ),
  };
}

/** What is read of a conversation in order to fold it. */
export const FOUND = ['number', 'id', 'seq', 'public_seq', 'version'] as const;

function stateStatements(query: QueryBuilder) {
  return {
    storedState: statement<Of>()((slot) =>
      query.selectFrom('states').select(['seq', 'state']).where('conversation', '=', slot('conversation')),
    ),
    storeState: statement<Database['states']>()((slot) =>
      query
        .insertInto('states')
        .values({ conversation: slot('conversation'), seq: slot('seq'), state: slot('state') })
        .onConflict((conflict) =>
          conflict
            .column('conversation')
            .doUpdateSet((row) => ({ seq: row.ref('excluded.seq'), state: row.ref('excluded.state') })),
        ),
    ),
  };
}

function eventStatements(query: QueryBuilder) {
  return {
    addEvent: statement<Omit<Database['events'], 'id'>>()((slot) =>
      query
        .insertInto('events')
        .values({
          conversation: slot('conversation'),
          seq: slot('seq'),
          public_seq: slot('public_seq'),
          at: slot('at'),
          command: slot('command'),
          part: slot('part'),
          audience: slot('audience'),
          author: slot('author'),
          content: slot('content'),
        })
        .onConflict((conflict) => conflict.columns(['command', 'conversation', 'part']).doNothing()),
    ),
    eventsOfCommand: statement<Of & Pick<StoredEvent, 'command'>>()((slot) =>
      query
        .selectFrom('events')
        .select(EVENT)
        .where('conversation', '=', slot('conversation'))
        .where('command', '=', slot('command'))
        .orderBy('part'),
    ),
    eventsFrom: statement<Of & { seq: number }>()((slot) =>
      query
        .selectFrom('events')
        .select(['id', ...EVENT])
        .where('conversation', '=', slot('conversation'))
        .where('seq', '>=', slot('seq'))
        .orderBy('seq'),
    ),
  };
}

/**
 * Windows of one conversation in one counter, from its beginning and from its end. `seq` alone has an index, so it
 * bounds the search in the visitors' counter too: from below because it is never behind that counter, from above by
 * `end`, which whoever asks must have worked out.
 */
function pageStatements(query: QueryBuilder, counter: Counter) {
  const column = counter === 'staff' ? 'seq' : 'public_seq';
  const page = (direction: 'asc' | 'desc') =>
    statement<Of & { after: number; before: number; end: number; limit: number }>()((slot) =>
      query
        .selectFrom('events')
        .select(EVENT)
        .where('conversation', '=', slot('conversation'))
        .where('seq', '>', slot('after'))
        .where('seq', '<', slot('end'))
        .where(column, '>', slot('after'))
        .where(column, '<', slot('before'))
        .orderBy('seq', direction)
        .limit(slot('limit')),
    );
  return { fromStart: page('asc'), fromEnd: page('desc') };
}

function timerStatements(query: QueryBuilder) {
  return {
    setTimer: statement<Database['timers']>()((slot) =>
      query
        .insertInto('timers')
        .values({
          conversation: slot('conversation'),
          name: slot('name'),
          due_at: slot('due_at'),
          command: slot('command'),
        })
        .onConflict((conflict) =>
          conflict
            .columns(['conversation', 'name'])
            .doUpdateSet((row) => ({ due_at: row.ref('excluded.due_at'), command: row.ref('excluded.command') })),
        ),
    ),
    cancelTimer: statement<Of & { name: string }>()((slot) =>
      query.deleteFrom('timers').where('conversation', '=', slot('conversation')).where('name', '=', slot('name')),
    ),
    spendTimer: statement<Of & { name: string; at: number }>()((slot) =>
      query
        .deleteFrom('timers')
        .where('conversation', '=', slot('conversation'))
        .where('name', '=', slot('name'))
        .where('due_at', '<=', slot('at'))
        .returning('name'),
    ),
    dueTimers: statement<{ now: number; limit: number }>()((slot) =>
      query
        .selectFrom('timers')
        .innerJoin('conversations', 'conversations.number', 'timers.conversation')
        .select(['conversations.id', 'timers.name', 'timers.due_at', 'timers.command'])
        .where('timers.due_at', '<=', slot('now'))
        .orderBy('timers.due_at')
        .limit(slot('limit')),
    ),
    nextTimer: statement<object>()(() => query.selectFrom('timers').select((row) => row.fn.min('due_at').as('due_at'))),
  };
}

function claimStatements(query: QueryBuilder) {
  return {
    claimants: statement<Of & { key: string }>()((slot) =>
      query
        .selectFrom('claims')
        .select(sql<number>`count(*)`.as('others'))
        .where('key', '=', slot('key'))
        .where('conversation', '<>', slot('conversation')),
    ),
    conversationsOfClaim: statement<{ key: string }>()((slot) =>
      query
        .selectFrom('claims')
        .innerJoin('conversations', 'conversations.number', 'claims.conversation')
        .select([...FOUND.map((column) => `conversations.${column}` as const), 'status', 'department'])
        .where('key', '=', slot('key')),
    ),
    takeClaim: statement<Database['claims']>()((slot) =>
      query
        .insertInto('claims')
        .values({ key: slot('key'), conversation: slot('conversation') })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    releaseClaim: statement<Database['claims']>()((slot) =>
      query.deleteFrom('claims').where('key', '=', slot('key')).where('conversation', '=', slot('conversation')),
    ),
  };
}

function leaseStatements(query: QueryBuilder) {
  return {
    findLease: statement<{ name: string }>()((slot) =>
      query.selectFrom('leases').select(['holder', 'number', 'expires_at']).where('name', '=', slot('name')),
    ),
    holdLease: statement<Database['leases']>()((slot) =>
      query
        .insertInto('leases')
        .values({
          name: slot('name'),
          holder: slot('holder'),
          number: slot('number'),
          expires_at: slot('expires_at'),
        })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet((row) => ({
            holder: row.ref('excluded.holder'),
            number: row.ref('excluded.number'),
            expires_at: row.ref('excluded.expires_at'),
          })),
        ),
    ),
  };
}
