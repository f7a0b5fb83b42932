/**
 * The script that a shop's page loads: reads its own tag, asks for the site's settings, draws the bell, and loads the
 * panel on the first click, or at once when this tab has a conversation. Until then it stores nothing and opens no
 * socket (L1). It never throws into the page: what goes wrong is one line in the console, and the page stays as it was.
 */
import { found } from '../client/device.ts';
import { tabKeep } from '../client/storage.ts';
import type { SiteKey } from '../protocol/ids.ts';
import type { SiteSettings } from '../protocol/models.ts';
import { drawBell, HOST_NAME } from './bell.ts';
import { STORAGE_KEY } from './mount.ts';
import type { Bell, Mount, Panel, PanelModule } from './mount.ts';

/** Path of the panel's bundle with its hash; written in by the build. */
declare const __SHOPBELL_PANEL__: string;

/** What the tag says. */
interface Tag {
  readonly server: string;
  readonly site: string;
  readonly locale: string;
}

function tell(words: string): void {
  console.warn(`Shopbell: ${words}`);
}

function readTag(script: HTMLScriptElement): Tag {
  const { shopbellSite = '', shopbellLocale } = script.dataset;
  const locale = shopbellLocale || document.documentElement.lang || navigator.language || 'en';
  return { server: new URL(script.src).origin, site: shopbellSite, locale };
}

/** The site's settings, or undefined after telling why there are none. */
async function fetchSettings({ server, site }: Tag): Promise<SiteSettings | undefined> {
  const response = await fetch(`${server}/v1/sites/${encodeURIComponent(site)}/settings`, { credentials: 'omit' });
  if (response.ok) return (await response.json()) as SiteSettings;
  if (response.status === 404) {
    tell(`no site has the key "${site}". Copy the tag again from the console: Settings, Shop.`);
  } else if (response.status === 403) {
    tell(`${location.origin} is not an allowed address of this site. Add it in the console: Settings, Shop.`);
  } else
    tell(`the server at ${server} answered ${response.status}; the bell stays away until the page is loaded again.`);
  return undefined;
}

/** Whether there is a visit: of this tab, or one that the device shall remember, which becomes this tab's. */
function goesOn(): boolean {
  const tab = tabKeep(STORAGE_KEY);
  const kept = found(STORAGE_KEY, tab.load());
  if (kept !== undefined) tab.save(kept);
  return kept !== undefined;
}

/** Loads the panel once; a failed load can be tried again by clicking again. */
function panelLoader(mount: Mount): () => Promise<Panel | undefined> {
  let panel: Promise<Panel | undefined> | undefined;
  const load = async (): Promise<Panel | undefined> => {
    try {
      const module = (await import(/* @vite-ignore */ `${mount.server}/${__SHOPBELL_PANEL__}`)) as PanelModule;
      return module.createPanel(mount);
    } catch (error) {
      panel = undefined;
      tell(
        `the panel could not be loaded from ${mount.server} (${String(error)}). Check script-src of this page's policy.`,
      );
      return undefined;
    }
  };
  return () => (panel ??= load());
}

/** Clicks on the bell open and close the panel. */
function connect(bell: Bell, load: () => Promise<Panel | undefined>): void {
  bell.button.addEventListener('click', () => {
    bell.button.setAttribute('aria-busy', 'true');
    void load().then((panel) => {
      bell.button.removeAttribute('aria-busy');
      if (panel?.isOpen) panel.close();
      else panel?.open();
    });
  });
}

async function start(tag: Tag): Promise<void> {
  if (tag.site === '')
    return tell('the tag has no data-shopbell-site. Copy it again from the console: Settings, Shop.');
  const settings = await fetchSettings(tag);
  if (!settings) return;
  if (document.readyState === 'loading') {
    await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }));
  }
  if (document.querySelector(HOST_NAME))
    return tell('there is a bell on this page already; the second tag is ignored.');
  const { bell, root } = drawBell(settings, tag.locale);
  const load = panelLoader({ root, bell, settings, server: tag.server, site: tag.site as SiteKey, locale: tag.locale });
  connect(bell, load);
  if (goesOn()) await load();
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  start(readTag(script)).catch((error: unknown) => tell(`the bell could not be drawn (${String(error)}).`));
}
