/**
 * The console's addresses: which view a URL fragment means, and back. Fragments, so that a one-time code never reaches a
 * server's log, and a reload anywhere finds the same files. It knows names of views, nothing of what they show or who
 * may see them.
 */
import { Cell, type Observable } from '../client/observable.ts';
import type { ConversationId } from '../protocol/ids.ts';

/** The pages of the settings, in the order of their menu. */
export const SETTINGS_PAGES = ['profile', 'people', 'departments', 'shop', 'waiting'] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

/** A place in the console. `welcome` and `join` carry the one-time code of a link; `missing` is any other address. */
export type Route =
  | { readonly view: 'inbox'; readonly conversation?: ConversationId }
  | { readonly view: 'floor' }
  | { readonly view: 'settings'; readonly page: SettingsPage }
  | { readonly view: 'welcome' | 'join'; readonly code: string }
  | { readonly view: 'missing' };

const CONVERSATION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What a one-time code may look like; anything else is not worth asking the server about. */
const CODE = /^[\w-]{1,200}$/;

function isSettingsPage(word: string): word is SettingsPage {
  return SETTINGS_PAGES.some((page) => page === word);
}

/** The place that a location's hash names. */
export function parseRoute(hash: string): Route {
  const [view = '', detail = '', ...rest] = hash.replace(/^#?\/?/, '').split('/');
  if (rest.length > 0) return { view: 'missing' };
  if (view === '' || (view === 'inbox' && detail === '')) return { view: 'inbox' };
  if (view === 'inbox' && CONVERSATION.test(detail)) return { view: 'inbox', conversation: detail as ConversationId };
  if (view === 'floor' && detail === '') return { view };
  if (view === 'settings' && detail === '') return { view: 'settings', page: 'profile' };
  if (view === 'settings' && isSettingsPage(detail)) return { view: 'settings', page: detail };
  if ((view === 'welcome' || view === 'join') && CODE.test(detail)) return { view, code: detail };
  return { view: 'missing' };
}

/** The hash that leads to a place. */
export function hashOf(route: Route): string {
  switch (route.view) {
    case 'inbox':
      return route.conversation === undefined ? '#/inbox' : `#/inbox/${route.conversation}`;
    case 'floor':
      return '#/floor';
    case 'settings':
      return `#/settings/${route.page}`;
    case 'welcome':
    case 'join':
      return `#/${route.view}/${route.code}`;
    case 'missing':
      return '#/missing';
  }
}

/** Where the console is now, and the ways to go elsewhere. */
export interface Router {
  readonly route: Observable<Route>;
  /** Goes there, as a new entry of the browser's history. */
  go(route: Route): void;
  /** Goes there instead of here: the place left is not in the history any more (a spent code, a closed drawer). */
  replace(route: Route): void;
}

/** A router on this window's address. */
export function createRouter(window: Window): Router {
  const route = new Cell<Route>(parseRoute(window.location.hash));
  const read = (): void => {
    if (hashOf(parseRoute(window.location.hash)) !== hashOf(route.value)) route.set(parseRoute(window.location.hash));
  };
  window.addEventListener('hashchange', read);
  window.addEventListener('popstate', read);
  const move = (to: Route, how: 'pushState' | 'replaceState'): void => {
    if (hashOf(to) === hashOf(route.value) && window.location.hash === hashOf(to)) return;
    window.history[how](null, '', hashOf(to));
    route.set(to);
  };
  return {
    route,
    go: (to) => {
      move(to, 'pushState');
    },
    replace: (to) => {
      move(to, 'replaceState');
    },
  };
}
