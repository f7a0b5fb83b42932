/** The settings: inviting somebody by keyboard alone, and cards that are saved, undone and checked one by one. */
import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { html } from 'lit';
import type { ShopbellSettings } from '../../agent-console/views/settings.ts';
import '../../agent-console/views/settings.ts';
import type { SettingsPage } from '../../agent-console/router.ts';
import { refuse } from '../../protocol/errors.ts';
import { aDesk, type TestDesk } from '../helpers/console.ts';
import { all, clearPage, frame, inside, show, until, words } from '../helpers/elements.ts';

interface Shown extends TestDesk {
  readonly page: HTMLElement;
}

async function settings(page: SettingsPage, told: Parameters<typeof aDesk>[1] = {}): Promise<Shown> {
  const world = await aDesk([], told);
  const view = await show<ShopbellSettings>(
    html`<shopbell-settings .desk=${world.desk} .page=${page}></shopbell-settings>`,
    { width: 1100, height: 800 },
  );
  const open = inside<HTMLElement>(view, `shopbell-settings-${page}`);
  await until(() => (open.shadowRoot?.childElementCount ?? 0) > 0);
  return { ...world, page: open };
}

const press = (part: Element, name: string): void =>
  all(part, 'button')
    .find((each) => words(each) === name)
    ?.click();
const deepFocus = (): Element | null => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};

async function fill(input: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  input.focus();
  input.select();
  await sendKeys({ type: text });
}

afterEach(clearPage);

describe('inviting', () => {
  async function invite(told: Parameters<typeof aDesk>[1] = {}): Promise<Shown & { dialog: Element }> {
    const shown = await settings('people', told);
    const opener = all(shown.page, 'button').find((each) => words(each) === 'Invite somebody');
    opener?.focus();
    opener?.click();
    await until(() => all(shown.page, 'shopbell-invite-dialog').length === 1);
    const dialog = inside(shown.page, 'shopbell-invite-dialog');
    await until(() => deepFocus()?.id === 'name');
    return { ...shown, dialog };
  }

  it('[A2] goes by keyboard alone: name, e-mail, Enter, and there is the link', async () => {
    const { dialog, api } = await invite();
    await sendKeys({ type: 'Nora' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'nora@shop.example' });
    await sendKeys({ press: 'Enter' });
    await until(() => all(dialog, 'shopbell-copy-text').length === 1);
    expect(api.asked).to.deep.equal([
      { name: 'Nora', email: 'nora@shop.example', title: 'Advisor', languages: ['en'], role: 'agent' },
    ]);
    const link = inside<HTMLTextAreaElement>(inside(dialog, 'shopbell-copy-text'), 'textarea');
    expect(link.value).to.equal('https://bell.example/console/#/join/CODE');
  });

  it('says what is missing and puts the focus there, without asking the server', async () => {
    const { dialog, api } = await invite();
    await sendKeys({ type: 'Nora' });
    await sendKeys({ press: 'Enter' });
    await until(() => deepFocus()?.id === 'email');
    expect(words(inside(dialog, '#email-error'))).to.equal('Please fill this in.');
    expect(inside(dialog, '#email').getAttribute('aria-describedby')).to.equal('email-error');
    expect(api.asked).to.deep.equal([]);
  });

  it('says that an e-mail is in the team already', async () => {
    const { dialog, api } = await invite();
    api.refuseWith = refuse('conflict', 'taken');
    await fill(inside(dialog, '#name'), 'Tom');
    await fill(inside(dialog, '#email'), 'tom@shop.example');
    await sendKeys({ press: 'Enter' });
    await until(() => words(inside(dialog, '[role=alert]')) !== '');
    expect(words(inside(dialog, '[role=alert]'))).to.equal('Somebody with this e-mail is already in the team.');
  });

  it('closes with Escape and gives the focus back', async () => {
    const { page } = await invite();
    await sendKeys({ press: 'Escape' });
    await until(() => all(page, 'shopbell-invite-dialog').length === 0);
    expect(words(deepFocus() as Element)).to.equal('Invite somebody');
  });

  it('is not offered to an agent', async () => {
    const { page } = await settings('people', { role: 'agent' });
    expect(all(page, 'button').map(words)).to.deep.equal([]);
  });

  it('gives somebody who has not joined a new link', async () => {
    const { page } = await settings('people');
    press(page, 'New link');
    await until(() => all(page, 'shopbell-invite-dialog').length === 1);
    const dialog = inside(page, 'shopbell-invite-dialog');
    await until(() => all(dialog, 'shopbell-copy-text').length === 1);
    expect(words(inside(inside(dialog, 'shopbell-dialog'), 'h2'))).to.equal('The link for Lena');
  });
});

