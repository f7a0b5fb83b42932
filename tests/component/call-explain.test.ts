/** The screen before a call: what it says before the browser asks, what can be chosen, and every failure's way on. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html } from 'lit';
import type { ContinueDetail, ShopbellCallExplain } from '../../client/elements/call-explain.ts';
import '../../client/elements/call-explain.ts';
import { elementTextsEn } from '../../client/elements/en.ts';
import type { MediaFailure } from '../../protocol/errors.ts';
import type { Media } from '../../protocol/models.ts';
import { all, clearPage, fitsItsWidth, heard, inside, show, words } from '../helpers/elements.ts';

const AUDIO: Media = { audio: true, video: false };
const VIDEO: Media = { audio: true, video: true };

const explain = (media: Media, failure: MediaFailure | null = null, width = 384): Promise<ShopbellCallExplain> =>
  show(
    html`<shopbell-call-explain .texts=${elementTextsEn} .media=${media} .failure=${failure}></shopbell-call-explain>`,
    { width },
  );

const buttons = (part: ShopbellCallExplain): string[] => all(part, 'button').map(words);

afterEach(clearPage);

describe('before the browser asks', () => {
  it('[G2] says what will be asked and that nobody records, without asking and without an own picture', async () => {
    const part = await explain(VIDEO);
    expect(all(part, 'h2, p').map(words)).to.deep.equal([
      'Before the video call',
      'Your browser will ask for your camera and microphone. Please allow both.',
      'Nobody records the call. You can hang up at any time.',
    ]);
    expect(all(part, 'video').length).to.equal(0);
    expect(buttons(part)).to.deep.equal(['Continue', 'Not now']);
  });

  it('goes on with what was asked for', async () => {
    for (const media of [AUDIO, VIDEO]) {
      clearPage();
      const part = await explain(media);
      const chosen = heard<ContinueDetail>(part, 'shopbell-continue');
      inside(part, '.primary').click();
      expect(chosen).to.deep.equal([{ media }]);
    }
  });

  it('lets the person choose voice or camera by keyboard, and says anew what will be asked', async () => {
    const part = await explain(VIDEO);
    const chosen = heard<ContinueDetail>(part, 'shopbell-continue');
    inside(part, ':checked').focus();
    await sendKeys({ press: 'ArrowUp' });
    await part.updateComplete;
    expect(words(inside(part, 'h2'))).to.equal('Before the call');
    part.focus();
    await sendKeys({ press: 'Enter' });
    expect(chosen).to.deep.equal([{ media: AUDIO }]);
  });

  it('goes back without a call', async () => {
    const part = await explain(AUDIO);
    const cancelled = heard(part, 'shopbell-cancel');
    all(part, 'button')[1]?.click();
    expect(cancelled.length).to.equal(1);
  });
});

describe('when it failed', () => {
  const curable: readonly MediaFailure[] = ['denied', 'missing', 'busy', 'unreachable'];
  const final: readonly MediaFailure[] = ['insecure', 'forbidden-by-page'];

  for (const failure of curable) {
    it(`${failure}: says what happened and what to do, and lets the person try again, with voice only if they like`, async () => {
      const part = await explain(VIDEO, failure);
      const { title, text } = elementTextsEn.explain.failure[failure];
      expect(words(inside(part, '[role=alert]'))).to.equal(`${title} ${text}`);
      expect(buttons(part)).to.deep.equal(['Try again', 'Go on by text']);
      const chosen = heard<ContinueDetail>(part, 'shopbell-continue');
      inside(part, 'input').click();
      inside(part, '.primary').click();
      expect(chosen).to.deep.equal([{ media: AUDIO }]);
    });
  }

  for (const failure of final) {
    it(`${failure}: does not offer what cannot work here, only the way on by text`, async () => {
      const part = await explain(VIDEO, failure);
      const cancelled = heard(part, 'shopbell-cancel');
      expect(buttons(part)).to.deep.equal(['Go on by text']);
      expect(all(part, 'input').length).to.equal(0);
      inside(part, 'button').click();
      expect(cancelled.length).to.equal(1);
    });
  }

  it('a page without https says so before anything was tried', async () => {
    const part = await explain(AUDIO);
    part.insecure = true;
    await part.updateComplete;
    expect(words(inside(part, 'h2'))).to.equal('Calls do not work on this page');
    expect(buttons(part)).to.deep.equal(['Go on by text']);
  });

  it('keeps the focus on the way on when the failure comes', async () => {
    const part = await explain(AUDIO);
    part.focus();
    part.failure = 'denied';
    await part.updateComplete;
    expect(words(part.shadowRoot?.activeElement as Element)).to.equal('Try again');
  });
});

it('fits into 320 px', async () => {
  for (const failure of [null, 'denied', 'forbidden-by-page'] as const) {
    clearPage();
    expect(fitsItsWidth(await explain(VIDEO, failure, 288)), String(failure)).to.equal(true);
  }
});
