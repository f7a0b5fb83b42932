/**
 * What a conversation's events say about promises, as lines for a table that outlives states: what was promised, and
 * when somebody answered or it ended without, and by whom. Pure; it knows no table, and nothing of people.
 */
import type { EventType } from '../../protocol/events.ts';
import type { ConversationId, DepartmentId, SiteId } from '../../protocol/ids.ts';
import { turnOf } from './answer-clock.ts';
import type { StoredEvent } from './decision.ts';
import type { PastPromise } from './promise.ts';
import type { ConversationState } from './state.ts';

/** A promise and what came of it, by the event that made it. */
export interface PromiseFacts extends PastPromise {
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly site: SiteId;
  readonly department: DepartmentId;
}

/** What is written about promises. `before` is the number of the event that settles those that were made earlier. */
export type PromiseLine =
  | { readonly line: 'promise.made'; readonly promise: PromiseFacts }
  | {
      readonly line: 'promise.settled';
      readonly conversation: ConversationId;
      readonly before: number;
      readonly settled: Pick<PastPromise, 'answeredAt'> | Pick<PastPromise, 'endedAt'> | Pick<PastPromise, 'droppedAt'>;
    };

/** Events of which there are lines. */
export const PROMISE_EVENTS: ReadonlySet<EventType> = new Set([
  'promise.made',
  'message.posted',
  'call.answered',
  'callback.requested',
  'callback.ended',
  'conversation.ended',
]);

/** The lines of one event; the state is that of its conversation, at least as new. */
export function promiseLines(
  event: StoredEvent,
  { site, department }: Pick<ConversationState, 'site' | 'department'>,
): PromiseLine[] {
  const { conversation, seq, at, by, content } = event;
  if (content.type === 'promise.made') {
    const open = { madeAt: at, promisedBy: content.body.by, answeredAt: null, endedAt: null, droppedAt: null };
    return [{ line: 'promise.made', promise: { conversation, seq, site, department, ...open } }];
  }
  const turn = turnOf(event);
  if (turn !== 'answered' && turn !== 'over') return [];
  const over = by.kind === 'visitor' ? { endedAt: at } : { droppedAt: at };
  const settled = turn === 'answered' ? { answeredAt: at } : over;
  return [{ line: 'promise.settled', conversation, before: seq, settled }];
}
