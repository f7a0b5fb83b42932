/**
 * Call-backs as people meet them: the visitor's form and what was agreed, and the agent's card with the number. The server
 * is a script; everything that is drawn is real.
 */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { html, render } from 'lit';
import { consoleTextsEn } from '../../agent-console/locales/en.ts';
import '../../agent-console/views/callback-card.ts';
import type { CallbackOffer } from '../../protocol/models.ts';
import { callbackTexts } from '../../widget/locales/callback.ts';
import { waitingTexts } from '../../widget/locales/waiting.ts';
import { clearPage, until, words } from '../helpers/elements.ts';
import { aDesk, MIA as MIA_AT_DESK, openRow, row } from '../helpers/console.ts';
import { find, FIRST, focus, hang, isThere, PHONE, press, settled, the } from '../helpers/hung-widget.ts';
import type { Hung } from '../helpers/hung-widget.ts';
import { joined, NOON, OPEN, SYSTEM, VISITOR } from '../helpers/widget.ts';

const HOUR_MS = 3_600_000;
const form = callbackTexts.en;
const offered = waitingTexts.en.callback;
const SLOTS = [NOON + HOUR_MS, NOON + 1.5 * HOUR_MS, NOON + 24 * HOUR_MS];

const realFetch = window.fetch;

/** The server's free times. */
function offer(times: CallbackOffer | undefined): void {
  window.fetch = () =>
    Promise.resolve(times === undefined ? new Response('', { status: 503 }) : new Response(JSON.stringify(times)));
}

beforeEach(() => setViewport(PHONE));
afterEach(() => {
  window.fetch = realFetch;
  clearPage();
});

