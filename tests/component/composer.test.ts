/** The composer under real keys: what sends, what does not, what it tells while somebody writes, and how it grows. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html } from 'lit';
import type { SendDetail, ShopbellComposer, TypingDetail } from '../../client/elements/composer.ts';
import '../../client/elements/composer.ts';
import { elementTextsDe } from '../../client/elements/de.ts';
import { elementTextsEn } from '../../client/elements/en.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { all, clearPage, heard, inside, show, words, type Surroundings } from '../helpers/elements.ts';

async function composer(around: Surroundings = {}): Promise<ShopbellComposer> {
  const part = await show<ShopbellComposer>(
    html`<shopbell-composer .texts=${elementTextsEn} .label=${'Message to Mia'}></shopbell-composer>`,
    around,
  );
  part.focusField();
  return part;
}

const field = (part: ShopbellComposer): HTMLTextAreaElement => inside(part, 'textarea');

async function fill(part: ShopbellComposer, text: string): Promise<void> {
  part.value = text;
  await part.updateComplete;
}

afterEach(clearPage);

describe('sending', () => {
  it('Enter sends what was written, without the space around it, and the field is empty and has the focus', async () => {
    const part = await composer();
    const sent = heard<SendDetail>(part, 'shopbell-send');
    await sendKeys({ type: ' Hello Mia ' });
    await sendKeys({ press: 'Enter' });
    await part.updateComplete;
    expect(sent).to.deep.equal([{ text: 'Hello Mia' }]);
    expect(field(part).value).to.equal('');
    expect(part.shadowRoot?.activeElement).to.equal(field(part));
  });

  it('Shift and Enter break the line', async () => {
    const part = await composer();
    const sent = heard(part, 'shopbell-send');
    await sendKeys({ type: 'a' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'b' });
    expect(sent).to.deep.equal([]);
    expect(part.value).to.equal('a\nb');
  });

  it('the Enter of an input method chooses a word and sends nothing', async () => {
    const part = await composer();
    const sent = heard(part, 'shopbell-send');
    await fill(part, 'にほん');
    const enter = { key: 'Enter', bubbles: true, cancelable: true };
    field(part).dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
    field(part).dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
    expect(sent).to.deep.equal([]);
    field(part).dispatchEvent(new KeyboardEvent('keydown', enter));
    expect(sent).to.deep.equal([{ text: 'にほん' }]);
  });

  it('the button sends by keyboard and gives the focus back to the field', async () => {
    const part = await composer();
    const sent = heard<SendDetail>(part, 'shopbell-send');
    await sendKeys({ type: 'Hello' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Space' });
    expect(sent).to.deep.equal([{ text: 'Hello' }]);
    expect(part.shadowRoot?.activeElement).to.equal(field(part));
  });

  it('nothing but space, and anything while it is busy, is not sent; what was written stays', async () => {
    const part = await composer();
    const sent = heard(part, 'shopbell-send');
    await fill(part, ' \n ');
    await sendKeys({ press: 'Enter' });
    part.busy = true;
    await fill(part, 'Hello');
    await sendKeys({ press: 'Enter' });
    expect(sent).to.deep.equal([]);
    expect(part.value).to.equal('Hello');
    expect(inside(part, '.send').getAttribute('aria-disabled')).to.equal('true');
  });
});

describe('the limit', () => {
  it('is counted in whole characters near the end, and what is over it is not sent', async () => {
    const part = await composer();
    const sent = heard(part, 'shopbell-send');
    expect(inside(part, '.foot').checkVisibility()).to.equal(false);
    await fill(part, '🔔'.repeat(LIMITS.textCodePoints - 1));
    expect(words(inside(part, '#count'))).to.equal('1 left');
    await fill(part, '🔔'.repeat(LIMITS.textCodePoints + 2));
    expect(words(inside(part, '#count'))).to.equal('2 characters too many');
    expect(words(inside(part, '[role=status]'))).to.contain('too long');
    expect(field(part).getAttribute('aria-invalid')).to.equal('true');
    await sendKeys({ press: 'Enter' });
    expect(sent).to.deep.equal([]);
    await fill(part, '🔔'.repeat(LIMITS.textCodePoints));
    await sendKeys({ press: 'Enter' });
    expect(sent.length).to.equal(1);
  });
});

describe('while somebody writes', () => {
  it('tells of each stroke, and once that they stopped: emptied, sent or left', async () => {
    const part = await composer();
    const told = heard<TypingDetail>(part, 'shopbell-typing');
    const said = (): boolean[] => told.splice(0).map(({ on }) => on);
    await sendKeys({ type: 'ab' });
    expect(said()).to.deep.equal([true, true]);
    await sendKeys({ press: 'Backspace' });
    await sendKeys({ press: 'Backspace' });
    expect(said()).to.deep.equal([true, false]);
    await sendKeys({ type: 'a' });
    await sendKeys({ press: 'Enter' });
    expect(said()).to.deep.equal([true, false]);
    await sendKeys({ type: 'a' });
    field(part).blur();
    expect(said()).to.deep.equal([true, false]);
    field(part).focus();
    field(part).blur();
    expect(said()).to.deep.equal([]);
  });

  it('a draft put in from outside is no typing', async () => {
    const part = await composer();
    const told = heard(part, 'shopbell-typing');
    await fill(part, 'Draft');
    expect(field(part).value).to.equal('Draft');
    expect(told).to.deep.equal([]);
  });
});

describe('how it looks', () => {
  it('grows with the text to five lines and then scrolls', async () => {
    const part = await composer();
    const height = async (lines: number): Promise<number> => {
      await fill(part, Array.from({ length: lines }, () => 'x').join('\n'));
      return field(part).getBoundingClientRect().height;
    };
    const one = await height(1);
    const line = (await height(3)) - (await height(2));
    expect(line).to.be.closeTo(15 * 1.45, 1);
    expect(await height(5)).to.be.closeTo(one + 4 * line, 2);
    const five = await height(5);
    expect(await height(50)).to.be.closeTo(five, 1);
    expect(field(part).scrollHeight).to.be.above(field(part).clientHeight);
  });

  it('[A6] touch targets have 44 px', async () => {
    const part = await composer();
    const { width, height } = inside(part, '.send').getBoundingClientRect();
    expect([width, height]).to.deep.equal([44, 44]);
    expect(field(part).getBoundingClientRect().height).to.be.at.least(44);
  });

  it('is named for screen readers, in every state', async () => {
    const part = await composer();
    expect(field(part).getAttribute('aria-label')).to.equal('Message to Mia');
    expect(inside(part, '.send').getAttribute('aria-label')).to.equal('Send');
    part.texts = elementTextsDe;
    part.label = '';
    await part.updateComplete;
    expect(field(part).getAttribute('aria-label')).to.equal('Nachricht schreiben');
  });

  it('a note says in words and with a lock that only staff will see it', async () => {
    const part = await composer();
    expect(all(part, '.hint').length).to.equal(0);
    part.audience = 'staff';
    await part.updateComplete;
    expect(words(inside(part, '.hint'))).to.equal('Only your team will see this note');
    expect(field(part).getAttribute('aria-describedby')).to.contain('hint');
    expect(getComputedStyle(inside(part, '.frame')).backgroundColor).to.equal('rgb(252, 240, 214)');
  });

  it('writes Arabic from right to left on a page that does not', async () => {
    const part = await composer();
    await fill(part, 'مرحبا');
    expect(getComputedStyle(field(part)).direction).to.equal('rtl');
  });
});
