/** The desk as a whole: by keyboard alone, at every width, in both schemes, and honest about its connection. */
import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { html } from 'lit';
import type { ShopbellShell } from '../../agent-console/views/shell.ts';
import '../../agent-console/views/shell.ts';
import type { Route } from '../../agent-console/router.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import { aDesk, conversationId, MIA, openRow, reservedFor, ringingCall, ringingHere, row } from '../helpers/console.ts';
import { timelineOf, TOM, type TestDesk } from '../helpers/console.ts';
import { all, axeViolations, clearPage, frame, inside, show, until, words } from '../helpers/elements.ts';
import type { Surroundings } from '../helpers/elements.ts';

interface Shown extends TestDesk {
  readonly shell: ShopbellShell;
}

const ROWS: readonly ConversationRow[] = [row(1, reservedFor(MIA)), openRow(2, MIA), openRow(3, TOM, { unread: 0 })];
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

async function shell(route: Route, around: Surroundings = {}, size = WIDE): Promise<Shown> {
  await setViewport(size);
  const world = await aDesk(ROWS);
  world.client.conversations.set(new Map(ROWS.map((each) => [each.id, timelineOf(each)])));
  world.router.go(route);
  const part = await show<ShopbellShell>(html`<shopbell-shell .desk=${world.desk}></shopbell-shell>`, {
    ...{ ...size, page: 'body { margin: 0 }' },
    ...around,
  });
  await frame();
  return { ...world, shell: part };
}

const deepFocus = (): Element | null => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};
const inbox = (part: Element): Element => inside(part, 'shopbell-inbox');
const card = (part: Element): Element | undefined => all(inside(part, 'shopbell-incoming-call'), '.card')[0];

before(() => {
  // The question about desktop notices was answered: it would stand above everything.
  sessionStorage.setItem('shopbell-console-notices-asked', 'yes');
});
afterEach(clearPage);

describe('[A2] the keyboard', () => {
  it('j and k go through the list, with the focus on the row', async () => {
    const { router } = await shell({ view: 'inbox' });
    await sendKeys({ press: 'j' });
    await until(() => (deepFocus() as HTMLElement).dataset['conversation'] === conversationId(1));
    await sendKeys({ press: 'j' });
    await sendKeys({ press: 'j' });
    await sendKeys({ press: 'k' });
    await until(() => (deepFocus() as HTMLElement).dataset['conversation'] === conversationId(2));
    expect(router.route.value).to.deep.equal({ view: 'inbox', conversation: conversationId(2) });
  });

  it('r replies, n writes a note, and both leave the letters alone while somebody writes', async () => {
    await shell({ view: 'inbox', conversation: conversationId(2) });
    await sendKeys({ press: 'r' });
    await until(() => deepFocus()?.tagName === 'TEXTAREA');
    await sendKeys({ type: 'jrn?' });
    expect((deepFocus() as HTMLTextAreaElement).value).to.equal('jrn?');
    (deepFocus() as HTMLElement).blur();
    await sendKeys({ press: 'n' });
    await until(() => deepFocus()?.tagName === 'TEXTAREA' && (deepFocus() as HTMLTextAreaElement).value === '');
  });

  it('? shows the shortcuts, Escape closes them', async () => {
    const { shell: part } = await shell({ view: 'inbox' });
    await sendKeys({ type: '?' });
    await until(() => part.renderRoot.querySelector('shopbell-shortcuts-dialog') !== null);
    const keys = all(inside(part, 'shopbell-shortcuts-dialog'), 'kbd').map(words);
    expect(keys).to.deep.equal(['j', 'k', 'r', 'n', 't', 'Enter', 'Esc', '?']);
    await sendKeys({ press: 'Escape' });
    await until(() => part.renderRoot.querySelector('shopbell-shortcuts-dialog') === null);
  });

  it('another view takes the focus to its heading', async () => {
    const { router } = await shell({ view: 'inbox' });
    router.go({ view: 'settings', page: 'people' });
    await until(() => words(deepFocus() ?? document.body) === 'People');
    expect(deepFocus()?.tagName).to.equal('H2');
  });
});

