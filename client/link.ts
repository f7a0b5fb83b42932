/**
 * The line to the server: commands go out in order and come back answered, events come in without gap or repetition,
 * over any number of connections (EV5, RS1–RS7). It knows what has been sent and which numbers are here; what the
 * events mean and how they look is the business of others.
 */
import { SOCKET_PATH, TIMES } from '../protocol/constants.ts';
import type { EventFrame } from '../protocol/events.ts';
import type { Control, Hello, Inbox, Reply, Row, ServerFrame, Snapshot, Welcome } from '../protocol/frames.ts';
import type { ConversationId, SessionId, SiteKey } from '../protocol/ids.ts';
import type { Page } from '../protocol/models.ts';
import type { ClientSignal, ServerSignal } from '../protocol/signals.ts';
import type { Clock } from './clock.ts';
import { Connection } from './connection.ts';
import type { LinkStatus } from './connection.ts';
import { Follow } from './follow.ts';
import type { Taken } from './follow.ts';
import { helloFrame } from './hello.ts';
import type { Observable } from './observable.ts';
import { Outbox } from './outbox.ts';
import { Questions } from './questions.ts';
import type { Kept, KeptCommand } from './storage.ts';

/** What the line brings, in the order in which it is to be believed. */
export type Delivery =
  /** Before anything else of a connection; `reset`: forget every conversation (RS5). */
  | { readonly kind: 'welcome'; readonly welcome: Welcome; readonly reset: boolean }
  | Taken
  /** The next event. */
  | { readonly kind: 'event'; readonly event: EventFrame }
  | { readonly kind: 'inbox'; readonly inbox: Inbox }
  | Row
  | ServerSignal
  /** A command has its final reply. */
  | { readonly kind: 'settled'; readonly command: KeptCommand; readonly reply: Reply };

/** What a line needs. */
export interface LinkOptions {
  /** Origin of the Shopbell server, http or https. */
  readonly server: string;
  readonly kind: 'widget' | 'console';
  readonly site?: SiteKey;
  readonly locale: string;
  page?(): Page | undefined;
  ticket?(): Promise<string | undefined>;
  /** What an earlier document of this tab left. */
  readonly kept: Kept | undefined;
  readonly clock: Clock;
  random(): number;
  /** Tells when the machine is back on a network, and the page back from sleep. */
  readonly window: EventTarget;
  deliver(delivery: Delivery): void;
  /** What `kept` returns has changed in a way that must survive a crash of the tab. */
  changed(): void;
}

/** What the line would leave to the next document. */
export type KeptByLink = Pick<Kept, 'token' | 'session' | 'epoch' | 'heads' | 'outbox'>;

/** The line of one document. */
export class Link {
  readonly status: Observable<LinkStatus>;
  readonly #options: LinkOptions;
  readonly #connection: Connection;
  readonly #outbox: Outbox;
  readonly #follow: Follow;
  readonly #questions: Questions;
  /** Lists whose missing parts are being read. */
  readonly #repairing = new Set<ConversationId | 'inbox'>();
  #session: SessionId | undefined;
  #epoch: string | undefined;
  #token: string | undefined;
  #inboxVersion = 0;

