/**
 * The message list as people meet it: where it stands, what screen readers hear, where links lead, and when a message
 * counts as seen. Scrolling, focus and views are the browser's own.
 */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html } from 'lit';
import { elementTextsEn } from '../../client/elements/en.ts';
import type { MessageDetail, ShopbellMessageList } from '../../client/elements/message-list.ts';
import '../../client/elements/message-list.ts';
import type { TimelineItem } from '../../client/timeline.ts';
import {
  all,
  cardOfMia,
  clearPage,
  frame,
  heard,
  inside,
  message,
  messages,
  MIA,
  notice,
  NOON,
  show,
  until,
  VISITOR,
  words,
  type Surroundings,
} from '../helpers/elements.ts';

const HEIGHT = 400;

function list(items: readonly TimelineItem[], around: Surroundings = {}): Promise<ShopbellMessageList> {
  return show(
    html`<shopbell-message-list .items=${items} .texts=${elementTextsEn} .locale=${'en-GB'}>
      <p id="empty">Nothing yet</p>
    </shopbell-message-list>`,
    { height: HEIGHT, ...around },
  );
}

const scroller = (part: ShopbellMessageList): HTMLElement => inside(part, '.scroller');
const fromBottom = (part: ShopbellMessageList): number => {
  const { scrollHeight, scrollTop, clientHeight } = scroller(part);
  return scrollHeight - scrollTop - clientHeight;
};

async function update(part: ShopbellMessageList, items: readonly TimelineItem[]): Promise<void> {
  part.items = items;
  await part.updateComplete;
}

async function scrollTo(part: ShopbellMessageList, top: number): Promise<void> {
  scroller(part).scrollTop = top;
  await frame();
  await frame();
  await part.updateComplete;
}

/** Whether a screen reader hears the row when it appears: the nearest aria-live decides. */
const announced = (part: ShopbellMessageList, key: string): boolean =>
  inside(part, `[data-key="${key}"]`).closest('[aria-live]')?.getAttribute('aria-live') === 'polite';

afterEach(clearPage);

describe('where the list stands', () => {
  it('starts at the newest of 500 messages and follows what comes in', async () => {
    const part = await list(messages(500));
    await until(() => fromBottom(part) < 1);
    await update(part, messages(505));
    expect(fromBottom(part)).to.be.below(1);
    expect(all(part, '.message').length).to.equal(505);
  });

  it('stays at the newest message when its place becomes smaller', async () => {
    const part = await list(messages(40));
    await until(() => fromBottom(part) < 1);
    part.style.height = '200px';
    await until(() => scroller(part).clientHeight < HEIGHT && fromBottom(part) < 1);
    expect(all(part, '.jump').length).to.equal(0);
  });

  it('leaves a reader who has scrolled up in place, and offers the way to what is new', async () => {
    const part = await list(messages(60));
    await scrollTo(part, 500);
    expect(inside(part, '.jump').getAttribute('aria-label')).to.equal('Go to the newest message');
    const before = inside(part, '[data-key="m20"]').getBoundingClientRect().top;
    await update(part, messages(62));
    expect(inside(part, '[data-key="m20"]').getBoundingClientRect().top).to.be.closeTo(before, 1);
    expect(words(inside(part, '.jump'))).to.equal('New messages');
    inside(part, '.jump').focus();
    await sendKeys({ press: 'Enter' });
    await until(() => fromBottom(part) < 2 && all(part, '.jump').length === 0);
    expect(part.shadowRoot?.activeElement).to.equal(scroller(part));
  });

  it('goes down for an own message, wherever the reader was', async () => {
    const part = await list(messages(60));
    await scrollTo(part, 500);
    await update(part, [...messages(60), message('own', 'Mine', { own: true, delivery: 'sending' })]);
    expect(fromBottom(part)).to.be.below(1);
  });

  it('keeps the place when earlier messages are put before', async () => {
    const part = await list(messages(60, 101));
    await scrollTo(part, 60);
    const before = inside(part, '[data-key="m103"]').getBoundingClientRect().top;
    await update(part, messages(160));
    expect(inside(part, '[data-key="m103"]').getBoundingClientRect().top).to.be.closeTo(before, 1);
  });

  it('asks for earlier messages once per page when the reader comes to the top', async () => {
    const part = await list(messages(60, 101));
    part.more = true;
    await part.updateComplete;
    const asked = heard(part, 'shopbell-older');
    await scrollTo(part, 40);
    await scrollTo(part, 20);
    expect(asked.length).to.equal(1);
    await update(part, messages(160));
    await scrollTo(part, 0);
    expect(asked.length).to.equal(2);
  });

  it('asks for earlier messages by keyboard too, and keeps the focus when the button goes', async () => {
    const part = await list(messages(60));
    part.more = true;
    await part.updateComplete;
    const asked = heard(part, 'shopbell-older');
    inside(part, '.older').focus();
    await sendKeys({ press: 'Enter' });
    expect(asked.length).to.be.at.least(1);
    part.more = false;
    await update(part, messages(120));
    expect(part.shadowRoot?.activeElement).to.equal(scroller(part));
  });

  it('shows another conversation from its end, as history', async () => {
    const part = await list(messages(60));
    await scrollTo(part, 0);
    await update(part, messages(80, 1001));
    expect(fromBottom(part)).to.be.below(1);
    expect(all(part, '.jump').length).to.equal(0);
    expect(announced(part, 'm1080')).to.equal(false);
  });

  it('shows what its owner gave it while it is empty', async () => {
    const part = await list([]);
    expect(part.querySelector('#empty')?.checkVisibility()).to.equal(true);
    await update(part, messages(1));
    expect(part.querySelector('#empty')?.checkVisibility()).to.equal(false);
  });
});

