/**
 * This visit, from the first click on the bell until the visitor leaves: which screen is shown, which conversation is
 * meant, what is unread, which call is about to be explained. It turns what people do into commands and tells the tab
 * what to keep. It knows no element and no words; the screens follow it and the client.
 */
import type { ActiveCall, CallState } from '../client/call/call.ts';
import type { Client } from '../client/client.ts';
import type { Alarm, Clock } from '../client/clock.ts';
import { Cell, type Observable } from '../client/observable.ts';
import type { Keep, Kept } from '../client/storage.ts';
import type { Timeline } from '../client/timeline.ts';
import type { CallId, ConversationId, MessageId } from '../protocol/ids.ts';
import type { Media, QuickStart } from '../protocol/models.ts';
import type { Bell } from './mount.ts';

/** The screens; a call and its explanation lie over them. */
export type View = 'home' | 'chat' | 'goodbye';

/** How the line to the server stands, in the words that a visitor needs. */
export type Line = 'fine' | 'connecting' | 'waiting' | 'noCall' | 'replaced' | 'version' | 'refused';

/** What the screens show of a visit. */
export interface VisitState {
  readonly open: boolean;
  readonly view: View;
  /** The conversation that is meant, although it may not exist on the server yet. */
  readonly conversation: ConversationId | undefined;
  /** The call that the visitor is about to start, while its explanation is shown (G2). */
  readonly explain: Media | undefined;
  /** What stands unsent in the composer, on whichever screen. */
  readonly draft: string;
  /** The incoming call whose ringing the visitor has stopped. */
  readonly silenced: CallId | undefined;
}

/** What a visit needs. */
export interface VisitPorts {
  readonly client: Client;
  readonly keep: Keep;
  readonly clock: Clock;
  readonly bell: Pick<Bell, 'setOpen' | 'setUnread'>;
  /** Nothing is left of this visit: its client and what the tab keeps can go (G13). */
  over(): void;
}

/** Shorter breaks of the line are nobody's business. */
const PATIENCE_MS = 1_500;

/** What a tab keeps before anything has happened. */
const NOTHING_KEPT: Kept = { heads: {}, open: false, outbox: [] };

/** Messages of agents that come after everything that the visitor has written, read or just seen. */
export function unreadMessages({ view, events }: Timeline, seen?: MessageId): number {
  const read = view.reads.find(({ by }) => by.kind === 'visitor')?.message;
  let count = 0;
  for (let place = events.length - 1; place >= 0; place -= 1) {
    const event = events[place];
    if (event?.type !== 'message.posted') continue;
    const { message } = event.body;
    if (event.by.kind === 'visitor' || message === read || message === seen) break;
    if (event.by.kind === 'agent') count += 1;
  }
  return count;
}

/** Whether this call is not over: it rings, connects or runs. */
export function isInCall(call: CallState): call is ActiveCall {
  return call.phase !== 'idle' && call.phase !== 'ended';
}

/** The call of an agent that this tab may answer. */
export function incomingCall(call: CallState): ActiveCall | undefined {
  return call.phase === 'ringing' && call.by === 'agent' && !call.elsewhere ? call : undefined;
}

/** One visit of one tab. */
export class Visit {
  readonly state: Observable<VisitState>;
  readonly unread: Observable<number>;
  readonly line: Observable<Line>;

  /** What the visitor says that it is about; it counts for what begins a conversation (E1). */
  topic: QuickStart | undefined;
  /** By when an answer was promised on the first screen (PR3). */
  promised: number | undefined;

  readonly #ports: VisitPorts;
  readonly #state: Cell<VisitState>;
  readonly #unread = new Cell(0);
  readonly #line = new Cell<Line>('fine');
  readonly #unfollow: readonly (() => void)[];
  #seen: MessageId | undefined;
  /** What the visitor wanted to call with last. */
  #media: Media = { audio: true, video: false };
  /** The conversation has been on the server, so if it is missing it is gone. */
  #exists: boolean;
  #wasOnline = false;
  #patience: Alarm | undefined;
  /** The answer to the end of the conversation, while it is on its way. */
  #ending: Promise<unknown> = Promise.resolve();

