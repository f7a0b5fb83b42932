/**
 * Who hears of what has happened: after a commit its events go to the conversation's followers, its row to the
 * department's consoles, and duty is woken when it may have work. It decides nothing and stores nothing.
 */
import type { EventType } from '../../protocol/events.ts';
import type { AgentId, ConversationId, VisitorId } from '../../protocol/ids.ts';
import type { Broker, BrokerMessage, Topic } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';
import type { StoredEvent, TimerChange } from '../domain/decision.ts';
import { inboxRow } from '../domain/visibility.ts';
import type { Store, StoredConversation } from '../store/store.ts';
import { createSiteNames } from './site-names.ts';
import type { SiteNames } from './site-names.ts';
import { errorFacts } from './log.ts';
import type { Log } from './log.ts';

/** A commit that was written. */
export interface Committed {
  readonly conversation: StoredConversation;
  readonly events: readonly StoredEvent[];
  readonly timers: readonly TimerChange[];
}

/** Duty looks around so often by itself; only timers that are due earlier wake it. */
export const DUTY_ROUND_MS = 3_000;

/** Events after which routing may have something to do: somebody waits, or somebody has room again. */
const ROUTING_EVENTS: ReadonlySet<EventType> = new Set<EventType>([
  'conversation.queued',
  'conversation.ended',
  'participant.joined',
  'participant.left',
  'reservation.ended',
  'transfer.started',
]);

export class Announcer {
  readonly #broker: Broker;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #siteNames: SiteNames;
  /** Conversations whose rows changed in this turn, as they are now. */
  #changed = new Map<ConversationId, StoredConversation>();

  constructor({ store, broker, clock, log }: { store: Store; broker: Broker; clock: Clock; log: Log }) {
    this.#broker = broker;
    this.#clock = clock;
    this.#log = log;
    this.#siteNames = createSiteNames(store, clock);
  }

  /** Tells everybody whom these events concern, the followers first and at once. */
  committed({ conversation, events, timers }: Committed): void {
    const { id, state } = conversation;
    this.#gather(events, state.visitor);
    this.#broker.publish(`conversation:${id}`, { type: 'events', events });
    const soon = this.#clock.now() + DUTY_ROUND_MS;
    const isDueSoon = timers.some((timer) => 'set' in timer && timer.dueAt < soon);
    if (isDueSoon || events.some(({ content }) => ROUTING_EVENTS.has(content.type))) {
      this.#broker.publish('duty', { type: 'wake' });
    }
    if (events.some(isInRow)) this.#rowSoon(conversation);
  }

  /** The agent turned the switch of their presence. */
  switched(agent: AgentId, presence: 'available' | 'away'): void {
    const signal = { kind: 'signal', type: 'presence', body: { agent, presence } } as const;
    this.#broker.publish(`agent:${agent}`, { type: 'signal', signal });
  }

  // EV4: whoever belongs to a conversation follows it in all their tabs, and does so before its events come.
  #gather(events: readonly StoredEvent[], visitor: VisitorId): void {
    for (const event of events) {
      const topic = gatheredBy(event, visitor);
      if (topic !== undefined) this.#broker.publish(topic, followFrom(event));
    }
  }

  /**
   * Once for all commits that were written together, whose followers and senders are told before: only the newest row
   * matters (EV6).
   */
  #rowSoon(conversation: StoredConversation): void {
    if (this.#changed.size === 0) queueMicrotask(() => this.#tellRows());
    this.#changed.set(conversation.id, conversation);
  }

  #tellRows(): void {
    const changed = this.#changed;
    this.#changed = new Map();
    for (const conversation of changed.values()) {
      this.#row(conversation).catch((error: unknown) => {
        // The commit stands; consoles find the row when they read the inbox again.
        this.#log.warn({ conversation: conversation.id, ...errorFacts(error) }, 'a row could not be published');
      });
    }
  }

  async #row(conversation: StoredConversation): Promise<void> {
    const { site } = conversation.state;
    const row = inboxRow(conversation, await this.#siteNames.of(site));
    this.#broker.publish(`department:${row.department}`, { type: 'row', row });
  }
}

/** Whose other tabs shall follow the conversation after this event (EV4), if anybody's. */
export function gatheredBy({ content }: StoredEvent, visitor: VisitorId): Topic | undefined {
  switch (content.type) {
    case 'conversation.started':
    case 'conversation.queued':
      return `visitor:${visitor}`;
    case 'participant.joined':
      return `agent:${content.body.agent.id}`;
    default:
      return undefined;
  }
}

/** Tells to follow this event's conversation, from this event on. */
export function followFrom({ conversation, seq, publicSeq }: StoredEvent): BrokerMessage {
  if (publicSeq === null) return { type: 'follow', conversation };
  return { type: 'follow', conversation, after: { staff: seq - 1, visitor: publicSeq - 1 } };
}

/** Whether a console's row could show this event; otherwise it sends none (EV6). */
export function isInRow({ by, content }: StoredEvent): boolean {
  if (content.type === 'participant.read') return by.kind === 'agent';
  return content.type !== 'call.confirmed';
}
