/**
 * Several nodes as rows: each one's sign of life, and how sessions go from one to another, each in one step, so that of
 * two nodes one gets a session. When a node counts as dead is not decided here.
 */
import { sql } from 'kysely';
import { first, rows } from './driver.ts';
import type { SqlDriver } from './driver.ts';
import type { PeopleStore } from './people.ts';
import { sessionRecord, sessionRow } from './visitor-rows.ts';

type NodeMethods = Pick<PeopleStore, 'takeSession' | 'beat' | 'inherit' | 'reclaimSessions' | 'leaveSessions'>;

/** The methods of the people store that concern nodes. */
export function nodeRows({ query, write }: SqlDriver): NodeMethods {
  return {
    takeSession: (session, { node, isDisconnected }) =>
      write(function* () {
        const { id, ...row } = sessionRow(session);
        const taking = query.updateTable('sessions').set(row).where('id', '=', id);
        const stillThere = taking.where('node', 'is not distinct from', node ?? null);
        const free = isDisconnected ? stillThere : stillThere.where('away_since', 'is not', null);
        return (yield* first(free.returning('id').compile())) !== undefined;
      }),
    beat: (node) =>
      write(function* () {
        const insert = query.insertInto('nodes').values({ id: node, beat: 1 });
        const next = sql<number>`nodes.beat + 1`;
        yield* rows(insert.onConflict((conflict) => conflict.column('id').doUpdateSet({ beat: next })).compile());
        const all = yield* rows(query.selectFrom('nodes').selectAll().compile());
        return new Map(all.map(({ id, beat }) => [id, beat]));
      }),
    inherit: (dead, heir, now) =>
      write(function* () {
        const buried = query.deleteFrom('nodes').where('id', '=', dead).returning('id');
        if ((yield* first(buried.compile())) === undefined) return [];
        const move = query.updateTable('sessions').set({ node: heir, away_since: now }).where('node', '=', dead);
        return (yield* rows(move.returningAll().compile())).map(sessionRecord);
      }),
    reclaimSessions: (ids, node) =>
      write(function* () {
        const back = query.updateTable('sessions').set({ node, away_since: null });
        for (const id of ids) {
          yield* rows(
            back.where('id', '=', id).where('node', '<>', node).where('away_since', 'is not', null).compile(),
          );
        }
      }),
    leaveSessions: (node, now) =>
      write(function* () {
        const left = query.updateTable('sessions').set({ away_since: now });
        yield* rows(left.where('node', 'is not distinct from', node ?? null).compile());
      }),
  };
}
