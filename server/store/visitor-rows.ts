/** Visitors and the sessions of visitors and agents, as rows; which node has a session is for `node-rows.ts`. */
import type { CompiledQuery, Selectable } from 'kysely';
import type { Page } from '../../protocol/models.ts';
import { first, rows } from './driver.ts';
import type { SqlDriver, Work } from './driver.ts';
import type { PeopleStore, SessionRecord } from './people.ts';
import type { Database } from './schema.ts';
import { statement } from './statement.ts';
import type { QueryBuilder, Slots } from './statement.ts';

type VisitorMethods = Pick<
  PeopleStore,
  | 'createVisitor'
  | 'visitorByToken'
  | 'keepVisitor'
  | 'saveSession'
  | 'renewSession'
  | 'session'
  | 'setSessionAway'
  | 'deleteSession'
  | 'sessions'
>;

/** The methods of the people store that concern visitors and sessions. */
export function visitorRows({ query, read, write, writeLater, settle }: SqlDriver): VisitorMethods {
  const sessions = query.selectFrom('sessions').selectAll();
  const said = visitorStatements(query);
  const readSettled: SqlDriver['read'] = (job) => {
    settle();
    return read(job);
  };
  return {
    createVisitor: ({ id, site, sweepAt }, tokenHash) =>
      write(() => done(said.createVisitor({ id, site, token_hash: tokenHash, sweep_at: sweepAt }))),
    visitorByToken: (tokenHash) =>
      read(function* () {
        const row = yield* first(said.visitorByToken({ token_hash: tokenHash }));
        return row && { id: row.id, site: row.site, sweepAt: row.sweep_at };
      }),
    keepVisitor: (id, sweepAt) =>
      write(function* () {
        const later = query.updateTable('visitors').set({ sweep_at: sweepAt }).where('id', '=', id).returning('id');
        return (yield* first(later.compile())) !== undefined;
      }),
    saveSession: (session) => write(() => done(said.saveSession(sessionRow(session)))),
    renewSession: (session) => writeLater(() => done(said.saveSession(sessionRow(session)))),
    session: (id) =>
      readSettled(function* () {
        const row = yield* first(said.session({ id }));
        return row && sessionRecord(row);
      }),
    setSessionAway(id, awaySince, node) {
      const away = { id, away_since: awaySince };
      if (node !== undefined) return write(() => done(said.setAwayOnNode({ ...away, node })));
      return writeLater(() => done(said.setAway(away)));
    },
    deleteSession: (id, node) =>
      write(function* () {
        const gone = query.deleteFrom('sessions').where('id', '=', id);
        yield* rows((node === undefined ? gone : gone.where('node', '=', node)).compile());
      }),
    sessions: () =>
      readSettled(function* () {
        return (yield* rows(sessions.compile())).map(sessionRecord);
      }),
  };
}

function* done(change: CompiledQuery): Work<void> {
  yield* rows(change);
}

type SessionRow = Selectable<Database['sessions']>;
type AwayRow = Pick<SessionRow, 'id' | 'away_since'>;

/** The statements of every connection that comes and goes. */
function visitorStatements(query: QueryBuilder) {
  const byId = (slot: Slots<Pick<SessionRow, 'id'>>) =>
    query.selectFrom('sessions').selectAll().where('id', '=', slot('id'));
  const away = (slot: Slots<AwayRow>) =>
    query
      .updateTable('sessions')
      .set({ away_since: slot('away_since') })
      .where('id', '=', slot('id'));
  return {
    createVisitor: statement<Omit<Selectable<Database['visitors']>, 'advisor'>>()((slot) =>
      query.insertInto('visitors').values({
        ...{ id: slot('id'), site: slot('site') },
        ...{ token_hash: slot('token_hash'), sweep_at: slot('sweep_at') },
      }),
    ),
    visitorByToken: statement<{ token_hash: string }>()((slot) =>
      query.selectFrom('visitors').select(['id', 'site', 'sweep_at']).where('token_hash', '=', slot('token_hash')),
    ),
    session: statement<Pick<SessionRow, 'id'>>()(byId),
    saveSession: statement<SessionRow>()((slot) => {
      const rest = {
        ...{ visitor: slot('visitor'), agent: slot('agent'), locale: slot('locale'), page: slot('page') },
        ...{ away_since: slot('away_since'), node: slot('node') },
      };
      const insert = query.insertInto('sessions').values({ id: slot('id'), ...rest });
      return insert.onConflict((conflict) => conflict.column('id').doUpdateSet(rest));
    }),
    setAway: statement<AwayRow>()(away),
    setAwayOnNode: statement<AwayRow & { node: string }>()((slot) => away(slot).where('node', '=', slot('node'))),
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
export function sessionRecord(row: SessionRow): SessionRecord {
  const { id, visitor, agent, locale } = row;
  const page = row.page === null ? null : (JSON.parse(row.page) as Page);
  const rest = { id, locale, page, awaySince: row.away_since, ...(row.node !== null && { node: row.node }) };
  if (visitor !== null) return { ...rest, person: { kind: 'visitor', id: visitor } };
  if (agent !== null) return { ...rest, person: { kind: 'agent', id: agent } };
  throw new Error(`session ${id} belongs to nobody`);
}
