/**
 * Calls without a browser: models of both sides around one conversation of the real domain, with devices and peer
 * connections that are played. Time is the test's, the way between the ends can lose, double and reorder. It decides
 * nothing about calls itself.
 */
import { Calls } from '../../client/call/model.ts';
import type { CallState } from '../../client/call/call.ts';
import type { Opened } from '../../client/call/devices.ts';
import type { Peer, PeerOptions } from '../../client/call/peer.ts';
import { sightings } from '../../client/call/sightings.ts';
import { unknownConversation } from '../../client/fold.ts';
import { emptyTimeline, withEvents } from '../../client/timeline-changes.ts';
import type { Me } from '../../client/timeline.ts';
import type { CommandInput } from '../../protocol/commands.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { MediaFailure } from '../../protocol/errors.ts';
import type { Reply } from '../../protocol/frames.ts';
import type { CallId, SessionId } from '../../protocol/ids.ts';
import type { ConversationRow, Media } from '../../protocol/models.ts';
import type { ClientSignal, ServerSignal } from '../../protocol/signals.ts';
import { isRefusal } from '../../server/domain/decision.ts';
import type { AgentActor, VisitorActor } from '../../server/domain/decision.ts';
import { inboxRow, viewConversation, viewEvent } from '../../server/domain/visibility.ts';
import { anId } from './builders.ts';
import type { GrowingConversation, WishHere } from './builders.ts';
import { FakeClock } from './fake-clock.ts';

/** A track that remembers whether it was stopped. */
class PlayedTrack extends EventTarget {
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  readonly kind: 'audio' | 'video';

  constructor(kind: 'audio' | 'video') {
    super();
    this.kind = kind;
  }

  stop(): void {
    this.readyState = 'ended';
  }

  /** The device is pulled out. */
  unplug(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }
}

class PlayedStream {
  #tracks: PlayedTrack[];

  constructor(tracks: PlayedTrack[]) {
    this.#tracks = tracks;
  }

  getTracks = (): PlayedTrack[] => [...this.#tracks];
  getAudioTracks = (): PlayedTrack[] => this.#tracks.filter(({ kind }) => kind === 'audio');
  getVideoTracks = (): PlayedTrack[] => this.#tracks.filter(({ kind }) => kind === 'video');

  addTrack(track: PlayedTrack): void {
    this.#tracks.push(track);
  }

  removeTrack(track: PlayedTrack): void {
    this.#tracks = this.#tracks.filter((other) => other !== track);
  }
}

/** A connection that stands as soon as an offer and its answer have passed. */
export class PlayedPeer implements Peer {
  readonly options: PeerOptions;
  readonly received: unknown[] = [];
  readonly tracks: Record<'audio' | 'video', MediaStreamTrack | null>;
  isClosed = false;

  constructor(options: PeerOptions) {
    this.options = options;
    this.tracks = { audio: options.audio, video: options.video };
    if (options.offerer) queueMicrotask(() => this.#send('offer'));
  }

  receive(data: unknown): void {
    this.received.push(data);
    const { type } = data as { readonly type?: string };
    if (type === 'offer') this.#send('answer');
    if (type === 'offer' || type === 'answer') this.#connect();
  }

  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack | null): void {
    this.tracks[kind] = track;
  }

  close(): void {
    this.isClosed = true;
  }

  /** The way breaks down. */
  break(): void {
    this.options.report({ type: 'lost' });
  }

  #send(type: 'offer' | 'answer'): void {
    if (!this.isClosed) this.options.report({ type: 'signal', data: { type, sdp: 'v=0' } });
  }

  #connect(): void {
    this.options.report({ type: 'connected' });
    this.options.report({ type: 'remote', stream: new PlayedStream([]) as unknown as MediaStream });
    this.options.report({ type: 'flowing' });
  }
}

/** What a browser may give: everything, or not. */
export type DevicePlay = (media: Media) => Opened | Promise<Opened>;

/** One tab of one person. */
export class CallTab {
  readonly calls: Calls;
  readonly session: SessionId;
  readonly actor: VisitorActor | AgentActor;
  readonly tracks: PlayedTrack[] = [];
  readonly peers: PlayedPeer[] = [];
  /** What was sent, in order. */
  readonly commands: CommandInput[] = [];
  readonly signals: ClientSignal[] = [];
  /** How many tracks were live when each command was sent. */
  readonly liveAtSend: number[] = [];
  isOnline = true;
  devices: DevicePlay = (media) => this.opens(media);
  /** May refuse a connection by never answering. */
  peer: (options: PeerOptions) => PlayedPeer = (options) => new PlayedPeer(options);
  readonly #desk: CallDesk;

  constructor(desk: CallDesk, actor: VisitorActor | AgentActor) {
    this.#desk = desk;
    this.actor = actor;
    this.session = actor.session;
    this.calls = new Calls({
      clock: desk.clock,
      side: actor.kind,
      devices: { open: async (media) => this.devices(media) },
      session: () => this.session,
      now: () => desk.conversation.now,
      freshId: () => anId<CallId>(),
      send: (command) => this.#send(command),
      post: (signal) => this.#post(signal),
      ice: () => Promise.reject(new Error('There are no servers')),
      loadPeer: () => Promise.resolve((options) => this.#connects(options)),
    });
  }

  get state(): CallState {
    return this.calls.state.value;
  }

  get phase(): CallState['phase'] {
    return this.state.phase;
  }

  /** Tracks that record or listen now. */
  get live(): PlayedTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }

