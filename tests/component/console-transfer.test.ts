/**
 * Handing a conversation over at the desk: choosing whom, being asked, taking it back, and going away with visitors. Each
 * part is held against a scripted client; the server's rules have their own tests.
 */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html } from 'lit';
import '../../agent-console/views/away-dialog.ts';
import '../../agent-console/views/conversation.ts';
import type { ShopbellConversation } from '../../agent-console/views/conversation.ts';
import '../../agent-console/views/incoming-transfer.ts';
import { refuse } from '../../protocol/errors.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import { aDesk, conversationId, eventOf, inboxOf, MIA, NOW, openRow, reservedFor } from '../helpers/console.ts';
import { timelineOf, TOM, type TestDesk } from '../helpers/console.ts';
import { all, clearPage, frame, inside, show, until, words } from '../helpers/elements.ts';

interface Shown extends TestDesk {
  readonly view: ShopbellConversation;
}

async function conversationOf(row: ConversationRow): Promise<Shown> {
  const world = await aDesk([row]);
  world.client.conversations.set(new Map([[row.id, timelineOf(row)]]));
  const view = await show<ShopbellConversation>(
    html`<shopbell-conversation
      style="height: 600px"
      .desk=${world.desk}
      .conversation=${conversationId(1)}
    ></shopbell-conversation>`,
    { width: 1000, height: 600 },
  );
  await frame();
  return { ...world, view };
}

/** What the shadow tree of a part says. */
const told = (part: Element): string => (part.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ').trim();

const button = (part: Element, name: string): HTMLButtonElement | undefined =>
  all<HTMLButtonElement>(part, 'button').find((each) => words(each) === name || each.ariaLabel === name);
const dialog = (view: Element): Element => inside(view, 'shopbell-transfer-dialog');
const choice = (view: Element, name: string): HTMLInputElement | null | undefined =>
  all(dialog(view), '.choice')
    .find((each) => words(each).includes(name))
    ?.querySelector('input');

async function opened(): Promise<Shown> {
  const world = await conversationOf(openRow(1, MIA));
  button(world.view, 'Hand over to somebody else')?.click();
  await until(() => all(world.view, 'shopbell-transfer-dialog').length === 1);
  await until(() => all(dialog(world.view), '.choice').length > 2);
  return world;
}

afterEach(clearPage);

describe('the transfer dialog', () => {
  it('lists who can be asked with presence and load, and lets nobody choose who cannot', async () => {
    const { view } = await opened();
    expect(told(dialog(view))).to.contain('1 of 4 conversations');
    expect(all(dialog(view), '.choice').map(words).join()).not.to.contain('Mia');
    expect(['Tom', 'Lena', 'Returns', 'Night'].map((name) => choice(view, name)?.disabled)).to.deep.equal([
      false,
      true,
      false,
      true,
    ]);
    await expect(dialog(view)).to.be.accessible();
  });

  it('asks with the note, and is gone when somebody is being asked', async () => {
    const { view, client } = await opened();
    choice(view, 'Tom')?.click();
    inside<HTMLElement>(dialog(view), 'textarea').focus();
    await sendKeys({ type: 'Wants a refund' });
    choice(view, 'They join')?.click();
    button(dialog(view), 'Ask')?.click();
    await until(() => all(view, 'shopbell-transfer-dialog').length === 0);
    expect(client.sent.at(-1)?.body).to.deep.equal({ to: { agent: TOM.id }, warm: true, note: 'Wants a refund' });
  });

  it('says what hinders it, and stays', async () => {
    const { view, client } = await opened();
    button(dialog(view), 'Ask')?.click();
    await until(() => told(dialog(view)).includes('Choose somebody first.'));
    client.refuse(refuse('conflict', '', { details: { claim: 'agent-load:tom' } }));
    choice(view, 'Tom')?.click();
    button(dialog(view), 'Ask')?.click();
    await until(() => told(dialog(view)).includes('Tom has as many conversations as one can lead well.'));
    expect(all(view, 'shopbell-transfer-dialog')).to.have.length(1);
  });
});

describe('while somebody is being asked', () => {
  const transfer = { from: MIA.id, to: { agent: TOM.id }, warm: false, note: null };

  it('the one who asked goes on writing, and may take it back', async () => {
    const { view, client } = await conversationOf(openRow(1, MIA, { transfer, ...reservedFor(TOM, NOW + 12_000) }));
    const bar = inside(view, 'shopbell-transfer-bar');
    expect(told(bar)).to.contain('Tom is being asked.');
    expect(all(view, 'shopbell-reply-box')).to.have.length(1);
    expect(button(view, 'Hand over to somebody else')?.disabled).to.equal(true);
    button(bar, 'Take back')?.click();
    expect(client.sent.map(({ type }) => type)).to.deep.equal(['transfer.cancel']);
  });

  it('where two are inside one may leave, alone one may not', async () => {
    const { view, client } = await conversationOf(openRow(1, MIA, { agents: [MIA, TOM] }));
    button(view, 'Leave this conversation to the others')?.click();
    expect(client.sent.at(-1)).to.deep.include({ type: 'participant.leave', body: { handOver: false } });
    client.inbox.set(inboxOf(openRow(1, MIA)));
    await view.updateComplete;
    expect(button(view, 'Leave this conversation to the others')).to.equal(undefined);
  });
});

describe('the card of whoever is asked', () => {
  it('names who asks with their note, and accepts or declines', async () => {
    const note = 'm-note';
    const row = openRow(1, TOM, {
      transfer: { from: TOM.id, to: { agent: MIA.id }, warm: true, note: note as never },
      ...reservedFor(MIA),
    });
    const { desk, client } = await aDesk([row]);
    const said = eventOf(row, 1, { type: 'message.posted', body: { message: note as never, text: 'It came broken' } });
    const card = await show(html`<shopbell-incoming-transfer .desk=${desk}></shopbell-incoming-transfer>`);
    await until(() => client.opened.length === 1);
    client.conversations.set(new Map([[row.id, timelineOf(row, [said])]]));
    await until(() => told(card).includes('It came broken'));
    expect(told(card)).to.contain('Tom asks you to take');
    expect(told(card)).to.contain('Tom stays beside you at first.');
    await expect(card).to.be.accessible();
    button(card, 'Accept')?.click();
    button(card, 'Not now')?.click();
    expect(client.sent.map(({ type }) => type)).to.deep.equal(['conversation.accept', 'reservation.decline']);
  });
});

describe('going away with visitors', () => {
  it('keeps them unless the agent says otherwise, one by one or all', async () => {
    const { desk, client } = await aDesk([openRow(1, MIA), openRow(2, MIA)]);
    const view = await show(html`<shopbell-away-dialog .desk=${desk}></shopbell-away-dialog>`);
    expect(told(view)).to.equal('');
    await desk.setPresence('away');
    await until(() => all(view, 'shopbell-dialog').length === 1);
    button(view, 'Hand over all 2')?.click();
    const left = client.sent.flatMap((command) => (command.type === 'participant.leave' ? [command.conversation] : []));
    expect(left.toSorted()).to.deep.equal([conversationId(1), conversationId(2)]);
    button(view, 'Keep with me')?.click();
    await until(() => all(view, 'shopbell-dialog').length === 0);
  });
});
