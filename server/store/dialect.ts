/**
 * Where SQLite and PostgreSQL differ in what the stores ask of them, in one place: how a table numbers its rows, and
 * how the log of all conversations is read in the order of its commits. Everything else is written once. Knows no
 * connection.
 */
import { sql } from 'kysely';
import type { ColumnDefinitionBuilder, CompiledQuery, Kysely } from 'kysely';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Database } from './schema.ts';
import { statement } from './statement.ts';
import type { QueryBuilder } from './statement.ts';

/** What is read of an event; its conversation is known to whoever reads it. */
export const EVENT = ['seq', 'public_seq', 'at', 'command', 'audience', 'author', 'content'] as const;

/** A row of `events` as it is read. */
export type EventRow = Pick<Database['events'], (typeof EVENT)[number]>;

/** A place in the log. */
interface Place {
  readonly cursor: string | number;
}

/** A row of `events` as it is read from the log of all conversations. */
export interface LoggedRow extends EventRow, Place {
  readonly conversation_id: ConversationId;
}

/** The log in the order of its commits (ST7). */
export interface LogOrder {
  /** Events after a cursor, '' for all. */
  page(cursor: string, limit: number): CompiledQuery<LoggedRow>;
  /** The cursor behind everything that is committed now. */
  end(): CompiledQuery<Place>;
}

/** What migrations need to know of the database. */
export interface TableDialect {
  /** Type of a number that the database gives to each row of a table that grows for ever. */
  readonly numberType: 'integer' | 'bigint';
  /** Makes the column the number that the database gives to each row. */
  numbered(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  readonly bytesType: 'blob' | 'bytea';
  /** Gives the table of events what the order of the log needs besides its number. */
  orderEvents(db: Kysely<unknown>): Promise<void>;
}

/** One database's way. */
export interface Dialect {
  readonly tables: TableDialect;
  logOrder(query: QueryBuilder): LogOrder;
}

function loggedEvents(query: QueryBuilder) {
  const columns = EVENT.map((column) => `events.${column}` as const);
  return query
    .selectFrom('events')
    .innerJoin('conversations', 'conversations.number', 'events.conversation')
    .select(['conversations.id as conversation_id', ...columns]);
}

/** There is one writer, so the numbers of events are committed in their order. */
export const SQLITE: Dialect = {
  tables: {
    numberType: 'integer',
    numbered: (column) => column.primaryKey().autoIncrement(),
    bytesType: 'blob',
    orderEvents: () => Promise.resolve(),
  },
  logOrder(query) {
    const page = statement<{ after: number; limit: number }>()((slot) =>
      loggedEvents(query)
        .select('events.id as cursor')
        .where('events.id', '>', slot('after'))
        .orderBy('events.id')
        .limit(slot('limit')),
    );
    const end = query.selectFrom('events').select(({ fn }) => fn.coalesce(fn.max('id'), sql.lit(0)).as('cursor'));
    return {
      page: (cursor, limit) => page({ after: Number(cursor), limit }),
      end: () => end.compile(),
    };
  },
};

/** Below this every transaction has ended: nothing can appear there any more. */
const SETTLED = sql`pg_snapshot_xmin(pg_current_snapshot())`;

/** Sorts before every place in the log. */
const BEGINNING = '0:0';

/**
 * Many writers: numbers are given before the commit and become visible in any order. So events are ordered by the
 * transaction that wrote them, and read only up to the oldest one that is still running.
 */
export const POSTGRES: Dialect = {
  tables: {
    numberType: 'bigint',
    numbered: (column) => column.generatedAlwaysAsIdentity().primaryKey(),
    bytesType: 'bytea',
    async orderEvents(db) {
      await sql`alter table events add column xid xid8 not null default pg_current_xact_id()`.execute(db);
      await sql`create index events_log on events (xid, id)`.execute(db);
    },
  },
  logOrder(query) {
    const page = statement<{ xid: string; id: string; limit: number }>()((slot) =>
      loggedEvents(query)
        .select(sql<string>`events.xid::text || ':' || events.id`.as('cursor'))
        .where(sql<boolean>`(events.xid, events.id) > (${slot('xid')}::xid8, ${slot('id')}::bigint)`)
        .where(sql<boolean>`events.xid < ${SETTLED}`)
        .orderBy(sql`events.xid`)
        .orderBy('events.id')
        .limit(slot('limit')),
    );
    const end = query
      .selectFrom('meta')
      .select(sql<string>`${SETTLED}::text || ':0'`.as('cursor'))
      .limit(1);
    return {
      page(cursor, limit) {
        const [xid = '', id = ''] = (cursor || BEGINNING).split(':');
        return page({ xid, id, limit });
      },
      end: () => end.compile(),
    };
  },
};
