/**
 * The first tables: the event log with what caches it, and the plain rows of people and sites. Migrations are never
 * changed once released; the next one gets the next number. What the columns mean is written in `schema.ts`.
 */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { TableDialect } from '../dialect.ts';

/** Everything that exists since the beginning. */
export function start(tables: TableDialect): Migration {
  return {
    async up(db) {
      await createLog(db, tables);
      await createPromises(db, tables);
      await createSites(db, tables);
      await createAgents(db);
      await createVisitors(db);
    },
  };
}

async function createLog(db: Kysely<unknown>, tables: TableDialect): Promise<void> {
  await createConversations(db, tables);
  const schema = db.schema;
  await schema
    .createTable('events')
    .addColumn('id', tables.numberType, (column) => tables.numbered(column))
    .addColumn('conversation', tables.numberType, (column) => column.notNull().references('conversations.number'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('public_seq', 'integer')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('command', 'text', (column) => column.notNull())
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .execute();
  // The last word on ST4 and ST2, whatever the code above them does. The visitors' counter advances in the same row as
  // the staff's and never without it, so an index of its own would cost every commit a page and guard nothing more.
  await uniqueIndex(db, 'events_number', ['conversation', 'seq']);
  await uniqueIndex(db, 'events_command', ['conversation', 'command', 'part']);
  await tables.orderEvents(db);
  await schema
    .createTable('states')
    .addColumn('conversation', tables.numberType, (column) => column.primaryKey().references('conversations.number'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
}

async function createConversations(db: Kysely<unknown>, tables: TableDialect): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('conversations')
    .addColumn('number', tables.numberType, (column) => tables.numbered(column))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('department', 'text', (column) => column.notNull())
    .addColumn('visitor', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('case_number', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('public_seq', 'integer', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('conversations_newest').on('conversations').columns(['status', 'version']).execute();
  await schema.createIndex('conversations_of_visitor').on('conversations').column('visitor').execute();
}

async function uniqueIndex(db: Kysely<unknown>, name: string, columns: string[]): Promise<void> {
  await db.schema.createIndex(name).unique().on('events').columns(columns).execute();
}

async function createPromises(db: Kysely<unknown>, tables: TableDialect): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('timers')
    .addColumn('conversation', tables.numberType, (column) => column.notNull().references('conversations.number'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('command', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('timers_key', ['conversation', 'name'])
    .execute();
  await schema.createIndex('timers_due').on('timers').column('due_at').execute();
  await schema
    .createTable('claims')
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('conversation', tables.numberType, (column) => column.notNull().references('conversations.number'))
    .addPrimaryKeyConstraint('claims_key', ['key', 'conversation'])
    .execute();
  await schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('meta')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function createSites(db: Kysely<unknown>, tables: TableDialect): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('sites')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('brand', 'text', (column) => column.notNull())
    .addColumn('origins', 'text', (column) => column.notNull())
    .addColumn('contact_url', 'text')
    .addColumn('departments', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('departments')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('photos')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('bytes', tables.bytesType, (column) => column.notNull())
    .execute();
}

async function createAgents(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('agents')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('languages', 'text', (column) => column.notNull())
    .addColumn('photo', 'text')
    .addColumn('password_hash', 'text')
    .addColumn('switch', 'text', (column) => column.notNull())
    .addColumn('departments', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('logins')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('agent', 'text', (column) => column.notNull().references('agents.id'))
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('logins_of_agent').on('logins').column('agent').execute();
  await schema
    .createTable('tickets')
    .addColumn('ticket_hash', 'text', (column) => column.primaryKey())
    .addColumn('agent', 'text', (column) => column.notNull().references('agents.id'))
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('agent', 'text', (column) => column.references('agents.id'))
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
}

async function createVisitors(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('visitors')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('visitor', 'text')
    .addColumn('agent', 'text')
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('page', 'text')
    .addColumn('away_since', 'bigint')
    .execute();
}
