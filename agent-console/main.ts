/**
 * The console's beginning: makes its parts and hands them to the root element. The only file that knows them all.
 */
import { createClient } from '../client/client.ts';
import { InboxLists } from '../client/inbox.ts';
import { Cell } from '../client/observable.ts';
import type { AlarmRow } from '../protocol/models.ts';
import { createAccount } from './account.ts';
import { announce } from './announcer.ts';
import { createApi } from './api.ts';
import './console-app.ts';
import { createDrafts } from './drafts.ts';
import { createRouter } from './router.ts';
import { keepUnsent } from './unsent.ts';
import { wordsFor } from './words.ts';
import { watchPromises } from './promise-ladder.ts';

/** The page itself, which no shadow root reaches; the canvas colour of tokens.ts, or the edges would flash. */
const page = new CSSStyleSheet();
page.replaceSync('html{color-scheme:light dark;background:light-dark(#f8f5f1,#161412)}body{margin:0}');
document.adoptedStyleSheets = [page];

const words = wordsFor(navigator.languages);
document.documentElement.lang = words.locale;

const api = createApi();
const router = createRouter(window);
/** About conversations that are in no list. */
const alarms = new Cell<AlarmRow | undefined>(undefined);
const keeper = createAccount({
  api,
  router,
  words,
  drafts: createDrafts(window.sessionStorage),
  keep: keepUnsent,
  connect: (ticket, keep) =>
    createClient({
      ...{ server: window.location.origin, kind: 'console', locale: words.locale },
      ...{ ticket, keep, lists: new InboxLists(alarms) },
    }),
  attend(desk) {
    const ends = [announce(desk, window), watchPromises(desk, alarms)];
    return () => ends.forEach((end) => end());
  },
});

const root = document.querySelector('shopbell-console');
if (root === null) throw new Error('The page has no <shopbell-console>.');
Object.assign(root, { api, router, words, keeper });

/** A one-time link brings its own person; everywhere else it matters who is signed in already. */
const askWho = (): void => {
  const { view } = router.route.value;
  if (view !== 'welcome' && view !== 'join' && keeper.account.value.state === 'loading') void keeper.load();
};
router.route.subscribe(askWho);
askWho();
