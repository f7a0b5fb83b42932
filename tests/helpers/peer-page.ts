/**
 * What runs inside the browser when peers are tested: pairs of peers that are wired to each other in one page, with a
 * tap on the wire, and bare simple-peer beside them as the control. It knows no server.
 */
// oxlint-disable-next-line typescript/triple-slash-reference -- ambient declarations cannot be imported
/// <reference path="../../client/call/simple-peer.d.ts" />
import SimplePeer from 'simple-peer';
import { createPeer } from '../../client/call/peer.ts';
import type { Peer, PeerEvent } from '../../client/call/peer.ts';

type Side = 'visitor' | 'agent';
type Tracks = Readonly<Record<'audio' | 'video', MediaStreamTrack | null>>;

/** Two peers of one page. */
interface Pair {
  readonly peers: Readonly<Record<Side, Peer>>;
  /** What each has reported, in order. */
  readonly reported: Readonly<Record<Side, PeerEvent['type'][]>>;
  /** What each has sent to the other. */
  readonly sent: Readonly<Record<Side, Record<string, unknown>[]>>;
  /** A screen for what each receives. */
  readonly screens: Readonly<Record<Side, HTMLVideoElement>>;
}

/** How a pair differs from two silent ends that hear each other at once. */
interface PairOptions {
  readonly tracks?: Partial<Record<Side, Tracks>>;
  /** Called with everything that travels; what it returns arrives instead. */
  tap?(to: Side, data: Record<string, unknown>): readonly unknown[];
}

const NO_TRACKS: Tracks = { audio: null, video: null };
const other = (side: Side): Side => (side === 'visitor' ? 'agent' : 'visitor');

function screen(): HTMLVideoElement {
  const video = document.createElement('video');
  video.autoplay = true;
  video.muted = true;
  document.body.append(video);
  return video;
}

function pair({ tracks = {}, tap = (_to, data) => [data] }: PairOptions = {}): Pair {
  const made: Pair = {
    peers: {} as Pair['peers'],
    reported: { visitor: [], agent: [] },
    sent: { visitor: [], agent: [] },
    screens: { visitor: screen(), agent: screen() },
  };
  const make = (side: Side): Peer =>
    createPeer({
      offerer: side === 'visitor',
      iceServers: [],
      policy: 'all',
      ...(tracks[side] ?? NO_TRACKS),
      report(event) {
        made.reported[side].push(event.type);
        if (event.type === 'remote') made.screens[side].srcObject = event.stream;
        if (event.type !== 'signal') return;
        made.sent[side].push(event.data);
        for (const data of tap(other(side), event.data)) made.peers[other(side)].receive(data);
      },
    });
  Object.assign(made.peers, { visitor: make('visitor'), agent: make('agent') });
  return made;
}

/** A microphone and a camera; the browser's fakes beep and move. */
async function tracks(video: boolean): Promise<Tracks> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  return { audio: stream.getAudioTracks()[0] ?? null, video: stream.getVideoTracks()[0] ?? null };
}

/** Resolves when the condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Resolves when so many more pictures of the other end were shown. */
async function pictures(video: HTMLVideoElement, count: number): Promise<void> {
  for (let shown = 0; shown < count; shown += 1) {
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  }
}

/** Bare simple-peer, connected to its like; resolves to the error of which it died after it heard `data`. */
async function bareAfter(data: (answer: object) => object): Promise<string> {
  const config = { iceServers: [] };
  const wrtc = { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate };
  const visitor = new SimplePeer({ initiator: true, config, wrtc });
  const agent = new SimplePeer({ initiator: false, config, wrtc });
  const isConnected = (): boolean => (visitor as SimplePeer & { readonly connected: boolean }).connected;
  let answer = {};
  let cause: string | undefined;
  visitor.on('signal', (signal) => agent.signal(signal));
  visitor.on('error', (error) => (cause = (error as Error & { code: string }).code));
  agent
    .on('error', () => {})
    .on('signal', (signal) => {
      if (signal.type === 'answer') answer = signal;
      visitor.signal(signal);
    });
  await until(isConnected);
  visitor.signal(data(answer));
  await until(() => cause !== undefined);
  agent.destroy();
  return cause ?? 'alive';
}

const kit = { pair, tracks, until, pictures, bareAfter };

declare global {
  /** For what a test runs in the page. */
  var peerKit: typeof kit;
}

globalThis.peerKit = kit;
