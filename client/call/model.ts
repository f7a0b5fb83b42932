/**
 * The state machine of a browser's call: asking, calling, ringing, talking, ended. The server's word decides; what this
 * document does itself is ask for devices before it says yes, hold its end while it has one, and let go at once. It
 * knows its ports, no socket and no WebRTC.
 */
import type { MediaFailure, Refusal } from '../../protocol/errors.ts';
import type { ContentOf, EventFrame } from '../../protocol/events.ts';
import type { CallId, ConversationId, LegId, SessionId } from '../../protocol/ids.ts';
import type { CallView, LegView, Media, QuickStart } from '../../protocol/models.ts';
import type { ServerSignal } from '../../protocol/signals.ts';
import { Cell } from '../observable.ts';
import type { ActiveCall, CallModel, CallState, EndedCall } from './call.ts';
import { OwnEnd } from './own-end.ts';
import type { EndPorts } from './own-end.ts';
import type { Sighting } from './sightings.ts';

/** What the model needs from outside. */
export interface CallPorts extends EndPorts {
  /** This document's session. */
  session(): SessionId | undefined;
  /** Server time. */
  now(): number;
  freshId(): string;
}

type CallEvent = Extract<EventFrame, { type: `call.${string}` }>;

const IDLE: CallState = { phase: 'idle' };

/** What this document shows of itself while it holds no end of a call. */
const NOTHING_HELD = {
  ...{ local: null, remote: null, microphone: false, camera: false, remoteMicrophone: true, remoteCamera: false },
  failure: null,
} as const;

/** A call at its beginning. */
const NEW = { ...NOTHING_HELD, alerting: false, connectedAt: null, elsewhere: false } as const;

/** The call of one document. */
export class Calls implements CallModel {
  readonly state = new Cell<CallState>(IDLE);
  readonly #ports: CallPorts;
  #sightings: readonly Sighting[] = [];
  #end: OwnEnd | undefined;
  /** Whether the server knows the active call. */
  #known = false;
  /** The call whose devices are asked for again after a page change. */
  #comingBack: CallId | undefined;
  /** Calls that the person here is done with, while the server may still show them. */
  readonly #over = new Set<CallId>();

  constructor(ports: CallPorts) {
    this.#ports = ports;
  }

