/** Sign-ins of the console, and the tickets that open its sockets, as rows. An expired one is as good as none. */
import { first, rows } from './driver.ts';
import type { SqlDriver } from './driver.ts';
import type { PeopleStore } from './people.ts';

type LoginMethods = Pick<
  PeopleStore,
  'createLogin' | 'login' | 'deleteLogin' | 'deleteLoginsOf' | 'createTicket' | 'redeemTicket'
>;

/** The methods of the people store that concern sign-ins. */
export function loginRows({ query, read, write }: SqlDriver): LoginMethods {
  return {
    createLogin: ({ tokenHash: token_hash, agent, expiresAt: expires_at }) =>
      write(function* () {
        yield* rows(query.insertInto('logins').values({ token_hash, agent, expires_at }).compile());
      }),
    login: (tokenHash, now) =>
      read(function* () {
        const found = query.selectFrom('logins').selectAll().where('token_hash', '=', tokenHash);
        const row = yield* first(found.where('expires_at', '>', now).compile());
        return row && { tokenHash: row.token_hash, agent: row.agent, expiresAt: row.expires_at };
      }),
    deleteLogin: (tokenHash) =>
      write(function* () {
        const ended = query.deleteFrom('logins').where('token_hash', '=', tokenHash).returning('agent');
        const agent = (yield* first(ended.compile()))?.agent;
        if (agent !== undefined) yield* rows(query.deleteFrom('tickets').where('agent', '=', agent).compile());
        return agent;
      }),
    deleteLoginsOf: (agent) =>
      write(function* () {
        yield* rows(query.deleteFrom('logins').where('agent', '=', agent).compile());
      }),
    createTicket: ({ ticketHash: ticket_hash, agent, expiresAt: expires_at }) =>
      write(function* () {
        yield* rows(query.insertInto('tickets').values({ ticket_hash, agent, expires_at }).compile());
      }),
    redeemTicket: (ticketHash, now) =>
      write(function* () {
        yield* rows(query.deleteFrom('tickets').where('expires_at', '<=', now).compile());
        const spent = query.deleteFrom('tickets').where('ticket_hash', '=', ticketHash).returning('agent');
        return (yield* first(spent.compile()))?.agent;
      }),
  };
}