describe('a card', () => {
  async function shop(told: Parameters<typeof aDesk>[1] = {}): Promise<Shown & { form: Element }> {
    const shown = await settings('shop', told);
    await until(() => all(shown.page, 'shopbell-site-form').length === 1);
    const form = inside(shown.page, 'shopbell-site-form');
    await until(() => (form.shadowRoot?.childElementCount ?? 0) > 0);
    return { ...shown, form };
  }
  const save = (form: Element, place: number): HTMLButtonElement =>
    all<HTMLButtonElement>(form, 'form button.primary')[place]!;

  it('saves only its own fields, and only when something changed', async () => {
    const { form, api } = await shop();
    expect(save(form, 0).disabled).to.equal(true);
    await fill(inside(form, '#name'), 'Bowls and more');
    await fill(inside(form, '#contact'), 'https://shop.example/contact');
    await until(() => !save(form, 0).disabled);
    save(form, 0).click();
    await until(() => api.asked.length === 1);
    expect(api.asked).to.deep.equal([{ name: 'Bowls and more', brand: '#0f6e68' }]);
    expect(inside<HTMLInputElement>(form, '#contact').value).to.equal('https://shop.example/contact');
  });

  it('does not save what is wrong, and says where', async () => {
    const { form, api } = await shop();
    await fill(inside(form, '#origins'), 'shop.example');
    await until(() => all(form, '#origins-error').length === 1);
    save(form, 1).click();
    await until(() => deepFocus()?.id === 'origins');
    expect(words(inside(form, '#origins-error'))).to.contain('“shop.example” is not an address');
    expect(api.asked).to.deep.equal([]);
  });

  it('wants to know what a call costs, and says beside the number why it is not taken', async () => {
    const { form, api } = await shop();
    await fill(inside(form, '#phone'), '0900 123456');
    await until(() => all(form, '#phone-cost-error').length === 1);
    save(form, 2).click();
    await until(() => deepFocus()?.id === 'phone-cost');
    expect(api.asked).to.deep.equal([]);
    await fill(inside(form, '#phone-cost'), 'Free');
    api.refuseWith = { code: 'invalid', message: 'no', details: { field: 'phone', problem: 'service' } };
    await until(() => all(form, '#phone-cost-error').length === 0);
    save(form, 2).click();
    await until(() => deepFocus()?.id === 'phone');
    expect(words(inside(form, '#phone-error'))).to.contain('cost extra');
    expect(api.asked).to.deep.equal([{ phone: { number: '0900 123456', cost: 'Free' } }]);
    await fill(inside(form, '#phone'), '+43 1 5887180');
    await until(() => all(form, '#phone-error').length === 0);
  });

  it('is undone with one click', async () => {
    const { form } = await shop();
    await fill(inside(form, '#name'), 'Other');
    await until(() => !save(form, 0).disabled);
    press(form, 'Undo changes');
    await until(() => inside<HTMLInputElement>(form, '#name').value === 'Demo shop');
    expect(save(form, 0).disabled).to.equal(true);
  });

  it('[E1] gives quick starts their topics, and says which topic nobody has', async () => {
    const { form, api } = await shop();
    const card = inside(form, 'shopbell-quick-starts-form');
    await fill(inside(card, '#topic-return'), ' returns ');
    await until(() => all(card, '#topic-return-help').length === 1);
    press(card, 'Save');
    await until(() => api.asked.length === 1);
    expect(api.asked).to.deep.equal([{ topics: { return: 'returns' } }]);
  });

  it('can be read and not changed by an agent', async () => {
    const { form } = await shop({ role: 'agent' });
    expect(inside<HTMLInputElement>(form, '#name').readOnly).to.equal(true);
    expect(all(form, 'form button')).to.deep.equal([]);
  });
});

