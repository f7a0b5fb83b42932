/** Waiting in the widget: the place, what can honestly be said about it, what is read out, and the way out. */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { withPlace } from '../../client/timeline-changes.ts';
import type { QueuePlace } from '../../protocol/models.ts';
import { waitingTexts } from '../../widget/locales/waiting.ts';
import { activeCall, clearPage, endedCall, until, words } from '../helpers/elements.ts';
import { DESK, find, FIRST, hang, isThere, press, settled, the, type Hung } from '../helpers/hung-widget.ts';
import { joined, MIA, OPEN, said, SYSTEM, VISITOR } from '../helpers/widget.ts';

beforeEach(() => setViewport(DESK));
afterEach(clearPage);

const texts = waitingTexts.en.queue;

/** The visitor waits, and is told this place. */
async function wait(place: Partial<QueuePlace>): Promise<Hung> {
  const here = await hang();
  await here.click();
  here.visit.write('Hello');
  here.client.begin(FIRST);
  await tell(here, place);
  await until(() => isThere('.figure'));
  return here;
}

async function tell(here: Hung, place: Partial<QueuePlace>): Promise<void> {
  const told: QueuePlace = { position: 2, serving: 1, estimatedAt: null, isAsked: false, ...place };
  here.client.change(FIRST, (timeline) => withPlace(timeline, told));
  await settled();
}

describe('the queue', () => {
  it('[D8] says the place, and by when somebody comes only if that is known', async () => {
    const here = await wait({ position: 12 });
    expect(words(the('.place')))
      .to.contain(texts.position(12))
      .and.to.contain(texts.unknown(1));
    await tell(here, { position: 1, estimatedAt: here.client.serverNow() + 300_000 });
    expect(words(the('.place')))
      .to.contain(texts.next)
      .and.to.match(/by 12:05/);
    await tell(here, { position: 1, estimatedAt: here.client.serverNow() - 1 });
    expect(words(the('.place'))).to.contain(texts.late);
  });

  it('[A2] reads out what matters, and not each step far back', async () => {
    const here = await wait({ position: 12 });
    await tell(here, { position: 11 });
    expect(words(the('shopbell-queue').shadowRoot?.querySelector('[role=status]') as HTMLElement)).to.contain('12');
    await tell(here, { position: 1 });
    const spoken = the('shopbell-queue').shadowRoot?.querySelector('[role=status]') as HTMLElement;
    expect(words(spoken)).to.contain(texts.next);
  });

  it('[G13] is left with one click, and is over when somebody comes', async () => {
    const here = await wait({});
    press(texts.leave);
    expect(here.client.sent.at(-1)).to.deep.equal({ type: 'conversation.end', conversation: FIRST, body: {} });
    here.client.tell(FIRST, MIA, joined);
    await settled();
    expect(isThere('.figure')).to.equal(false);
  });

  it('[E4] a call that nobody took leads back by itself: the place is kept, one may write, or be called back', async () => {
    const callback = { kind: 'callback', state: 'later', answer: { when: 'unknown' }, cost: null } as const;
    const here = await hang({ settings: { ...OPEN, channels: [...OPEN.channels, callback] } });
    await here.click();
    here.visit.call({ audio: true, video: false });
    here.client.begin(FIRST);
    here.client.call.state.set(activeCall({ phase: 'calling', conversation: FIRST }));
    await until(() => isThere('shopbell-call-stage'));
    the('shopbell-call').focus();
    const missed = { call: activeCall().call, reason: 'missed', seconds: 0 } as const;
    here.client.tell(FIRST, SYSTEM, { type: 'call.ended', body: missed });
    here.client.call.state.set(endedCall({ conversation: FIRST, reason: 'missed' }));
    await tell(here, { position: 1 });
    await until(() => !isThere('shopbell-call-stage') && isThere('.figure'));
    const { expectation, callback: offered, queue } = waitingTexts.en;
    const card = words(the('shopbell-expectation').shadowRoot?.querySelector('.state') as HTMLElement);
    expect(card).to.contain(expectation.missed).and.to.contain(expectation.missedHelp).and.to.contain(offered.instead);
    expect(words(the('.place'))).to.contain(queue.next);
    expect(isThere('textarea')).to.equal(true);
    here.client.tell(FIRST, VISITOR, said('It is about a bowl'));
    await until(() =>
      find('b')
        .map(words)
        .every((title) => title !== expectation.missed),
    );
  });
});
