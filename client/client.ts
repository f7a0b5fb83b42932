/**
 * The telephone of a browser: one object that connects, keeps every conversation up to date, sends what a person wants
 * to say, and holds their call. It composes line, timelines, lists and call; it draws nothing and knows no words.
 */
import type { Offer } from '../protocol/channels.ts';
import type { CommandInput } from '../protocol/commands.ts';
import type { EventFrame } from '../protocol/events.ts';
import type { Reply, Welcome } from '../protocol/frames.ts';
import type { AgentId, CommandId, ConversationId, SiteKey } from '../protocol/ids.ts';
import type { ConversationRow, Page, Presence } from '../protocol/models.ts';
import type { ServerSignal } from '../protocol/signals.ts';
import type { CallModel } from './call/call.ts';
import { LazyCalls } from './call/lazy.ts';
import { sightings } from './call/sightings.ts';
import { browserClock } from './clock.ts';
import type { LinkStatus } from './connection.ts';
import { Conversations, isMessage } from './conversations.ts';
import { freshUuid } from './ids.ts';
import type { InboxLists } from './inbox.ts';
import { Link } from './link.ts';
import type { Delivery } from './link.ts';
import { Cell } from './observable.ts';
import type { Observable } from './observable.ts';
import { isMe, newestArrived, newestUnread } from './reading.ts';
import { Receipts } from './receipts.ts';
import { memoryKeep } from './storage.ts';
import type { Keep } from './storage.ts';
import type { Me, Timeline } from './timeline.ts';
import { TypingHints } from './typing.ts';

export type { LinkStatus } from './connection.ts';

/** What a face tells its client at the start. */
export interface ClientOptions {
  /** Origin of the Shopbell server, http or https. */
  readonly server: string;
  readonly kind: 'widget' | 'console';
  /** Widget: the site key. */
  readonly site?: SiteKey;
  readonly locale: string;
  /** Widget: the current page without query and fragment. */
  page?(): Page | undefined;
  /** Console: fetches a fresh single-use socket ticket; undefined means signed out. */
  ticket?(): Promise<string | undefined>;
  /** Console: keeps what it lists. */
  readonly lists?: InboxLists;
  /** What survives a page change; without it everything lives in memory. */
  readonly keep?: Keep;
}

/** Something happened that this tab had not seen before. */
export interface Arrival {
  readonly conversation: ConversationId;
  readonly event: EventFrame;
}

/** The one object that a face's root passes down. */
export interface Client {
  readonly status: Observable<LinkStatus>;
  readonly person: Observable<Welcome['person'] | undefined>;
  readonly conversations: Observable<ReadonlyMap<ConversationId, Timeline>>;
  /** Console: the open conversations of the agent's departments. */
  readonly inbox: Observable<ReadonlyMap<ConversationId, ConversationRow>>;
  /** Console. */
  readonly presences: Observable<ReadonlyMap<AgentId, Presence>>;
  /** Widget: what the site offers, since it has changed while this document is open. */
  readonly offer: Observable<Offer | undefined>;
  readonly call: CallModel;
  /** Connects; a widget does so only after the visitor opened it, or when an own key exists (L1). */
  start(): void;
  /** Ends connection, call, timers and listeners. */
  stop(): void;
  /** Sends through the outbox; a refused reply resolves too. */
  send(command: CommandInput): Promise<Reply>;
  /** Sends a failed message again under its id. */
  retry(id: CommandId): void;
  /** Console: reads the tail of a conversation and follows it. */
  open(conversation: ConversationId): Promise<void>;
  /** Reads one page of earlier events. */
  older(conversation: ConversationId): Promise<void>;
  /** Tells the others that this person types, at most every `TIMES.typingMs`. */
  typing(conversation: ConversationId, on: boolean): void;
  /** Tells that the newest message of the other side was really looked at, once. */
  markRead(conversation: ConversationId): void;
  /** Events that this tab had not seen before, never replayed history: for sound and badges. */
  onArrival(listener: (arrival: Arrival) => void): () => void;
  /** The server's time. */
  serverNow(): number;
  /** A UUID, also on plain http pages. */
  freshId(): string;
}

/** A widget lists nothing. */
const NO_ROWS: Client['inbox'] = new Cell(new Map());
const NO_PRESENCES: Client['presences'] = new Cell(new Map());

/** A client that is not connected yet. */
export function createClient(options: ClientOptions): Client {
  return new Telephone(options);
}

