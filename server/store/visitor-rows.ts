/** Visitors and the sessions of visitors and agents, as rows; which node has a session is for `node-rows.ts`. */
import type { Selectable } from 'kysely';
import type { Page } from '../../protocol/models.ts';
import { first, rows } from './driver.ts';
import type { SqlDriver } from './driver.ts';
import type { PeopleStore, SessionRecord } from './people.ts';
import type { Database } from './schema.ts';

type VisitorMethods = Pick<
  PeopleStore,
  | 'createVisitor'
  | 'visitorByToken'
  | 'keepVisitor'
  | 'saveSession'
  | 'session'
  | 'setSessionAway'
  | 'deleteSession'
  | 'sessions'
>;

/** The methods of the people store that concern visitors and sessions. */
export function visitorRows({ query, read, write }: SqlDriver): VisitorMethods {
  const sessions = query.selectFrom('sessions').selectAll();
  return {
    createVisitor: ({ id, site, sweepAt }, tokenHash) =>
      write(function* () {
        yield* rows(
          query.insertInto('visitors').values({ id, site, token_hash: tokenHash, sweep_at: sweepAt }).compile(),
        );
      }),
    visitorByToken: (tokenHash) =>
      read(function* () {
        const found = query
          .selectFrom('visitors')
          .select(['id', 'site', 'sweep_at'])
          .where('token_hash', '=', tokenHash);
        const row = yield* first(found.compile());
        return row && { id: row.id, site: row.site, sweepAt: row.sweep_at };
      }),
    keepVisitor: (id, sweepAt) =>
      write(function* () {
        const later = query.updateTable('visitors').set({ sweep_at: sweepAt }).where('id', '=', id).returning('id');
        return (yield* first(later.compile())) !== undefined;
      }),
    saveSession: (session) =>
      write(function* () {
        const { id, ...rest } = sessionRow(session);
        const insert = query.insertInto('sessions').values({ id, ...rest });
        yield* rows(insert.onConflict((conflict) => conflict.column('id').doUpdateSet(rest)).compile());
      }),
    session: (id) =>
      read(function* () {
        const row = yield* first(sessions.where('id', '=', id).compile());
        return row && sessionRecord(row);
      }),
    setSessionAway: (id, awaySince, node) =>
      write(function* () {
        const away = query.updateTable('sessions').set({ away_since: awaySince }).where('id', '=', id);
        yield* rows((node === undefined ? away : away.where('node', '=', node)).compile());
      }),
    deleteSession: (id, node) =>
      write(function* () {
        const gone = query.deleteFrom('sessions').where('id', '=', id);
        yield* rows((node === undefined ? gone : gone.where('node', '=', node)).compile());
      }),
    sessions: () =>
      read(function* () {
        return (yield* rows(sessions.compile())).map(sessionRecord);
      }),
  };
}

/** A session as its row. */
export function sessionRow({ id, person, locale, page, awaySince, node }: SessionRecord): Database['sessions'] {
  return {
    id,
    visitor: person.kind === 'visitor' ? person.id : null,
    agent: person.kind === 'agent' ? person.id : null,
    locale,
    page: page && JSON.stringify(page),
    away_since: awaySince,
    node: node ?? null,
  };
}

/** A row as its session. */
export function sessionRecord(row: Selectable<Database['sessions']>): SessionRecord {
  const { id, visitor, agent, locale } = row;
  const page = row.page === null ? null : (JSON.parse(row.page) as Page);
  const rest = { id, locale, page, awaySince: row.away_since, ...(row.node !== null && { node: row.node }) };
  if (visitor !== null) return { ...rest, person: { kind: 'visitor', id: visitor } };
  if (agent !== null) return { ...rest, person: { kind: 'agent', id: agent } };
  throw new Error(`session ${id} belongs to nobody`);
}
