/**
 * Who hears of what has happened: after a commit its events go to the conversation's followers, its row to the
 * department's consoles, and duty is woken when it may have work. It decides nothing and stores nothing.
 */
import type { EventType } from '../../protocol/events.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { ConversationRow } from '../../protocol/models.ts';
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
  readonly before: ConversationState | undefined;
  readonly after: StoredConversation;
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
  async committed({ before, after, events, timers }: Committed): Promise<void> {
    this.#gather(events, after.state);
    this.#broker.publish(`conversation:${after.id}`, { type: 'events', events });
    if (timers.length > 0 || events.some(({ content }) => ROUTING_EVENTS.has(content.type))) {
      this.#broker.publish('duty', { type: 'wake' });
    }
    try {
      await this.#row(before, after);
    } catch (error) {
      // The commit stands; consoles find the row when they read the inbox again.
      this.#log.warn({ conversation: after.id, ...errorFacts(error) }, 'a row could not be published');
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

  // EV6: a change that no console could show sends no row.
  async #row(before: ConversationState | undefined, after: StoredConversation): Promise<void> {
    const siteName = await this.#siteNames.of(after.state.site);
    const row = inboxRow(after, siteName);
    const same = before && shown(inboxRow({ ...after, state: before }, siteName)) === shown(row);
    if (!same) this.#broker.publish(`department:${row.department}`, { type: 'row', row });
  }
}

/** What a console shows of a row, comparably. */
function shown({ version: _version, head: _head, ...rest }: ConversationRow): string {
  return JSON.stringify(rest);
}
