/**
 * What this node knows of the conversations that somebody here follows: one subscription, the heads, the running call
 * and who is inside, kept up to date by the events that pass. Each event becomes text once per kind of viewer, however
 * many read it (EV1). It knows no sockets; when it has missed something it asks to be set right, and never the store.
 */
import type { EventType } from '../../protocol/events.ts';
import type { AgentId, CallId, ConversationId, DepartmentId, SessionId } from '../../protocol/ids.ts';
import type { Author, LegView } from '../../protocol/models.ts';
import type { ServerSignal } from '../../protocol/signals.ts';
import type { Broker, BrokerMessage } from '../broker/broker.ts';
import type { ConversationState } from '../domain/conversation.ts';
import type { AgentActor, StoredEvent } from '../domain/decision.ts';
import { viewEvent } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { eventText } from './frames-out.ts';

/** Events after which an agent may see the conversation no longer. */
export const MOVING: ReadonlySet<EventType> = new Set<EventType>([
  'conversation.queued',
  'return.due',
  'participant.left',
  'reservation.ended',
  'transfer.ended',
]);

/** Somebody on this node who follows conversations. */
export interface Follower {
  readonly viewer: Viewer;
  readonly session: SessionId;
  /** An event with this number in the follower's counter, as text. */
  event(conversation: ConversationId, seq: number, text: string): void;
  /** Who sees the conversation may be others now (TR2). */
  moved(watch: Watch): void;
  /** A signal in the conversation as text. */
  signal(conversation: ConversationId, text: string): void;
}

/** The call as far as signals need it: `leg` is set from the answer to the end, which is when `rtc` may pass (CA5). */
export interface WatchedCall {
  readonly id: CallId;
  readonly leg: LegView | null;
}

/** A conversation that somebody here follows. */
export class Watch {
  readonly conversation: ConversationId;
  readonly followers = new Set<Follower>();
  /** Last published number of each counter. */
  readonly heads = { staff: 0, visitor: 0 };
  call: WatchedCall | null = null;
  /** Whether its visitor is waiting for a person. */
  isWaiting = false;
  readonly #inside = new Set<AgentId>();
  /** Where it is; undefined until it was read. */
  #department: DepartmentId | undefined;
  /** Who is asked to come. */
  #asked: AgentId | undefined;
  /** How far messages have reached each side, as it was last told (EV7). */
  readonly #received = new Map<Author['kind'], ServerSignal>();
  /** Newest event that went to the followers; the heads may be further on, out of the store. */
  #passed = 0;
  readonly #mend: (watch: Watch) => void;

  /** `mend` is called when events were missed, and primes it again. */
  constructor(conversation: ConversationId, mend: (watch: Watch) => void = () => undefined) {
    this.conversation = conversation;
    this.#mend = mend;
  }

  /** Whether this state is at least as new as everything seen here; if so it is taken over. */
  prime(state: ConversationState): boolean {
    if (state.seq < this.heads.staff) return false;
    this.heads.staff = state.seq;
    this.heads.visitor = state.publicSeq;
    this.call = state.call && { id: state.call.id, leg: state.call.leg };
    this.isWaiting = state.status === 'waiting';
    this.#inside.clear();
    for (const { id } of state.agents) this.#inside.add(id);
    this.#department = state.department;
    this.#asked = state.reservation?.agent;
    this.#moved();
    return true;
  }

  /** Takes over what this event changes, unless it was seen before. */
  observe({ seq, publicSeq, content }: StoredEvent): void {
    if (seq <= this.heads.staff) return;
    const isGap = this.heads.staff > 0 && seq > this.heads.staff + 1;
    this.heads.staff = seq;
    if (publicSeq !== null) this.heads.visitor = publicSeq;
    switch (content.type) {
      case 'conversation.queued':
        this.#department = content.body.department;
        break;
      case 'return.due':
        if (content.body.over) this.#department = content.body.department;
        break;
      case 'reservation.made':
        this.#asked = content.body.agent;
        break;
      case 'reservation.ended':
        this.#asked = undefined;
        break;
      case 'transfer.ended':
        if (content.body.outcome === 'accepted' && 'department' in content.body.to)
          this.#department = content.body.to.department;
        break;
      case 'participant.joined':
        this.#inside.add(content.body.agent.id);
        break;
      case 'participant.left':
        this.#inside.delete(content.body.agent);
        break;
      case 'call.started':
        this.call = { id: content.body.call, leg: null };
        break;
      case 'call.answered':
      case 'call.rejoined':
        this.call = { id: content.body.call, leg: content.body.leg };
        break;
      case 'call.ended':
        this.call = null;
        break;
      default:
    }
    // Nodes publish in their own order: what was overtaken may have been a call's answer.
    if (isGap) this.#mend(this);
  }

