/**
 * The panel's bundle: it puts the window beside the bell and connects it with a client, for as long as a visit lasts. It
 * only wires; nothing is stored and nothing connected before the visitor opens the window, unless this tab has a visit
 * already (L1).
 */
import { createClient } from '../client/client.ts';
import { browserClock } from '../client/clock.ts';
import { tabKeep } from '../client/storage.ts';
import { watchAttention } from './attention.ts';
import { FreshSettings } from './fresh-settings.ts';
import type { WidgetTexts } from './locales/texts.ts';
import { STORAGE_KEY, type Mount, type Panel } from './mount.ts';
import { currentPage } from './page-context.ts';
import { ShopbellPanel } from './shopbell-panel.ts';
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

/** The panel of one page. */
export function createPanel(mount: Mount): Panel {
  const { bell, server, site, locale } = mount;
  const keep = tabKeep(STORAGE_KEY);
  const fresh = new FreshSettings(mount);
  let audio: AudioContext | undefined;
  const openAudio = (): AudioContext => (audio ??= new AudioContext());
  const sounds = async () => (await import('./sounds.ts')).createSounds(openAudio);
  const words = loadTexts(locale);
  const panel = new ShopbellPanel();
  panel.bell = bell.button;
  mount.root.append(panel);

  const begin = (): Visit => {
    const client = createClient({ server, site, locale, kind: 'widget', keep, page: currentPage });
    const begun = new Visit({
      ...{ client, keep, clock: browserClock },
      over: () => {
        visit = undefined;
        for (const end of ends) end();
        client.stop();
        keep.clear();
      },
    });
    const ends = [
      watchAttention({ ...{ visit: begun, client, bell, sounds }, isHidden: () => document.hidden }),
      begun.state.subscribe(({ open }) => fresh.follow(open)),
    ];
    fresh.follow(begun.state.value.open);
    client.start();
    void words.then((texts) => {
      panel.scene = { visit: begun, client, settings: fresh.settings, texts, server, locale: localeOf(texts) };
    });
    return begun;
  };

  let visit = keep.load() === undefined ? undefined : begin();
  return {
    open() {
      visit ??= begin();
      visit.open();
      void words.then(() => panel.takeFocus());
      // Now, because a browser gives sound to a touch only. Where it cannot, everything is still to be seen.
      try {
        openAudio();
      } catch {
        audio = undefined;
      }
    },
    close: () => visit?.close(),
    get isOpen() {
      return visit?.state.value.open ?? false;
    },
  };
}