  /** The browser gives this. */
  opens({ audio, video }: Media, failure: MediaFailure | null = null): Opened {
    const made = [...(audio ? ['audio' as const] : []), ...(video ? ['video' as const] : [])];
    const tracks = made.map((kind) => new PlayedTrack(kind));
    this.tracks.push(...tracks);
    return { stream: new PlayedStream(tracks) as unknown as MediaStream, failure };
  }

  /** Looks at what the server knows now. */
  look(): void {
    this.calls.see(sightings(this.#desk.knownTo(this.actor), this.#desk.me(this.actor)));
  }

  #connects(options: PeerOptions): PlayedPeer {
    const peer = this.peer(options);
    this.peers.push(peer);
    return peer;
  }

  async #send(command: CommandInput): Promise<Reply> {
    this.commands.push(command);
    this.liveAtSend.push(this.live.length);
    await Promise.resolve();
    return this.#desk.executes(this.actor, command);
  }

  #post(signal: ClientSignal): void {
    this.signals.push(signal);
    if (this.isOnline) this.#desk.forward(this, signal);
  }
}

/** One conversation and the tabs of everybody in it. */
export class CallDesk {
  readonly clock = new FakeClock();
  readonly conversation: GrowingConversation;
  readonly tabs: CallTab[] = [];
  /** What becomes of a signal on its way; all of them arrive once unless a test says otherwise. */
  way: (signal: ClientSignal, arrive: () => void) => void = (_signal, arrive) => arrive();
  readonly #seen = new Map<CallTab, number>();

  constructor(conversation: GrowingConversation) {
    this.conversation = conversation;
  }

  /** Opens a tab; its browser may give less than everything. */
  tab(actor: VisitorActor | AgentActor, devices?: DevicePlay): CallTab {
    const tab = new CallTab(this, actor);
    tab.devices = devices ?? tab.devices;
    this.tabs.push(tab);
    this.#seen.set(tab, this.conversation.events.length);
    tab.look();
    return tab;
  }

  /** The tab is closed, or its page is left. */
  closes(tab: CallTab): void {
    tab.calls.stop();
    this.tabs.splice(this.tabs.indexOf(tab), 1);
  }

  /** Somebody does something elsewhere, and everybody hears of it. */
  does(actor: Parameters<GrowingConversation['does']>[0], wish: WishHere): void {
    this.conversation.does(actor, wish);
    this.tell();
  }

  /** Time passes for everybody. */
  passes(ms: number): void {
    this.conversation.passes(ms);
    this.tell();
    this.clock.advance(ms);
  }

  executes(actor: VisitorActor | AgentActor, command: CommandInput): Reply {
    const result = this.conversation.tries(actor, command as WishHere);
    const id = anId<string>();
    if (isRefusal(result)) return { kind: 'reply', id, refused: result };
    this.tell();
    return { kind: 'reply', id, done: { seqs: [] } };
  }

  /** Everybody hears what has happened since. */
  tell(): void {
    for (const tab of this.tabs.filter(({ isOnline }) => isOnline)) {
      const viewer = tab.actor.kind === 'agent' ? 'staff' : 'visitor';
      const events = this.conversation.events.slice(this.#seen.get(tab));
      this.#seen.set(tab, this.conversation.events.length);
      for (const event of events) {
        const frame = viewEvent(event, viewer);
        if (frame?.type === 'call.ended') tab.calls.learn(frame);
      }
      tab.look();
    }
  }

  me(actor: VisitorActor | AgentActor): Me {
    return actor.kind === 'agent' ? { kind: 'agent', id: actor.agent } : { kind: 'visitor' };
  }

  /** Participants know the events; other agents have the row of the inbox. */
  knownTo(actor: VisitorActor | AgentActor): Parameters<typeof sightings>[0] {
    const { id, events } = this.conversation;
    if (events.length === 0) return { timelines: new Map(), rows: new Map() };
    const { state } = this.conversation;
    const isInside = actor.kind === 'visitor' || state.agents.some((card) => card.id === actor.agent);
    const row: ConversationRow = inboxRow({ id, version: state.seq, state }, 'Shop');
    const rows = actor.kind === 'agent' ? new Map([[id, row]]) : new Map();
    if (!isInside) return { timelines: new Map(), rows };
    const viewer = actor.kind === 'agent' ? 'staff' : 'visitor';
    const frames = events.flatMap((event): EventFrame | [] => viewEvent(event, viewer) ?? []);
    const folded = withEvents(emptyTimeline(unknownConversation(id, 0, 'de')), frames);
    const timeline = { ...folded, view: viewConversation(id, state, viewer) };
    return { timelines: new Map([[id, timeline]]), rows };
  }

  /** What the server does with a signal, under its rules of who may send and who hears (CA5). */
  forward(from: CallTab, signal: ClientSignal): void {
    const by = { kind: 'system' } as const;
    const heard = { ...signal, by } as ServerSignal;
    const others = this.tabs.filter((tab) => tab !== from && this.#hears(tab, from, signal));
    for (const tab of others) {
      const arrive = (): void => {
        if (heard.type === 'ringing' || heard.type === 'rtc' || heard.type === 'rtc.ack') tab.calls.hear(heard);
      };
      this.way(signal, () => void queueMicrotask(arrive));
    }
  }

  #hears(tab: CallTab, from: CallTab, signal: ClientSignal): boolean {
    if (!tab.isOnline) return false;
    if (signal.type !== 'rtc' && signal.type !== 'rtc.ack') return true;
    const leg = this.conversation.state.call?.leg;
    if (!leg || leg.attempt !== signal.body.attempt) return false;
    return leg.ends[from.actor.kind] === from.session && leg.ends[tab.actor.kind] === tab.session;
  }
}
