/**
 * The telephone of a browser: one object that connects, keeps every conversation up to date, sends what a person wants
 * to say, and holds their call. It composes link, timelines and call; it draws nothing and knows no words.
 */
import type { CommandInput } from '../protocol/commands.ts';
import type { EventFrame } from '../protocol/events.ts';
import type { Reply, Welcome } from '../protocol/frames.ts';
import type { AgentId, CommandId, ConversationId, SiteKey } from '../protocol/ids.ts';
import type { ConversationRow, Page, Presence } from '../protocol/models.ts';
import type { CallModel } from './call/call.ts';
import type { LinkStatus } from './link.ts';
import type { Observable } from './observable.ts';
import type { Keep } from './storage.ts';
import type { Timeline } from './timeline.ts';

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
  /** Widget: what survives a page change. Console: none, it lives in memory. */
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

/** A client that is not connected yet. */
export declare function createClient(options: ClientOptions): Client;
