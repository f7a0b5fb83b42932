/**
 * The window of the widget: its screens, its keys, where the focus goes, what is told to the other side. The client is a
 * script; everything that is drawn is real.
 */
import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { MessageId } from '../../protocol/ids.ts';
import { texts as en } from '../../widget/locales/en.ts';
import { lateTexts } from '../../widget/locales/late.ts';
import { waitingTexts } from '../../widget/locales/waiting.ts';
import { activeCall, clearPage, until, words } from '../helpers/elements.ts';
import { DESK, find, FIRST, focus, hang, isThere, PHONE, press, settled, talk, the } from '../helpers/hung-widget.ts';
import { aCall, closed, MIA, said, someSettings } from '../helpers/widget.ts';

beforeEach(() => setViewport(DESK));
afterEach(clearPage);

describe('writing the first message', () => {
  it('[F5] takes two steps: the bell, and what one has to say', async () => {
    const here = await hang();
    here.button.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => focus()?.tagName === 'TEXTAREA');
    await sendKeys({ type: 'Is this bowl fit for the oven?' });
    await sendKeys({ press: 'Enter' });
    expect(here.client.sent).to.deep.equal([
      { type: 'message.post', conversation: FIRST, body: { text: 'Is this bowl fit for the oven?' } },
    ]);
    await until(() => isThere('shopbell-message-list'));
    await settled();
    expect(words(the('.bubble'))).to.equal('Is this bowl fit for the oven?');
    expect(focus()?.tagName).to.equal('TEXTAREA');
  });

  it('asks for nothing else: there is one field, and it is not required', async () => {
    const here = await hang();
    await here.click();
    expect(find('input, select, textarea').map(({ tagName }) => tagName)).to.deep.equal(['TEXTAREA']);
    expect(find('[required]')).to.deep.equal([]);
  });

  it('is possible while nobody is there, and no call is offered then', async () => {
    const here = await hang({ settings: closed() });
    await here.click();
    expect(words(the('.availability'))).to.contain(waitingTexts.en.availability.away);
    for (const tile of find('.tile')) tile.click();
    expect([here.visit.state.value.explain, isThere('textarea')]).to.deep.equal([undefined, true]);
    here.settings.set(someSettings());
    await settled();
    find('.tile')[0]?.click();
    expect(here.visit.state.value.explain).to.deep.equal({ audio: true, video: false });
  });
});

describe('the team', () => {
  it('[E13] stands there with name, what they do, and languages, in codes for the eye and in words for the ear', async () => {
    const odd = { ...someSettings().team[0]!, languages: ['en', 'no_such'] };
    const here = await hang({ settings: { team: [odd, ...someSettings().team.slice(1)] } });
    await here.click();
    expect(find('li').map(words)).to.deep.equal(['Mia Advisor en no', 'Tom Orders and returns de', 'José pt en']);
    expect(find('abbr').map(({ title }) => title)).to.include.members(['English', 'no_such', 'Portuguese']);
  });
});

describe('keys and focus', () => {
  it('[A2] Escape closes the window and gives the focus back to the bell', async () => {
    const here = await hang();
    await here.click();
    await sendKeys({ type: 'Hel' });
    await sendKeys({ press: 'Escape' });
    await settled();
    expect(isThere('[role=dialog]')).to.equal(false);
    expect(focus()).to.equal(here.button);
    expect(here.button.getAttribute('aria-expanded')).to.equal('false');
  });

  it('but not the Escape of an input method, and not one that belongs to the page', async () => {
    const here = await hang();
    await here.click();
    const escape = { key: 'Escape', bubbles: true, composed: true, cancelable: true };
    focus()?.dispatchEvent(new KeyboardEvent('keydown', { ...escape, isComposing: true }));
    document.body.dispatchEvent(new KeyboardEvent('keydown', escape));
    expect(here.visit.state.value.open).to.equal(true);
    focus()?.dispatchEvent(new KeyboardEvent('keydown', escape));
    expect(here.visit.state.value.open).to.equal(false);
  });

  it('[A2] the whole way by keyboard: write, back, call, not now, end, done', async () => {
    const here = await hang();
    await talk(here);
    const go = async (name: string): Promise<void> => {
      for (let step = 0; step < 30; step += 1) {
        const at = focus();
        if (at !== null && (at.getAttribute('aria-label') ?? words(at)) === name) break;
        await sendKeys({ press: 'Tab' });
      }
      await sendKeys({ press: 'Enter' });
      await settled();
      expect(here.host.contains(document.activeElement), `the focus after ${name} is in the widget`).to.equal(true);
    };
    await go(en.panel.back);
    expect(here.visit.state.value.view).to.equal('home');
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(here.visit.state.value.view).to.equal('chat');
    await go(en.chat.video);
    await until(() => isThere('shopbell-call-explain'));
    await settled();
    await go('Not now');
    expect(here.visit.state.value.explain).to.equal(undefined);
    await go(en.chat.end);
    await until(() => isThere('shopbell-goodbye'));
    await settled();
    await go(lateTexts.en.goodbye.close);
    expect([here.visit.state.value.open, focus()]).to.deep.equal([false, here.button]);
  });

  it('nobody is trapped: Tab leads out of the window', async () => {
    const here = await hang();
    const after = document.createElement('button');
    document.body.append(after);
    await here.click();
    for (let step = 0; step < 30 && here.host.contains(document.activeElement); step += 1) {
      await sendKeys({ press: 'Tab' });
    }
    expect(here.host.contains(document.activeElement)).to.equal(false);
  });

  it('a call that comes in does not take the focus from what somebody writes in the page', async () => {
    const here = await hang();
    await talk(here);
    here.visit.close();
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    here.client.call.state.set(aCall(FIRST));
    await until(() => isThere('shopbell-call-stage'));
    await settled();
    expect(document.activeElement).to.equal(field);
  });
});

