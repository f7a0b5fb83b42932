/**
 * A whole server in a process of its own, to be killed: `node server.ts <mistake>` with the settings in its environment.
 * It says in one line where it is. It can be composed with a mistake that a test of durability must notice: `careless`
 * gives up syncing as soon as the store has been assured that it syncs; `trusting` goes on with the log that it finds,
 * though syncing it may have failed.
 */
import { DatabaseSync } from 'node:sqlite';
import { createApp } from '../../../server/app.ts';
import { readConfig } from '../../../server/config.ts';
import type { Connect } from '../../../server/store/sqlite.ts';
import { SHOP_ORIGIN } from '../app.ts';

class Careless extends DatabaseSync {
  override prepare(sql: string) {
    // Not now: nobody may change it within a transaction.
    if (sql === 'PRAGMA synchronous') setImmediate(() => this.exec('PRAGMA synchronous = NORMAL'));
    return super.prepare(sql);
  }
}

class Trusting extends DatabaseSync {
  override exec(sql: string): void {
    if (!sql.includes('wal_checkpoint')) super.exec(sql);
  }
}

const MISTAKES: Readonly<Record<string, Connect>> = {
  careless: (file, options) => new Careless(file, options),
  trusting: (file, options) => new Trusting(file, options),
};

const connect = MISTAKES[process.argv[2] ?? ''];
const app = await createApp(readConfig(process.env), connect && { connect });
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
const site = await app.firstSite(SHOP_ORIGIN);
const url = await app.listen();
process.stdout.write(`${JSON.stringify({ url, site })}\n`);
