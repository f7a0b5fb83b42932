/** "Someone else, please" in the window: one click, a word on how it goes, and the way back. */
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { DepartmentId } from '../../protocol/ids.ts';
import { waitingTexts } from '../../widget/locales/waiting.ts';
import { clearPage, until, words } from '../helpers/elements.ts';
import { DESK, find, FIRST, hang, isThere, PHONE, press, settled, talk, the } from '../helpers/hung-widget.ts';
import type { Hung } from '../helpers/hung-widget.ts';
import { joined, MIA, MIA_CARD, SYSTEM } from '../helpers/widget.ts';

const { ask, back, looking, missed } = waitingTexts.en.someoneElse;
const button = () =>
  find('shopbell-someone-else').flatMap(({ shadowRoot }) => [...shadowRoot!.querySelectorAll('button')])[0];

beforeEach(() => setViewport(DESK));
afterEach(clearPage);

/** The server has done what the visitor asked for. */
async function replaced({ client }: Hung): Promise<void> {
  const agent = MIA_CARD.id;
  const department = 'department' as DepartmentId;
  client.tell(FIRST, SYSTEM, { type: 'participant.left', body: { agent, reason: 'replaced' } });
  const why = { reason: 'replaced' as const, replaced: [{ id: agent, name: 'Mia Berger' }] };
  client.tell(FIRST, SYSTEM, { type: 'conversation.queued', body: { department, ...why } });
  await settled();
}

describe('somebody else', () => {
  it('[D14] is one click away, without a question', async () => {
    const here = await hang();
    await talk(here);
    press(ask);
    expect(here.client.sent.at(-1)).to.deep.equal({ type: 'participant.replace', conversation: FIRST, body: {} });
    expect(find('dialog, [role=alertdialog]')).to.deep.equal([]);
  });

  it('[D14] is looked for, with a way back to the one before', async () => {
    const here = await hang();
    await talk(here);
    await replaced(here);
    await until(() => words(the('.state.ended')).includes(looking));
    expect(button()).to.equal(undefined);
    press(back('Mia'));
    expect(here.client.sent.at(-1)).to.deep.equal({ type: 'participant.restore', conversation: FIRST, body: {} });
  });

  it('[RT19] is not there: it says so, until somebody comes', async () => {
    const here = await hang();
    await talk(here);
    await replaced(here);
    here.client.tell(FIRST, SYSTEM, { type: 'replacement.missed', body: {} });
    await until(() => words(the('.state.ended')).includes(missed));
    here.client.tell(FIRST, MIA, joined);
    await until(() => button() !== undefined);
    expect(find('.state.ended').map(words).join('')).not.to.contain(missed);
  });

  it('is offered to nobody who has spoken with nobody, and fits a phone beside the end', async () => {
    await setViewport(PHONE);
    const here = await hang();
    await here.click();
    here.visit.write('Hello');
    here.client.begin(FIRST);
    await until(() => isThere('.case'));
    expect(button()).to.equal(undefined);
    here.client.tell(FIRST, MIA, joined);
    await until(() => button() !== undefined);
    const [one, end] = [button()!, the('.end')].map((each) => each.getBoundingClientRect());
    expect([one!.right <= end!.left, end!.right <= PHONE.width, one!.height < 40]).to.deep.equal([true, true, true]);
  });
});
