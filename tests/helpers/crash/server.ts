/**
 * A whole server in a process of its own, to be killed: `node server.ts [careless]` with the settings in its environment.
 * It says in one line where it is. `careless` composes it with a connection that gives up syncing as soon as the store
 * has been assured that it syncs, which is the mistake that a test of durability must notice.
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

const careless: Connect = (file, options) => new Careless(file, options);

const app = await createApp(readConfig(process.env), process.argv[2] === 'careless' ? { connect: careless } : {});
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
const site = await app.firstSite(SHOP_ORIGIN);
const url = await app.listen();
process.stdout.write(`${JSON.stringify({ url, site })}\n`);
