/** The floor as agents meet it: who waits and why still, who is there with how much to do, and what happens meanwhile. */
import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { ShopbellFloor } from '../../agent-console/views/floor.ts';
import '../../agent-console/views/floor.ts';
import type { FloorView } from '../../protocol/floor.ts';
import { refuse } from '../../protocol/errors.ts';
import { aDesk, aFloorView, inboxOf, MIA, NOW, row, type TestDesk } from '../helpers/console.ts';
import { all, axeViolations, clearPage, fitsItsWidth, inside, show, until, words } from '../helpers/elements.ts';

interface Shown extends TestDesk {
  readonly view: ShopbellFloor;
}

interface Told {
  readonly floor?: Partial<FloorView>;
  readonly refuses?: boolean;
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

async function floor({ floor: told, refuses = false, width = 1100, scheme = 'light' }: Told = {}): Promise<Shown> {
  const world = await aDesk();
  if (told !== undefined) world.api.floor = () => Promise.resolve({ done: aFloorView(told) });
  if (refuses) world.api.refuseWith = refuse('unavailable', 'away');
  const view = await show<ShopbellFloor>(html`<shopbell-floor .desk=${world.desk}></shopbell-floor>`, {
    ...{ width, height: 700, scheme },
  });
  await until(() => all(view, '[role=status]').length === 0);
  return { ...world, view };
}

const waits = (view: Element): string[] => all(view, '.wait').map(words);
const people = (view: Element): string[] => all(view, '.person').map(words);
const asks = ({ api }: TestDesk): number => api.asked.filter((each) => each === 'floor').length;

afterEach(clearPage);

it('[RT14] tells who waits, since when, and why still, in the order of the server', async () => {
  const { view } = await floor();
  expect(words(inside(view, '.head'))).to.match(/^Shop team 2 waiting Open until \d/);
  const [first, second] = waits(view);
  expect(first).to.match(/^Visitor K2-4P92 Is calling with video Lost its person Waiting for/);
  expect(first).to.contain('Everybody who is available has all hands full.');
  expect(second).to.contain('Nobody who speaks French is free; anybody is asked in 20 s.');
  expect(words(inside(inside(view, 'shopbell-wait'), 'time'))).to.equal('2:00');
  expect(inside<HTMLAnchorElement>(view, '.wait').getAttribute('href')).to.match(/^#\/inbox\/.*2$/);
});

it('[RT14] says for whom it is reserved and until when', async () => {
  const queue = aFloorView().queues[0]!;
  const why = { kind: 'reserved', agent: MIA.id, until: NOW + 20_000 } as const;
  const other = { ...why, agent: 'tom' as typeof MIA.id };
  const reserved = queue.waits.map((wait, index) => ({ ...wait, why: index === 0 ? why : other }));
  const { view } = await floor({ floor: { queues: [{ ...queue, waits: reserved }] } });
  const [mine, toms] = waits(view);
  expect(mine).to.match(/Reserved for you until 12:00:20/);
  expect(toms).to.match(/Reserved for Tom until 12:00:20/);
});

it('tells who is there, those who can take something first, and how much they have', async () => {
  const { view } = await floor();
  expect(people(view)).to.deep.equal(['Mia Available · in a call · you 2 of 4', 'Tom Away 1 of 4', 'Zoe Offline']);
});

it('asks again when a row has changed, and not before', async () => {
  const world = await floor();
  expect(asks(world)).to.equal(1);
  world.client.inbox.set(inboxOf(row(1)));
  world.client.presences.set(new Map([[MIA.id, 'away']]));
  await until(() => asks(world) === 2);
  world.view.remove();
  world.client.inbox.set(inboxOf(row(2)));
  expect(asks(world)).to.equal(2);
});

it('offers to try again when the server cannot be reached, and keeps what it has after that', async () => {
  const world = await floor({ refuses: true });
  expect(words(inside(world.view, '[role=alert]'))).to.match(/^The floor could not be loaded/);
  delete world.api.refuseWith;
  inside(world.view, '[role=alert] button').click();
  await until(() => waits(world.view).length === 2);
  world.api.refuseWith = refuse('unavailable', 'away');
  world.client.inbox.set(inboxOf(row(3)));
  await until(() => asks(world) === 3);
  await world.view.updateComplete;
  expect(waits(world.view)).to.have.length(2);
});

it('has words for a department in which nobody waits, and for an agent without one', async () => {
  const { view } = await floor({
    floor: { queues: [{ ...aFloorView().queues[0]!, hours: { kind: 'always' }, waiting: 0, waits: [] }], agents: [] },
  });
  expect(words(inside(view, '.head'))).to.equal('Shop team Open while somebody is available');
  expect(words(view.shadowRoot!.querySelector('.sides')!)).to.contain('Nobody is waiting.');
  clearPage();
  const { view: none } = await floor({ floor: { queues: [], agents: [] } });
  expect(words(inside(none, '.empty'))).to.match(/^You are in no department/);
});

for (const scheme of ['light', 'dark'] as const) {
  it(`[A3] is clean for axe and fits a phone, ${scheme}`, async () => {
    const { view } = await floor({ width: 360, scheme });
    expect(await axeViolations(view)).to.deep.equal([]);
    expect(fitsItsWidth(view)).to.equal(true);
  });
}
