/**
 * Looks under a call in a real page: which tracks were ever opened and still run, and what the peer connections really
 * send and receive. It listens in the page from its first script on and changes nothing; it knows nothing of Shopbell.
 */
import type { BrowserContext, Page } from 'playwright-core';

/** What the browser's own counters say, summed over all living peer connections. */
export interface MediaFacts {
  readonly connections: number;
  readonly audioReceived: number;
  readonly audioSent: number;
  readonly videoReceived: number;
  readonly framesDecoded: number;
  /** Tracks of getUserMedia that have not been stopped, by kind. */
  readonly runningTracks: readonly string[];
}

interface Probe {
  readonly peers: RTCPeerConnection[];
  readonly tracks: MediaStreamTrack[];
}

declare global {
  interface Window {
    mediaProbe: Probe;
  }
}

/** Installs the probe in every page that this browser opens from now on. */
export async function probeMedia(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const probe: Probe = { peers: [], tracks: [] };
    window.mediaProbe = probe;
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        probe.peers.push(this);
      }
    };
    // An insecure page has no devices.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) return;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      probe.tracks.push(...stream.getTracks());
      return stream;
    };
  });
}

/** What the browser counts now. */
export async function mediaFacts(page: Page): Promise<MediaFacts> {
  return page.evaluate(async () => {
    const { peers, tracks } = window.mediaProbe;
    const living = peers.filter(({ connectionState }) => connectionState !== 'closed');
    const reports = await Promise.all(living.map((peer) => peer.getStats()));
    const all = reports.flatMap((report) => [...report.values()] as Record<string, unknown>[]);
    const sum = (type: string, kind: string, field: string) =>
      all
        .filter((entry) => entry['type'] === type && entry['kind'] === kind)
        .reduce((total, entry) => total + Number(entry[field] ?? 0), 0);
    return {
      connections: living.length,
      audioReceived: sum('inbound-rtp', 'audio', 'packetsReceived'),
      audioSent: sum('outbound-rtp', 'audio', 'packetsSent'),
      videoReceived: sum('inbound-rtp', 'video', 'packetsReceived'),
      framesDecoded: sum('inbound-rtp', 'video', 'framesDecoded'),
      runningTracks: tracks.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind),
    };
  });
}

/** Whether a video on the page shows a moving picture: two looks, of which both have colour and each another picture. */
export async function picturesOf(page: Page, selector: string): Promise<{ width: number; colours: number[] }> {
  return page.locator(selector).evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [32, 18];
    const context = canvas.getContext('2d')!;
    context.drawImage(video, 0, 0, 32, 18);
    return { width: video.videoWidth, colours: [...context.getImageData(0, 0, 32, 18).data] };
  });
}
