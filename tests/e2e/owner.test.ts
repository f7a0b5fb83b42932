/** How a shop begins: the owner's link, an invitation with a face, signing in and out, and what visitors see of it. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openParty } from '../helpers/browser.ts';
import { aVisitor, anOwner, PASSWORD } from '../helpers/cast.ts';
import type { Agent } from '../helpers/cast.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';

let product: Product;
let mia: Agent;
beforeAll(async () => {
  product = await startProduct();
  mia = await anOwner(product, 'Mia');
});
afterAll(async () => {
  await mia.close();
  await product.close();
});

it('the owner link works once', async () => {
  const stranger = await openParty();
  await stranger.page.goto(product.ownerLink);
  await stranger.page.getByText('This link has been used or has expired').waitFor();
  expect(await stranger.page.getByLabel('Choose a password').count()).toBe(0);
  await stranger.close();
});

describe('an agent', () => {
  let link = '';

  it('is invited with name, e-mail, languages and a photo', async () => {
    const { page } = mia;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Tom');
    await page.getByLabel('E-mail').fill('tom@shop.test');
    await page.getByRole('combobox', { name: 'Add a language' }).selectOption({ label: 'French' });
    await page.getByRole('button', { name: 'Make the link' }).click();
    link = await page.getByLabel('Invitation link').inputValue();
    const face = sharp({ create: { width: 400, height: 300, channels: 3, background: '#a43' } }).jpeg();
    const photo = { name: 'tom.jpg', mimeType: 'image/jpeg', buffer: await face.toBuffer() };
    await page.locator('shopbell-invite-dialog input[type=file]').setInputFiles(photo);
    await page.getByRole('button', { name: 'Use this photo' }).click();
    await page.getByRole('button', { name: 'Remove photo' }).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Invited, has not joined yet').waitFor();
    expect(link).toMatch(/\/console\/#\/join\//);
  });

  it('joins by the link, signs out and in again, and is refused with a wrong password', async () => {
    const tom = await openParty();
    await tom.page.goto(link);
    await tom.page.getByText('Hello Tom').waitFor();
    await tom.page.getByLabel('Choose a password').fill(PASSWORD);
    await tom.page.getByRole('button', { name: 'Join the team' }).click();
    await tom.page.getByRole('switch').waitFor();
    await tom.page.getByRole('button', { name: /Your account/ }).click();
    await tom.page.getByRole('button', { name: 'Sign out' }).click();
    const signIn = async (password: string) => {
      await tom.page.getByLabel('E-mail').fill('tom@shop.test');
      await tom.page.getByLabel('Password', { exact: true }).fill(password);
      await tom.page.getByRole('button', { name: 'Sign in' }).click();
    };
    await signIn('not the password');
    await tom.page.getByText('E-mail and password do not belong together').waitFor();
    await signIn(PASSWORD);
    await tom.page.getByRole('switch').waitFor();
    await tom.page.reload();
    await tom.page.getByRole('switch').waitFor();
    await tom.close();
  });

  it('is seen by visitors with the photo, and nobody is promised while all are away', async () => {
    const visitor = await aVisitor(product);
    await visitor.ring();
    const photo = visitor.panel.locator('img').first();
    await photo.waitFor();
    expect(await photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
    await visitor.panel.getByText(/Somebody is here/).waitFor();
    await visitor.close();
    await mia.page.getByRole('switch', { name: 'Available for visitors' }).click();
    await mia.page.getByRole('switch', { checked: false }).waitFor();
    const later = await aVisitor(product);
    await later.ring();
    await later.panel
      .getByText(/Nobody is here right now/)
      .first()
      .waitFor();
    await later.close();
  });
});
