/**
 * What visitors see of a promise: before they write, while they wait, when it was kept and when it was not. The client is
 * a script; everything that is drawn is real.
 */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { Offer } from '../../protocol/channels.ts';
import type { EventContent } from '../../protocol/events.ts';
import { waitingTexts } from '../../widget/locales/waiting.ts';
import { clearPage, words } from '../helpers/elements.ts';
import { find, FIRST, hang, PHONE, settled, the } from '../helpers/hung-widget.ts';
import type { Hung } from '../helpers/hung-widget.ts';
import { closed, joined, MIA, NOON, said, SYSTEM, VISITOR } from '../helpers/widget.ts';

const HOUR_MS = 3_600_000;
const { promise } = waitingTexts.en;
const PROMISE = 'p:is(.running, .kept, .broken)';

beforeEach(() => setViewport(PHONE));
afterEach(clearPage);

const promised = (ms: number): Offer => ({
  ...closed(),
  channels: closed().channels.map((one) =>
    one.kind === 'message' ? { ...one, answer: { when: 'by', at: NOON + ms } } : one,
  ),
});

const made = (ms: number): EventContent => ({ type: 'promise.made', body: { by: NOON + ms } });
const broken = (ms: number): EventContent => ({ type: 'promise.broken', body: { by: NOON + ms } });

/** A visitor who has written while nobody was there. */
async function waiting(): Promise<Hung> {
  const here = await hang({ settings: promised(2 * HOUR_MS) });
  await here.click();
  here.visit.write('Hello');
  here.client.begin(FIRST);
  await settled();
  return here;
}

const tell = async ({ client }: Hung, ...contents: EventContent[]): Promise<string> => {
  for (const content of contents) client.tell(FIRST, SYSTEM, content);
  await settled();
  return find(PROMISE).map(words).join();
};

describe('a promise', () => {
  it('[PR3] is shown before the visitor writes, today, tomorrow or with the day, and sent along', async () => {
    const at = async (ms: number): Promise<string> => {
      const here = await hang({ settings: promised(ms) });
      await here.click();
      const line = words(the('.availability')).replace(/.*answers (.*)\.$/, '$1');
      here.visit.write('Hello');
      expect(here.client.sent.at(-1)?.body).to.deep.equal({ text: 'Hello', promised: NOON + ms });
      clearPage();
      return line;
    };
    expect([await at(2 * HOUR_MS), await at(21 * HOUR_MS)]).to.deep.equal(['by 14:00 today', 'by 09:00 tomorrow']);
    const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long' }).format(NOON + 69 * HOUR_MS);
    expect(await at(69 * HOUR_MS)).to.equal(`by ${day}, 09:00`);
  });

  it('[PR3] stands in the conversation, in the words of the program and with no face', async () => {
    const here = await waiting();
    expect(find(PROMISE)).to.deep.equal([]);
    expect(await tell(here, made(2 * HOUR_MS))).to.equal(promise.running('by 14:00 today'));
    expect(the('shopbell-promise').shadowRoot?.querySelector('[role=status]')).to.not.equal(null);
    expect(the('shopbell-promise').shadowRoot?.querySelector('shopbell-avatar')).to.equal(null);
  });

  it('[PR6] that was not kept is admitted, with what happens now', async () => {
    const here = await waiting();
    expect(await tell(here, made(HOUR_MS), broken(HOUR_MS))).to.equal(promise.broken);
    expect(await tell(here, made(3 * HOUR_MS))).to.equal(promise.again('by 15:00 today'));
  });

  it('[PR5] that was kept says so until the visitor goes on', async () => {
    const here = await waiting();
    await tell(here, made(HOUR_MS));
    here.client.tell(FIRST, MIA, joined);
    here.client.tell(FIRST, MIA, said('Here I am'));
    expect(await tell(here, { type: 'promise.kept', body: {} })).to.match(/^Answered at .*, as promised\.$/);
    here.client.tell(FIRST, VISITOR, said('Thanks'));
    expect(await tell(here)).to.equal('');
  });
});
