/**
 * This browser's end of one attempt: it fetches ICE servers, loads the peer, and lets both talk over the numbered
 * channel. A new attempt is a new one of these. It knows no call state; it reports what it sees.
 */
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import type { IceSettings, LegView, Side } from '../../protocol/models.ts';
import type { ClientSignal, ServerSignal } from '../../protocol/signals.ts';
import type { Clock } from '../clock.ts';
import type { LocalMedia } from './local-media.ts';
import type { Peer, PeerEvent, PeerOptions } from './peer.ts';
import { RtcChannel } from './rtc-channel.ts';
import { readMediaState } from './rtc-data.ts';
import type { MediaState } from './rtc-data.ts';

type Ice = Pick<IceSettings, 'iceServers' | 'policy'>;

/** Works still wherever a direct way exists. */
const WITHOUT_SERVERS: Ice = { iceServers: [], policy: 'all' };

/** What legs need from outside. */
export interface LegPorts {
  readonly clock: Clock;
  /** Sends a hint; it may be lost. */
  post(signal: ClientSignal): void;
  /** Short-lived servers for this call. */
  ice(conversation: ConversationId, call: CallId): Promise<Ice>;
  /** Loads the code that opens connections. */
  loadPeer(): Promise<(options: PeerOptions) => Peer>;
}

/** What a leg reports. */
export type LegNews =
  | { readonly type: 'remote'; readonly stream: MediaStream }
  /** The other end has switched its tracks. */
  | { readonly type: 'media'; readonly media: MediaState }
  /** This attempt has media: the server may know. */
  | { readonly type: 'flowing' }
  /** This attempt is over; only another one can help. */
  | { readonly type: 'lost' };

/** Which attempt of what. */
export interface LegOptions {
  readonly conversation: ConversationId;
  readonly call: CallId;
  readonly leg: LegView;
  readonly side: Side;
  readonly local: LocalMedia;
  report(news: LegNews): void;
}

/** One attempt. */
export class Leg {
  readonly attempt: number;
  readonly #options: LegOptions;
  readonly #ports: LegPorts;
  readonly #channel: RtcChannel;
  /** What arrived before the peer was there. */
  #early: unknown[] = [];
  #peer: Peer | undefined;
  #connected = false;
  #flowing = false;
  #otherIsSilent = false;
  #closed = false;

  constructor(options: LegOptions, ports: LegPorts) {
    const { conversation, call, leg } = options;
    this.attempt = leg.attempt;
    this.#options = options;
    this.#ports = ports;
    this.#channel = new RtcChannel({
      attempt: { conversation, call, leg: leg.id, attempt: leg.attempt },
      clock: ports.clock,
      post: (signal) => ports.post(signal),
      deliver: (data) => this.#deliver(data),
    });
    this.tell();
    this.#open().catch(() => this.#lose());
  }

  /** Tells the other end which tracks are on. */
  tell(): void {
    const { microphone, camera } = this.#options.local;
    this.#channel.send({ media: { microphone, camera } });
  }

  /** Sends another track, or none. */
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    this.#peer?.setTrack(kind, track);
  }

  /** Takes a signal of the other end. */
  hear(signal: Extract<ServerSignal, { type: 'rtc' | 'rtc.ack' }>): void {
    this.#channel.hear(signal);
  }

  /** The connection to the server is back. */
  resume(): void {
    this.#channel.repeat();
  }

  close(): void {
    this.#closed = true;
    this.#channel.close();
    this.#peer?.close();
  }

  async #open(): Promise<void> {
    const { conversation, call, leg, side, local } = this.#options;
    const ice = this.#ports.ice(conversation, call).catch(() => WITHOUT_SERVERS);
    const [{ iceServers, policy }, createPeer] = await Promise.all([ice, this.#ports.loadPeer()]);
    if (this.#closed) return;
    const offerer = leg.offerer === side;
    const { audio, video } = local;
    this.#peer = createPeer({ offerer, iceServers, policy, audio, video, report: (event) => this.#hearPeer(event) });
    for (const data of this.#early) this.#peer.receive(data);
    this.#early = [];
  }

  #deliver(data: unknown): void {
    const media = readMediaState(data);
    if (media) {
      this.#otherIsSilent = !media.microphone && !media.camera;
      this.#options.report({ type: 'media', media });
      this.#checkFlow();
    } else if (this.#peer) {
      this.#peer.receive(data);
    } else {
      this.#early.push(data);
    }
  }

  #hearPeer(event: PeerEvent): void {
    if (this.#closed) return;
    switch (event.type) {
      case 'signal':
        return this.#channel.send(event.data);
      case 'remote':
        return this.#options.report(event);
      case 'connected':
        this.#connected = true;
        return this.#checkFlow();
      case 'flowing':
        return this.#flow();
      case 'lost':
        return this.#lose();
    }
  }

  // From an end that sends nothing, nothing will ever flow.
  #checkFlow(): void {
    if (this.#connected && this.#otherIsSilent) this.#flow();
  }

  #flow(): void {
    if (this.#flowing) return;
    this.#flowing = true;
    this.#options.report({ type: 'flowing' });
  }

  #lose(): void {
    if (this.#closed) return;
    this.close();
    this.#options.report({ type: 'lost' });
  }
}
