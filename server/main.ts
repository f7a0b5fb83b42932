/**
 * The process: reads the configuration, builds the application, listens, and tells mistakes of the operator in one
 * line. It knows nothing of Shopbell's rules.
 */
import { createApp } from './app.ts';
import type { App } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import type { Config } from './config.ts';

/** A server that listens. */
export interface RunningServer {
  readonly config: Config;
  /** Web origin for browsers. */
  readonly url: string;
  readonly consoleUrl: string;
  /** One-time link that makes the first owner, or undefined when there is one. */
  readonly ownerLink: string | undefined;
  /** The site whose pages the demo shop shows. */
  readonly demoSite: { readonly key: string };
  close(): Promise<void>;
}

/** What the operator can mend by a setting, told by its name; every other error stays as it is. */
function explain(error: unknown, { host, port }: Config): unknown {
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'EADDRINUSE':
      return new ConfigError(`Port ${port} is taken by another program. Stop it, or choose another SHOPBELL_PORT.`);
    case 'EACCES':
      return new ConfigError(`Port ${port} needs rights that this account lacks. Choose a SHOPBELL_PORT above 1023.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`SHOPBELL_HOST="${host}" is no address of this machine. Use localhost or 0.0.0.0.`);
    default:
      return error;
  }
}

/** Opens the doors and says where they are; whatever fails, the database is closed again. */
async function open(app: App, config: Config): Promise<RunningServer> {
  const demoOrigin = config.demo.enabled ? `http://127.0.0.1:${config.demo.port}` : undefined;
  const site = await app.firstSite(demoOrigin);
  const url = await app.listen();
  const code = await app.identity.ownerCode();
  return {
    config,
    url,
    consoleUrl: `${url}/console/`,
    ownerLink: code && `${url}/console/#/welcome/${code}`,
    demoSite: { key: site.key },
    close: () => app.close(),
  };
}

/** Starts a server in this environment. Throws `ConfigError` for what the operator can mend, else the bare error. */
export async function startServer(environment: NodeJS.ProcessEnv): Promise<RunningServer> {
  const config = readConfig(environment);
  const app = await createApp(config);
  try {
    return await open(app, config);
  } catch (error) {
    await app.close();
    throw explain(error, config);
  }
}