describe('what screen readers hear', () => {
  it('[A2] is a polite log that announces new messages of others, never own ones and never history', async () => {
    const part = await list(messages(3));
    expect(scroller(part).getAttribute('role')).to.equal('log');
    expect(scroller(part).getAttribute('aria-live')).to.equal('polite');
    expect(announced(part, 'm3')).to.equal(false);
    const own = message('own', 'Mine', { own: true, delivery: 'sending' });
    await update(part, [...messages(3), message('m4', 'Hello'), own]);
    expect(announced(part, 'm4')).to.equal(true);
    expect(announced(part, 'own')).to.equal(false);
    await update(part, [message('m0', 'Long ago'), ...messages(3), message('m4', 'Hello'), own]);
    expect(announced(part, 'm0')).to.equal(false);
  });

  it('announces a message that arrives while an own one is still on its way', async () => {
    const own = message('own', 'Mine', { own: true, delivery: 'sending' });
    const part = await list([...messages(1), own]);
    await update(part, [...messages(2), own]);
    expect(announced(part, 'm2')).to.equal(true);
  });

  it('names the speaker of every message, also where the name is not drawn', async () => {
    const part = await list([
      message('a', 'One', { endsGroup: false }),
      message('b', 'Two', { startsGroup: false }),
      message('c', 'Mine', { own: true }),
    ]);
    const names = all(part, '.message').map((row) => words(row).split(':')[0]);
    expect(names).to.deep.equal(['Mia', 'Mia', 'You']);
    expect(all(part, 'shopbell-avatar').length).to.equal(1);
  });

  it('says delivery in words', async () => {
    const own = (id: string, more: Parameters<typeof message>[2]) => message(id, 'Mine', { own: true, ...more });
    const part = await list([
      own('read', { readBy: [{ name: 'Mia', at: NOON }] }),
      own('seen', { readBy: [{ name: undefined, at: NOON }] }),
      own('sent', {}),
      own('sending', { delivery: 'sending' }),
      own('failed', { delivery: 'failed' }),
    ]);
    expect(all(part, '.message .state').map(words)).to.deep.equal([
      'Read by Mia, 12:00',
      'Read, 12:00',
      'Sent',
      'Sending',
      'Not sent',
    ]);
    expect(words(inside(part, '[role=status]'))).to.equal('Not sent: Mine');
  });
});