describe('an incoming call', () => {
  const calling = row(1, { call: ringingCall(true), ...reservedFor(MIA) });

  async function ring(focus: 'nothing' | 'composer'): Promise<Shown> {
    const shown = await shell({ view: 'inbox', conversation: conversationId(2) });
    if (focus === 'composer') {
      await sendKeys({ press: 'r' });
      await until(() => deepFocus()?.tagName === 'TEXTAREA');
    }
    shown.client.inbox.update((rows) => new Map([...rows, [calling.id, calling]]));
    shown.client.callState.set(ringingHere(calling));
    await until(() => card(shown.shell) !== undefined);
    return shown;
  }

  it('says who calls, from where, and is accepted with Enter', async () => {
    const { shell: part, desk, client } = await ring('nothing');
    const said = words(card(part) as Element);
    expect(said).to.contain('Visitor K1-4P92 is calling with video').and.to.contain('Mora bowl');
    await sendKeys({ press: 'Enter' });
    // Where the browser would ask for devices it is explained first; where it would not, the call is answered.
    await until(() => desk.calls.plan.value?.does === 'answer' || client.callDid.includes('answer video'));
    client.callState.set({ ...ringingHere(calling), phase: 'connecting' });
    await until(() => card(part) === undefined);
  });

  it('takes no key from somebody who is writing', async () => {
    const { desk, client } = await ring('composer');
    await sendKeys({ type: 'Yes' });
    await sendKeys({ press: 'Enter' });
    expect(desk.calls.plan.value).to.equal(undefined);
    expect(client.sent.map(({ type }) => type)).to.deep.equal(['message.post']);
  });

  it('goes away with "Not now"', async () => {
    const { shell: part, client } = await ring('nothing');
    all(inside(part, 'shopbell-incoming-call'), 'button')
      .find((each) => words(each) === 'Not now')
      ?.click();
    expect(client.callDid).to.deep.equal(['decline']);
  });
});

describe('the connection', () => {
  const banner = (part: Element): string => words(inside(inside(part, 'shopbell-banner'), '[role=status]'));

  it('is missed in words when it stays away, and silence is fine', async () => {
    const { shell: part, client } = await shell({ view: 'inbox' });
    expect(banner(part)).to.equal('');
    client.status.set({ state: 'waiting', retryAt: 0 });
    await until(() => banner(part).includes('We keep trying; your text is safe'));
    client.status.set({ state: 'online' });
    await until(() => banner(part) === '');
  });

  it('that ended for good says what to do', async () => {
    const { shell: part, client } = await shell({ view: 'inbox' });
    client.status.set({ state: 'stopped', reason: 'version' });
    await until(() => banner(part) !== '');
    expect(banner(part)).to.equal('There is a newer version of this desk. Load it');
  });
});

it('a phone shows one pane at a time and moves the focus with it', async () => {
  const { shell: part, router } = await shell({ view: 'inbox' }, {}, PHONE);
  const pane = (name: string): boolean => {
    const [element] = all(inbox(part), name);
    return element !== undefined && getComputedStyle(element).display !== 'none';
  };
  expect([pane('shopbell-conversation-list'), pane('shopbell-conversation')]).to.deep.equal([true, false]);
  router.go({ view: 'inbox', conversation: conversationId(2) });
  await until(() => pane('shopbell-conversation') && words(deepFocus() ?? document.body) === 'Visitor K2-4P92');
  expect(pane('shopbell-conversation-list')).to.equal(false);
  router.go({ view: 'inbox' });
  await until(() => (deepFocus() as HTMLElement).dataset['conversation'] === conversationId(2));
});

const PLACES: readonly (readonly [string, Route])[] = [
  ['the inbox', { view: 'inbox' }],
  ['a waiting conversation', { view: 'inbox', conversation: conversationId(1) }],
  ['an own conversation', { view: 'inbox', conversation: conversationId(2) }],
  ['my profile', { view: 'settings', page: 'profile' }],
  ['the people', { view: 'settings', page: 'people' }],
  ['the shop', { view: 'settings', page: 'shop' }],
];

for (const [name, route] of PLACES) {
  for (const scheme of ['light', 'dark'] as const) {
    for (const size of [WIDE, { width: 1024, height: 768 }, PHONE]) {
      it(`[A1] ${name}: axe finds nothing, ${scheme}, ${size.width} px`, async () => {
        const { shell: part } = await shell(route, { scheme }, size);
        await until(() => part.renderRoot.querySelector('main > *') !== null);
        expect(await axeViolations(part)).to.deep.equal([]);
        expect(document.documentElement.scrollWidth).to.be.at.most(size.width);
      });
    }
  }
}

it('[A1] the dialogs pass axe too', async () => {
  const { shell: part } = await shell({ view: 'inbox' });
  await sendKeys({ type: '?' });
  await until(() => part.renderRoot.querySelector('shopbell-shortcuts-dialog') !== null);
  const dialog = inside(inside(part, 'shopbell-shortcuts-dialog'), 'shopbell-dialog');
  await Promise.all(
    inside(dialog, 'dialog')
      .getAnimations()
      .map((animation) => animation.finished),
  );
  expect(await axeViolations(part)).to.deep.equal([]);
});
