/**
 * A server under fire with the network before it: it can be restarted, and browsers find it where it was. Knows how a
 * server is started; what happens to it is a scenario's business.
 */
import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../../server/app.ts';
import type { Clock } from '../../../server/clock.ts';
import { startApp } from '../app.ts';
import { openNetwork } from './network.ts';
import type { Network } from './network.ts';

/** A running server and the way to it. */
export interface ServerNode {
  readonly network: Network;
  /** The server as it is now; another one after a restart. */
  readonly app: App;
  /** Ends it as an operator does, and starts it again with the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Files that live in memory, where Linux has them. */
const MEMORY = '/dev/shm';
/** More than any scenario writes. */
const ROOM_BYTES = 256 * 1024 * 1024;

/** A folder whose files need no disk: scenarios write much and cut no power, and a busy disk would take most of the time. */
function quickFolder(): string {
  let root = tmpdir();
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize >= ROOM_BYTES) root = MEMORY;
  } catch {
    // Another system: then it takes longer.
  }
  return mkdtempSync(join(root, 'shopbell-'));
}

/** Starts a server, alone in a folder of its own or with others over what the environment names. */
export async function startNode(clock: Clock, settings: Record<string, string> = {}): Promise<ServerNode> {
  // Each browser calls from a home of its own, which the network before the server names.
  const folder = quickFolder();
  const options = { folder, environment: { SHOPBELL_TRUST_PROXY: 'on', ...settings }, parts: { clock } };
  let server = await startApp(options);
  const network = await openNetwork(() => server.url);
  return {
    network,
    get app() {
      return server.app;
    },
    async restart() {
      await server.stop();
      server = await startApp(options);
    },
    async close() {
      await network.close();
      await server.close();
    },
  };
}
