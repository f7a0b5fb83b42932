/**
 * A whole Shopbell server for one test: real SQLite in a fresh folder, real sockets on a free port, an owner who is
 * signed in. Parts can be replaced to prove that a test notices (clock, folder). Knows nothing of what is tested.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/app.ts';
import type { App, AppParts } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { SiteRecord } from '../../server/store/people.ts';
import { isRefused } from '../../server/switchboard/identity.ts';
import type { SignedIn } from '../../server/switchboard/identity.ts';

/** Web origin of the shop in tests; nothing listens there. */
export const SHOP_ORIGIN = 'http://127.0.0.1:9';

export const PASSWORD = 'correct horse battery';

export interface TestApp {
  readonly app: App;
  /** Web origin of the server. */
  readonly url: string;
  readonly folder: string;
  /** What it was started with, for another node. */
  readonly environment: Readonly<Record<string, string>>;
  readonly site: SiteRecord;
  /** Signs up and in: the first call makes the owner, later ones invited agents. */
  person(name: string): Promise<SignedIn>;
  /** Headers of the console's own pages for this person. */
  asConsole(signedIn: SignedIn): Record<string, string>;
  /** Closes the server and keeps the folder; `startApp({ folder })` goes on with it. */
  stop(): Promise<void>;
  /** Closes the server and removes the folder. */
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly folder?: string;
  readonly environment?: Record<string, string>;
  readonly parts?: AppParts;
}

/** Throws what was refused, so that a test's set-up cannot fail silently. */
function granted<T extends object>(result: T): Exclude<T, { code: unknown }> {
  if (isRefused(result)) throw new Error(`${result.code}: ${result.message}`);
  return result as Exclude<T, { code: unknown }>;
}

async function addPerson(app: App, name: string): Promise<SignedIn> {
  const email = `${name.toLowerCase().replace(/\W+/g, '.')}@shop.test`;
  const ownerCode = await app.identity.ownerCode();
  if (ownerCode !== undefined) return granted(await app.identity.redeem(ownerCode, PASSWORD, { name, email }));
  const invitation = { name, email, title: 'Advisor', languages: ['de', 'en'], role: 'agent' } as const;
  const { code } = granted(await app.identity.invite(invitation));
  return granted(await app.identity.redeem(code, PASSWORD));
}

/** Starts a server on a free port. */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'shopbell-'));
  const environment = {
    ...{ SHOPBELL_PORT: '0', SHOPBELL_HOST: '127.0.0.1', SHOPBELL_DATA: folder, SHOPBELL_LOG: 'silent' },
    SHOPBELL_DRAIN: '0',
    // All browsers of a test share one address.
    SHOPBELL_ADDRESS_FACTOR: '1000',
  };
  const app = await createApp(readConfig({ ...environment, ...options.environment }), options.parts);
  const site = await app.firstSite(SHOP_ORIGIN);
  const url = await app.listen();
  return {
    ...{ app, url, folder, site, environment: options.environment ?? {} },
    person: (name) => addPerson(app, name),
    asConsole: ({ token }) => ({ cookie: `shopbell=${token}`, 'sec-fetch-site': 'same-origin', origin: url }),
    stop: () => app.close(),
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
