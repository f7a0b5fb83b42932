/**
 * The widget in whatever page: in its corner, on a phone, in every scheme and direction, at 320 px, and in pages whose CSS
 * fights it. axe judges what can be judged by a program.
 */
import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { texts as de } from '../../widget/locales/de.ts';
import { activeCall, axeViolations, clearPage, endedCall, frame, until } from '../helpers/elements.ts';
import {
  DESK,
  find,
  FIRST,
  hang,
  isThere,
  PHONE,
  settled,
  talk,
  the,
  type Hung,
  type Page,
} from '../helpers/hung-widget.ts';
import { aCall, busy, closed, MIA, NOON, OPEN, withCallback } from '../helpers/widget.ts';

/** What resets, old themes and malice do to a page. */
const HOSTILE = `
  html { font-size: 62.5% !important }
  * { all: unset !important; box-sizing: content-box !important }
  div, button, section, span, p { display: none !important; color: red !important; font: 40px serif !important }
  shopbell-widget { position: static !important; width: 0 !important; transform: scale(0) !important; opacity: 0 !important }
`;

beforeEach(() => setViewport(DESK));
afterEach(async () => {
  clearPage();
  await emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference', forcedColors: 'none' });
});

describe('in its page', () => {
  it('stands above the bell, in the corner', async () => {
    const here = await hang();
    await here.click();
    const { width, height, right, bottom } = the('[role=dialog]').getBoundingClientRect();
    expect({ width, height, right, bottom }).to.deep.equal({ width: 384, height: 680, right: 1260, bottom: 712 });
  });

  it('fills a phone', async () => {
    await setViewport(PHONE);
    const here = await hang();
    await here.click();
    const { x, y, width, height } = the('[role=dialog]').getBoundingClientRect();
    expect({ x, y, width, height }).to.deep.equal({ x: 0, y: 0, ...PHONE });
  });

  it('shows on a small phone everything that matters without scrolling', async () => {
    await setViewport(PHONE);
    const partner = { who: 'partner', name: 'NightDesk' } as const;
    const offers = {
      open: OPEN,
      closed: closed(),
      tomorrow: closed(NOON + 21 * 3_600_000),
      partner: { ...OPEN, answering: partner },
      busy: busy(12),
      callback: withCallback(OPEN, NOON + 21 * 3_600_000),
      everything: withCallback(closed(NOON + 21 * 3_600_000), NOON + 21 * 3_600_000),
    };
    const over: string[] = [];
    for (const [name, offer] of Object.entries(offers)) {
      const phone = { number: '+43 1 234567', cost: 'zum Ortstarif' };
      const contact = { contactUrl: 'https://shop.example/contact', phone };
      const here = await hang({ settings: { ...offer, ...contact }, texts: de });
      await here.click();
      const home = the('shopbell-home');
      over.push(`${name} ${home.scrollHeight - home.clientHeight}`);
      clearPage();
    }
    expect(over).to.deep.equal(Object.keys(offers).map((name) => `${name} 0`));
  });

  it('does not care what the page’s CSS does', async () => {
    const calm = await hang();
    await talk(calm);
    const measure = (): unknown[] =>
      ['.bell', '[role=dialog]', '.head', 'shopbell-message-list', '.bubble', 'textarea']
        .flatMap((selector) => find(selector).filter((element) => element.checkVisibility()))
        .map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          const { fontSize, color } = getComputedStyle(element);
          return [element.className, x, y, width, height, fontSize, color];
        });
    const expected = measure();
    clearPage();
    const hostile = await hang({ css: HOSTILE });
    await talk(hostile);
    expect(measure()).to.deep.equal(expected);
    expect(expected.length).to.equal(7);
    const paragraph = document.createElement('p');
    document.body.append(paragraph);
    expect(getComputedStyle(paragraph).display, 'the page is hostile').to.equal('none');
  });

  it('reads in its own direction, at the same place, on a page that reads from right to left', async () => {
    const here = await hang({ dir: 'rtl' });
    await talk(here);
    expect(getComputedStyle(the('textarea')).direction).to.equal('ltr');
    expect(the('[role=dialog]').getBoundingClientRect().right).to.equal(1260);
  });

  it('says in which language it speaks', async () => {
    const here = await hang({ texts: de });
    await here.click();
    expect(the('[role=dialog]').lang).to.equal('de');
  });

  it('moves nothing for people who want no motion', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const here = await hang();
    here.visit.open();
    await here.panel.updateComplete;
    await frame();
    const moving = here.panel.shadowRoot?.getAnimations().filter(({ playState }) => playState === 'running');
    expect(moving).to.deep.equal([]);
  });
});

/** Brings the widget to each of its screens. */
const SCREENS: Readonly<Record<string, (here: Hung) => Promise<void>>> = {
  'first screen': (here) => here.click(),
  'first screen with an open case': async (here) => {
    await talk(here);
    here.visit.goHome();
  },
  waiting: async (here) => {
    await here.click();
    here.visit.write('Hello');
    here.client.begin(FIRST);
  },
  conversation: talk,
  'conversation without a connection': async (here) => {
    await talk(here);
    here.client.status.set({ state: 'waiting', retryAt: 0 });
    here.clock.advance(2_000);
  },
  'ended conversation': async (here) => {
    await talk(here);
    here.client.tell(FIRST, MIA, { type: 'conversation.ended', body: {} });
  },
  goodbye: async (here) => {
    await talk(here);
    here.visit.end();
    await until(() => isThere('shopbell-goodbye'));
  },
  explanation: async (here) => {
    await talk(here);
    here.visit.explain({ audio: true, video: true });
    await until(() => isThere('shopbell-call-explain'));
  },
  'incoming call': async (here) => {
    await talk(here);
    here.client.call.state.set(aCall(FIRST));
    await until(() => isThere('shopbell-call-stage'));
  },
  'running call': async (here) => {
    await talk(here);
    here.client.call.state.set(activeCall({ conversation: FIRST, remoteCamera: false, camera: false }));
    await until(() => isThere('shopbell-call-stage'));
  },
  'ended call': async (here) => {
    await talk(here);
    here.client.call.state.set(endedCall({ conversation: FIRST, reason: 'declined' }));
    await until(() => isThere('shopbell-call-stage'));
  },
  'closed window of a running call': async (here) => {
    await talk(here);
    here.client.call.state.set(activeCall({ conversation: FIRST }));
    await until(() => isThere('shopbell-call-stage'));
    here.visit.close();
  },
};

const SURROUNDINGS: Readonly<Record<string, { page?: Page; scheme?: 'dark'; viewport?: typeof DESK }>> = {
  'in light': {},
  'in dark': { scheme: 'dark', page: { texts: de } },
  'from right to left': { page: { dir: 'rtl' } },
  'at 320 px': { viewport: { width: 320, height: 568 }, page: { texts: de } },
};

describe('axe finds nothing [A1]', () => {
  for (const [screen, go] of Object.entries(SCREENS)) {
    for (const [name, { page, scheme, viewport }] of Object.entries(SURROUNDINGS)) {
      it(`on the ${screen} ${name}`, async () => {
        await setViewport(viewport ?? DESK);
        await emulateMedia({ colorScheme: scheme ?? 'light' });
        const here = await hang({ settings: { contactUrl: 'https://shop.example/contact' }, ...page });
        await go(here);
        await settled();
        expect(await axeViolations(here.host)).to.deep.equal([]);
        expect(document.documentElement.scrollWidth).to.be.at.most(innerWidth);
      });
    }
  }
});
