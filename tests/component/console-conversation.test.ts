/**
 * One conversation at the desk: taking it or leaving it, replies and notes that cannot be mixed up, drafts that stay, and a
 * read mark only for what was really read.
 */
import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { html } from 'lit';
import type { ShopbellConversation } from '../../agent-console/views/conversation.ts';
import '../../agent-console/views/conversation.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import { aDesk, conversationId, eventOf, inboxOf, MIA, NOW, openRow, reservedFor, row } from '../helpers/console.ts';
import { timelineOf, TOM, type TestDesk } from '../helpers/console.ts';
import { all, clearPage, frame, inside, show, until, words } from '../helpers/elements.ts';

interface Shown extends TestDesk {
  readonly view: ShopbellConversation;
}

async function conversationOf(rows: readonly ConversationRow[], width = 1000): Promise<Shown> {
  const world = await aDesk(rows);
  world.client.conversations.set(new Map(rows.map((each) => [each.id, timelineOf(each)])));
  const view = await show<ShopbellConversation>(
    html`<shopbell-conversation
      style="height: 600px"
      .desk=${world.desk}
      .conversation=${conversationId(1)}
    ></shopbell-conversation>`,
    { width, height: 600 },
  );
  await frame();
  return { ...world, view };
}

const bar = (view: Element): Element => inside(view, 'shopbell-conversation-bar');
const box = (view: Element): HTMLElement => inside(view, 'shopbell-reply-box');
const composer = (view: Element): HTMLElement & { value: string } => inside(box(view), 'shopbell-composer');
const field = (view: Element): HTMLTextAreaElement => inside(composer(view), 'textarea');
const buttons = (part: Element): string[] => all(part, 'button').map(words);
const press = (part: Element, name: string): void =>
  all(part, 'button')
    .find((each) => words(each) === name)
    ?.click();

async function type(view: Element, text: string): Promise<void> {
  field(view).focus();
  await sendKeys({ type: text });
}

afterEach(clearPage);

describe('the head', () => {
  it('[PR6] shows the clock of a promise on a phone, too, below the name and inside the screen', async () => {
    await setViewport({ width: 360, height: 640 });
    const promise = { by: NOW, stage: 75, again: true } as const;
    const { view } = await conversationOf([openRow(1, MIA, { promise })], 360);
    const [clock, name] = [inside(view, '.head .promise'), inside(view, '.head h2')].map((part) =>
      part.getBoundingClientRect(),
    );
    expect(words(inside(view, '.head .promise'))).to.contain('second promise');
    expect(clock!.top).to.be.at.least(name!.bottom);
    expect([clock!.height > 0, clock!.right <= inside(view, '.head').getBoundingClientRect().right]).to.deep.equal([
      true,
      true,
    ]);
    await setViewport({ width: 1280, height: 800 });
  });
});

describe('the bar', () => {
  it('offers a reserved conversation with the time that is left', async () => {
    const { view, client } = await conversationOf([row(1, reservedFor(MIA, NOW + 12_000))]);
    expect(words(inside(bar(view), 'p'))).to.contain('This visitor is waiting for you.');
    expect(words(inside(inside(bar(view), 'shopbell-wait'), 'time'))).to.equal('0:12');
    press(bar(view), 'Accept');
    press(bar(view), 'Not now');
    expect(client.sent.map((command) => command.type)).to.deep.equal(['conversation.accept', 'reservation.decline']);
  });

  it('says who else is asked, and lets one take it anyway', async () => {
    const { view } = await conversationOf([row(1, reservedFor(TOM))]);
    expect(words(inside(bar(view), 'p'))).to.contain('Tom is being asked at the moment.');
    expect(buttons(bar(view))).to.deep.equal(['Take it myself']);
  });

  it('of a colleague’s conversation leaves only the note', async () => {
    const { view } = await conversationOf([openRow(1, TOM)]);
    expect(words(inside(bar(view), 'p'))).to.contain('Tom talks with this visitor');
    expect(all(view, 'shopbell-reply-box')).to.deep.equal([]);
    press(bar(view), 'Note');
    await until(() => all(view, 'shopbell-reply-box').length === 1);
    await until(() => box(view).shadowRoot?.activeElement?.tagName === 'SHOPBELL-COMPOSER');
    expect(inside<HTMLElement>(box(view), '.mode.all').hidden).to.equal(true);
    expect(box(view).dataset['audience']).to.equal('staff');
  });

  it('of an ended one says how it opens again, also after it has left the inbox', async () => {
    const ended = openRow(1, MIA, { status: 'ended' });
    const { view, client } = await conversationOf([ended]);
    client.inbox.set(inboxOf());
    await view.updateComplete;
    expect(words(inside(bar(view), 'p'))).to.contain('It opens again when the visitor writes');
  });
});

