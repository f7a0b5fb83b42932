/** Numbers of visitors as rows. What is deleted is overwritten where it was. */
import type { CallbackStore } from './callbacks.ts';
import { first, rows } from './driver.ts';
import type { SqlDriver } from './driver.ts';

/** The store of numbers over a driver whose schema is up to date. */
export function callbackRows({ query, read, write }: SqlDriver): CallbackStore {
  const numbers = query.selectFrom('callbacks');
  return {
    save: ({ id, conversation, number, lookAt }) =>
      write(function* () {
        const row = { id, conversation, number, look_at: lookAt };
        const insert = query
          .insertInto('callbacks')
          .values(row)
          .onConflict((conflict) => conflict.doNothing());
        return (yield* first(insert.returning('id').compile())) !== undefined;
      }),
    number: (id) =>
      read(function* () {
        return (yield* first(numbers.select('number').where('id', '=', id).compile()))?.number;
      }),
    due: (now, limit) =>
      read(function* () {
        const due = numbers.select(['id', 'conversation']).where('look_at', '<=', now).orderBy('look_at').limit(limit);
        return yield* rows(due.compile());
      }),
    lookAgain: (id, at) =>
      write(function* () {
        yield* rows(query.updateTable('callbacks').set({ look_at: at }).where('id', '=', id).compile());
      }),
    forget: (id) =>
      write(function* () {
        yield* rows(query.deleteFrom('callbacks').where('id', '=', id).compile());
      }),
    forgetOthers: (conversation, kept) =>
      write(function* () {
        const all = query.deleteFrom('callbacks').where('conversation', '=', conversation);
        yield* rows((kept === undefined ? all : all.where('id', '<>', kept)).compile());
      }),
  };
}
