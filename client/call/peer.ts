/**
 * One peer connection between two browsers: simple-peer, wrapped so that nothing that arrives can break it (CA12). It
 * drops what is junk, doubled, out of turn or too late, offers fixed places for one microphone and one camera, and says
 * when media flows. The only file that imports simple-peer, loaded when a call is answered. It knows no numbering, no
 * attempts and no server.
 */
import SimplePeer from 'simple-peer';
import { LIMITS } from '../../protocol/constants.ts';
import type { IceSettings } from '../../protocol/models.ts';
import { readRtcData, ufragOf, ufragsOf } from './rtc-data.ts';
import type { Candidate, Description } from './rtc-data.ts';

/** What a peer reports. */
export type PeerEvent =
  /** To be handed to the other end, in this order. */
  | { readonly type: 'signal'; readonly data: Record<string, unknown> }
  | { readonly type: 'remote'; readonly stream: MediaStream }
  /** The way to the other end is open and encrypted. */
  | { readonly type: 'connected' }
  /** Media of the other end arrives. */
  | { readonly type: 'flowing' }
  /** It is over, and not by our will. */
  | { readonly type: 'lost' };

/** What a peer is made of. */
export interface PeerOptions {
  /** Makes the first offer; the server names this end (CA4). */
  readonly offerer: boolean;
  /** Always ours, also if empty: the default of simple-peer would ask strangers. */
  readonly iceServers: IceSettings['iceServers'];
  readonly policy: RTCIceTransportPolicy;
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
  report(event: PeerEvent): void;
}

/** One attempt's connection. */
export interface Peer {
  /** Takes what the other end reported as `signal`; anything else is dropped. */
  receive(data: unknown): void;
  /** Sends another track, or none, without a new negotiation. */
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void;
  close(): void;
}

/** Opens a connection. */
export function createPeer(options: PeerOptions): Peer {
  return new WrappedPeer(options);
}

/** How often is asked whether media flows, until it does: nothing in WebRTC says so by itself. */
const FLOW_POLL_MS = 250;

/** A face of 640×360 needs no more, and the voice gets what it needs before the picture does. */
const ENCODINGS: Readonly<Record<'audio' | 'video', Partial<RTCRtpEncodingParameters>>> = {
  audio: { priority: 'high', networkPriority: 'high' },
  video: { maxBitrate: 600_000, priority: 'low', networkPriority: 'low' },
};

const never = (): Promise<never> => new Promise(() => {});

/**
 * A connection that survives what it is told: simple-peer destroys itself when these promises reject. Descriptions are
 * taken in turn by the connection itself, so one that fails does not stand in the way of the next.
 */
class GuardedConnection extends RTCPeerConnection {
  /** After a description of the other end was applied, before it is answered. */
  described = (): void => {};

  override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    try {
      await super.setRemoteDescription(description);
    } catch {
      // The connection is as it was before; whoever waits for success waits for the next description.
      return never();
    }
    this.described();
  }

  override addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
    return super.addIceCandidate(candidate).catch(() => undefined);
  }
}