it('the profile shows at once what visitors will see, and saves it', async () => {
  const { page, api, desk } = await settings('profile');
  await fill(inside(page, '#title'), 'Potter');
  await until(() => words(inside(page, '.preview')).includes('Potter'));
  press(page, 'Save');
  await until(() => api.asked.length === 1);
  expect(api.asked).to.deep.equal([{ name: 'Mia', title: 'Potter', languages: ['en'] }]);
  await until(() => desk.me.value.card.title === 'Potter');
});

/** What stands in an element's own shadow. */
const wordsIn = (part: Element): string => words(part.shadowRoot as unknown as Element);

describe('departments', () => {
  const formOf = (page: Element, index = 0): Element => all(page, 'shopbell-department-form')[index]!;

  it('are saved as a whole, with hours that begin as an office week', async () => {
    const { page, api } = await settings('departments');
    await until(() => all(page, 'shopbell-department-form').length === 2);
    const form = formOf(page);
    inside<HTMLInputElement>(form, '#has-hours').click();
    await until(() => all(form, 'shopbell-hours-editor').length === 1);
    press(form, 'Save');
    await until(() => api.asked.length === 1);
    const saved = api.asked[0] as { name: string; hours: { week: { from: number; to: number }[][] } };
    expect([saved.name, saved.hours.week.length]).to.deep.equal(['Shop team', 7]);
    expect([saved.hours.week[0], saved.hours.week[6]]).to.deep.equal([[{ from: 540, to: 1020 }], []]);
  });

  it('are not sent while a day closes before it opens, and say so at the day', async () => {
    const { page, api } = await settings('departments');
    await until(() => all(page, 'shopbell-department-form').length === 2);
    const form = formOf(page);
    inside<HTMLInputElement>(form, '#has-hours').click();
    await until(() => all(form, 'shopbell-hours-editor').length === 1);
    const monday = inside(inside(form, 'shopbell-hours-editor'), 'shopbell-openings');
    const [, closes] = all<HTMLInputElement>(monday, 'input');
    closes!.value = '08:00';
    closes!.dispatchEvent(new Event('change'));
    await until(() => wordsIn(monday).includes('It closes before it opens'));
    press(form, 'Save');
    await frame();
    expect(api.asked).to.deep.equal([]);
  });

  it('show what the next days will be, holidays by name', async () => {
    const { page } = await settings('departments');
    await until(() => all(page, 'shopbell-department-form').length === 2);
    const form = formOf(page);
    inside<HTMLInputElement>(form, '#has-hours').click();
    await until(() => all(form, 'shopbell-hours-preview').length === 1);
    const preview = inside(form, 'shopbell-hours-preview');
    await until(() => all(preview, 'li').length === 1);
    expect(wordsIn(preview)).to.contain('Closed').and.to.contain('Christmas');
  });

  it('[PR4] promise an answer, and say how such a promise was kept and what visitors are told instead', async () => {
    const { page, api, desk } = await settings('departments');
    await until(() => all(page, 'shopbell-department-form').length === 2);
    const form = formOf(page);
    const field = inside(form, 'shopbell-promise-field');
    const choice = inside<HTMLSelectElement>(field, 'select');
    expect(choice.value).to.equal('');
    choice.value = '120';
    choice.dispatchEvent(new Event('change'));
    await until(() => wordsIn(field).includes('kept in 91 % of 42 cases'));
    expect(wordsIn(field)).to.contain('Visitors are told 3 hours 30 minutes until it is 95 % again.');
    expect(wordsIn(field)).to.contain('30 % of the answers came clearly earlier');
    press(form, 'Save');
    await until(() => api.asked.length === 1);
    expect((api.asked[0] as { promise: unknown }).promise).to.deep.equal({ minutes: 120 });
    await until(() => desk.notices.shown.value.length > 0);
    expect(desk.notices.shown.value[0]?.text).to.match(/^Saved\..* Visitors are told 3 hours 30 minutes/);
  });

  it('that something hangs on say why they stay', async () => {
    const { page, api, desk } = await settings('departments');
    await until(() => all(page, 'shopbell-department-form').length === 2);
    api.refuseWith = refuse('conflict', 'It has conversations.');
    press(formOf(page), 'Remove this department');
    await until(() => desk.notices.shown.value.some(({ text }) => text.startsWith('It is still needed')));
    expect(all(page, 'shopbell-department-form').length).to.equal(2);
  });

  it('can be looked at by agents, and changed by nobody without the role', async () => {
    const { page } = await settings('departments', { role: 'agent' });
    await until(() => all(page, 'shopbell-department-form').length === 2);
    expect(all(page, 'button').map(words)).to.not.include('Add a department');
    expect(all(formOf(page), 'button').map(words)).to.not.include('Save');
  });
});

