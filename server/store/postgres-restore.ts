/**
 * What a restored PostgreSQL database needs before servers use it: a new epoch, and a log that is in order in this
 * server too, whose transactions are counted anew. The copying itself is the business of PostgreSQL's own tools.
 */
import { Client } from 'pg';
import { openPostgres } from './postgres.ts';
import { openingAdvice } from './postgres-errors.ts';
import { renewEpoch } from './epoch.ts';

/** Lies before every transaction of any server. */
const LONG_AGO = `'3'::xid8`;

/**
 * Transactions are counted by each PostgreSQL server for itself. Events that seem to come from its future would appear
 * in the log at some later time, so then all of them are from long ago, in the order of their numbers.
 */
const ORDER_LOG = `update events set xid = ${LONG_AGO} where exists
  (select from events where xid >= pg_current_xact_id())`;

const SERVERS = `select count(*)::int as servers from pg_stat_activity
  where datname = current_database() and application_name = 'shopbell'`;

/** Gives a restored database its new epoch. Throws an `Error` that says what to do, also if a server is using it. */
export async function renewPostgresEpoch(url: string, epoch: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'shopbell-restore' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ servers: number }>(SERVERS);
    if (rows[0]?.servers !== 0)
      throw new Error('servers are connected to it. Stop them all, and start them afterwards');
  } catch (error) {
    throw new Error(`The epoch was not renewed: ${openingAdvice(error)}.`, { cause: error });
  }
  const driver = await openPostgres(url);
  try {
    await client.query(ORDER_LOG);
    await driver.write(() => renewEpoch(driver, epoch));
  } finally {
    await driver.close();
    await client.end();
  }
}
