/**
 * The wrapped peer in a real browser, bundled as the widget's build bundles it: two of them in one page connect, carry
 * media, switch tracks, and survive everything that may arrive. Bare simple-peer is the control that does not.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openParty } from '../helpers/browser.ts';
import type { Party } from '../helpers/browser.ts';
import { serveCode } from '../helpers/code-page.ts';
import type { CodePage } from '../helpers/code-page.ts';
import type {} from '../helpers/peer-page.ts';

/** Remembers how every connection of the page was configured. */
const WATCH_CONFIGURATIONS = `
  globalThis.configurations = [];
  globalThis.RTCPeerConnection = new Proxy(RTCPeerConnection, {
    construct(target, parameters, made) {
      configurations.push(parameters[0]);
      return Reflect.construct(target, parameters, made);
    },
  });`;

declare global {
  var configurations: RTCConfiguration[];
}

let site: CodePage;
let party: Party;
let page: Page;

beforeAll(async () => {
  site = await serveCode('peer-page.ts');
  party = await openParty();
  page = party.page;
  await page.addInitScript(WATCH_CONFIGURATIONS);
});

afterAll(async () => {
  await party?.close();
  site?.close();
});

beforeEach(async () => {
  await page.goto(site.url);
  await page.evaluate(() => 'peerKit' in globalThis || new Promise((resolve) => addEventListener('load', resolve)));
});

describe('two wrapped peers', () => {
  it('[CA4] connect with one offer of the named end, and carry sound and picture both ways', async () => {
    const seen = await page.evaluate(async () => {
      const [mine, theirs] = [await peerKit.tracks(true), await peerKit.tracks(true)];
      const { reported, sent, screens } = peerKit.pair({ tracks: { visitor: mine, agent: theirs } });
      await peerKit.until(() => reported.visitor.includes('flowing') && reported.agent.includes('flowing'));
      await Promise.all([peerKit.pictures(screens.visitor, 5), peerKit.pictures(screens.agent, 5)]);
      const descriptions = (side: 'visitor' | 'agent'): unknown[] =>
        sent[side].filter((data) => 'sdp' in data).map(({ type }) => type);
      return {
        visitor: descriptions('visitor'),
        agent: descriptions('agent'),
        lost: reported.visitor.includes('lost'),
      };
    });
    expect(seen).toEqual({ visitor: ['offer'], agent: ['answer'], lost: false });
  });

  it('say that media flows only where it does', async () => {
    const reported = await page.evaluate(async () => {
      const pair = peerKit.pair({ tracks: { visitor: await peerKit.tracks(false) } });
      await peerKit.until(() => pair.reported.agent.includes('flowing') && pair.reported.visitor.includes('connected'));
      return pair.reported.visitor.filter((type) => type !== 'signal' && type !== 'remote');
    });
    expect(reported).toEqual(['connected']);
  });

  it('go from sound to picture and back without another description', async () => {
    const seen = await page.evaluate(async () => {
      const { audio } = await peerKit.tracks(false);
      const { video } = await peerKit.tracks(true);
      const tracks = { visitor: { audio, video: null }, agent: { audio: null, video: null } };
      const { peers, reported, sent, screens } = peerKit.pair({ tracks });
      await peerKit.until(() => reported.agent.includes('flowing'));
      const before = screens.agent.videoWidth;
      peers.visitor.setTrack('video', video);
      await peerKit.pictures(screens.agent, 5);
      const during = screens.agent.videoWidth;
      peers.visitor.setTrack('video', null);
      const back = await peerKit.tracks(true);
      peers.agent.setTrack('video', back.video);
      await peerKit.pictures(screens.visitor, 5);
      const all = [...sent.visitor, ...sent.agent];
      return {
        before,
        during,
        descriptions: all.filter((data) => 'sdp' in data).length,
        lost: reported.agent.includes('lost'),
      };
    });
    expect(seen).toEqual({ before: 0, during: 640, descriptions: 2, lost: false });
  });

  it('close at once, and the other end is told that it is lost', async () => {
    const seen = await page.evaluate(async () => {
      const tracks = { visitor: await peerKit.tracks(true), agent: await peerKit.tracks(true) };
      const { peers, reported } = peerKit.pair({ tracks });
      await peerKit.until(() => reported.visitor.includes('flowing') && reported.agent.includes('flowing'));
      peers.visitor.close();
      const after = reported.visitor.length;
      await peerKit.until(() => reported.agent.includes('lost'));
      peers.agent.close();
      peers.agent.receive({ type: 'offer', sdp: 'v=0' });
      peers.agent.setTrack('audio', null);
      return { silent: reported.visitor.length === after, ending: reported.agent.filter((type) => type === 'lost') };
    });
    expect(seen).toEqual({ silent: true, ending: ['lost'] });
  });

  it('ask only the servers that they were given, also when there are none', async () => {
    const asked = await page.evaluate(() => {
      peerKit.pair();
      return configurations.map(({ iceServers }) => iceServers);
    });
    expect(asked).toEqual([[], []]);
  });
});

