/** The console's list as agents meet it: rows that say everything in two lines, tabs by keyboard, and a way on when empty. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html } from 'lit';
import { watchPromises } from '../../agent-console/promise-ladder.ts';
import type { ShopbellConversationList } from '../../agent-console/views/conversation-list.ts';
import '../../agent-console/views/conversation-list.ts';
import { Cell } from '../../client/observable.ts';
import type { AlarmRow, ConversationRow } from '../../protocol/models.ts';
import {
  aDesk,
  inboxOf,
  MIA,
  NOW,
  openRow,
  reservedFor,
  ringingCall,
  row,
  TOM,
  type TestDesk,
} from '../helpers/console.ts';
import { all, clearPage, inside, show, until, words } from '../helpers/elements.ts';

interface Shown extends TestDesk {
  readonly list: ShopbellConversationList;
}

async function listOf(rows: readonly ConversationRow[], told: Parameters<typeof aDesk>[1] = {}): Promise<Shown> {
  const world = await aDesk(rows, told);
  const list = await show<ShopbellConversationList>(
    html`<shopbell-conversation-list .desk=${world.desk}></shopbell-conversation-list>`,
    { width: 340, height: 600 },
  );
  return { ...world, list };
}

const lines = (list: Element): string[] => all(list, 'a.item').map(words);
const tab = (list: Element, name: string): HTMLElement => inside(list, `#tab-${name}`);

afterEach(clearPage);

it('a row says who, since when, what, and what it wants', async () => {
  const { list } = await listOf([row(1, reservedFor(MIA)), openRow(2, MIA), openRow(3, TOM, { unread: 0 })]);
  const [waiting, unread, other] = lines(list);
  expect(waiting).to.match(/^Visitor K1-4P92 .*Waiting for .*Question 1 For you$/);
  expect(unread).to.match(/^Visitor K2-4P92 .*Question 2 1 1 unread message$/);
  expect(other).to.match(/Question 3 Tom$/);
});

it('the wait ticks as a figure', async () => {
  const { list } = await listOf([row(1)]);
  const wait = inside(list, 'shopbell-wait');
  expect(words(inside(wait, 'time'))).to.equal('1:00');
  expect(inside(wait, 'time').getAttribute('datetime')).to.equal('PT60S');
});

it('a row that changes keeps its place in the document, so that the focus stays', async () => {
  const { list, client } = await listOf([row(1), row(2)]);
  const focused = all(list, 'a.item')[1];
  focused?.focus();
  client.inbox.set(inboxOf(row(1), row(2, { unread: 4, call: ringingCall(false) })));
  await list.updateComplete;
  expect(list.shadowRoot?.activeElement).to.equal(focused);
  expect(lines(list)[1]).to.contain('Is calling');
});

it('[A2] arrows go through the tabs, and one tab stop leads to them', async () => {
  const { list } = await listOf([row(1, reservedFor(MIA)), openRow(2, TOM)]);
  expect(all(list, '[role=tab]').map((each) => each.tabIndex)).to.deep.equal([-1, -1, 0]);
  tab(list, 'all').focus();
  await sendKeys({ press: 'ArrowLeft' });
  await until(() => list.shadowRoot?.activeElement === tab(list, 'waiting'));
  expect(lines(list).length).to.equal(1);
  await sendKeys({ press: 'ArrowRight' });
  await sendKeys({ press: 'ArrowRight' });
  await until(() => list.shadowRoot?.activeElement === tab(list, 'mine'));
  expect(tab(list, 'mine').getAttribute('aria-selected')).to.equal('true');
});

it('the tabs count, and the waiting ones stand out', async () => {
  const { list } = await listOf([row(1), row(2), openRow(3, MIA)]);
  expect(all(list, '[role=tab]').map(words)).to.deep.equal(['Mine1', 'Waiting2', 'All3']);
  expect(inside(list, '#tab-waiting .count').classList.contains('hot')).to.equal(true);
});

describe('an empty list', () => {
  const button = (list: Element): HTMLElement => inside(list, '.empty button');

  it('leads from my own to those who wait', async () => {
    const { list, desk } = await listOf([row(1)]);
    desk.tab.set('mine');
    await list.updateComplete;
    expect(words(button(list))).to.equal('1 visitor is waiting');
    button(list).click();
    await list.updateComplete;
    expect(lines(list).length).to.equal(1);
  });

  it('tells an agent who is away why, and brings them back with one click', async () => {
    const { list, desk, client } = await listOf([], { switch: 'away' });
    expect(words(inside(list, '.empty'))).to.contain('You are away');
    button(list).click();
    expect(desk.presence.value).to.equal('available');
    expect(client.sent).to.deep.equal([{ type: 'presence.set', body: { presence: 'available' } }]);
  });

  it('is a skeleton, and no claim, until the first list has come', async () => {
    const { list, client } = await listOf([]);
    client.person.set(undefined);
    await list.updateComplete;
    expect(all(list, '.bone').length).to.be.greaterThan(3);
    expect(all(list, '.empty')).to.deep.equal([]);
  });
});

it('[PR6] a promise stands in the row: calm, at risk and late, each by its words and its sign', async () => {
  const promise = (stage: 0 | 75 | 100, again = false) => ({ promise: { by: NOW + 3_600_000, stage, again } });
  const { list } = await listOf([row(1, promise(0)), row(2, promise(75, true)), row(3, promise(100))]);
  const clocks = all(list, '.promise').map((clock) => [clock.className.trim(), words(clock)]);
  expect(clocks).to.have.deep.members([
    ['promise', 'by 13:00'],
    ['promise risk', 'by 13:00, second promise'],
    ['promise late', 'late since 13:00'],
  ]);
  expect(new Set(all(list, '.promise svg').map((sign) => sign.innerHTML)).size).to.equal(2);
});

it('[PR6] whoever is on the ladder is told once when a promise gets there', async () => {
  const { desk, client } = await listOf([row(1, { promise: { by: NOW, stage: 50, again: false } })]);
  const stop = watchPromises(desk, new Cell<AlarmRow | undefined>(undefined));
  const said = (): string[] => desk.notices.shown.value.map(({ text }) => text);
  expect(said()).to.deep.equal([]);
  client.inbox.set(inboxOf(row(1, { promise: { by: NOW, stage: 75, again: false } })));
  client.inbox.set(inboxOf(row(1, { version: 2, promise: { by: NOW, stage: 75, again: false } })));
  expect(said()).to.deep.equal(['Who can help? Visitor K1-4P92 was promised an answer by 12:00.']);
  stop();
});