class Telephone implements Client {
  readonly person = new Cell<Welcome['person'] | undefined>(undefined);
  readonly offer = new Cell<Offer | undefined>(undefined);
  readonly #options: ClientOptions;
  readonly #keep: Keep;
  readonly #link: Link;
  readonly #conversations: Conversations;
  readonly #calls: LazyCalls;
  readonly #typing: TypingHints;
  readonly #receipts = new Receipts({
    clock: browserClock,
    arrived: () => this.#arrivedMessages(),
    tell: (conversation, message) =>
      this.#link.signal({ kind: 'signal', type: 'received', body: { conversation, message } }),
  });
  readonly #listeners = new Set<(arrival: Arrival) => void>();
  /** The newest message that was marked as read here, so that it is told once. */
  readonly #marked = new Map<ConversationId, CommandId>();
  /** How far the server's clock is ahead; what an earlier document heard serves until this one hears it. */
  #aheadMs: number | undefined;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#keep = options.keep ?? memoryKeep();
    this.#conversations = new Conversations(browserClock, options.locale);
    const kept = this.#keep.load();
    this.#aheadMs = kept?.aheadMs;
    this.#link = new Link({
      ...options,
      kept,
      clock: browserClock,
      random: () => Math.random(),
      window,
      deliver: (delivery) => this.#deliver(delivery),
      changed: () => this.#save(),
    });
    this.#calls = this.#createCalls();
    const typing = (conversation: ConversationId, on: boolean): void =>
      this.#link.signal({ kind: 'signal', type: 'typing', body: { conversation, on } });
    this.#typing = new TypingHints(browserClock, typing);
    for (const command of kept?.outbox ?? []) if (isMessage(command)) this.#conversations.post(command);
  }

  get status(): Observable<LinkStatus> {
    return this.#link.status;
  }

  get conversations(): Observable<ReadonlyMap<ConversationId, Timeline>> {
    return this.#conversations.timelines;
  }

  get inbox(): Observable<ReadonlyMap<ConversationId, ConversationRow>> {
    return this.#options.lists?.rows ?? NO_ROWS;
  }

  get presences(): Observable<ReadonlyMap<AgentId, Presence>> {
    return this.#options.lists?.presences ?? NO_PRESENCES;
  }

  get call(): CallModel {
    return this.#calls;
  }

  start(): void {
    window.addEventListener('pagehide', this.#save);
    this.#link.start();
  }

  stop(): void {
    window.removeEventListener('pagehide', this.#save);
    this.#link.stop();
    this.#calls.stop();
    this.#conversations.stop();
    this.#receipts.forget();
  }

  send(command: CommandInput): Promise<Reply> {
    return this.#send(freshUuid() as CommandId, command);
  }

  retry(id: CommandId): void {
    const failed = this.#conversations.pending(id);
    if (failed?.message.state !== 'failed') return;
    const { conversation, message } = failed;
    const body = { text: message.text, audience: message.audience };
    void this.#send(id, { type: 'message.post', conversation, body });
  }

  open(conversation: ConversationId): Promise<void> {
    return this.#link.open(conversation);
  }

  async older(conversation: ConversationId): Promise<void> {
    const first = this.conversations.value.get(conversation)?.events[0]?.seq;
    if (first === undefined || first === 1) return;
    const page = await this.#link.older(conversation, first);
    if (page) this.#conversations.addOlder(conversation, page);
  }

  typing(conversation: ConversationId, on: boolean): void {
    this.#typing.set(conversation, on);
  }

  markRead(conversation: ConversationId): void {
    const timeline = this.conversations.value.get(conversation);
    const message = timeline && this.#me && newestUnread(timeline, this.#me);
    if (message === undefined || this.#marked.get(conversation) === message) return;
    this.#marked.set(conversation, message);
    void this.send({ type: 'participant.read', conversation, body: { message } });
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  serverNow(): number {
    return browserClock.now() + (this.#aheadMs ?? 0);
  }

  freshId(): string {
    return freshUuid();
  }

  get #me(): Me | undefined {
    const person = this.person.value;
    if (this.#options.kind === 'widget') return { kind: 'visitor' };
    return person?.kind === 'agent' ? { kind: 'agent', id: person.card.id } : undefined;
  }

  #createCalls(): LazyCalls {
    return new LazyCalls({
      clock: browserClock,
      side: this.#options.kind === 'widget' ? 'visitor' : 'agent',
      session: () => this.#link.session,
      now: () => this.serverNow(),
      freshId: freshUuid,
      send: (command) => this.send(command),
      post: (signal) => this.#link.signal(signal),
      iceDoor: { server: this.#options.server, token: () => this.#link.token },
    });
  }

  #send(id: CommandId, command: CommandInput): Promise<Reply> {
    const kept = { id, at: this.serverNow(), command };
    if (isMessage(kept)) {
      this.#conversations.post(kept);
      this.typing(kept.command.conversation as ConversationId, false);
    }
    return this.#link.send(kept);
  }

  // The event that ends a call is learnt before the picture without it is seen.
  #deliver(delivery: Delivery): void {
    this.#take(delivery);
    this.#receipts.look();
    const me = this.#me;
    if (!me) return;
    const known = { timelines: this.conversations.value, rows: this.inbox.value };
    this.#calls.see(sightings(known, me));
  }

  #take(delivery: Delivery): void {
    switch (delivery.kind) {
      case 'welcome':
        return this.#welcome(delivery);
      case 'event':
        this.#conversations.add(delivery.event);
        return this.#arrived([delivery.event]);
      case 'continued':
        this.#conversations.take(delivery);
        return this.#arrived(delivery.events);
      case 'replaced':
        this.#conversations.take(delivery);
        return this.#arrived(delivery.unseen);
      case 'inbox':
        return this.#options.lists?.replace(delivery.inbox);
      case 'row':
        return this.#options.lists?.change(delivery.row);
      case 'signal':
        return this.#hear(delivery);
      case 'settled':
        return this.#settled(delivery);
    }
  }

  #welcome({ welcome, reset }: Extract<Delivery, { kind: 'welcome' }>): void {
    this.#aheadMs = welcome.serverTime - browserClock.now();
    this.person.set(welcome.person);
    this.#receipts.forget();
    if (reset) {
      this.#conversations.forget();
      this.#options.lists?.forget();
      this.#marked.clear();
    }
    this.#calls.resume();
  }

  #arrived(events: readonly EventFrame[]): void {
    for (const event of events) {
      if (event.type === 'call.ended') this.#calls.learn(event);
      for (const listener of [...this.#listeners]) listener({ conversation: event.conversation, event });
    }
  }

  #settled({ command, reply }: Extract<Delivery, { kind: 'settled' }>): void {
    if (!('refused' in reply) || !isMessage(command)) return;
    this.#conversations.fail(command.command.conversation as ConversationId, command.id, reply.refused);
  }

  #hear(signal: ServerSignal): void {
    switch (signal.type) {
      case 'typing':
        return this.#hearTyping(signal);
      case 'received':
        return this.#hearReceived(signal);
      case 'queue':
        return this.#conversations.placed(signal.body.conversation, signal.body.place);
      case 'presence':
        return this.#setPresence(signal.body.agent, signal.body.presence);
      case 'offer':
        return this.offer.set(signal.body);
      case 'ringing':
      case 'rtc':
      case 'rtc.ack':
        return this.#calls.hear(signal);
      default:
      // FR6: a newer server may say more.
    }
  }

  #hearTyping({ by, body }: Extract<ServerSignal, { type: 'typing' }>): void {
    // Another tab of the same person is nobody to wait for.
    if (this.#me && !isMe(by, this.#me)) this.#conversations.setTyping(body.conversation, by, body.on);
  }

  #hearReceived({ by, body }: Extract<ServerSignal, { type: 'received' }>): void {
    if (by.kind !== this.#me?.kind) this.#conversations.received(body.conversation, body.message);
  }

  #arrivedMessages(): [ConversationId, CommandId][] {
    const me = this.#me;
    return [...this.conversations.value].flatMap(([conversation, timeline]) => {
      const message = me && newestArrived(timeline, me);
      return message === undefined ? [] : [[conversation, message]];
    });
  }

  #setPresence(agent: AgentId, presence: Presence): void {
    this.#options.lists?.setPresence(agent, presence);
    this.person.update((person) =>
      person?.kind === 'agent' && person.card.id === agent ? { ...person, presence } : person,
    );
  }

  // What the face keeps besides (which conversation, whether it is open) is left as it is.
  readonly #save = (): void => {
    const ahead = this.#aheadMs === undefined ? {} : { aheadMs: this.#aheadMs };
    this.#keep.save({ open: false, ...this.#keep.load(), ...this.#link.kept, ...ahead });
  };
}
