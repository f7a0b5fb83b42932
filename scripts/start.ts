/**
 * `npm start`: builds the browser bundles if they are stale, then runs the server and beside it the demo shop, on another
 * origin as in real life, until a signal comes. Knows the order and what the terminal is told; settings are read by
 * server/config.ts.
 */
import { startDemoShop } from '../demo/shop.ts';
import { startServer, type RunningServer } from '../server/main.ts';
import { buildIfStale } from './build.ts';
import { fail } from './tell.ts';

interface Closable {
  close(): Promise<void>;
}

/** Not `localhost`, where the server is: the shop must be another site to the browser, or nothing crosses origins. */
const DEMO_HOST = '127.0.0.1';
/** The server's own times add up to less; this is for what nobody thought of. */
const END_MS = 20_000;
/** Terminal and npm may both pass on one press of Ctrl+C; a second press takes longer. */
const ONE_PRESS_MS = 500;
/** Rare enough to cost nothing, often enough that the port is free again when somebody starts anew. */
const PARENT_LOOK_MS = 500;

async function openDemoShop(server: RunningServer): Promise<(Closable & { url: string }) | undefined> {
  const { enabled, port } = server.config.demo;
  if (!enabled) return undefined;
  try {
    return await startDemoShop({ port, host: DEMO_HOST, shopbellUrl: server.url, siteKey: server.demoSite.key });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(
      `Port ${port} for the demo shop is taken. Choose another: SHOPBELL_DEMO_PORT=${port + 10} npm start, or none: SHOPBELL_DEMO=off`,
      { cause: error },
    );
  }
}

function announce(server: RunningServer, shopUrl: string | undefined): void {
  const lines = ['', '  Shopbell is open.', ''];
  if (shopUrl !== undefined) lines.push(`  Demo shop   ${shopUrl}`);
  lines.push(`  Console     ${server.consoleUrl}`);
  if (server.ownerLink !== undefined) {
    lines.push(`  Owner link  ${server.ownerLink}`, '              (works once: it makes you the owner)');
  }
  lines.push('', '  Ctrl+C closes it.', '');
  console.log(lines.join('\n'));
}

/**
 * Ends the process with 0 once everything is closed, or when that hangs; whoever asks again does not want to wait. npm
 * and the terminal may both pass on one Ctrl+C, which is asking once.
 */
function closeOnSignal(open: readonly Closable[]): void {
  let askedAt: number | undefined;
  const close = (): void => {
    if (askedAt !== undefined) {
      if (performance.now() - askedAt > ONE_PRESS_MS) fail(new Error('Ended at once, as asked for a second time.'));
      return;
    }
    askedAt = performance.now();
    setTimeout(() => {
      console.error(`Shopbell did not close within ${END_MS / 1_000} seconds and is ended.`);
      process.exit(0);
    }, END_MS).unref();
    Promise.all(open.map((each) => each.close())).then(() => process.exit(0), fail);
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
  if (process.env['npm_lifecycle_event'] === undefined) return;
  // A SIGTERM to npm ends npm and the shell between us, but never arrives here; without a parent nobody wants this server.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && askedAt === undefined && close(), PARENT_LOOK_MS).unref();
}

async function start(): Promise<void> {
  await buildIfStale();
  const server = await startServer(process.env);
  let shop: Awaited<ReturnType<typeof openDemoShop>>;
  try {
    shop = await openDemoShop(server);
  } catch (error) {
    await server.close();
    throw error;
  }
  closeOnSignal(shop === undefined ? [server] : [shop, server]);
  announce(server, shop?.url);
}

start().catch(fail);
