/** Calls between a shop's page and the console, with fake devices and the browsers' own counters as witnesses. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PartyOptions } from '../helpers/browser.ts';
import { aVisitor, anOwner } from '../helpers/cast.ts';
import type { Agent, Person, Visitor } from '../helpers/cast.ts';
import { mediaFacts, picturesOf } from '../helpers/media-probe.ts';
import { startProduct } from '../helpers/product.ts';
import type { Product } from '../helpers/product.ts';
import { startCoturn, until } from '../helpers/services.ts';
import type { Coturn } from '../helpers/services.ts';

/** What a stopped call may still hold: nothing. */
const SILENCE = { connections: 0, runningTracks: [] as string[] };

let product: Product;
let mia: Agent;
let visitor: Visitor;

/** Waits until both ends have really received more audio than when this was asked. */
async function bothHear(): Promise<void> {
  for (const { page } of [visitor, mia]) {
    const before = (await mediaFacts(page)).audioReceived;
    await until(async () => (await mediaFacts(page)).audioReceived > before + 20, { what: 'audio packets arrive' });
  }
}

/** Waits until this person's browser has decoded more pictures than when this was asked. */
async function sees({ page }: Person): Promise<void> {
  const before = (await mediaFacts(page)).framesDecoded;
  await until(async () => (await mediaFacts(page)).framesDecoded > before + 10, { what: 'pictures are decoded' });
}

