/**
 * What the widget says of the ways to reach a shop: who would answer, from when, and at each way why it is closed. The
 * client is a script; everything that is drawn is real.
 */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { Channel, Offer } from '../../protocol/channels.ts';
import { texts as de } from '../../widget/locales/de.ts';
import { waitingTexts } from '../../widget/locales/waiting.ts';
import { clearPage, words } from '../helpers/elements.ts';
import { find, FIRST, hang, PHONE, settled, the } from '../helpers/hung-widget.ts';
import { busy, closed, NOON, OPEN, someSettings, withCallback } from '../helpers/widget.ts';

const HOUR_MS = 3_600_000;
const { availability, channels, partner } = waitingTexts.en;
const NIGHT: Offer = { ...OPEN, answering: { who: 'partner', name: 'NightDesk' } };

beforeEach(() => setViewport(PHONE));
afterEach(clearPage);

/** What stands on the first screen with this offer. */
async function shown(offer: Offer): Promise<{ line: string; tiles: string[] }> {
  const here = await hang({ settings: offer });
  await here.click();
  return { line: words(the('.availability')), tiles: find('.tile > span:last-child').map(words) };
}

const withState = (state: Channel['state']): Offer => ({
  ...OPEN,
  channels: OPEN.channels.map((channel) => (channel.kind === 'message' ? channel : { ...channel, state })),
});

describe('the first screen', () => {
  it('[CH1] says of each way when somebody answers and what it costs', async () => {
    expect(await shown(OPEN)).to.deep.equal({ line: availability.here, tiles: [channels.free, channels.free] });
  });

  it('[CH1] lets people wait for those who are busy, and says so', async () => {
    const { line, tiles } = await shown(withState('queue'));
    expect([line, ...tiles]).to.deep.equal([
      `${availability.busy} ${availability.busyHelp}`,
      ...[channels.busy, channels.busy],
    ]);
    expect(find('.tile').map((tile) => tile.getAttribute('aria-disabled'))).to.deep.equal(['false', 'false']);
  });

  it('[CH6] says how long that mostly takes, where it is known', async () => {
    const { line, tiles } = await shown(busy(12));
    expect([line, ...tiles]).to.deep.equal([
      `${availability.busy} ${availability.within(12)}`,
      ...[channels.within(12), channels.within(12)],
    ]);
  });

  it('[CH1] says when the first call-back could be, and that it is free', async () => {
    const { tiles } = await shown(withCallback(closed(), NOON + 21 * HOUR_MS));
    expect(tiles.at(-1)).to.equal('Free, tomorrow from 09:00');
  });

  it('[CA18] shows the shop’s telephone number beside what it costs', async () => {
    const phone = { number: '+43 1 234567', cost: 'at your local rate' };
    const here = await hang({ settings: { ...OPEN, phone } });
    await here.click();
    expect(words(the('.phone'))).to.equal('Telephone: +43 1 234567 at your local rate');
    expect(the('.phone a').getAttribute('href')).to.equal('tel:+431234567');
  });

  it('[CH1] says why a call is not possible', async () => {
    const noCalls: Offer = {
      ...OPEN,
      channels: OPEN.channels.map((one) => (one.kind === 'chat' ? one : { ...one, state: 'off' })),
    };
    expect((await shown(noCalls)).tiles).to.deep.equal([channels.noCalls, channels.noCalls]);
  });

  it('[CH3] says from when somebody is there again: today, tomorrow, on a day', async () => {
    const at = async (ms: number): Promise<string> => {
      const { line } = await shown(closed(NOON + ms));
      clearPage();
      return line.replace(`${availability.away} Write to us. We are back `, '');
    };
    expect([await at(2 * HOUR_MS), await at(21 * HOUR_MS)]).to.deep.equal(['from 14:00.', 'tomorrow from 09:00.']);
    const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long' }).format(NOON + 69 * HOUR_MS);
    expect(await at(69 * HOUR_MS)).to.equal(`${day} from 09:00.`);
    expect((await shown(closed())).line).to.equal(`${availability.away} ${availability.awayHelp}`);
  });

  it('[CH4] names a partner, and what they see, before the visitor talks', async () => {
    const { line } = await shown(NIGHT);
    expect(line).to.equal(`${partner.answers('NightDesk', 'Demo shop')} ${partner.sees}`);
  });

  it('[CH5] follows what it is told', async () => {
    const here = await hang({ settings: closed() });
    await here.click();
    here.settings.set(someSettings());
    await settled();
    expect(words(the('.availability'))).to.equal(availability.here);
  });
});

describe('while somebody waits', () => {
  it('[CH4] the partner is named in the conversation too, in the language of the visitor', async () => {
    const here = await hang({ settings: NIGHT, texts: de });
    await here.click();
    here.visit.write('Hallo');
    here.client.begin(FIRST);
    await settled();
    expect(words(the('.state b'))).to.equal('Gerade antwortet NightDesk für Demo shop.');
  });
});