describe('the conversation', () => {
  it('shows who is there, the case, and leaves with one click', async () => {
    const here = await hang();
    await talk(here);
    expect(words(the('.head'))).to.equal('Mia Advisor Case K7-4P92 End');
    press(en.chat.end);
    await until(() => isThere('shopbell-goodbye'));
    await settled();
    expect(words(the('shopbell-goodbye').shadowRoot as never as HTMLElement)).to.contain('K7-4P92');
    expect(here.client.sent.at(-1)?.type).to.equal('conversation.end');
  });

  it('[D6] reads what is in view, and nothing while the window is closed', async () => {
    const here = await hang();
    await here.click();
    here.visit.write('Hello');
    here.client.begin(FIRST);
    await settled();
    await sendKeys({ press: 'Escape' });
    await settled();
    here.client.tell(FIRST, MIA, said('Good morning', 'morning'));
    await settled();
    const closed = [here.client.read.length, here.visit.unread.value];
    // The runner's page is not always in front.
    document.hasFocus = () => true;
    await here.click();
    await until(() => here.client.read.length > 0);
    Reflect.deleteProperty(document, 'hasFocus');
    expect([closed, here.visit.unread.value]).to.deep.equal([[0, 1], 0]);
  });

  it('[P4] a message that failed says so and can be sent again', async () => {
    const here = await hang();
    await talk(here);
    here.visit.write('Lost');
    here.client.change(FIRST, (timeline) => ({
      ...timeline,
      pending: timeline.pending.map((message) => ({ ...message, state: 'failed' as const })),
    }));
    await settled();
    find('button.retry')[0]?.click();
    expect(here.client.retried).to.deep.equal(['message 2' as MessageId]);
  });

  it('says that the connection is lost, and that the text is safe', async () => {
    const here = await hang();
    await talk(here);
    here.client.status.set({ state: 'waiting', retryAt: 0 });
    here.clock.advance(2_000);
    await settled();
    expect(words(the('p.line'))).to.equal(en.line.waiting);
  });

  it('keeps what was being written over a change of screens', async () => {
    const here = await hang();
    await talk(here);
    await sendKeys({ type: 'And anoth' });
    press(en.panel.back);
    await settled();
    find('.open')[0]?.click();
    await settled();
    expect((the('textarea') as HTMLTextAreaElement).value).to.equal('And anoth');
  });

  it('after its end offers to go on or to go', async () => {
    const here = await hang();
    await talk(here);
    here.client.tell(FIRST, MIA, { type: 'conversation.ended', body: {} });
    await settled();
    const { ended, endedHelp, leave } = waitingTexts.en.expectation;
    expect([isThere('.end'), words(the('.ended'))]).to.deep.equal([false, `${ended}${endedHelp} ${leave}`]);
    press(leave);
    expect(here.visit.state.value).to.include({ open: false, conversation: undefined });
  });
});

describe('calls', () => {
  it('[G2] are explained before the browser is asked', async () => {
    const here = await hang();
    await talk(here);
    press(en.chat.audio);
    await until(() => isThere('shopbell-call-explain'));
    expect(here.client.call.did).to.deep.equal([]);
    press('Continue');
    expect(here.client.call.did).to.deep.equal(['start audio']);
  });

  it('of an agent open the closed window, can be silenced, and are declined with one click', async () => {
    const here = await hang();
    await talk(here);
    here.visit.close();
    here.client.call.state.set(aCall(FIRST));
    await until(() => isThere('shopbell-call-stage'));
    await settled();
    expect(isThere('.before')).to.equal(true);
    press('Stop ringing');
    expect(here.visit.state.value.silenced).to.equal('call');
    press('Decline');
    expect(here.client.call.did).to.deep.equal(['decline']);
  });

  it('go on while the window is closed, in sight beside the bell', async () => {
    const here = await hang();
    await talk(here);
    here.client.call.state.set(activeCall({ conversation: FIRST }));
    await until(() => isThere('shopbell-call-stage'));
    here.visit.close();
    await settled();
    expect(isThere('[role=dialog]')).to.equal(false);
    expect(words(the('shopbell-running-call').shadowRoot as never as HTMLElement)).to.contain('To the call');
    press('Hang up');
    expect(here.client.call.did).to.deep.equal(['end']);
  });

  it('leave room for the text, and more of both in a large window', async () => {
    const here = await hang();
    await talk(here);
    here.client.call.state.set(activeCall({ conversation: FIRST }));
    await until(() => isThere('shopbell-call-stage'));
    await settled();
    expect(isThere('shopbell-call-stage') && isThere('textarea')).to.equal(true);
    press('More room');
    await settled();
    expect(the('[role=dialog]').getBoundingClientRect().width).to.equal(960);
  });

  it('fill a phone, with the text in a drawer', async () => {
    await setViewport(PHONE);
    const here = await hang();
    await talk(here);
    here.client.call.state.set(activeCall({ conversation: FIRST }));
    await until(() => isThere('shopbell-call-stage'));
    await settled();
    expect(isThere('textarea')).to.equal(false);
    find('.handle')[0]?.click();
    await settled();
    expect(isThere('textarea')).to.equal(true);
  });
});
