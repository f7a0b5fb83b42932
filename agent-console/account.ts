/**
 * Whether somebody is signed in, and the desk of the one who is. It knows the order of signing in and out; forms and
 * words are the views' business.
 */
import type { Client } from '../client/client.ts';
import { Cell, type Observable } from '../client/observable.ts';
import type { Keep } from '../client/storage.ts';
import type { AgentId } from '../protocol/ids.ts';
import type { Api, Me } from './api.ts';
import { createDesk, type Desk } from './desk.ts';
import type { Drafts } from './drafts.ts';
import type { Router } from './router.ts';
import type { Words } from './texts.ts';

/** Who sits at this console. */
export type Account =
  | { readonly state: 'loading' }
  /** The server does not answer; it is asked again. */
  | { readonly state: 'unreachable' }
  | { readonly state: 'signed-out'; readonly because: 'nobody' | 'expired' | 'left' }
  | { readonly state: 'signed-in'; readonly desk: Desk };

/** How long after a failed first question the server is asked again. */
const AGAIN_MS = 3_000;

/** The door of the console. */
export interface AccountKeeper {
  readonly account: Observable<Account>;
  /** Asks the server who is signed in. */
  load(): Promise<void>;
  /** Somebody has signed in. */
  enter(me: Me): void;
}

/** What an account is made of. */
export interface AccountOptions {
  readonly api: Api;
  readonly router: Router;
  readonly drafts: Drafts;
  readonly words: Words;
  /** Makes a client; `ticket` answers undefined once the agent is signed out. */
  connect(ticket: () => Promise<string | undefined>, keep: Keep): Client;
  /** What keeps this agent's unsent commands. */
  keep(agent: AgentId): Keep;
  /** Called with each new desk; the returned function is called when it closes. */
  attend(desk: Desk): () => void;
}

/** A fresh ticket; undefined once nobody is signed in. */
async function askForTicket(api: Api): Promise<string | undefined> {
  const answer = await api.ticket();
  if ('done' in answer) return answer.done.ticket;
  if (answer.refused.code === 'unauthenticated') return undefined;
  // Anything else is a bad moment, which the link's own patience handles.
  throw new Error(answer.refused.message);
}

/** The account of this window. */
export function createAccount(options: AccountOptions): AccountKeeper {
  const { api, router, drafts, words } = options;
  const account = new Cell<Account>({ state: 'loading' });
  let closeDesk: (() => void) | undefined;

  const leave = (because: 'expired' | 'left'): void => {
    closeDesk?.();
    closeDesk = undefined;
    account.set({ state: 'signed-out', because });
  };

  const enter = (me: Me): void => {
    closeDesk?.();
    const keep = options.keep(me.card.id);
    const client = options.connect(() => askForTicket(api), keep);
    const signOut = (): void => {
      drafts.clear();
      void api.logout();
      leave('left');
      keep.clear();
    };
    const desk = createDesk({ me, api, client, router, drafts, words, signOut });
    const quiet = options.attend(desk);
    const unwatch = client.status.subscribe((status) => {
      if (status.state === 'stopped' && status.reason === 'unauthenticated') leave('expired');
    });
    closeDesk = () => {
      unwatch();
      quiet();
      client.stop();
    };
    client.start();
    void desk.refreshColleagues();
    account.set({ state: 'signed-in', desk });
  };

  const load = async (): Promise<void> => {
    const answer = await api.me();
    if (account.value.state === 'signed-in') return;
    if ('done' in answer) enter(answer.done);
    else if (answer.refused.code === 'unauthenticated') account.set({ state: 'signed-out', because: 'nobody' });
    else {
      account.set({ state: 'unreachable' });
      setTimeout(() => void load(), AGAIN_MS);
    }
  };

  return { account, load, enter };
}