  constructor(ports: VisitPorts) {
    const { client, keep, bell } = ports;
    const kept = keep.load();
    this.#ports = ports;
    this.#exists = kept?.conversation !== undefined;
    this.#state = new Cell<VisitState>({
      open: kept?.open ?? false,
      view: kept?.conversation === undefined ? 'home' : 'chat',
      conversation: kept?.conversation,
      explain: undefined,
      draft: kept?.draft ?? '',
      silenced: undefined,
    });
    this.state = this.#state;
    this.unread = this.#unread;
    this.line = this.#line;
    this.#unfollow = [
      client.conversations.subscribe(() => this.#conversationsChanged()),
      client.status.subscribe(() => this.#statusChanged()),
      client.call.state.subscribe((call) => this.#callChanged(call)),
      this.#unread.subscribe((count) => bell.setUnread(count)),
      this.#state.subscribe(({ open }) => bell.setOpen(open)),
    ];
    bell.setOpen(this.#state.value.open);
    this.#conversationsChanged();
    this.#statusChanged();
    this.#callChanged(client.call.state.value);
  }

  /** The conversation that is meant, once this browser knows anything of it. */
  get timeline(): Timeline | undefined {
    const { conversation } = this.#state.value;
    return conversation === undefined ? undefined : this.#ports.client.conversations.value.get(conversation);
  }

  /** Whether a conversation is open, so that the first screen leads back to it instead of to a new one. */
  get isRunning(): boolean {
    return this.timeline !== undefined && this.timeline.view.status !== 'ended';
  }

  /** Whether the conversation of an earlier page is still on its way here. */
  get isLoading(): boolean {
    return this.#exists && this.timeline === undefined;
  }

  /** Shows the window. */
  open(): void {
    this.#change({ open: true });
    this.#keep();
  }

  /** Hides the window. A visit in which nothing has happened leaves nothing behind; after a goodbye neither. */
  close(): void {
    const { view, draft } = this.#state.value;
    const untouched = this.timeline === undefined && !this.#exists && draft === '';
    this.#change({ open: false, explain: undefined });
    if (view === 'goodbye') return this.leave();
    if (untouched && this.#ports.client.call.state.value.phase === 'idle') return this.#finish();
    this.#keep();
  }

  /** Goes to the first screen. */
  goHome(): void {
    this.#change({ view: 'home', explain: undefined });
  }

  /** Goes to the conversation. */
  goToChat(): void {
    this.#change({ view: 'chat', explain: undefined });
  }

  /** Keeps what is being written while the screens change. */
  setDraft(draft: string): void {
    this.#change({ draft });
    this.#keep();
  }

  /** Sends a message; the first one starts the conversation. */
  write(text: string): void {
    const { topic, promised } = this;
    const body = { text, ...(topic && { topic }), ...(promised && { promised }) };
    const conversation = this.addressed();
    this.#change({ draft: '' });
    this.begin(conversation);
    void this.#ports.client.send({ type: 'message.post', conversation, body });
    this.topic = undefined;
  }

  /** Somebody writes, or has stopped; nobody needs to know before the conversation exists. */
  typing(on: boolean): void {
    const { timeline } = this;
    if (timeline !== undefined && timeline.view.status !== 'ended') this.#ports.client.typing(timeline.view.id, on);
  }

  /** The newest message was really looked at (D6). */
  markSeen(message: MessageId): void {
    const { conversation, open } = this.#state.value;
    // A window that is closing is still drawn for a moment, and in a tab that sleeps for long.
    if (conversation === undefined || !open) return;
    this.#seen = message;
    this.#count();
    this.#ports.client.markRead(conversation);
  }

  /** Shows what a call means before the browser asks for anything (G2). */
  explain(media: Media): void {
    if (this.#line.value === 'noCall') this.#line.set('fine');
    this.#change({ explain: media });
  }

  /** No call after all. */
  dismissExplanation(): void {
    this.#change({ explain: undefined });
    this.#ports.client.call.dismiss();
  }

  /** The screens of calls did not come: the visitor is told, and goes on by text. */
  loseCall(): void {
    this.#change({ explain: undefined });
    this.hangUp();
    if (this.#line.value === 'fine') this.#line.set('noCall');
  }

  /** Calls; the explanation was read. */
  call(media: Media): void {
    this.#media = media;
    this.#ports.client.call.dismiss();
    const conversation = this.addressed();
    this.begin(conversation);
    void this.#ports.client.call.start(conversation, media, this.topic);
  }

  /** Ends the call at once (G13). Who hangs up needs no screen that says so: the conversation does. */
  hangUp(): void {
    const { call } = this.#ports.client;
    void call.end();
    call.dismiss();
  }

  /** Stops the ringing of the call that comes in; it can still be answered. */
  silence(): void {
    const incoming = incomingCall(this.#ports.client.call.state.value);
    if (incoming !== undefined) this.#change({ silenced: incoming.call });
  }

  /** Ends the conversation and its call at once, without a question (G13). */
  end(): void {
    const { client } = this.#ports;
    const { conversation } = this.#state.value;
    if (conversation === undefined) return;
    this.hangUp();
    this.#ending = client.send({ type: 'conversation.end', conversation, body: {} });
    this.#change({ view: 'goodbye', explain: undefined, draft: '' });
  }

  /** Leaves: as soon as the end has arrived, nothing of the visit is kept. */
  leave(): void {
    this.#exists = false;
    this.#change({ open: false, view: 'home', conversation: undefined, explain: undefined, draft: '' });
    this.#keep();
    const left = this.#state.value;
    // Who has come back meanwhile goes on.
    void this.#ending.then(() => (this.#state.value === left ? this.#finish() : undefined));
  }

  /** Follows nothing any more. */
  stop(): void {
    this.#patience?.cancel();
    for (const unfollow of this.#unfollow) unfollow();
  }

  #finish(): void {
    this.#unread.set(0);
    this.stop();
    this.#ports.over();
  }

  #change(part: Partial<VisitState>): void {
    this.#state.update((state) => ({ ...state, ...part }));
    this.#count();
  }

  /** Goes to this conversation, in which something new has begun. */
  begin(conversation: ConversationId): void {
    this.#change({ conversation, explain: undefined, view: 'chat' });
    this.#keep();
  }

  /** To which conversation something new belongs. On the first screen an ended one is history. */
  addressed(): ConversationId {
    const { conversation, view } = this.#state.value;
    const usable = conversation !== undefined && (view === 'chat' || this.timeline?.view.status !== 'ended');
    return usable ? conversation : (this.#ports.client.freshId() as ConversationId);
  }

  #keep(): void {
    const { keep } = this.#ports;
    const { conversation, open, draft } = this.#state.value;
    const kept: Kept = { ...(keep.load() ?? NOTHING_KEPT), open, draft };
    delete kept.conversation;
    keep.save(conversation === undefined ? kept : { ...kept, conversation });
  }

  #count(): void {
    this.#unread.set(this.timeline === undefined ? 0 : unreadMessages(this.timeline, this.#seen));
  }

  #conversationsChanged(): void {
    const { timeline } = this;
    if (timeline !== undefined) this.#exists ||= timeline.view.head > 0;
    // Not at once: a reset takes everything and brings it back in the same breath (RS5).
    else if (this.#exists) queueMicrotask(() => this.#loseIfGone());
    this.#count();
  }

  /** The server does not know the conversation any more: the visitor starts anew. */
  #loseIfGone(): void {
    const { status } = this.#ports.client;
    if (!this.#exists || this.timeline !== undefined || status.value.state !== 'online') return;
    this.#exists = false;
    this.#change({ conversation: undefined, view: 'home' });
    this.#keep();
  }

  #statusChanged(): void {
    const { client, clock } = this.#ports;
    const status = client.status.value;
    if (status.state === 'stopped' || status.state === 'online' || status.state === 'idle') this.#patience?.cancel();
    if (status.state === 'online') {
      this.#wasOnline = true;
      this.#line.set('fine');
      this.#conversationsChanged();
    } else if (status.state === 'stopped') {
      const { reason } = status;
      const known = reason === 'replaced' || reason === 'version' ? reason : undefined;
      this.#line.set(known ?? (reason === 'badFrame' ? 'version' : 'refused'));
    } else if (status.state !== 'idle' && this.#line.value === 'fine') {
      this.#patience?.cancel();
      const words: Line = this.#wasOnline ? 'waiting' : 'connecting';
      this.#patience = clock.after(PATIENCE_MS, () => this.#line.set(words));
    }
  }

  #callChanged(call: CallState): void {
    // The devices failed: back to the explanation, which says what happened and how to go on.
    if (call.phase === 'ended' && call.reason === 'media') this.#change({ explain: this.#media });
    // A call of an agent is worth opening the window for.
    const incoming = incomingCall(call);
    if (incoming === undefined) return;
    this.#change({ open: true, view: 'chat', conversation: incoming.conversation, explain: undefined });
    this.#keep();
  }
}