describe('[CA12] whatever arrives', () => {
  it('junk, doubles, the wrong turn and the wrong generation do not disturb a call', async () => {
    const seen = await page.evaluate(async () => {
      const tracks = { visitor: await peerKit.tracks(true), agent: await peerKit.tracks(true) };
      const ufrag = 'v=0\r\na=ice-ufrag:abcd\r\n';
      const line = 'candidate:1 1 udp 1 127.0.0.1 9 typ host';
      const junk = (real: Record<string, unknown>): unknown[] => [
        ...[undefined, null, 7, 'offer', [], {}, { sdp: 1 }, { type: 'offer' }, { candidate: {} }, { candidate: 'x' }],
        ...[
          { type: 'offer', sdp: 'garbage' },
          { type: 'answer', sdp: ufrag },
          { type: 'offer', sdp: `${ufrag}m=nothing` },
        ],
        { candidate: { candidate: 'not a candidate', sdpMid: '0', sdpMLineIndex: 0 } },
        { candidate: { candidate: `${line} ufrag zzzz`, sdpMid: '0', sdpMLineIndex: 0 } },
        { candidate: { candidate: `${line} ufrag zzzz`, sdpMid: '99', sdpMLineIndex: 99 } },
        { candidate: { candidate: line, sdpMid: null, sdpMLineIndex: null } },
        ...[{ renegotiate: true }, { transceiverRequest: { kind: 'video' } }, { type: 'rollback', sdp: '' }],
        ...[{ type: real.type, sdp: 'v=0'.repeat(20_000) }],
      ];
      const pair = peerKit.pair({
        tracks,
        // Before, between and after everything real, which itself comes twice.
        tap: (_to, data) => [...junk(data), data, data, ...junk(data)],
      });
      const { reported, screens, peers, sent } = pair;
      await peerKit.until(() => reported.visitor.includes('flowing') && reported.agent.includes('flowing'));
      for (const side of ['visitor', 'agent'] as const) {
        const ofOther = sent[side === 'visitor' ? 'agent' : 'visitor'];
        for (const data of [...ofOther, ...sent[side]]) {
          for (const late of [...junk(data), data]) peers[side].receive(late);
        }
      }
      await Promise.all([peerKit.pictures(screens.visitor, 10), peerKit.pictures(screens.agent, 10)]);
      return { lost: [...reported.visitor, ...reported.agent].filter((type) => type === 'lost') };
    });
    expect(seen).toEqual({ lost: [] });
  });

  it('no more candidates than an attempt may have are taken', async () => {
    const alive = await page.evaluate(async () => {
      const { peers, reported } = peerKit.pair();
      const candidate = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 };
      for (let count = 0; count < 10_000; count += 1) peers.agent.receive({ candidate });
      await peerKit.until(() => reported.visitor.length > 3);
      return !reported.agent.includes('lost');
    });
    expect(alive).toBe(true);
  });

  it.each([
    ['nothing', 'ERR_SIGNALING'],
    ['the same answer twice', 'ERR_SET_REMOTE_DESCRIPTION'],
    ['garbage', 'ERR_SET_REMOTE_DESCRIPTION'],
  ])('bare simple-peer dies of %s', async (what, code) => {
    const end = await page.evaluate((which) => {
      const garbage = { type: 'answer', sdp: 'v=0\r\na=ice-ufrag:abcd\r\n' };
      return peerKit.bareAfter((answer) => ({ nothing: {}, garbage })[which] ?? answer);
    }, what);
    expect(end).toBe(code);
  });
});
