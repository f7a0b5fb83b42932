/**
 * Who the person here is in a list of authors, and which message they have just really looked at, if that is news (D6).
 * Pure; it knows no screen.
 */
import type { EventFrame } from '../protocol/events.ts';
import type { MessageId } from '../protocol/ids.ts';
import type { Author } from '../protocol/models.ts';
import type { Me, Timeline } from './timeline.ts';

type Posted = Extract<EventFrame, { type: 'message.posted' }>;

/** The newest message of the other side, unless this person's mark stands on it or later (CO11). */
export function newestUnread({ view, events }: Timeline, me: Me): MessageId | undefined {
  // Only participants leave a mark.
  if (me.kind === 'agent' && !view.agents.some((card) => card.id === me.id)) return undefined;
  const messages = events.filter((event): event is Posted => event.type === 'message.posted');
  const newest = messages.findLastIndex(({ by }) => by.kind === (me.kind === 'visitor' ? 'agent' : 'visitor'));
  const mark = view.reads.find(({ by }) => isMe(by, me))?.message;
  const marked = messages.findIndex((event) => event.body.message === mark);
  return newest > marked ? messages[newest]?.body.message : undefined;
}

/** Whether this author is the person here. */
export function isMe(by: Author, me: Me): boolean {
  if (me.kind === 'visitor') return by.kind === 'visitor';
  return by.kind === 'agent' && by.id === me.id;
}
