/**
 * A conversation changes hands between three real browsers: the visitor always has somebody, reads who that is, and
 * nothing that is for staff reaches them; an agent whose tab dies is replaced by one who has everything.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, anAgent, anOwner } from '../helpers/cast.ts';
import type { Agent, Visitor } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
let tom: Agent;
let visitor: Visitor;

beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia', { locale: 'en-GB' });
  tom = await anAgent(mia, 'Tom', { locale: 'en-GB' });
});
afterAll(async () => {
  await Promise.all([mia.close(), tom.close(), visitor.close()]);
  await product.close();
});

const button = ({ page }: Agent, name: string | RegExp) => page.getByRole('button', { name, exact: true });

async function turn({ page }: Agent, to: 'Available' | 'Away'): Promise<void> {
  const own = page.getByRole('switch', { name: 'Available for visitors' });
  await own.click();
  await own.getByText(to).waitFor();
}

/** A visitor writes, and Mia answers, whoever else is there. */
async function aTalkWithMia(text: string): Promise<void> {
  await turn(tom, 'Away');
  visitor = await aVisitor(product, '/en/');
  await visitor.ring();
  await visitor.panel.getByRole('textbox').waitFor();
  await visitor.write(text);
  await mia.page.getByRole('link', { name: text }).first().waitFor();
  await mia.accept();
  await visitor.log.getByText('Mia is here now').waitFor();
  await turn(tom, 'Available');
}

/** Mia asks Tom. */
async function askTom(note: string, how: 'They take over' | 'They join'): Promise<void> {
  const { page } = mia;
  // Not while she is writing: then it is a letter.
  await page
    .getByRole('heading', { name: /^Visitor/ })
    .first()
    .focus();
  await page.keyboard.press('t');
  await page.getByRole('dialog', { name: 'Hand over' }).waitFor();
  await page.getByRole('radio', { name: 'Tom' }).check();
  await page.getByLabel('Note for whoever takes it').fill(note);
  await page.getByRole('radio', { name: how }).check();
  await button(mia, 'Ask').click();
  await mia.page.getByText('Tom is being asked.').waitFor();
}

const card = () => tom.page.getByRole('region', { name: /^Mia asks you to take/ });

describe('during a chat', () => {
  beforeAll(() => aTalkWithMia('My bowl came broken'));
  afterAll(() => visitor.close());

  it('[TR1] [TR5] a no brings it back to the one who asked, with a word', async () => {
    await askTom('Wants the money back', 'They take over');
    await card().getByText('Wants the money back').waitFor();
    await card().getByRole('button', { name: 'Not now' }).click();
    await mia.page.getByText('Tom cannot take it now. The visitor is still with you.').waitFor();
    await mia.write('One moment, please');
    await visitor.log.getByText('One moment, please').waitFor();
    expect(await visitor.log.textContent()).not.toContain('Tom');
  });

  it('[TR5] cold: the visitor reads who takes over from whom, and the one who asked is out', async () => {
    await askTom('Second try', 'They take over');
    await card().getByRole('button', { name: 'Accept' }).click();
    await visitor.log.getByText('Tom takes over from Mia').waitFor();
    await mia.page.getByText('Tom has taken it.').waitFor();
    await tom.log.getByText('My bowl came broken').waitFor();
    await tom.write('Hello, I am Tom');
    await visitor.log.getByText('Hello, I am Tom').waitFor();
    expect(await visitor.log.textContent()).not.toMatch(/Second try|money|asks/);
    await button(tom, 'End the conversation').click();
  });
});

describe('warm', () => {
  beforeAll(() => aTalkWithMia('Two of you, please'));
  afterAll(() => visitor.close());

  it('[TR5] [TR7] both are inside, until one leaves', async () => {
    await askTom('Join us', 'They join');
    await card().getByRole('button', { name: 'Accept' }).click();
    await visitor.log.getByText('Tom is here now').waitFor();
    await mia.write('Tom knows about bowls');
    await tom.log.getByText('Tom knows about bowls').waitFor();
    await button(mia, 'Leave this conversation to the others').click();
    await visitor.log.getByText('Mia has left').waitFor();
    await tom.write('That is right');
    await visitor.log.getByText('That is right').waitFor();
    await button(tom, 'End the conversation').click();
  });
});

describe('during a call', () => {
  beforeAll(() => aTalkWithMia('Can I call you?'));
  afterAll(() => visitor.close());

  it('[TR6] the call stays where it is, and who asked leaves when it is over', async () => {
    await button(mia, 'Call the visitor').click();
    // The desk explains what the browser will ask, but not to somebody who has said yes.
    const explained = button(mia, 'Continue');
    await explained.or(button(mia, 'Cancel the call')).first().waitFor();
    if (await explained.isVisible()) await explained.click();
    await visitor.page.getByRole('button', { name: 'Answer', exact: true }).click();
    await button(mia, 'Hang up').waitFor();
    await askTom('Still on the phone', 'They take over');
    await card().getByRole('button', { name: 'Accept' }).click();
    await tom.log.getByText('Still on the phone').waitFor();
    await tom.write('I read along');
    await button(mia, 'Hang up').click();
    await visitor.log.getByText('Tom takes over from Mia').waitFor();
    await visitor.log.getByText('I read along').waitFor();
    await button(tom, 'End the conversation').click();
  });
});

describe('an agent’s tab that dies', () => {
  beforeAll(() => aTalkWithMia('Do not leave me'));

  it('[RT7] [D9] the visitor is told, and the next one has everything', async () => {
    await mia.page.close();
    await visitor.log.getByText('The connection to Mia was lost').waitFor();
    await visitor.log.getByText('First in line for the next free person').waitFor();
    await tom.page.getByRole('link', { name: 'Do not leave me' }).first().waitFor();
    await tom.accept();
    await tom.log.getByText('Do not leave me').waitFor();
    await visitor.log.getByText(/^Tom takes over for Mia/).waitFor();
    expect([...tom.errors, ...visitor.errors]).toEqual([]);
  });
});
