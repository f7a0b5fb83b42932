/**
 * Who hears of what has happened: after a commit its events go to the conversation's followers, its row to the
 * department's consoles, and duty is woken when it may have work. It decides nothing and stores nothing.
 */
import type { EventType } from '../../protocol/events.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { Broker } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';
import type { ConversationState } from '../domain/conversation.ts';
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

/** Events after which routing may have something to do: somebody waits, or somebody has room again. */
const ROUTING_EVENTS: ReadonlySet<EventType> = new Set<EventType>([
  'conversation.queued',
  'conversation.ended',
  'participant.joined',
  'participant.left',
  'reservation.ended',
]);

export class Announcer {
  readonly #broker: Broker;
  readonly #log: Log;
  readonly #siteNames: SiteNames;

  constructor({ store, broker, clock, log }: { store: Store; broker: Broker; clock: Clock; log: Log }) {
    this.#broker = broker;
    this.#log = log;
    this.#siteNames = createSiteNames(store, clock);
  }

  /** Tells everybody whom these events concern, the followers first and at once. */
  async committed({ conversation, events, timers }: Committed): Promise<void> {
    const { id, state } = conversation;
    this.#gather(events, state);
    this.#broker.publish(`conversation:${id}`, { type: 'events', events });
    if (timers.length > 0 || events.some(({ content }) => ROUTING_EVENTS.has(content.type))) {
      this.#broker.publish('duty', { type: 'wake' });
    }
    if (!events.some(isInRow)) return;
    try {
      await this.#row(conversation);
    } catch (error) {
      // The commit stands; consoles find the row when they read the inbox again.
      this.#log.warn({ conversation: id, ...errorFacts(error) }, 'a row could not be published');
    }
  }

  /** The agent turned the switch of their presence. */
  switched(agent: AgentId, presence: 'available' | 'away'): void {
    const signal = { kind: 'signal', type: 'presence', body: { agent, presence } } as const;
    this.#broker.publish(`agent:${agent}`, { type: 'signal', signal });
  }

  // EV4: whoever belongs to a conversation follows it in all their tabs, and does so before its events come.
  #gather(events: readonly StoredEvent[], state: ConversationState): void {
    for (const { conversation, content } of events) {
      if (content.type === 'conversation.started' || content.type === 'conversation.queued') {
        this.#broker.publish(`visitor:${state.visitor}`, { type: 'follow', conversation });
      }
      if (content.type === 'participant.joined') {
        this.#broker.publish(`agent:${content.body.agent.id}`, { type: 'follow', conversation });
      }
    }
  }

  async #row(conversation: StoredConversation): Promise<void> {
    const row = inboxRow(conversation, await this.#siteNames.of(conversation.state.site));
    this.#broker.publish(`department:${row.department}`, { type: 'row', row });
  }
}

// EV6: what no console's row could show sends none.
function isInRow({ by, content }: StoredEvent): boolean {
  if (content.type === 'participant.read') return by.kind === 'agent';
  return content.type !== 'call.confirmed';
}