describe('what it shows', () => {
  it('sends a failed message again by keyboard, and keeps the focus when the button goes', async () => {
    const part = await list([message('x', 'Mine', { own: true, delivery: 'failed' })]);
    const retried = heard<MessageDetail>(part, 'shopbell-retry');
    inside(part, '.retry').focus();
    await sendKeys({ press: 'Enter' });
    expect(retried).to.deep.equal([{ id: 'x' }]);
    await update(part, [message('x', 'Mine', { own: true, delivery: 'sending' })]);
    expect(part.shadowRoot?.activeElement).to.equal(scroller(part));
  });

  it('says who is typing, and not that the system is', async () => {
    const part = await list(messages(1));
    part.typing = MIA;
    await part.updateComplete;
    expect(words(inside(part, '.typing'))).to.equal('Mia is typing');
    part.typing = { kind: 'system' };
    await part.updateComplete;
    expect(all(part, '.typing').length).to.equal(0);
  });

  it('makes links of web addresses only, which open apart and tell the shop nothing', async () => {
    const text = 'https://mora.example/a javascript:alert(1) <img src=x onerror=alert(1)> https://a@evil.example';
    const part = await list([message('x', text)]);
    expect(words(inside(part, 'p'))).to.equal(text);
    expect(all(part, 'p *').map((element) => element.outerHTML.replace(/<!--.*?-->/g, ''))).to.deep.equal([
      '<a target="_blank" rel="noopener noreferrer nofollow" href="https://mora.example/a">https://mora.example/a</a>',
    ]);
  });

  it('shows the real host behind look-alike letters', async () => {
    const part = await list([message('x', 'https://аpple.example/')]);
    expect(words(inside(part, 'a'))).to.equal('https://xn--pple-43d.example/');
  });

  it('marks notes with a lock and words', async () => {
    const part = await list([message('x', 'Careful', { note: true })]);
    expect(words(inside(part, '.note .label'))).to.equal('Note, only your team sees it');
    expect(all(part, '.note .label svg').length).to.equal(1);
  });

  it('[F9] tells what happened in the middle, in words, without a face', async () => {
    const part = await list([
      notice('a', { type: 'participant.joined', body: { agent: cardOfMia('/mia.webp') } }),
      notice('b', { type: 'participant.left', body: { agent: cardOfMia().id, reason: 'lost' } }),
      notice('c', { type: 'conversation.ended', body: {} }),
    ]);
    expect(all(part, '.notice').map(words)).to.deep.equal([
      'Mia is here now · 12:00',
      'The connection to Mia was lost · 12:00',
      'Conversation ended · 12:00',
    ]);
    expect(all(part, 'shopbell-avatar').length).to.equal(0);
  });

  it('says today and yesterday, and the date before that', async () => {
    const day = (key: string, ago: number): TimelineItem => {
      const date = new Date(NOON);
      date.setDate(date.getDate() - ago);
      return { kind: 'day', key, at: date.getTime() };
    };
    const part = await list([day('a', 9), day('b', 1), day('c', 0)]);
    const [old, ...near] = all(part, '.day').map(words);
    expect(near).to.deep.equal(['Yesterday', 'Today']);
    expect(old).to.match(/^\w+day \d+ \w+/);
  });

  it('asks the Shopbell server for photos, and draws initials when there is none', async () => {
    const part = await list([message('x', 'Hello')]);
    expect(inside(part, 'shopbell-avatar').shadowRoot?.textContent?.trim()).to.equal('M');
    part.server = 'https://bell.example';
    part.people = new Map([[cardOfMia().id, cardOfMia('/photos/mia.webp')]]);
    await part.updateComplete;
    expect(inside<HTMLElement & { photo: string }>(part, 'shopbell-avatar').photo).to.equal(
      'https://bell.example/photos/mia.webp',
    );
  });

  it('puts own bubbles to the end side in both directions of writing', async () => {
    for (const dir of ['ltr', 'rtl'] as const) {
      clearPage();
      const part = await list([message('x', 'Hi', { own: true }), message('y', 'مرحبا')], { dir });
      const [own, other] = all(part, '.bubble').map((bubble) => bubble.getBoundingClientRect());
      const isLeft = (own?.left ?? 0) < (other?.left ?? 0);
      expect(isLeft, dir).to.equal(dir === 'rtl');
      const p = all(part, 'p')[1];
      expect(p === undefined ? '' : getComputedStyle(p).direction).to.equal('rtl');
    }
  });
});

