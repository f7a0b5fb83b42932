/**
 * What PostgreSQL's errors mean for the store: whether the database is away, whether a transaction may simply be tried
 * again, and what to tell whoever starts the server. Knows SQLSTATE codes and the errors of sockets, no table.
 */
import { DatabaseError } from 'pg';
import { StoreUnavailable } from './store.ts';

/**
 * Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html after which nothing can be done now, but
 * perhaps later, on another connection: connection, statements prepared for tables that a newer version has changed,
 * transaction state, authorisation, catalogue, resources, state, intervention, system.
 */
const AWAY_CLASSES: ReadonlySet<string> = new Set(['08', '0A', '25', '28', '3D', '53', '55', '57', '58', 'XX']);

/** A statement of a transaction in which another one has failed. */
const IN_FAILED_TRANSACTION = '25P02';

/** The transaction lost against another one and was undone: a serialisation failure, a deadlock. */
const LOST_RACES: ReadonlySet<string> = new Set(['40001', '40P01']);

function codeOf(error: unknown): string {
  return error instanceof DatabaseError ? (error.code ?? '') : '';
}

/** Whether this statement failed only because another one of its transaction did. */
export function isConsequence(error: unknown): boolean {
  return codeOf(error) === IN_FAILED_TRANSACTION;
}

/** Whether the same transaction may succeed when it is tried again at once. */
export function isLostRace(error: unknown): boolean {
  return LOST_RACES.has(codeOf(error));
}

/** One of many askers was at fault, and nobody knows which: each has to be tried alone. */
export class Muddled extends Error {
  override readonly name = 'Muddled';
}

/** The error of a statement as the stores' callers shall see it: a database that is away is `StoreUnavailable`. */
export function explained(error: unknown): unknown {
  if (isConsequence(error) || isLostRace(error) || error instanceof StoreUnavailable) return error;
  if (error instanceof DatabaseError && !AWAY_CLASSES.has(codeOf(error).slice(0, 2))) return error;
  return new StoreUnavailable(`the database cannot be used: ${reasonOf(error)}`, { cause: error });
}

/** In words that `/health` may show to anybody: a socket's own words name addresses. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isSocket = !(error instanceof DatabaseError) && 'code' in error;
  return isSocket ? String(error.code) : error.message;
}

/** What to do about an error that opening the database ended with. */
export function openingAdvice(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return `nobody answers there (${code}). Start PostgreSQL, or correct the address`;
    case '28P01':
    case '28000':
      return 'it refuses the user or the password. Correct them';
    case '3D000':
      return 'there is no such database. Create it, empty';
    case '42501':
      return 'the user may not create tables there. Make it the owner of the database';
    case '42704':
    case '42883':
      return 'it is too old. Use PostgreSQL 13 or newer';
    case '42P07':
      return 'it has tables of another program. Use a database of its own';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
