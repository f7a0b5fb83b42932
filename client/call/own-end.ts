/**
 * What this document holds of a call: its tracks and its end of the current attempt. It builds a fresh leg for every
 * attempt that the server names, confirms the one that has media, and asks for another when one is lost (CA7, CA8). It
 * knows nothing of ringing, of other tabs, or of how a call looks.
 */
import type { CommandInput } from '../../protocol/commands.ts';
import type { MediaFailure } from '../../protocol/errors.ts';
import type { Reply } from '../../protocol/frames.ts';
import type { ConversationId, LegId } from '../../protocol/ids.ts';
import type { CallView, LegView, Media, Side } from '../../protocol/models.ts';
import type { ServerSignal } from '../../protocol/signals.ts';
import type { ActiveCall } from './call.ts';
import type { Alarm } from '../clock.ts';
import type { Devices } from './devices.ts';
import { Leg } from './leg.ts';
import type { LegNews, LegPorts } from './leg.ts';
import { LocalMedia } from './local-media.ts';

/** What an end needs from outside. */
export interface EndPorts extends LegPorts {
  readonly side: Side;
  readonly devices: Devices;
  /** Sends a command until it is replied to. */
  send(command: CommandInput): Promise<Reply>;
}

/** What of an active call only its end knows. */
export type EndState = Pick<
  ActiveCall,
  'local' | 'remote' | 'microphone' | 'camera' | 'remoteMicrophone' | 'remoteCamera'
>;

/** Tells whoever shows the call. */
export interface EndReports {
  changed(): void;
  /** Attempt after attempt failed. */
  givenUp(): void;
}

/**
 * How long a lost attempt may be nothing but the other side hanging up, or coming back by itself: its word arrives by
 * another way. One side asks earlier, so that they do not both ask.
 */
const PATIENCE_MS: Readonly<Record<Side, number>> = { visitor: 1_000, agent: 3_000 };

/** Attempts in a row that never had media before nobody believes in the next. */
const FRUITLESS_ATTEMPTS = 4;

/** This browser's end of one call. */
export class OwnEnd {
  readonly #ports: EndPorts;
  readonly #reports: EndReports;
  readonly #conversation: ConversationId;
  readonly #local: LocalMedia;
  #call: CallView | undefined;
  #leg: { readonly view: LegView; readonly own: Leg } | undefined;
  #remote: MediaStream | null = null;
  #remoteMicrophone = true;
  #remoteCamera = false;
  #flowing = false;
  #lost = false;
  /** An interruption that was answered by confirming once more. */
  #reconfirmed = false;
  /** The attempt that is not to be built, because the next one was asked for. */
  #left = 0;
  #fruitless = 0;
  #patience: Alarm | undefined;

  constructor(options: { conversation: ConversationId; stream: MediaStream | null }, ports: EndPorts, to: EndReports) {
    this.#ports = ports;
    this.#reports = to;
    this.#conversation = options.conversation;
    this.#local = new LocalMedia(options.stream, ports.devices, (kind) => this.#switched(kind));
  }

  /** What it gives. */
  get media(): Media {
    return { audio: this.#local.audio !== null, video: this.#local.video !== null };
  }

  get state(): EndState {
    const { stream: local, microphone, camera } = this.#local;
    const remote = { remote: this.#remote, remoteMicrophone: this.#remoteMicrophone, remoteCamera: this.#remoteCamera };
    return { local, microphone, camera, ...remote };
  }

  /** The attempt has broken down, whatever the server still says. */
  get isLost(): boolean {
    return this.#lost;
  }

  /** Whether this is the attempt that is being talked over here. */
  holds(leg: LegView): boolean {
    return this.#leg?.view.id === leg.id && this.#leg.view.attempt === leg.attempt;
  }

  /** The server's newest word on this answered call, which this session is an end of. */
  follow(call: CallView): void {
    this.#call = call;
    const { leg, phase } = call;
    if (leg && leg.attempt > this.#left && !this.holds(leg)) this.#build(leg);
    if (phase !== 'reconnecting') this.#reconfirmed = false;
    else if (this.#flowing && !this.#reconfirmed) this.#confirm();
  }

  /** Takes this side's end for this session, or begins anew: asks for the next attempt (CA8). */
  askForNext(call: CallView): void {
    this.#call = call;
    const attempt = call.leg?.attempt ?? 0;
    if (attempt <= this.#left) return;
    this.#left = attempt;
    this.#tell({ type: 'call.rejoin', conversation: this.#conversation, body: { call: call.id } });
  }

  /** The connection to the server is back; an interruption meanwhile is answered (again). */
  resume(): void {
    this.#reconfirmed = false;
    this.#leg?.own.resume();
  }

  hear(signal: Extract<ServerSignal, { type: 'rtc' | 'rtc.ack' }>): void {
    this.#leg?.own.hear(signal);
  }

  setMicrophone(on: boolean): Promise<MediaFailure | null> {
    return this.#local.setMicrophone(on);
  }

  setCamera(on: boolean): Promise<MediaFailure | null> {
    return this.#local.setCamera(on);
  }

  /** Stops all tracks and closes the connection, at once. */
  close(): void {
    this.#local.stop();
    this.#leg?.own.close();
    this.#patience?.cancel();
  }

  #build(view: LegView): void {
    this.#leg?.own.close();
    this.#patience?.cancel();
    this.#flowing = false;
    this.#lost = false;
    const { side } = this.#ports;
    const where = { conversation: this.#conversation, call: this.#call?.id as CallView['id'] };
    const report = (news: LegNews): void => {
      if (this.#leg?.own === own) this.#hearLeg(news);
    };
    const own: Leg = new Leg({ ...where, leg: view, side, local: this.#local, report }, this.#ports);
    this.#leg = { view, own };
  }

  #hearLeg(news: LegNews): void {
    if (news.type === 'remote') this.#remote = news.stream;
    if (news.type === 'media') {
      this.#remoteMicrophone = news.media.microphone;
      this.#remoteCamera = news.media.camera;
    }
    if (news.type === 'flowing') {
      this.#flowing = true;
      this.#fruitless = 0;
      this.#confirm();
    }
    if (news.type === 'lost') this.#lose();
    this.#reports.changed();
  }

  #confirm(): void {
    if (!this.#call || !this.#leg) return;
    this.#reconfirmed = this.#call.phase === 'reconnecting';
    const { id: leg, attempt } = this.#leg.view;
    const body: { call: CallView['id']; leg: LegId; attempt: number } = { call: this.#call.id, leg, attempt };
    this.#tell({ type: 'call.confirm', conversation: this.#conversation, body });
  }

  #lose(): void {
    this.#lost = true;
    this.#flowing = false;
    this.#fruitless += 1;
    this.#patience = this.#ports.clock.after(PATIENCE_MS[this.#ports.side], () => {
      if (this.#fruitless >= FRUITLESS_ATTEMPTS) this.#reports.givenUp();
      else if (this.#call) this.askForNext(this.#call);
    });
  }

  #switched(kind: 'audio' | 'video'): void {
    this.#leg?.own.setTrack(kind, this.#local[kind]);
    this.#leg?.own.tell();
    this.#reports.changed();
  }

  // Refusals need no answer: an end that is too late hears of the call's end.
  #tell(command: CommandInput): void {
    void this.#ports.send(command);
  }
}