class WrappedPeer implements Peer {
  readonly #options: PeerOptions;
  readonly #connection: GuardedConnection;
  readonly #peer: SimplePeer;
  readonly #remote = new MediaStream();
  readonly #tracks: Record<'audio' | 'video', MediaStreamTrack | null>;
  #closed = false;
  #candidatesSent = 0;
  #candidatesTaken = 0;
  #applied: string | undefined;
  #flowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PeerOptions) {
    const { offerer, iceServers, policy, audio, video } = options;
    this.#options = options;
    this.#tracks = { audio, video };
    const config = { iceServers: iceServers as RTCIceServer[], iceTransportPolicy: policy };
    this.#connection = new GuardedConnection(config);
    this.#listen();
    this.#peer = this.#wrap(config);
    if (!offerer) return;
    // simple-peer offers in a later task, so the two places are in its first offer.
    for (const kind of ['audio', 'video'] as const) this.#connection.addTransceiver(kind, { direction: 'sendrecv' });
    this.#place();
  }

  receive(data: unknown): void {
    const read = readRtcData(data);
    if (this.#closed || this.#peer.destroyed || read === undefined) return;
    const fits = 'sdp' in read ? this.#isDue(read) : this.#isOfThisDescription(read);
    if (fits) this.#peer.signal(read);
  }

  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    this.#tracks[kind] = track;
    if (!this.#closed) this.#place();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#flowTimer);
    this.#peer.destroy();
    // simple-peer closes in a later task; here the light must be out now.
    this.#connection.close();
  }

  #wrap(config: RTCConfiguration): SimplePeer {
    const connection = this.#connection;
    const wrtc = {
      // simple-peer makes its own connection with `new`; this constructor hands it ours.
      RTCPeerConnection: function () {
        return connection;
      },
      RTCSessionDescription,
      RTCIceCandidate,
    };
    return new SimplePeer({ initiator: this.#options.offerer, config, wrtc })
      .on('signal', (data) => this.#send(data))
      .on('error', () => {})
      .on('close', () => this.#lose());
  }

  #listen(): void {
    const connection = this.#connection;
    connection.described = () => this.#place();
    connection.addEventListener('track', ({ track }) => {
      this.#remote.addTrack(track);
      this.#report({ type: 'remote', stream: this.#remote });
    });
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState !== 'connected') return;
      this.#prefer();
      this.#report({ type: 'connected' });
      if (this.#flowTimer === undefined) void this.#watchFlow();
    });
  }

  // Both directions of both places are open from the first description on, so that a camera needs no new one.
  #place(): void {
    for (const transceiver of this.#connection.getTransceivers()) {
      const track = this.#tracks[kindOf(transceiver)];
      if (transceiver.direction !== 'sendrecv') transceiver.direction = 'sendrecv';
      // Fails only while closing, when nobody cares any more.
      if (transceiver.sender.track !== track) transceiver.sender.replaceTrack(track).catch(() => {});
    }
  }

  #prefer(): void {
    for (const transceiver of this.#connection.getTransceivers()) {
      const kind = kindOf(transceiver);
      const parameters = transceiver.sender.getParameters();
      for (const encoding of parameters.encodings) Object.assign(encoding, ENCODINGS[kind]);
      // A4: hands that sign need the movement more than the sharpness.
      if (kind === 'video') parameters.degradationPreference = 'maintain-framerate';
      // A browser that does not know one of these goes on without.
      transceiver.sender.setParameters(parameters).catch(() => {});
    }
  }

  async #watchFlow(): Promise<void> {
    const reports = await this.#connection.getStats().catch(() => undefined);
    if (this.#closed) return;
    for (const report of reports?.values() ?? []) {
      if (report.type === 'inbound-rtp' && report.packetsReceived > 0) return this.#report({ type: 'flowing' });
    }
    this.#flowTimer = setTimeout(() => void this.#watchFlow(), FLOW_POLL_MS);
  }

  #isDue({ type, sdp }: Description): boolean {
    const { signalingState } = this.#connection;
    const due = this.#options.offerer
      ? type === 'answer' && signalingState === 'have-local-offer'
      : type === 'offer' && signalingState === 'stable' && sdp !== this.#applied;
    if (due) this.#applied = sdp;
    return due;
  }

  #isOfThisDescription({ candidate }: Candidate): boolean {
    const ufrag = ufragOf(candidate.candidate);
    const description = this.#connection.remoteDescription;
    if (description && ufrag !== undefined && !ufragsOf(description.sdp).has(ufrag)) return false;
    this.#candidatesTaken += 1;
    return this.#candidatesTaken <= LIMITS.candidates;
  }

  #send(data: Record<string, unknown>): void {
    // simple-peer may ask for a new negotiation; the places are fixed, so there is nothing to negotiate.
    if (readRtcData(data) === undefined) return;
    if ('candidate' in data) this.#candidatesSent += 1;
    if (this.#candidatesSent <= LIMITS.candidates) this.#report({ type: 'signal', data });
  }

  #lose(): void {
    if (this.#closed) return;
    this.close();
    this.#options.report({ type: 'lost' });
  }

  #report(event: PeerEvent): void {
    if (!this.#closed) this.#options.report(event);
  }
}

function kindOf({ receiver }: RTCRtpTransceiver): 'audio' | 'video' {
  return receiver.track.kind === 'audio' ? 'audio' : 'video';
}
