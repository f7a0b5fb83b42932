/**
 * Two real servers, and two browsers that are not on the same one: they talk, call, and lose a server, PostgreSQL and
 * Redis on the way. What a person notices is counted at both ends.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVisitor, anOwner } from '../helpers/cast.ts';
import type { Agent, Person, Visitor } from '../helpers/cast.ts';
import { tell } from '../helpers/data-servers.ts';
import { startInstallation } from '../helpers/installation.ts';
import type { Installation } from '../helpers/installation.ts';
import { mediaFacts } from '../helpers/media-probe.ts';
import { until } from '../helpers/services.ts';

let shop: Installation;
let mia: Agent;
let visitor: Visitor;

beforeAll(async () => {
  shop = await startInstallation();
  const [first, second] = shop.nodes;
  mia = await anOwner(first, 'Mia');
  // The desk is drawn before it is connected, and only a connection stays where it is.
  await until(async () => (await nodes()) === 1, { what: 'the desk is connected' });
  shop.prefer(second);
  visitor = await aVisitor(first);
  await visitor.ring();
  await visitor.write('Hello?');
  await mia.accept();
});
afterAll(async () => {
  await Promise.all([mia?.close(), visitor?.close()]);
  await shop?.close();
});

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true });

const bubbles = (person: Visitor | Agent) => person.log.locator('p').allTextContents();

/** What everybody has written so far. */
const written = ['Hello?'];

async function write(person: Visitor | Agent, text: string): Promise<void> {
  written.push(text);
  await person.write(text);
}

/** Both see all that was written, once and in the same order. */
async function bothSeeAll(): Promise<void> {
  for (const person of [visitor, mia]) {
    await expect.poll(async () => (await bubbles(person)).toSorted(), { timeout: 30_000 }).toEqual(written.toSorted());
  }
  await expect.poll(() => bubbles(mia)).toEqual(await bubbles(visitor));
}

/** Both browsers really receive more sound and pictures than when this was asked. */
async function bothHearAndSee(): Promise<void> {
  for (const { page } of [visitor, mia]) {
    const before = await mediaFacts(page);
    await until(
      async () => {
        const now = await mediaFacts(page);
        return now.audioReceived > before.audioReceived + 20 && now.framesDecoded > before.framesDecoded + 10;
      },
      { what: 'sound and pictures arrive', patienceMs: 30_000 },
    );
  }
}

/** The nodes that the two are connected to. */
const nodes = async () => {
  const rows = await tell(shop.databaseUrl, 'select node from sessions where away_since is null');
  return new Set(rows.map(({ node }) => node)).size;
};

/** How many peer connections these browsers ever made: a call that goes on makes no other. */
const peers = () => Promise.all([visitor, mia].map(({ page }) => page.evaluate(() => window.mediaProbe.peers.length)));

async function call(): Promise<void> {
  await button(mia, 'Call the visitor with video').click();
  const goOn = button(mia, 'Continue');
  await goOn.or(button(mia, 'Cancel the call')).first().waitFor();
  if (await goOn.isVisible()) await goOn.click();
  await button(visitor, 'Answer').click();
  const explained = button(visitor, 'Continue');
  await explained.or(button(visitor, 'Hang up')).first().waitFor();
  if (await explained.isVisible()) await explained.click();
  if (!(await mediaFacts(visitor.page)).runningTracks.includes('video'))
    await button(visitor, 'Turn camera on').click();
  await bothHearAndSee();
}

/** The visitor hangs up, and both ends let go. */
async function hangUp(): Promise<void> {
  await button(visitor, 'Hang up').click();
  for (const { page } of [visitor, mia]) {
    await until(async () => (await mediaFacts(page)).connections === 0, {
      what: 'the call is over',
      patienceMs: 30_000,
    });
  }
}

describe('a visitor and an agent on two servers', () => {
  it('chat both ways and see each other type', async () => {
    expect(await nodes()).toBe(2);
    await write(mia, 'Good morning');
    await write(visitor, 'Do you have it in green?');
    await bothSeeAll();
    await visitor.panel.getByRole('textbox').pressSequentially('I would');
    await mia.page
      .getByText(/typing/)
      .first()
      .waitFor();
    await visitor.panel.getByRole('textbox').fill('');
  });

  it('[P1] [RS8] go on speaking and writing when a server is killed in the middle of both', async () => {
    await call();
    const before = await peers();
    for (let count = 1; count <= 6; count += 1) {
      await write(visitor, `visitor ${count}`);
      await write(mia, `agent ${count}`);
      if (count === 3) await shop.nodes[1].killHard();
    }
    await bothSeeAll();
    expect(await nodes()).toBe(1);
    await bothHearAndSee();
    expect(await peers()).toEqual(before);
    await hangUp();
    await write(visitor, 'Thank you for the call');
    await bothSeeAll();
  });

  it('[FR13] do not notice that the other server is replaced', async () => {
    const [first, second] = shop.nodes;
    await second.startAgain();
    await shop.inUse(second);
    await call();
    const before = await peers();
    await write(visitor, 'before');
    const stopped = first.stop();
    await write(mia, 'meanwhile');
    expect(await stopped).toBe(0);
    await write(visitor, 'after');
    await bothSeeAll();
    await bothHearAndSee();
    expect(await peers()).toEqual(before);
    expect(await nodes()).toBe(1);
  });

  it('[P4] keep what they write while PostgreSQL is away, and their call', async () => {
    await shop.postgres.crash();
    await write(visitor, 'is this stored?');
    await visitor.log.getByText('Sending').first().waitFor();
    await bothHearAndSee();
    await shop.postgres.start();
    await bothSeeAll();
    await hangUp();
  });
});
