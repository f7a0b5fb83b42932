/**
 * The door of the broker: what nodes tell each other. It may lose everything (BR1): readers know which number they
 * expect next. Within one node delivery is synchronous with `publish` and in its order. It knows nothing of sockets,
 * storage or rules.
 */
import type { Refusal } from '../../protocol/errors.ts';
import type { ConversationRow, Presence } from '../../protocol/models.ts';
import type { AgentId, ConversationId, DepartmentId, SessionId, SiteId } from '../../protocol/ids.ts';
import type { ServerSignal } from '../../protocol/signals.ts';
import type { StoredEvent } from '../domain/decision.ts';

/** Where a message goes: everyone who follows a conversation, a department's consoles, a site's widgets, one session, one person, or duty. */
export type Topic =
  | `conversation:${ConversationId}`
  | `department:${DepartmentId}`
  | `site:${SiteId}`
  | `session:${SessionId}`
  | `visitor:${string}`
  | `agent:${AgentId}`
  /** A polled connection, by the hash of its secret. */
  | `poll:${string}`
  /** Whoever asked it something from another node. */
  | `polled:${string}`
  | 'duty';

/** What travels on a topic. */
export type BrokerMessage =
  /** Committed events, with their numbers, oldest first. */
  | { readonly type: 'events'; readonly events: readonly StoredEvent[] }
  | { readonly type: 'row'; readonly row: ConversationRow }
  /** `except`: the session that sent it needs no copy. */
  | { readonly type: 'signal'; readonly signal: ServerSignal; readonly except?: SessionId }
  /**
   * A conversation that this person's other sessions should follow too, from after these numbers of its two counters:
   * where there are other nodes, what follows may be there before this message.
   */
  | {
      readonly type: 'follow';
      readonly conversation: ConversationId;
      readonly after?: { readonly staff: number; readonly visitor: number };
    }
  /** Close this person's connections with this code. */
  | { readonly type: 'close'; readonly code: number; readonly reason: string }
  /** A request for a polled connection that came to another node; the answer goes to `polled:<ask>`, null from a foreign place. */
  | { readonly type: 'poll'; readonly ask: string; readonly place: PollPlace; readonly wish: PollWish }
  | { readonly type: 'polled'; readonly answer: PollAnswer | null }
  /** A connection on another node takes this session over from a polled one (RS9). */
  | { readonly type: 'handOver'; readonly session: SessionId }
  /** Somebody who waits wants to know again where (QU4). */
  | { readonly type: 'place'; readonly conversation: ConversationId }
  /** Something that duty looks after has changed. */
  /** Duty may have work; with the conversation that has changed, if it was one. */
  | { readonly type: 'wake'; readonly conversation?: ConversationId };

/** Where the requests of a polled connection come from. */
export interface PollPlace {
  readonly site?: string | undefined;
  /** A page names none when it reads from its own server. */
  readonly origin?: string | undefined;
}

/** What a request wants of a polled connection: to bring frames (none: to hang up), or to hear what is new. */
export type PollWish =
  | { readonly kind: 'bring'; readonly first: number; readonly frames: readonly string[] }
  | { readonly kind: 'hear'; readonly after: number };

/** JSON for the browser (nothing after frames), or why there is none. */
export type PollAnswer = { readonly json: string } | { readonly refusal: Refusal };

export interface Broker {
  /** Whether it loses nothing: then nobody needs to look into the store for what it has lost (BR4). */
  readonly isReliable: boolean;
  /** Tells all subscribers of the topic on all nodes, best effort; never throws. */
  publish(topic: Topic, message: BrokerMessage): void;
  /** Tells the subscribers of this node only. */
  publishHere(topic: Topic, message: BrokerMessage): void;
  /** Calls the listener for each message until the returned function is called. */
  subscribe(topic: Topic, listener: (message: BrokerMessage) => void): () => void;
  /** Resolves when everything subscribed so far is heard from all nodes, or cannot be now: read afterwards (RS3). */
  heard(): Promise<void>;
  /** Whether anybody on any node listens to the topic; undefined: cannot be known now. A dead node does not listen. */
  isFollowed(topic: Topic): Promise<boolean | undefined>;
  /** Presence of agents over all nodes. */
  readonly presence: PresenceBoard;
  close(): Promise<void>;
}

/** How somebody is present who is here at all. */
export type PresentAs = Exclude<Presence, 'offline'>;

/** Which agents have a session somewhere now, with their switch. Entries of a dead node expire. */
export interface PresenceBoard {
  set(agent: AgentId, session: SessionId, presence: PresentAs): Promise<void>;
  /** Takes back what this node has set; another node may have the session by now. */
  clear(agent: AgentId, session: SessionId): Promise<void>;
  /** Agents with at least one session; `available` if any of them is. Undefined: cannot be read now (unknown, not offline). */
  all(): Promise<Map<AgentId, PresentAs> | undefined>;
}
