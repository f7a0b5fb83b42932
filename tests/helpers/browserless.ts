/**
 * The telephone of the browser without a browser: the client's own code, whole, over real sockets in this process, for
 * tests that need many people and look at what each would be shown. Knows the HTTP doors by which an owner comes in;
 * draws nothing.
 */
import { vi } from 'vitest';
import { WebSocket } from 'ws';
import { createClient } from '../../client/client.ts';
import type { Client } from '../../client/client.ts';
import { memoryKeep } from '../../client/storage.ts';
import type { Keep } from '../../client/storage.ts';
import type { SiteKey } from '../../protocol/ids.ts';
import { PASSWORD } from './app.ts';

/** A person's client with what it would leave to the next document. */
export interface Phone extends Client {
  readonly keep: Keep;
}

/** Makes this process a browser on a page of this origin, as far as the client looks. */
export function actAsBrowser(origin: string): void {
  class PageSocket extends WebSocket {
    constructor(url: string, subprotocol: string) {
      // The console's socket has no site, and is on a page of its own server.
      const home = new URL(url);
      const ofConsole = !home.searchParams.has('site');
      super(url, subprotocol, { origin: ofConsole ? home.origin.replace('ws', 'http') : origin });
      this.on('error', () => undefined);
    }
  }
  vi.stubGlobal('WebSocket', PageSocket);
  vi.stubGlobal('window', new EventTarget());
}

/** A visitor of this site, connecting. */
export function aVisitorsPhone(server: string, site: SiteKey): Phone {
  const keep = memoryKeep();
  const client = createClient({ server, kind: 'widget', site, locale: 'en', keep });
  client.start();
  return Object.assign(client, { keep });
}

/** The owner, who follows the printed link, connecting. */
export async function anOwnersPhone(server: string, ownerLink: string): Promise<Phone> {
  const headers = { origin: server, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
  const code = ownerLink.split('/').at(-1);
  const body = JSON.stringify({ code, password: PASSWORD, name: 'Mia', email: 'mia@shop.test' });
  const redeemed = await fetch(`${server}/v1/console/redeem`, { method: 'POST', headers, body });
  if (!redeemed.ok) throw new Error(`The owner link was answered with ${redeemed.status}`);
  const [cookie = ''] = (redeemed.headers.get('set-cookie') ?? '').split(';');
  const { origin, 'sec-fetch-site': site } = headers;
  const ticket = async (): Promise<string> => {
    const asked = { method: 'POST', headers: { origin, 'sec-fetch-site': site, cookie } };
    return ((await (await fetch(`${server}/v1/console/ticket`, asked)).json()) as { ticket: string }).ticket;
  };
  const keep = memoryKeep();
  const client = createClient({ server, kind: 'console', locale: 'en', ticket, keep });
  client.start();
  return Object.assign(client, { keep });
}