/** A shop whose people call back, with the form open. */
async function opened(times: CallbackOffer | undefined): Promise<Hung> {
  offer(times);
  const channel = { kind: 'callback', state: 'later', answer: { when: 'unknown' }, cost: null } as const;
  const here = await hang({ settings: { ...OPEN, channels: [...OPEN.channels, channel] } });
  await here.click();
  press(`${offered.tile}${offered.tileHelp}`);
  await until(() => isThere('shopbell-callback'));
  await settled();
  return here;
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function type(number: string): void {
  const field = the('input[type=tel]') as HTMLInputElement;
  field.value = number;
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
}

describe('the form of a call-back', () => {
  it('shows days and times, and sends the number with the time', async () => {
    const here = await opened({ soon: true, slots: SLOTS, zone });
    await until(() => isThere('.days'));
    expect(find('.days .chip').map(words)).to.deep.equal([form.today, form.tomorrow]);
    expect(find('label.chip').map(words)).to.deep.equal([form.soon, '13:00', '13:30']);
    (find('label.chip input')[1] as HTMLInputElement).click();
    type('0664 7654321');
    await settled();
    press(form.send);
    expect(here.client.sent.at(-1)).to.deep.equal({
      type: 'callback.request',
      conversation: FIRST,
      body: { phone: '0664 7654321', slot: SLOTS[0] },
    });
    here.client.answer();
    await until(() => here.visit.state.value.view === 'chat');
  });

  it('says beside the field what is missing, before anything is sent', async () => {
    const here = await opened({ soon: true, slots: SLOTS, zone });
    await until(() => isThere('.days'));
    press(form.send);
    await until(() => isThere('#time-error'));
    expect(words(the('#time-error'))).to.equal(form.problems.noTime);
    (find('label.chip input')[0] as HTMLInputElement).click();
    await settled();
    press(form.send);
    await until(() => isThere('#number-error'));
    expect([words(the('#number-error')), focus()?.id]).to.deep.equal([form.problems.unreadable, 'number']);
    expect(the('#number').getAttribute('aria-describedby')).to.equal('number-error');
    expect(here.client.sent).to.deep.equal([]);
  });

  it('without hours calls as soon as somebody is free, and fails in words', async () => {
    await opened({ soon: true, slots: [], zone: null });
    await until(() => isThere('label.chip'));
    expect(find('label.chip').map(words)).to.deep.equal([form.soon]);
    clearPage();
    await opened(undefined);
    await until(() => isThere('shopbell-callback .actions') || find('.actions').length > 0);
    expect(find('section p').map(words)).to.include(form.failed);
  });
});

describe('what was agreed', () => {
  it('says who is about to call, when it is tried again, and leaves a line for everything', async () => {
    const here = await hang();
    await here.click();
    here.visit.write('Hello');
    here.client.begin(FIRST);
    const body = { slot: SLOTS[0]!, digits: '21', department: 'department' as never };
    here.client.tell(FIRST, VISITOR, { type: 'callback.requested', body });
    const said = () => find('section > p[role=status]').map(words).join();
    const told = () => find('.row.notice span').map(words);
    await until(() => told().length > 0);
    here.client.tell(FIRST, SYSTEM, { type: 'callback.due', body: {} });
    await until(() => said() === form.asking);
    here.client.tell(FIRST, SYSTEM, joined);
    await until(() => said() === form.calling('Mia'));
    here.client.tell(FIRST, SYSTEM, { type: 'callback.missed', body: { attempt: 1, nextAt: NOON + 2 * HOUR_MS } });
    await until(() => said().includes('14:00'));
    expect(said()).to.contain(form.missed);
    here.client.tell(FIRST, SYSTEM, { type: 'callback.due', body: {} });
    await until(() => said() === `${form.missed} ${form.calling('Mia')}`);
    here.client.tell(FIRST, SYSTEM, { type: 'callback.missed', body: { attempt: 2, nextAt: null } });
    here.client.tell(FIRST, SYSTEM, { type: 'callback.ended', body: { outcome: 'missed' } });
    await until(() => !isThere('shopbell-callback'));
    const { wished, again, over } = offered.notices;
    await until(() => told().includes(over.missed));
    for (const line of [wished(''), again('')])
      expect(told().filter((text) => text.startsWith(line))).to.have.length(1);
  });

  it('stands in the conversation with the end of the number, and can be taken back', async () => {
    const here = await hang();
    await here.click();
    here.visit.write('Hello');
    here.client.begin(FIRST);
    const body = { slot: SLOTS[0]!, digits: '21', department: 'department' as never };
    here.client.tell(FIRST, VISITOR, { type: 'callback.requested', body });
    await until(() => isThere('shopbell-callback'));
    await settled();
    const said = find('section p').map(words).join(' ');
    expect(said).to.contain('13:00');
    expect(said).to.contain(form.ends('21'));
    press(form.cancel);
    expect(here.client.sent.at(-1)).to.deep.equal({ type: 'callback.cancel', conversation: FIRST, body: {} });
    here.client.tell(FIRST, SYSTEM, { type: 'callback.ended', body: { outcome: 'cancelled' } });
    await until(() => !isThere('shopbell-callback'));
  });
});

describe('the agent’s card', () => {
  const texts = consoleTextsEn.callback;
  const due = { slot: null, digits: '21', dueAt: null, missed: 0 };

  async function card(told: Parameters<typeof row>[1], mine: boolean) {
    const rowOf = mine ? { ...openRow(1, MIA_AT_DESK), ...told } : row(1, told);
    const { desk, client } = await aDesk([rowOf]);
    const place = document.createElement('div');
    document.body.append(place);
    render(html`<shopbell-callback-card .desk=${desk} .row=${rowOf}></shopbell-callback-card>`, place);
    await settled();
    return { client };
  }

  it('gives the number as a link to whoever shall call, and tells how it went', async () => {
    const { client } = await card({ callback: due }, true);
    await until(() => isThere('a.number'));
    expect(the('a.number').getAttribute('href')).to.equal('tel:+436647654321');
    press(texts.reached);
    const { id } = openRow(1, MIA_AT_DESK);
    expect(client.sent.at(-1)).to.deep.equal({ type: 'callback.done', conversation: id, body: { reached: true } });
  });

  it('says when the call is due, without the number', async () => {
    await card({ callback: { ...due, slot: NOON, dueAt: NOON + 30 * 24 * HOUR_MS } }, false);
    expect(isThere('a.number')).to.equal(false);
    expect(find('section').map(words).join(' ')).to.contain(texts.ends('21'));
  });
});