describe('the work of somebody', () => {
  it('is decided in a dialog: departments, how much at once, and topics', async () => {
    const { page, api } = await settings('people');
    await until(() => all(page, 'button').some((each) => words(each) === 'Work'));
    press(page, 'Work');
    await until(() => all(page, 'shopbell-work-dialog').length === 1);
    const dialog = inside(page, 'shopbell-work-dialog');
    await until(() => wordsIn(dialog).includes('Night'));
    const night = all<HTMLInputElement>(dialog, 'input[type=checkbox]')[1];
    night?.click();
    await fill(inside(dialog, '#topics'), 'returns, glazes,, returns ');
    press(dialog, 'Save');
    await until(() => api.asked.length === 1);
    expect(api.asked).to.deep.equal([
      { departments: ['department', 'night'], skills: ['returns', 'glazes'], chatCapacity: 4, callCapacity: 1 },
    ]);
    await until(() => all(page, 'shopbell-work-dialog').length === 0);
  });
});

describe('how visitors waited', () => {
  const inCells = (page: Element, row: number) =>
    [...(all(page, 'tr')[row]?.querySelectorAll<HTMLElement>('th, td') ?? [])].map(words);

  it('stands there by day and by page, with what can be said', async () => {
    const { page } = await settings('waiting');
    await until(() => all(page, 'table').length === 2);
    expect(inCells(page, 1)).to.deep.equal(['All days', '15', '11', '3', '1:05']);
    expect(inCells(page, 2)).to.deep.equal(['Mon 23/11', '14', '11', '3', '1:05']);
    expect(inCells(page, 3)).to.deep.equal(['Fri 20/11', '1', '0', '0', '–']);
    expect(inCells(page, 5)).to.deep.equal(['/products/mora-bowl', '3']);
  });

  it('is said in words while nobody has waited', async () => {
    const { page, api } = await settings('profile').then(async (shown) => {
      const none = { waited: 0, taken: 0, left: 0, medianMs: null };
      shown.api.waits = () => Promise.resolve({ done: { report: { total: none, days: [], pages: [] } } });
      const part = document.createElement('shopbell-settings-waiting');
      part.desk = shown.desk;
      shown.page.replaceWith(part);
      return { ...shown, page: part };
    });
    await until(() => wordsIn(page).includes('Nobody has waited yet'));
    expect(api.asked).to.deep.equal([]);
  });

  it('is asked for again where the server did not answer', async () => {
    const { desk, api, page: profile } = await settings('profile');
    api.refuseWith = refuse('unavailable', 'away');
    const page = document.createElement('shopbell-settings-waiting');
    page.desk = desk;
    profile.replaceWith(page);
    await until(() => all(page, '[role=alert]').length === 1);
    delete api.refuseWith;
    press(page, 'Try now');
    await until(() => all(page, 'table').length === 2);
    expect(api.asked).to.deep.equal(['waits', 'waits']);
  });

  it('is for owners and admins: nobody else is led there or told', async () => {
    const { page, api } = await settings('waiting', { role: 'agent' });
    expect(wordsIn(page)).to.contain('Owners and admins');
    expect(api.asked).to.deep.equal([]);
    expect(all(page.getRootNode() as never, 'nav a').map(words)).to.not.include('Waiting');
  });
});
