/**
 * `npm start`: builds the browser bundles if they are stale, then runs the server and beside it the demo shop, on another
 * origin as in real life, until a signal comes. Knows the order and what the terminal is told; knows no setting's name
 * but those that it advises, because server/config.ts reads them.
 */
import { startDemoShop } from '../demo/shop.ts';
import { startServer, type RunningServer } from '../server/main.ts';
import { buildIfStale } from './build.ts';

interface Closable {
  close(): Promise<void>;
}

/** Not `localhost`, where the server is: the shop must be another site to the browser, or nothing crosses origins. */
const DEMO_HOST = '127.0.0.1';
/** Errors whose message was written for the person at the terminal; every other one is a bug and shows its stack. */
const SPOKEN_ERRORS: ReadonlySet<string> = new Set(['ConfigError', 'BuildError', 'StartError']);

class StartError extends Error {
  override readonly name = 'StartError';
}

/** Says which setting moves a port that cannot be opened; any other error stays as it is. */
function explainPort(error: unknown, setting: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('port' in error)) return error;
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `Port ${String(error.port)} is taken by another program. Stop it, or choose another port with ${setting}.`,
    );
  }
  if (error.code === 'EACCES') {
    return new StartError(
      `Port ${String(error.port)} needs rights that this account lacks. Choose one above 1023 with ${setting}.`,
    );
  }
  return error;
}

async function openDemoShop(server: RunningServer): Promise<(Closable & { url: string }) | undefined> {
  const { enabled, port } = server.config.demo;
  if (!enabled || server.demoSite === undefined) return undefined;
  try {
    return await startDemoShop({ port, host: DEMO_HOST, shopbellUrl: server.url, siteKey: server.demoSite.key });
  } catch (error) {
    throw explainPort(error, 'SHOPBELL_DEMO_PORT (SHOPBELL_DEMO=off does without the shop)');
  }
}

function announce(server: RunningServer, shopUrl: string | undefined): void {
  const lines = ['', '  Shopbell is open.', ''];
  if (shopUrl !== undefined) lines.push(`  Demo shop   ${shopUrl}`);
  lines.push(`  Console     ${server.consoleUrl}`);
  if (server.ownerLink !== undefined)
    lines.push(`  Owner link  ${server.ownerLink}`, '              (works once: it makes you the owner)');
  lines.push('', '  Ctrl+C closes it.', '');
  console.log(lines.join('\n'));
}

/** Ends the process with 0 once everything is closed. npm and the terminal may both pass on one Ctrl+C: once is enough. */
function closeOnSignal(open: readonly Closable[]): void {
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    Promise.all(open.map((each) => each.close())).then(() => process.exit(0), fail);
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
}

function fail(error: unknown): never {
  console.error(error instanceof Error && SPOKEN_ERRORS.has(error.name) ? error.message : error);
  process.exit(1);
}

async function start(): Promise<void> {
  await buildIfStale();
  const server = await startServer(process.env).catch((error: unknown) => {
    throw explainPort(error, 'SHOPBELL_PORT');
  });
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
