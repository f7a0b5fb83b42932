/**
 * Who hears of what has happened: after a commit its events go to the conversation's followers, its row to the
 * department's consoles, and duty is woken when it may have work. It decides nothing and stores nothing.
 */
import type { EventType } from '../../protocol/events.ts';
import type { AgentId, ConversationId, DepartmentId, VisitorId } from '../../protocol/ids.ts';
import type { AgentRole, ConversationRow } from '../../protocol/models.ts';
import type { Broker, BrokerMessage, Topic } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';
import { PROMISE_TIMER } from '../domain/answer-clock.ts';
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
  /** The department in which it was before; undefined: in none. */
  readonly from: DepartmentId | undefined;
}

/** A row to be told. */
interface Changed {
  readonly conversation: StoredConversation;
  /** Who hears of it besides those who see it: those who did before. */
  readonly left: Set<Topic>;
  /** Whether owners and admins are told, wherever they belong (PR6). */
  readonly isAlarming: boolean;
}

/** Events after which routing may have something to do: somebody waits, or somebody has room again. */
const ROUTING_EVENTS: ReadonlySet<EventType> = new Set<EventType>([
  'conversation.queued',
  'conversation.ended',
  'participant.joined',
  'participant.left',
  'participant.restored',
  'reservation.ended',
  'transfer.started',
]);

export class Announcer {
  readonly #store: Store;
  readonly #broker: Broker;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #siteNames: SiteNames;
  /** Conversations whose rows changed in this turn, as they are now. */
  #changed = new Map<ConversationId, Changed>();

  constructor({ store, broker, clock, log }: { store: Store; broker: Broker; clock: Clock; log: Log }) {
    this.#store = store;
    this.#broker = broker;
    this.#clock = clock;
    this.#log = log;
    this.#siteNames = createSiteNames(store, clock);
  }

  /** Tells everybody whom these events concern, the followers first and at once. */
  committed({ conversation, events, timers, from }: Committed): void {
    const { id, state } = conversation;
    this.#gather(events, state.visitor);
    this.#broker.publish(`conversation:${id}`, { type: 'events', events });
    const wakesDuty = timers.some((timer) => isDutys(timer, this.#clock.now()));
    if (wakesDuty || events.some(({ content }) => ROUTING_EVENTS.has(content.type))) {
      this.#broker.publish('duty', { type: 'wake', conversation: id });
    }
    if (!events.some(isInRow)) return;
    const home = from === undefined || from === state.department ? [] : [`department:${from}` as const];
    const left = new Set<Topic>([...home, ...leftBy(events)]);
    this.#rowSoon({ conversation, left, isAlarming: events.some(isAlarm) });
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
  #rowSoon({ conversation, left, isAlarming }: Changed): void {
    if (this.#changed.size === 0) queueMicrotask(() => this.#tellRows());
    const before = this.#changed.get(conversation.id);
    this.#changed.set(conversation.id, {
      conversation,
      left: new Set([...(before?.left ?? []), ...left]),
      isAlarming: isAlarming || before?.isAlarming === true,
    });
  }

  #tellRows(): void {
    const changed = this.#changed;
    this.#changed = new Map();
    for (const row of changed.values()) {
      this.#row(row).catch((error: unknown) => {
        // The commit stands; consoles find the row when they read the inbox again.
        this.#log.warn({ conversation: row.conversation.id, ...errorFacts(error) }, 'a row could not be published');
      });
    }
  }

  async #row({ conversation, left, isAlarming }: Changed): Promise<void> {
    const { site } = conversation.state;
    const row = inboxRow(conversation, await this.#siteNames.of(site));
    const leaders = isAlarming ? await this.#leaders() : [];
    for (const topic of new Set([...rowTopics(row), ...left, ...leaders]))
      this.#broker.publish(topic, { type: 'row', row });
  }

  async #leaders(): Promise<Topic[]> {
    const agents = await this.#store.people.agents();
    return agents.filter(leads).map(({ id }) => `agent:${id}` as const);
  }
}

/** PR6: the department had its time; now whoever decides for it hears of it. */
function isAlarm({ content }: StoredEvent): boolean {
  return content.type === 'promise.broken' || (content.type === 'promise.reminded' && content.body.stage === 90);
}

/** Whether an agent decides for departments, their own or not. */
export function leads({ role }: { readonly role: AgentRole }): boolean {
  return role === 'owner' || role === 'admin';
}

/** Whose consoles show this row: those of its department, and of whoever is inside or asked from elsewhere (TR2). */
export function rowTopics({ department, agents, reservation }: ConversationRow): Topic[] {
  const guests = [...agents.map(({ id }) => id), ...(reservation === null ? [] : [reservation.agent])];
  return [`department:${department}`, ...guests.map((agent) => `agent:${agent}` as const)];
}

/** Those who left with these events, or are not asked any more: perhaps they see the conversation no longer (TR2). */
export function leftBy(events: readonly StoredEvent[]): Topic[] {
  return events.flatMap(({ content }) =>
    content.type === 'participant.left' || content.type === 'reservation.ended'
      ? [`agent:${content.body.agent}` as const]
      : [],
  );
}

/** A promise that is due later, or not at all any more, is found by duty on its rounds: every answer changes one. */
function isDutys(timer: TimerChange, now: number): boolean {
  return 'set' in timer ? timer.set !== PROMISE_TIMER || timer.dueAt <= now : timer.cancel !== PROMISE_TIMER;
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