describe('replies and notes', () => {
  it('a reply goes to all, a note to staff, and after a note the next words are for the visitor again', async () => {
    const { view, client } = await conversationOf([openRow(1, MIA)]);
    await type(view, 'Yes');
    await sendKeys({ press: 'Enter' });
    press(box(view), 'Note');
    await until(() => box(view).dataset['audience'] === 'staff');
    await type(view, 'Ask Tom');
    await sendKeys({ press: 'Enter' });
    await until(() => box(view).dataset['audience'] === 'all');
    const said = client.sent.flatMap((command) => (command.type === 'message.post' ? [command.body] : []));
    expect(said).to.deep.equal([
      { text: 'Yes', audience: 'all' },
      { text: 'Ask Tom', audience: 'staff' },
    ]);
  });

  it('a note looks unlike a reply, and names itself', async () => {
    const { view } = await conversationOf([openRow(1, MIA)]);
    const before = getComputedStyle(box(view)).backgroundColor;
    press(box(view), 'Note');
    await until(() => getComputedStyle(box(view)).backgroundColor !== before);
    await until(() => field(view).getAttribute('aria-label') === 'Note for your team' || field(view).labels.length > 0);
    expect(words(composer(view).shadowRoot as unknown as Element)).to.contain('Only your team will see this note');
  });

  it('[D7] nobody learns that a note is being written', async () => {
    const { view, client } = await conversationOf([openRow(1, MIA)]);
    press(box(view), 'Note');
    await until(() => box(view).dataset['audience'] === 'staff');
    client.typed.length = 0;
    await type(view, 'secret');
    expect(client.typed).to.deep.equal([]);
    press(box(view), 'Reply');
    await until(() => box(view).dataset['audience'] === 'all');
    await type(view, 'open');
    expect(client.typed.some(({ on }) => on)).to.equal(true);
  });

  it('drafts stay with their conversation, reply and note apart', async () => {
    const { view, desk } = await conversationOf([openRow(1, MIA), openRow(2, MIA)]);
    await type(view, 'for one');
    view.conversation = conversationId(2);
    await until(() => field(view).value === '');
    await type(view, 'for two');
    view.conversation = conversationId(1);
    await until(() => field(view).value === 'for one');
    press(box(view), 'Note');
    await until(() => field(view).value === '');
    press(box(view), 'Reply');
    await until(() => field(view).value === 'for one');
    expect(desk.drafts.get(conversationId(2)).texts).to.deep.equal({ all: 'for two', staff: '' });
  });
});

describe('[D6] reading', () => {
  it('is told to the visitor only by an agent who is inside', async () => {
    const { view, client } = await conversationOf([openRow(1, TOM)]);
    view.renderRoot.querySelector('shopbell-message-list')?.dispatchEvent(seen(conversationId(1)));
    await view.updateComplete;
    expect(client.read).to.deep.equal([]);
  });

  it('counts what was seen before accepting, from then on', async () => {
    const { view, client } = await conversationOf([row(1)]);
    view.renderRoot.querySelector('shopbell-message-list')?.dispatchEvent(seen(conversationId(1)));
    await view.updateComplete;
    expect(client.read).to.deep.equal([]);
    client.inbox.set(inboxOf(openRow(1, MIA)));
    await view.updateComplete;
    expect(client.read).to.deep.equal([conversationId(1)]);
  });

  it('is not told for a message that came after the one that was seen', async () => {
    const open = openRow(1, MIA);
    const { view, client } = await conversationOf([open]);
    const later = eventOf(open, 2, { type: 'message.posted', body: { message: 'later' as never, text: 'And?' } });
    view.renderRoot.querySelector('shopbell-message-list')?.dispatchEvent(seen(conversationId(1)));
    await view.updateComplete;
    client.read.length = 0;
    const timeline = timelineOf(open);
    client.conversations.set(new Map([[open.id, { ...timeline, events: [...timeline.events, later] }]]));
    await view.updateComplete;
    expect(client.read).to.deep.equal([]);
  });
});

const seen = (conversation: string): Event => new CustomEvent('shopbell-seen', { detail: { id: `m-${conversation}` } });

describe('what only staff sees', () => {
  it('whom routing asked stands in the case, not between the words of two people', async () => {
    const open = openRow(1, MIA);
    const asked = eventOf(open, 2, {
      type: 'reservation.made',
      body: { agent: TOM.id, because: [{ kind: 'load', load: 0, capacity: 4 }], expiresAt: NOW },
    });
    const { view, client } = await conversationOf([open]);
    const timeline = timelineOf(open);
    client.conversations.set(new Map([[open.id, { ...timeline, events: [...timeline.events, asked] }]]));
    await view.updateComplete;
    const panel = inside(view, 'shopbell-case-panel');
    await until(() => words(panel.shadowRoot as unknown as Element).includes('Tom was asked'));
    const list = inside(view, 'shopbell-message-list');
    expect(words(list.shadowRoot as unknown as Element)).not.to.contain('0 of 4');
  });
});

it('calls are offered to whoever is inside, and not during another call', async () => {
  const { view, client } = await conversationOf([openRow(1, MIA)]);
  const call = (): HTMLButtonElement => inside(view, '[aria-label="Call the visitor with video"]');
  expect(call().disabled).to.equal(false);
  client.inbox.set(inboxOf(openRow(1, TOM)));
  await view.updateComplete;
  expect(all(view, '[aria-label="Call the visitor with video"]')).to.deep.equal([]);
});
