/**
 * The people of the end-to-end stories, each with a real browser, doing what people do: by the names of buttons and
 * fields. Knows the words of the English widget and console; what a story expects is the story's business.
 */
import type { Locator, Page } from 'playwright-core';
import { openParty } from './browser.ts';
import type { Party, PartyOptions } from './browser.ts';
import { probeMedia } from './media-probe.ts';
import type { Product } from './product.ts';

export const PASSWORD = 'correct horse battery';

/** A person with a browser; `errors` are uncaught errors and console errors of their pages. */
export interface Person extends Party {
  readonly errors: string[];
}

/** Somebody on the shop's page. */
export interface Visitor extends Person {
  readonly bell: Locator;
  readonly panel: Locator;
  readonly log: Locator;
  ring(): Promise<void>;
  write(text: string): Promise<void>;
}

/** Somebody at the console. */
export interface Agent extends Person {
  readonly list: Locator;
  readonly log: Locator;
  /** Opens the first conversation of the list and accepts it. */
  accept(): Promise<void>;
  write(text: string): Promise<void>;
}

async function person(options: PartyOptions): Promise<Person> {
  const party = await openParty(options);
  const errors: string[] = [];
  await probeMedia(party.context);
  party.page.on('pageerror', (error) => errors.push(String(error)));
  party.page.on('console', (message) => {
    // A console that is not signed in yet asks who it is, and browsers log the answer.
    const isSignedOut = message.text().includes('401') && message.location().url.endsWith('/v1/console/me');
    if (message.type() === 'error' && !isSignedOut) errors.push(message.text());
  });
  return { ...party, errors };
}

/** A visitor on this page of the shop. */
export async function aVisitor(product: Product, path = '/en/', options: PartyOptions = {}): Promise<Visitor> {
  const party = await person(options);
  const { page } = party;
  await page.goto(new URL(path, product.shopUrl).href);
  const panel = page.getByRole('dialog', { name: 'Talk to Demo shop' });
  return {
    ...party,
    bell: page.locator('shopbell-widget .bell'),
    panel,
    log: panel.getByRole('log'),
    ring: () => page.getByRole('button', { name: 'Talk to Demo shop' }).click(),
    async write(text) {
      const field = panel.getByRole('textbox');
      await field.fill(text);
      await field.press('Enter');
    },
  };
}

function agentAt(party: Person): Agent {
  const { page } = party;
  const list = page.getByRole('tabpanel').getByRole('list');
  return {
    ...party,
    list,
    log: page.getByRole('log'),
    async accept() {
      await list.getByRole('link').first().click();
      await page.getByRole('button', { name: 'Accept', exact: true }).click();
    },
    async write(text) {
      const field = page.getByRole('textbox', { name: 'Reply to the visitor' });
      await field.fill(text);
      await field.press('Enter');
    },
  };
}

/** The owner, who has just followed the printed link. */
export async function anOwner(product: Product, name: string, options: PartyOptions = {}): Promise<Agent> {
  const party = await person({ viewport: { width: 1440, height: 900 }, ...options });
  const { page } = party;
  await page.goto(product.ownerLink);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@shop.test`);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Open the desk' }).click();
  await page.getByRole('switch', { name: 'Available for visitors' }).waitFor();
  return agentAt(party);
}

/** An agent whom the owner invites, and who follows the link in a browser of their own. */
export async function anAgent(owner: Agent, name: string, options: PartyOptions = {}): Promise<Agent> {
  const link = await invite(owner.page, name);
  const party = await person({ viewport: { width: 1440, height: 900 }, ...options });
  const { page } = party;
  await page.goto(link);
  await page.getByLabel('Choose a password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Join the team' }).click();
  await page.getByRole('switch', { name: 'Available for visitors' }).waitFor();
  return agentAt(party);
}

/** Invites somebody in the settings and returns the one-time link; the console is back at the inbox afterwards. */
async function invite(page: Page, name: string): Promise<string> {
  const inbox = page.url();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('E-mail').fill(`${name.toLowerCase()}@shop.test`);
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.goto(inbox);
  return link;
}