const button = ({ page }: Person, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** The visitor asks for a call on the first screen, and says yes to the explanation. */
async function callFromHome(kind: 'Audio call' | 'Video call'): Promise<void> {
  await visitor.ring();
  await visitor.panel.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
  await button(visitor, 'Continue').click();
}

/** The desk explains what the browser will ask, but not again to somebody who has said yes. */
async function continueAtDesk(): Promise<void> {
  const explained = button(mia, 'Continue');
  const running = button(mia, 'Hang up').or(button(mia, 'Cancel the call'));
  await explained.or(running).first().waitFor();
  if (await explained.isVisible()) await explained.click();
}

/** The agent answers what rings at the desk. */
async function answerAtDesk(): Promise<void> {
  await button(mia, 'Accept').first().click();
  await continueAtDesk();
}

/** Ends everything at the desk, so that the next story finds room: an agent has four conversations at once. */
async function clearDesk(): Promise<void> {
  const { page, list } = mia;
  await page.getByRole('tab', { name: /^All/ }).click();
  for (let left = await list.getByRole('link').count(); left > 0; left -= 1) {
    const row = list.getByRole('link').first();
    const address = await row.getAttribute('href');
    await row.click();
    const accept = button(mia, 'Accept').or(button(mia, 'Take it myself'));
    const end = button(mia, 'End the conversation');
    await accept.or(end).first().waitFor();
    if (await accept.isVisible()) await accept.click();
    await end.click();
    await list.locator(`a[href="${address}"]`).waitFor({ state: 'detached' });
  }
}

async function aFreshVisitor(options: PartyOptions = {}): Promise<void> {
  visitor = await aVisitor(product, '/en/', options);
}

afterEach(async () => {
  await visitor.close();
  await clearDesk();
});

describe('a call from browser to browser', () => {
  beforeAll(async () => {
    product = await startProduct();
    mia = await anOwner(product, 'Mia');
  });
  afterAll(async () => {
    await mia.close();
    await product.close();
  });

  it('starts on the first screen, is explained before the browser asks, and is heard at both ends', async () => {
    await aFreshVisitor();
    await visitor.ring();
    await visitor.panel.getByRole('button', { name: /^Audio call/ }).click();
    await visitor.page.getByText('Your browser will ask for your microphone').waitFor();
    expect((await mediaFacts(visitor.page)).runningTracks).toEqual([]);
    await button(visitor, 'Continue').click();
    await visitor.page
      .getByText(/Calling…|Ringing…/)
      .first()
      .waitFor();
    await answerAtDesk();
    await bothHear();
    expect((await mediaFacts(visitor.page)).runningTracks).toEqual(['audio']);
    await button(visitor, 'Hang up').click();
    await until(async () => (await mediaFacts(mia.page)).connections === 0, { what: 'the call is over at the desk' });
    expect(await mediaFacts(visitor.page)).toMatchObject(SILENCE);
    expect(await mediaFacts(mia.page)).toMatchObject(SILENCE);
    expect([visitor.errors, mia.errors]).toEqual([[], []]);
  });

  it('with cameras shows a moving face at both ends, and the text stays beside it', async () => {
    await aFreshVisitor();
    await callFromHome('Video call');
    await answerAtDesk();
    await Promise.all([sees(visitor), sees(mia)]);
    const face = 'shopbell-call-stage video[aria-label*="Picture of"], shopbell-call-stage video.remote';
    const first = await picturesOf(visitor.page, face);
    expect(first.width).toBeGreaterThanOrEqual(320);
    await until(
      async () => {
        const { colours } = await picturesOf(visitor.page, face);
        return colours.some((colour, at) => colour !== first.colours[at]);
      },
      { what: 'the picture moves' },
    );
    await visitor.panel
      .getByRole('button', { name: 'Show text' })
      .or(visitor.panel.getByRole('textbox'))
      .first()
      .click();
    await visitor.write('I can see you.');
    await mia.log.getByText('I can see you.').waitFor();
    await button(visitor, 'Hang up').click();
    await until(async () => (await mediaFacts(mia.page)).runningTracks.length === 0, { what: 'all tracks have ended' });
  });

  it('goes from sound to picture and back inside the call, and is muted', async () => {
    await aFreshVisitor();
    await callFromHome('Audio call');
    await answerAtDesk();
    await bothHear();
    await button(mia, 'Turn camera on').click();
    await sees(visitor);
    expect((await mediaFacts(visitor.page)).runningTracks).toEqual(['audio']);
    await button(mia, 'Turn camera off').click();
    await until(async () => (await mediaFacts(mia.page)).runningTracks.join() === 'audio', {
      what: 'the camera is free',
    });
    await visitor.page.getByText('Mia: camera off').or(visitor.page.getByText('Mia').first()).first().waitFor();
    await button(visitor, 'Turn microphone off').click();
    await mia.page
      .getByText(/microphone off/)
      .first()
      .waitFor();
    await button(visitor, 'Turn microphone on').click();
    await bothHear();
    await button(mia, 'Hang up').click();
    await until(() => visitor.page.getByText('Call ended').first().isVisible(), { what: 'the visitor is told' });
    expect((await mediaFacts(visitor.page)).runningTracks).toEqual([]);
  });

  it('is started by the agent, and the visitor answers or declines', async () => {
    await aFreshVisitor();
    await visitor.ring();
    await visitor.write('Can you show me the glaze?');
    await mia.list.getByText('Can you show me the glaze?').click();
    await button(mia, 'Accept').click();
    await button(mia, 'Call the visitor with video').click();
    await continueAtDesk();
    await button(visitor, 'Decline').click();
    await mia.page.getByText('Cannot talk right now').first().waitFor();
    await button(mia, 'Call the visitor with video').click();
    await continueAtDesk();
    await button(visitor, 'Answer').click();
    await sees(visitor);
    expect((await mediaFacts(visitor.page)).runningTracks).toEqual(['audio']);
    await button(visitor, 'Hang up').click();
    await until(async () => (await mediaFacts(mia.page)).connections === 0, { what: 'the desk is silent' });
  });

  it.each([
    ['denied', 'Your browser may not use your microphone or camera'],
    ['absent', 'No microphone or camera found'],
  ] as const)('with %s devices says so plainly, and the conversation goes on as text', async (devices, words) => {
    await aFreshVisitor({ devices });
    await callFromHome('Video call');
    await visitor.page.getByText(words).first().waitFor();
    await button(visitor, 'Go on by text').first().click();
    await visitor.write(`Then by text (${devices}).`);
    await mia.page.getByText(`Then by text (${devices}).`).first().waitFor();
  });

  it('without a camera goes on with sound', async () => {
    await aFreshVisitor({ devices: 'no-camera' });
    await callFromHome('Video call');
    await answerAtDesk();
    await bothHear();
    await visitor.page.getByText('The call goes on with sound').first().waitFor();
    expect((await mediaFacts(visitor.page)).runningTracks).toEqual(['audio']);
    await button(mia, 'Turn camera on').click();
    await sees(visitor);
    await button(visitor, 'Hang up').click();
    await until(async () => (await mediaFacts(mia.page)).connections === 0, { what: 'the desk is silent' });
  });
});

describe('a call through a relay', () => {
  let relay: Coturn;
  beforeAll(async () => {
    relay = await startCoturn({ secret: 'relay-secret' });
    product = await startProduct({ SHOPBELL_TURN_URLS: relay.urls.join(','), SHOPBELL_TURN_SECRET: relay.secret });
    mia = await anOwner(product, 'Mia');
  });
  afterAll(async () => {
    await mia.close();
    await product.close();
    await relay.stop();
  });

  it('[CA11] gets short-lived credentials that the relay accepts', async () => {
    await aFreshVisitor();
    const told = visitor.page.waitForResponse((response) => response.url().endsWith('/ice') && response.ok());
    await callFromHome('Audio call');
    await answerAtDesk();
    await bothHear();
    const { iceServers } = (await (await told).json()) as { iceServers: RTCIceServer[] };
    // The two browsers of one machine hear each other without it, so the relay is asked by itself.
    const kind = await visitor.page.evaluate(async (servers) => {
      const peer = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: 'relay' });
      const found = new Promise<string | null>((resolve) => {
        peer.onicecandidate = ({ candidate }) => resolve(candidate?.type ?? null);
      });
      peer.createDataChannel('relay');
      await peer.setLocalDescription();
      const first = await found;
      peer.close();
      return first;
    }, iceServers);
    expect(kind).toBe('relay');
    await button(visitor, 'Hang up').click();
  });
});
