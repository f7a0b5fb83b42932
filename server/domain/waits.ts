/**
 * What a conversation's events say about waiting, as lines for a table that outlives states: when somebody began to
 * wait and where, what they were told, who came, or that they left. Pure; it knows no table, and nothing of people: a
 * line names a conversation, a department and a page, never a person.
 */
import type { EventType } from '../../protocol/events.ts';
import type { ConversationId, DepartmentId, SiteId } from '../../protocol/ids.ts';
import type { Page } from '../../protocol/models.ts';
import type { StoredEvent } from './decision.ts';
import type { ConversationState } from './state.ts';

/** By what the person comes who is waited for. */
export type WaitChannel = 'chat' | 'call' | 'callback';

/** How waiting ended. `left`: by the visitor, before anybody came (D10); `ended`: by the shop. */
export type WaitOutcome = 'waiting' | 'taken' | 'left' | 'ended';

/** One time that a conversation waited for a person. */
export interface Wait {
  readonly conversation: ConversationId;
  /** Number of the event with which it began. */
  readonly seq: number;
  readonly site: SiteId;
  /** Where it waits, or waited at last. */
  readonly department: DepartmentId;
  readonly channel: WaitChannel;
  /** Path of the visitor's page while they waited, or null. */
  readonly page: string | null;
  readonly queuedAt: number;
  /** Place in the queue and agents serving when the visitor was told, or null: they were not. */
  readonly position: number | null;
  readonly serving: number | null;
  /** By when somebody comes, as the visitor was told; null: it could not be said. */
  readonly estimatedAt: number | null;
  readonly promisedBy: number | null;
  /** An agent came in. */
  readonly takenAt: number | null;
  /** The first message of a person, or an answered call, since it began. */
  readonly answeredAt: number | null;
  readonly leftAt: number | null;
  readonly outcome: WaitOutcome;
}

/** What may change while it waits; afterwards nothing of it does. */
export type WaitChange = Partial<
  Omit<Wait, 'conversation' | 'seq' | 'site' | 'queuedAt' | 'promisedBy' | 'answeredAt'>
>;

/** What is written about waiting. `before` is the number of the event that says so: the wait is the last one that began earlier. */
export type WaitLine =
  | { readonly line: 'wait.began'; readonly wait: Wait }
  | {
      readonly line: 'wait.changed';
      readonly conversation: ConversationId;
      readonly before: number;
      readonly change: WaitChange;
    }
  | {
      readonly line: 'wait.promised';
      readonly conversation: ConversationId;
      readonly before: number;
      readonly by: number;
    }
  | {
      readonly line: 'wait.answered';
      readonly conversation: ConversationId;
      readonly before: number;
      readonly at: number;
    };

/** Events of which there are lines. */
export const WAIT_EVENTS: ReadonlySet<EventType> = new Set([
  'conversation.queued',
  'conversation.ended',
  'queue.placed',
  'participant.joined',
  'page.visited',
  'message.posted',
  'call.started',
  'call.answered',
  'call.ended',
  'callback.requested',
  'promise.made',
]);

/** Reasons of queueing after which somebody waits who has waited before. */
const WAITING_ALREADY: ReadonlySet<string> = new Set(['overflow', 'returned', 'anyone']);

/** Longer paths are cut: they say nothing more about where somebody waited. */
const PATH_LENGTH = 200;

/** The lines of one event; the state is that of its conversation, at least as new. */
export function waitLines(event: StoredEvent, { site, page }: Pick<ConversationState, 'site' | 'page'>): WaitLine[] {
  const { content, conversation, seq, at } = event;
  const changed = (change: WaitChange): WaitLine[] => [{ line: 'wait.changed', conversation, before: seq, change }];
  switch (content.type) {
    case 'conversation.queued':
      // It waits already.
      if (WAITING_ALREADY.has(content.body.reason)) return changed({ department: content.body.department });
      return [
        {
          line: 'wait.began',
          wait: {
            ...begun(event, { site, department: content.body.department, page: pathOf(page) }),
            ...(content.body.reason === 'callback' && { channel: 'callback' }),
          },
        },
      ];
    case 'conversation.ended':
      return changed(event.by.kind === 'visitor' ? { outcome: 'left', leftAt: at } : { outcome: 'ended' });
    case 'queue.placed':
      return changed(content.body);
    case 'participant.joined':
      return changed({ outcome: 'taken', takenAt: at });
    case 'page.visited':
      return changed({ page: pathOf(content.body.page) });
    case 'call.started':
      return event.by.kind === 'visitor' ? changed({ channel: 'call' }) : [];
    case 'call.ended':
      // A caller who hung up has waited for a call until then.
      return content.body.reason === 'cancelled' ? [] : changed({ channel: 'chat' });
    case 'callback.requested':
      // Whoever chooses a time does not wait for it, and is not lost either.
      return changed(content.body.slot === null ? { channel: 'callback' } : { outcome: 'ended' });
    case 'promise.made':
      return [{ line: 'wait.promised', conversation, before: seq, by: content.body.by }];
    case 'call.answered':
      return [{ line: 'wait.answered', conversation, before: seq, at }];
    case 'message.posted':
      if (event.by.kind !== 'agent' || event.audience !== 'all') return [];
      return [{ line: 'wait.answered', conversation, before: seq, at }];
    default:
      return [];
  }
}

function begun({ conversation, seq, at }: StoredEvent, where: Pick<Wait, 'site' | 'department' | 'page'>): Wait {
  return {
    conversation,
    seq,
    ...where,
    channel: 'chat',
    queuedAt: at,
    position: null,
    serving: null,
    estimatedAt: null,
    promisedBy: null,
    takenAt: null,
    answeredAt: null,
    leftAt: null,
    outcome: 'waiting',
  };
}

/** Where in the shop a page is: neither its host nor what a browser adds to it. */
function pathOf(page: Page | null): string | null {
  return page && new URL(page.url).pathname.slice(0, PATH_LENGTH);
}
