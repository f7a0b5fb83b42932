/**
 * The panel's bundle as the loader calls it, with a real client: nothing is stored and no socket opened before the visitor
 * opens the window (L1), and nothing stays when a look was all. The network ends at the WebSocket of the browser.
 */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { SiteKey } from '../../protocol/ids.ts';
import { drawBell } from '../../widget/bell.ts';
import { createPanel } from '../../widget/index.ts';
import { STORAGE_KEY, type Panel } from '../../widget/mount.ts';
import { clearPage, until } from '../helpers/elements.ts';
import { find, focus, isThere } from '../helpers/hung-widget.ts';
import { someSettings } from '../helpers/widget.ts';

const RealSocket = window.WebSocket;
let sockets: string[];

/** A network that takes everything and says nothing. */
class SilentSocket extends EventTarget {
  constructor(url: string) {
    super();
    sockets.push(url);
  }
  send(): void {}
  close(): void {}
}

function start(): Panel {
  const settings = someSettings();
  const { bell, root } = drawBell(settings, 'en');
  const site = settings.key satisfies SiteKey;
  const panel = createPanel({ root, bell, settings, site, server: location.origin, locale: 'en' });
  bell.button.addEventListener('click', () => (panel.isOpen ? panel.close() : panel.open()));
  return panel;
}

/** Everything that a page can leave behind in this browser. */
async function traces(): Promise<unknown> {
  return {
    session: Object.keys(sessionStorage),
    local: localStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    sockets: sockets.length,
  };
}

const NOTHING = { session: [], local: 0, cookies: '', databases: 0, sockets: 0 };

beforeEach(() => {
  sockets = [];
  sessionStorage.clear();
  window.WebSocket = SilentSocket as never;
});
afterEach(() => {
  clearPage();
  sessionStorage.clear();
  window.WebSocket = RealSocket;
});

describe('[L1] the panel', () => {
  it('stores nothing and connects to nothing before it is opened, and does both then', async () => {
    const panel = start();
    expect(await traces()).to.deep.equal(NOTHING);
    panel.open();
    await until(() => sockets.length === 1);
    expect(await traces()).to.deep.equal({ ...NOTHING, session: [STORAGE_KEY], sockets: 1 });
  });

  it('leaves nothing of a look that was all', async () => {
    const panel = start();
    panel.open();
    await until(() => isThere('textarea'));
    panel.close();
    expect(sessionStorage.length).to.equal(0);
    panel.open();
    await until(() => sockets.length === 2);
  });

  it('[RS7] is there again on the next page, with what was written, and takes no focus', async () => {
    const panel = start();
    find('.bell')[0]?.focus();
    panel.open();
    await until(() => focus()?.tagName === 'TEXTAREA');
    await sendKeys({ type: 'Is this bowl fit for the oven?' });
    await sendKeys({ press: 'Enter' });
    await until(() => isThere('.bubble'));
    await sendKeys({ type: 'And for' });
    clearPage();
    const next = start();
    await until(() => isThere('.bubble'));
    const field = find('textarea')[0] as HTMLTextAreaElement;
    expect([next.isOpen, field.value, focus()]).to.deep.equal([true, 'And for', document.body]);
    expect(sockets.at(-1)).to.match(/^ws.*\/v1\/socket\?site=sb_/);
  });
});
