/**
 * Microphone and camera in a real browser: what a person or a page refuses, what is missing or busy, is said in one
 * word, and whatever is left is still used.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openParty } from '../helpers/browser.ts';
import type { Devices, Party } from '../helpers/browser.ts';
import { serveCode } from '../helpers/code-page.ts';
import type { CodePage } from '../helpers/code-page.ts';
import type {} from '../helpers/devices-page.ts';

const VIDEO = { audio: true, video: true };
const AUDIO = { audio: true, video: false };

let site: CodePage;
/** A browser that gives everything. */
let generous: Party;

beforeAll(async () => {
  site = await serveCode('devices-page.ts');
  generous = await openParty({ args: ['--host-resolver-rules=MAP shop.test 127.0.0.1'] });
});

afterAll(async () => {
  await generous?.close();
  site?.close();
});

const asked = (page: Page, media: typeof VIDEO): Promise<unknown> =>
  page.evaluate(async (wished) => {
    if (!('askForDevices' in globalThis)) await new Promise((resolve) => addEventListener('load', resolve));
    return askForDevices(wished);
  }, media);

/** Makes the browser answer requests for a camera, or for anything, with this error. */
const failing = (name = '', kinds = ''): string => `
  var real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wished) =>
    ${JSON.stringify(kinds)}.split(' ').some((kind) => wished[kind])
      ? Promise.reject(new DOMException('played', ${JSON.stringify(name)}))
      : real(wished);`;

const BOTH = { tracks: ['audio', 'video'], failure: null };
const VOICE = { tracks: ['audio'], failure: null };

describe('asking for microphone and camera', () => {
  it('gives what was asked for', async () => {
    await generous.page.goto(site.url);
    expect([await asked(generous.page, VIDEO), await asked(generous.page, AUDIO)]).toEqual([BOTH, VOICE]);
  });

  it.each<[Devices, unknown, unknown]>([
    ['denied', { tracks: null, failure: 'denied' }, { tracks: null, failure: 'denied' }],
    ['absent', { tracks: null, failure: 'missing' }, { tracks: null, failure: 'missing' }],
    ['no-camera', { tracks: ['audio'], failure: 'missing' }, VOICE],
  ])('in a browser where they are %s', async (devices, video, audio) => {
    const party = await openParty({ devices });
    try {
      await party.page.goto(site.url);
      expect([await asked(party.page, VIDEO), await asked(party.page, AUDIO)]).toEqual([video, audio]);
    } finally {
      await party.close();
    }
  });

  it.each([
    ['a camera that something else holds', ['NotReadableError', 'video'], { tracks: ['audio'], failure: 'busy' }],
    ['a camera that is not to be given', ['NotAllowedError', 'video'], { tracks: ['audio'], failure: 'denied' }],
    ['a microphone that is missing', ['NotFoundError', 'audio'], { tracks: ['video'], failure: 'missing' }],
    ['both held by something else', ['NotReadableError', 'audio video'], { tracks: null, failure: 'busy' }],
  ])('%s', async (_what, [name, kinds], expected) => {
    await generous.page.goto(site.url);
    await generous.page.evaluate(failing(name, kinds));
    expect(await asked(generous.page, VIDEO)).toEqual(expected);
  });

  it('a page that forbids them is not taken for a person who does', async () => {
    site.headers = { 'permissions-policy': 'camera=(), microphone=()' };
    await generous.page.goto(site.url);
    site.headers = {};
    expect(await asked(generous.page, VIDEO)).toEqual({ tracks: null, failure: 'forbidden-by-page' });
  });

  it('a page without https cannot ask at all', async () => {
    await generous.page.goto(`http://shop.test:${site.port}/`);
    expect(await asked(generous.page, VIDEO)).toEqual({ tracks: null, failure: 'insecure' });
  });
});