  constructor(options: LinkOptions) {
    const { kept, clock, random, window, kind } = options;
    this.#options = options;
    this.#session = kept?.session;
    this.#epoch = kept?.epoch;
    this.#token = kept?.token;
    this.#follow = new Follow(kept?.heads);
    this.#questions = new Questions(clock, (frame) => this.#connection.post(frame));
    this.#outbox = new Outbox(
      {
        ...{ clock, random },
        transmit: (frame) => this.#connection.post(frame),
        settled: (command, reply) => options.deliver({ kind: 'settled', command, reply }),
        changed: () => options.changed(),
      },
      kept?.outbox,
    );
    this.#connection = new Connection({
      ...{ clock, random, window },
      url: socketUrl(options),
      silenceMs: kind === 'widget' ? TIMES.visitorSilenceMs : TIMES.agentSilenceMs,
      hello: () => this.#hello(),
      receive: (frame) => this.#receive(frame),
      lost: () => this.#lost(),
    });
    this.status = this.#connection.status;
  }

  /** This document's session, once the server has named it. */
  get session(): SessionId | undefined {
    return this.#session;
  }

  /** The visitor token, once the server has given it. */
  get token(): string | undefined {
    return this.#token;
  }

  /** What must survive a page change (RS7). */
  get kept(): KeptByLink {
    return {
      ...(this.#token === undefined ? {} : { token: this.#token }),
      ...(this.#session === undefined ? {} : { session: this.#session }),
      ...(this.#epoch === undefined ? {} : { epoch: this.#epoch }),
      heads: this.#follow.seen,
      outbox: this.#outbox.kept,
    };
  }

  /** Connects. */
  start(): void {
    this.#connection.start();
  }

  /** Disconnects; what waits in the outbox stays there. */
  stop(): void {
    this.#connection.stop();
  }

  /** Sends a command until it is replied to; a refusal is a reply too. */
  send(command: KeptCommand): Promise<Reply> {
    return this.#outbox.send(command);
  }

  /** Sends a hint; without a connection it is lost. */
  signal(signal: ClientSignal): void {
    this.#connection.post(signal);
  }

  /** Follows a conversation, and reads what of it is not here. Resolves when the answer is. */
  async open(conversation: ConversationId): Promise<void> {
    let reply: Reply | undefined;
    // A question that the connection took with it is asked again on the next one.
    do reply = await this.#questions.ask({ conversation, after: this.#follow.after(conversation) });
    while (reply === undefined);
    this.#takeReply(reply);
    if (this.#follow.isBehind(conversation)) void this.#repair(conversation);
  }

  /** A page of events before this number; undefined if the server did not give one. */
  async older(conversation: ConversationId, before: number): Promise<Snapshot | undefined> {
    const reply = await this.#questions.ask({ conversation, before });
    return reply && 'done' in reply && 'snapshot' in reply.done ? reply.done.snapshot : undefined;
  }

  async #hello(): Promise<Hello | undefined> {
    const { kind, site, locale } = this.#options;
    const token = kind === 'console' ? await this.#options.ticket?.() : this.#token;
    if (kind === 'console' && token === undefined) return undefined;
    const resume = { session: this.#session, epoch: this.#epoch, heads: this.#follow.resumable };
    return helloFrame({ client: kind, site, locale, token, page: this.#options.page?.(), ...resume });
  }

  #receive(frame: ServerFrame): void {
    switch (frame.kind) {
      case 'welcome':
        return this.#welcome(frame);
      case 'reply':
        if (!this.#questions.settle(frame)) this.#outbox.settle(frame);
        return;
      case 'event':
        return this.#event(frame);
      case 'row':
        this.#inboxVersion = Math.max(this.#inboxVersion, frame.row.version);
        return this.#options.deliver(frame);
      case 'control':
        return this.#control(frame);
      case 'signal':
        return this.#options.deliver(frame);
      default:
      // FR6: a newer server may say more.
    }
  }

  #welcome(welcome: Welcome): void {
    const { person, inbox } = welcome;
    // A token that the server did not accept makes a new visitor, who has nothing yet (FR10).
    const newcomer = person.kind === 'visitor' && person.token !== undefined && this.#token !== undefined;
    const reset = welcome.reset || newcomer;
    this.#session = welcome.session;
    this.#epoch = welcome.epoch;
    if (person.kind === 'visitor') this.#token = person.token ?? this.#token;
    if (reset) this.#forget();
    this.#options.deliver({ kind: 'welcome', welcome, reset });
    for (const snapshot of welcome.conversations) this.#take(snapshot);
    if (inbox) this.#takeInbox(inbox);
    this.#questions.goOnline();
    // Before the server's clock was first heard of, commands were dated by this machine's.
    const now = this.#options.kept?.aheadMs === undefined ? this.#options.clock.now() : welcome.serverTime;
    this.#outbox.expire(now - TIMES.unsentMs);
    this.#outbox.goOnline();
    this.#options.changed();
  }

  #forget(): void {
    this.#follow.forget();
    this.#inboxVersion = 0;
  }

  #lost(): void {
    this.#questions.goOffline();
    this.#outbox.goOffline();
  }

  // EV5
  #event(event: EventFrame): void {
    if (this.#follow.takes(event)) {
      this.#options.deliver({ kind: 'event', event });
      this.#recognise(event);
    }
    if (this.#follow.isBehind(event.conversation)) void this.#repair(event.conversation);
  }

  #control(control: Control): void {
    if (control.type === 'drain') this.#connection.drain(control.afterMs);
    if (control.type === 'heartbeat') this.#compare(control);
    if (control.type === 'lagging') this.#readAgain();
  }

  // RS4
  #compare({ heads, inbox }: Extract<Control, { type: 'heartbeat' }>): void {
    for (const [conversation, head] of Object.entries(heads) as [ConversationId, number][]) {
      this.#follow.hear(conversation, head);
      if (this.#follow.isBehind(conversation)) void this.#repair(conversation);
    }
    if (inbox !== undefined && inbox > this.#inboxVersion) void this.#readInbox();
  }

  // FR9
  #readAgain(): void {
    for (const conversation of Object.keys(this.#follow.heads) as ConversationId[]) void this.#repair(conversation);
    if (this.#options.kind === 'console') void this.#readInbox();
  }

  async #repair(conversation: ConversationId): Promise<void> {
    if (this.#repairing.has(conversation)) return;
    this.#repairing.add(conversation);
    do {
      const after = this.#follow.after(conversation);
      const reply = await this.#questions.ask({ conversation, after });
      // The next welcome brings what is missing.
      if (reply === undefined) break;
      this.#takeReply(reply);
      // Nothing new came: asking again at once would ask for ever. The next heartbeat asks again.
      if (this.#follow.after(conversation) === after) this.#follow.giveUp(conversation);
    } while (this.#follow.isBehind(conversation));
    this.#repairing.delete(conversation);
  }

  async #readInbox(): Promise<void> {
    if (this.#repairing.has('inbox')) return;
    this.#repairing.add('inbox');
    const reply = await this.#questions.ask({ list: 'inbox' });
    if (reply) this.#takeReply(reply);
    this.#repairing.delete('inbox');
  }

  #takeReply(reply: Reply): void {
    if ('refused' in reply) return;
    if ('snapshot' in reply.done) this.#take(reply.done.snapshot);
    if ('inbox' in reply.done) this.#takeInbox(reply.done.inbox);
  }

  #take(snapshot: Snapshot): void {
    this.#options.deliver(this.#follow.take(snapshot));
    for (const event of snapshot.events) this.#recognise(event);
  }

  #takeInbox(inbox: Inbox): void {
    this.#inboxVersion = Math.max(this.#inboxVersion, inbox.version);
    this.#options.deliver({ kind: 'inbox', inbox });
  }

  // The event of a command proves its commit as well as the reply that may have been lost.
  #recognise(event: EventFrame): void {
    if (event.type !== 'message.posted') return;
    this.#outbox.settle({ kind: 'reply', id: event.body.message, done: { seqs: [event.seq] } });
  }
}

function socketUrl({ server, site }: LinkOptions): string {
  const url = new URL(SOCKET_PATH, server);
  url.protocol = url.protocol.replace('http', 'ws');
  if (site !== undefined) url.searchParams.set('site', site);
  return url.href;
}
