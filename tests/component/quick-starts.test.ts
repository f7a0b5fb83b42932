/** The chips under the first field: never needed, one click each, and what they add to what is said first. */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { lateTexts } from '../../widget/locales/late.ts';
import { clearPage, words } from '../helpers/elements.ts';
import { DESK, find, FIRST, hang, isThere, PHONE, press, settled, the } from '../helpers/hung-widget.ts';
import type { Hung } from '../helpers/hung-widget.ts';
import { someSettings } from '../helpers/widget.ts';

const { order, product, return: back } = lateTexts.en.quickStarts;

beforeEach(() => setViewport(DESK));
afterEach(clearPage);

async function opened(): Promise<Hung> {
  const here = await hang({ settings: { quickStarts: ['order', 'product', 'return'] } });
  await here.click();
  return here;
}

const chips = () =>
  find('shopbell-quick-starts').flatMap(({ shadowRoot }) => [...shadowRoot!.querySelectorAll('button')]);
const pressed = () =>
  chips()
    .filter((chip) => chip.ariaPressed === 'true')
    .map(words);

describe('quick starts', () => {
  it('[E1] are those of the shop, after the field, and never needed', async () => {
    const here = await opened();
    expect(chips().map(words)).to.deep.equal([order, product, back]);
    expect(the('textarea').getBoundingClientRect().bottom).to.be.below(chips()[0]!.getBoundingClientRect().top);
    here.visit.write('Hello');
    expect(here.client.sent).to.deep.equal([{ type: 'message.post', conversation: FIRST, body: { text: 'Hello' } }]);
  });

  it('[E1] tell the topic with the first message, once', async () => {
    const here = await opened();
    press(order);
    press(back);
    await settled();
    expect(pressed()).to.deep.equal([back]);
    here.visit.write('It came broken.');
    here.visit.write('Both cups.');
    expect(here.client.sent.map(({ body }) => body)).to.deep.equal([
      { text: 'It came broken.', topic: 'return' },
      { text: 'Both cups.' },
    ]);
  });

  it('[E1] tell it with a call as well', async () => {
    const here = await opened();
    press(product);
    here.visit.call({ audio: true, video: true });
    expect(here.client.call.did).to.deep.equal(['start video about product']);
  });

  it('are taken back with a second click', async () => {
    const here = await opened();
    press(order);
    press(order);
    await settled();
    expect([pressed(), here.visit.topic]).to.deep.equal([[], undefined]);
  });

  it('take no room where there are none, and appear with fresh settings', async () => {
    const here = await hang();
    await here.click();
    expect(isThere('shopbell-quick-starts button')).to.equal(false);
    here.settings.set(someSettings({ quickStarts: ['order'] }));
    await settled();
    expect(chips().map(words)).to.deep.equal([order]);
  });

  it('are large enough for a finger and stay inside a phone', async () => {
    await setViewport(PHONE);
    await opened();
    for (const chip of chips()) {
      const { left, right, height } = chip.getBoundingClientRect();
      const more = Number.parseFloat(getComputedStyle(chip, '::after').insetBlockStart);
      expect(height - 2 * more).to.be.at.least(44);
      expect([left >= 0, right <= PHONE.width]).to.deep.equal([true, true]);
    }
  });
});