  /** Whether this agent is inside. */
  holds(agent: AgentId): boolean {
    return this.#inside.has(agent);
  }

  /** Whether this agent may see it, as far as is known here (TR2). */
  isSeenBy({ agent, departments }: AgentActor): boolean {
    if (this.#department === undefined || departments.includes(this.#department)) return true;
    return this.#asked === agent || this.#inside.has(agent);
  }

  #moved(): void {
    for (const follower of [...this.followers]) follower.moved(this);
  }

  /** What was told before this follower came, and is not in the log: how far messages have reached. */
  hints(viewer: Viewer): readonly string[] {
    return [...this.#received.values()].flatMap((signal) => this.#signalText(signal, viewer) ?? []);
  }

  /** Passes on what the conversation's topic brought. */
  receive(message: BrokerMessage): void {
    if (message.type === 'events') for (const event of message.events) this.#event(event);
    if (message.type === 'signal') this.#signal(message.signal, message.except);
  }

  /** Passes on those of these events, out of the log, that the topic has not brought. */
  missed(events: readonly StoredEvent[]): void {
    for (const event of events) if (event.seq > this.#passed) this.#event(event);
  }

  #event(event: StoredEvent): void {
    this.observe(event);
    this.#passed = Math.max(this.#passed, event.seq);
    const texts: Partial<Record<Viewer, { readonly seq: number; readonly text: string } | null>> = {};
    for (const follower of this.followers) {
      const { viewer } = follower;
      texts[viewer] ??= asText(event, viewer);
      const sight = texts[viewer];
      if (sight) follower.event(this.conversation, sight.seq, sight.text);
    }
    if (MOVING.has(event.content.type)) this.#moved();
  }

  #signal(signal: ServerSignal, except: SessionId | undefined): void {
    if (signal.type === 'received') this.#received.set(signal.by.kind, signal);
    const texts: Partial<Record<Viewer, string | null>> = {};
    for (const follower of this.followers) {
      if (follower.session === except) continue;
      const { viewer } = follower;
      if (texts[viewer] === undefined) texts[viewer] = this.#signalText(signal, viewer);
      const text = texts[viewer];
      if (text) follower.signal(this.conversation, text);
    }
  }

  /** Visitors see hints of agents only, and no name of one who is not inside (VI3). */
  #signalText(signal: ServerSignal, viewer: Viewer): string | null {
    if (signal.type === 'queue') return viewer === 'visitor' ? JSON.stringify(signal) : null;
    if (viewer !== 'visitor')
      return signal.type === 'received' && signal.by.kind === 'agent' ? null : JSON.stringify(signal);
    if (!('by' in signal) || signal.by.kind !== 'agent') return null;
    if (this.#inside.has(signal.by.id)) return JSON.stringify(signal);
    return signal.type === 'typing' ? null : JSON.stringify({ ...signal, by: { kind: 'system' } });
  }
}

function asText(event: StoredEvent, viewer: Viewer): { readonly seq: number; readonly text: string } | null {
  const frame = viewEvent(event, viewer);
  return frame === undefined ? null : { seq: frame.seq, text: eventText(frame) };
}

/** All watches of this node. */
export class Watches {
  readonly #broker: Broker;
  readonly #mend: (watch: Watch) => void;
  readonly #watches = new Map<ConversationId, { readonly watch: Watch; readonly unsubscribe: () => void }>();

  constructor(broker: Broker, mend: (watch: Watch) => void) {
    this.#broker = broker;
    this.#mend = mend;
  }

  /** From now on the follower gets what the conversation's topic brings. */
  join(conversation: ConversationId, follower: Follower): Watch {
    let entry = this.#watches.get(conversation);
    if (entry === undefined) {
      const watch = new Watch(conversation, this.#mend);
      const unsubscribe = this.#broker.subscribe(`conversation:${conversation}`, (message) => watch.receive(message));
      entry = { watch, unsubscribe };
      this.#watches.set(conversation, entry);
    }
    entry.watch.followers.add(follower);
    return entry.watch;
  }

  /** The watch of this conversation, if somebody here follows it. */
  get(conversation: ConversationId): Watch | undefined {
    return this.#watches.get(conversation)?.watch;
  }

  /** The follower hears nothing more of this conversation. */
  leave(conversation: ConversationId, follower: Follower): void {
    const entry = this.#watches.get(conversation);
    if (entry === undefined) return;
    entry.watch.followers.delete(follower);
    if (entry.watch.followers.size > 0) return;
    entry.unsubscribe();
    this.#watches.delete(conversation);
  }
}
