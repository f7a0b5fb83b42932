/**
 * The panel's bundle: it puts the window beside the bell and connects it with a client, for as long as a visit lasts. It
 * only wires; nothing is stored and nothing connected before the visitor opens the window, unless this tab has a visit
 * already (L1).
 */
import { createClient } from '../client/client.ts';
import { browserClock } from '../client/clock.ts';
import { shared } from '../client/device.ts';
import { Cell } from '../client/observable.ts';
import { tabKeep } from '../client/storage.ts';
import type { WidgetTexts } from './locales/texts.ts';
import { STORAGE_KEY, type Mount, type Panel } from './mount.ts';
import { currentPage } from './page-context.ts';
import { ShopbellPanel } from './shopbell-panel.ts';
import type { OpenAudio } from './sounds.ts';
import { Visit } from './visit.ts';

async function loadTexts(locale: string): Promise<WidgetTexts> {
  const german = locale.toLowerCase().startsWith('de');
  const { texts } = german ? await import('./locales/de.ts') : await import('./locales/en.ts');
  return texts;
}

/** How this visitor writes times: in the language of the words, as it is written where the visitor lives. */
function localeOf({ language }: WidgetTexts): string {
  return navigator.languages.find((each) => each.startsWith(language)) ?? language;
}

/** The page's audio, opened when it is first asked for; undefined where the browser has none to give. */
function lazyAudio(): OpenAudio {
  let context: AudioContext | undefined;
  return () => {
    try {
      return (context ??= new AudioContext());
    } catch {
      return undefined;
    }
  };
}

/** The panel of one page. */
export function createPanel(mount: Mount): Panel {
  const { bell, server, site, locale } = mount;
  const keep = shared(STORAGE_KEY, tabKeep(STORAGE_KEY));
  const settings = new Cell(mount.settings);
  const words = loadTexts(locale);
  const audio = lazyAudio();
  const panel = new ShopbellPanel();
  let visit: Visit | undefined;

  const begin = (): Visit => {
    const client = createClient({ server, site, locale, kind: 'widget', keep, page: currentPage });
    const over = (): void => {
      visit = undefined;
      client.stop();
      keep.clear();
      void attended.then((stop) => stop?.());
    };
    const begun = new Visit({ client, keep, clock: browserClock, bell, over });
    visit = begun;
    const attended = import('./attendant.ts')
      .then(({ attend }) => (visit === begun ? attend({ mount, visit: begun, client, settings, audio }) : undefined))
      // Without it, nothing but sounds and fresh settings is missing.
      .catch(() => undefined);
    client.start();
    void words.then((texts) => {
      panel.scene = { visit: begun, client, settings, texts, server, locale: localeOf(texts) };
    });
    return begun;
  };

  panel.bell = bell.button;
  mount.root.append(panel);
  if (keep.load() !== undefined) begin();
  return {
    open() {
      (visit ?? begin()).open();
      void words.then(() => panel.takeFocus());
      // Now, because a browser gives sound to a touch only.
      audio();
    },
    close: () => visit?.close(),
    get isOpen() {
      return visit?.state.value.open ?? false;
    },
  };
}