  async start(conversation: ConversationId, media: Media, topic?: QuickStart): Promise<void> {
    if (this.#active) return;
    const call = this.#ports.freshId() as CallId;
    this.#known = false;
    this.state.set({ phase: 'asking', call, conversation, by: this.#ports.side, media, ...NEW });
    const asked = await this.#ask(media);
    if (asked.outcome !== 'opened') return;
    this.#patch({ phase: 'calling' });
    const body = { call, media: asked.end.media, topic };
    const reply = await this.#ports.send({ type: 'call.start', conversation, body });
    if ('refused' in reply) this.#refused(call, { reason: 'failed', refusal: reply.refused });
  }

  async answer(media: Media): Promise<void> {
    const ringing = this.#active;
    if (ringing?.phase !== 'ringing') return;
    const { call, conversation } = ringing;
    this.#patch({ phase: 'asking' });
    const asked = await this.#ask(media);
    if (asked.outcome === 'failed') {
      // The caller is told why, instead of ringing on.
      this.#over.add(call);
      await this.#ports.send({ type: 'call.decline', conversation, body: { call, cause: asked.failure } });
    }
    if (asked.outcome !== 'opened') return;
    this.#patch({ phase: 'connecting' });
    const reply = await this.#ports.send({ type: 'call.answer', conversation, body: { call, media: asked.end.media } });
    if ('refused' in reply) this.#refused(call, { reason: 'answered_elsewhere', refusal: reply.refused });
  }

  async decline(): Promise<void> {
    const active = this.#active;
    if (!active || active.by === this.#ports.side) return;
    const { call, conversation } = active;
    this.#over.add(call);
    this.#release();
    this.state.set(IDLE);
    await this.#ports.send({ type: 'call.decline', conversation, body: { call } });
  }

  async end(): Promise<void> {
    const active = this.#active;
    if (!active) return;
    const { call, conversation, phase, by, connectedAt, failure } = active;
    if (by !== this.#ports.side && (phase === 'ringing' || phase === 'asking')) return this.decline();
    const isUntold = phase === 'asking' && !this.#known;
    const seconds = connectedAt === null ? 0 : Math.max(0, Math.floor((this.#ports.now() - connectedAt) / 1000));
    this.#over.add(call);
    this.#finish({ reason: phase === 'calling' ? 'cancelled' : 'hangup', seconds, failure });
    if (isUntold) this.state.set(IDLE);
    else await this.#ports.send({ type: 'call.end', conversation, body: { call } });
  }

  async setMicrophone(on: boolean): Promise<void> {
    const failure = await this.#end?.setMicrophone(on);
    if (failure) this.#patch({ failure });
  }

  async setCamera(on: boolean): Promise<void> {
    const failure = await this.#end?.setCamera(on);
    if (on) this.#patch({ failure: failure ?? null });
  }

  dismiss(): void {
    if (this.state.value.phase !== 'ended') return;
    this.state.set(IDLE);
    this.#raise();
  }

  /** The server's word on all calls has changed. */
  see(sightings: readonly Sighting[]): void {
    this.#sightings = sightings;
    for (const call of this.#over) if (!sightings.some((seen) => seen.call.id === call)) this.#over.delete(call);
    const active = this.#active;
    if (active) this.#follow(active);
    if (!this.#active) this.#raise();
  }

  /** An event of a call; it comes before the picture that it makes is seen. */
  learn(event: CallEvent): void {
    if (event.type !== 'call.ended') return;
    const { state } = this;
    if (state.value.phase === 'idle' || state.value.call !== event.body.call) return;
    if (state.value.phase === 'ended') this.#correct(state.value, event.body);
    else this.#ended(state.value, event.body);
  }

  /** A signal that may be about the call here. */
  hear(signal: Extract<ServerSignal, { type: 'ringing' | 'rtc' | 'rtc.ack' }>): void {
    if (signal.body.call !== this.#active?.call) return;
    if (signal.type === 'ringing') this.#patch({ alerting: true });
    else this.#end?.hear(signal);
  }

  /** The connection to the server is back. */
  resume(): void {
    this.#end?.resume();
  }

  /** Lets go of everything. */
  stop(): void {
    this.#release();
    this.#sightings = [];
    this.state.set(IDLE);
  }

  get #active(): ActiveCall | undefined {
    const { value } = this.state;
    return value.phase === 'idle' || value.phase === 'ended' ? undefined : value;
  }

  #patch(part: Partial<ActiveCall>): void {
    const active = this.#active;
    if (!active) return;
    const keys = Object.keys(part) as (keyof ActiveCall)[];
    // Every event of every conversation leads here; most of them change nothing.
    if (keys.some((key) => !Object.is(active[key], part[key]))) this.state.set({ ...active, ...part });
  }

  // While the browser asks, everything may change; whoever was not waited for is let go again.
  async #ask(media: Media): Promise<Asked> {
    const call = this.#active?.call;
    const { stream, failure } = await this.#ports.devices.open(media);
    const active = this.#active;
    if (!active || active.call !== call || active.phase !== 'asking' || active.elsewhere) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      return { outcome: 'gone' };
    }
    if (stream === null) {
      const why = failure ?? 'missing';
      this.#finish({ reason: 'media', seconds: 0, failure: why });
      return { outcome: 'failed', failure: why };
    }
    return { outcome: 'opened', end: this.#hold(active.conversation, stream, failure) };
  }

  #hold(conversation: ConversationId, stream: MediaStream | null, failure: MediaFailure | null): OwnEnd {
    const end: OwnEnd = new OwnEnd({ conversation, stream }, this.#ports, {
      changed: () => this.#end === end && this.#showEnd(end),
      givenUp: () => this.#end === end && this.#giveUp(),
    });
    this.#end = end;
    this.#patch({ ...end.state, failure });
    return end;
  }

  #showEnd(end: OwnEnd): void {
    const active = this.#active;
    if (!active) return;
    const interrupted = end.isLost && active.phase === 'connected';
    this.#patch({ ...end.state, phase: interrupted ? 'reconnecting' : active.phase });
  }

  #giveUp(): void {
    const active = this.#active;
    if (!active) return;
    const { call, conversation } = active;
    this.#over.add(call);
    this.#finish({ reason: 'failed', seconds: 0, failure: 'unreachable' });
    void this.#ports.send({ type: 'call.end', conversation, body: { call, cause: 'unreachable' } });
  }

  #refused(call: CallId, why: { reason: EndedCall['reason']; refusal: Refusal }): void {
    const active = this.#active;
    // In the meantime it may have become another call (CA10), or another tab's.
    if (active?.call !== call || active.elsewhere || this.#hasLeg(call)) return;
    this.#finish({ ...why, seconds: 0, failure: null });
  }

  #hasLeg(call: CallId): boolean {
    return this.#sightings.some((seen) => seen.call.id === call && seen.call.leg && this.#isOurs(seen.call.leg));
  }

  #isOurs(leg: LegView): boolean {
    // An attempt that runs here is ours even if the server has given us another session meanwhile.
    return leg.ends[this.#ports.side] === this.#ports.session() || (this.#end?.holds(leg) ?? false);
  }

  #follow(active: ActiveCall): void {
    const seen = this.#sightings.find(({ conversation, call }) => {
      if (conversation !== active.conversation) return false;
      // CA10: our start has answered the call that was on its way to us.
      const answered = active.phase === 'calling' && call.leg !== null && this.#isOurs(call.leg);
      return call.id === active.call || answered;
    });
    // An answer on its way to the server is decided there, even if somebody else is asked meanwhile.
    const isDeciding = seen !== undefined && !seen.call.leg && (active.phase === 'asking' || this.#end !== undefined);
    if (seen && (seen.concerns || isDeciding)) this.#show(seen);
    else if (this.#known || seen) this.#vanished(active, seen?.call.leg?.id);
  }

  // Gone without a word of its end: it was withdrawn, or somebody else has it.
  #vanished({ phase }: ActiveCall, leg: LegId | undefined): void {
    if (this.#end) this.#finish({ reason: 'failed', seconds: 0, failure: null });
    else if (leg && (phase === 'ringing' || phase === 'asking'))
      this.#finish({ reason: 'answered_elsewhere', seconds: 0, failure: null });
    else this.state.set(IDLE);
  }

  #raise(): void {
    const rank = ({ call }: Sighting): number => {
      if (call.leg) return this.#isOurs(call.leg) ? 0 : 2;
      return call.by === this.#ports.side ? 2 : 1;
    };
    const mayReplaceEnd = (seen: Sighting): boolean => this.state.value.phase === 'idle' || rank(seen) < 2;
    const [next] = this.#sightings
      .filter((seen) => seen.concerns && !this.#over.has(seen.call.id) && mayReplaceEnd(seen))
      .sort((one, other) => rank(one) - rank(other));
    if (!next) return;
    const { conversation, call } = next;
    const { id, by, media } = call;
    this.state.set({ phase: 'connecting', call: id, conversation, by, media, ...NEW });
    this.#show(next);
    if (this.#active?.phase !== 'ringing') return;
    this.#ports.post({ kind: 'signal', type: 'ringing', body: { conversation, call: id } });
  }

  #show({ call, caller }: Sighting): void {
    this.#known = true;
    const { id, by, media, leg, connectedAt } = call;
    const calledHere = this.#end !== undefined || (caller !== undefined && caller === this.#ports.session());
    const elsewhere = leg ? !this.#isOurs(leg) : by === this.#ports.side && !calledHere;
    if (elsewhere) {
      this.#release();
      this.#patch(NOTHING_HELD);
    }
    this.#patch({ call: id, by, media, connectedAt, elsewhere, phase: this.#phase(call, elsewhere) });
    if (!leg || elsewhere) return;
    if (!this.#end) void this.#comeBack(call);
    else if (leg.ends[this.#ports.side] !== this.#ports.session()) this.#end.askForNext(call);
    else this.#end.follow(call);
  }

  #phase({ leg, by, phase, connectedAt }: CallView, elsewhere: boolean): ActiveCall['phase'] {
    if (!leg) {
      if (this.#active?.phase === 'asking') return 'asking';
      if (by === this.#ports.side) return 'calling';
      return this.#end ? 'connecting' : 'ringing';
    }
    const works = elsewhere || (this.#end !== undefined && !this.#end.isLost);
    if (phase === 'connected' && works) return 'connected';
    return connectedAt === null ? 'connecting' : 'reconnecting';
  }

  // This session is an end of the call, but this document is new: after a page change it takes its place again (CA8).
  async #comeBack(call: CallView): Promise<void> {
    if (this.#comingBack === call.id) return;
    this.#comingBack = call.id;
    const { stream, failure } = await this.#ports.devices.open({ audio: true, video: call.media.video });
    this.#comingBack = undefined;
    const active = this.#active;
    const now = this.#sightings.find((seen) => seen.call.id === call.id)?.call;
    if (!active || active.call !== call.id || active.elsewhere || this.#end || !now) {
      for (const track of stream?.getTracks() ?? []) track.stop();
      return;
    }
    // Without any device the other side can still be heard.
    this.#hold(active.conversation, stream, failure).askForNext(now);
  }

  #ended({ elsewhere, failure, phase, connectedAt }: ActiveCall, body: ContentOf<'call.ended'>['body']): void {
    const { reason, seconds, cause } = body;
    if (elsewhere) {
      this.state.set(IDLE);
      return;
    }
    const isUnreachable = reason === 'failed' && phase === 'connecting' && connectedAt === null;
    this.#finish({ reason, seconds, failure: cause ?? (isUnreachable ? 'unreachable' : failure) });
  }

  // What this document assumed when it let go gives way to what the server counted.
  #correct(ended: EndedCall, { reason, seconds }: ContentOf<'call.ended'>['body']): void {
    if (ended.reason === 'media' || ended.reason === 'answered_elsewhere') return;
    this.state.set({ ...ended, reason, seconds });
  }

  #finish(how: Pick<EndedCall, 'reason' | 'seconds' | 'failure' | 'refusal'>): void {
    const active = this.#active;
    this.#release();
    if (active) this.state.set({ phase: 'ended', call: active.call, conversation: active.conversation, ...how });
  }

  #release(): void {
    this.#end?.close();
    this.#end = undefined;
  }
}

type Asked =
  | { readonly outcome: 'opened'; readonly end: OwnEnd }
  | { readonly outcome: 'failed'; readonly failure: MediaFailure }
  | { readonly outcome: 'gone' };