describe('[D6] when a message is seen', () => {
  let focused = true;
  let visibility: DocumentVisibilityState = 'visible';

  beforeEach(() => {
    focused = true;
    visibility = 'visible';
    document.hasFocus = () => focused;
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => visibility });
  });
  afterEach(() => {
    Reflect.deleteProperty(document, 'hasFocus');
    Reflect.deleteProperty(document, 'visibilityState');
  });

  /** Long enough for the browser to have told what is in view. */
  const settle = async (): Promise<void> => {
    for (let count = 0; count < 6; count += 1) await frame();
  };

  async function seenIn(items: readonly TimelineItem[]) {
    const part = await list([]);
    const seen = heard<MessageDetail>(part, 'shopbell-seen');
    await update(part, items);
    await settle();
    return { part, seen: () => seen.map(({ id }) => String(id)) };
  }

  it('the newest message of somebody else is seen once', async () => {
    const { part, seen } = await seenIn(messages(3));
    await until(() => seen().length > 0);
    await scrollTo(part, 0);
    await settle();
    expect(seen()).to.deep.equal(['m3']);
  });

  it('nothing is seen without the focus of the window; with it, it is', async () => {
    focused = false;
    const { seen } = await seenIn(messages(3));
    expect(seen()).to.deep.equal([]);
    focused = true;
    dispatchEvent(new Event('focus'));
    expect(seen()).to.deep.equal(['m3']);
  });

  it('nothing is seen in a hidden tab; in a visible one, it is', async () => {
    visibility = 'hidden';
    const { seen } = await seenIn(messages(3));
    expect(seen()).to.deep.equal([]);
    visibility = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    expect(seen()).to.deep.equal(['m3']);
  });

  it('a message below the part that is in view is not seen until the reader comes to it', async () => {
    const { part, seen } = await seenIn(messages(60));
    await until(() => seen().length === 1);
    await scrollTo(part, 300);
    await update(part, messages(61));
    await settle();
    expect(seen()).to.deep.equal(['m60']);
    await scrollTo(part, scroller(part).scrollHeight);
    await until(() => seen().length === 2);
    expect(seen()).to.deep.equal(['m60', 'm61']);
  });

  for (const style of ['display:none', 'visibility:hidden', 'opacity:0', 'position:fixed;top:-2000px']) {
    it(`nothing is seen in a panel with ${style}`, async () => {
      const part = await list([]);
      const seen = heard<MessageDetail>(part, 'shopbell-seen');
      part.setAttribute('style', style);
      await update(part, messages(3));
      await settle();
      expect(seen).to.deep.equal([]);
    });
  }

  it('own messages and notes are nothing to be seen', async () => {
    const own = message('own', 'Mine', { own: true });
    const note = message('note', 'Ours', { note: true });
    const { seen } = await seenIn([message('m1', 'Hello'), own, note]);
    await until(() => seen().length > 0);
    expect(seen()).to.deep.equal(['m1']);
  });

  it('a visitor’s message is seen by an agent', async () => {
    const { seen } = await seenIn([message('v1', 'Hello', { by: VISITOR })]);
    await until(() => seen().length > 0);
    expect(seen()).to.deep.equal(['v1']);
  });
});
