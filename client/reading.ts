/**
 * Who the person here is in a list of authors, which message they have just really looked at, if that is news (D6), and
 * which one has only arrived. Pure; it knows no screen.
 */
import type { EventFrame } from '../protocol/events.ts';
import type { MessageId } from '../protocol/ids.ts';
import type { Author } from '../protocol/models.ts';
import type { Me, Timeline } from './timeline.ts';

type Posted = Extract<EventFrame, { type: 'message.posted' }>;

/** The newest message of the other side, unless a mark of one of these readers stands on it or later (CO11). */
function newestAfter({ view, events }: Timeline, me: Me, isReader: (by: Author) => boolean): MessageId | undefined {
  const messages = events.filter((event): event is Posted => event.type === 'message.posted');
  const newest = messages.findLastIndex(({ by }) => by.kind === (me.kind === 'visitor' ? 'agent' : 'visitor'));
  const marks = view.reads.filter(({ by }) => isReader(by)).map(({ message }) => message);
  const marked = messages.findLastIndex(({ body }) => marks.includes(body.message));
  return newest > marked ? messages[newest]?.body.message : undefined;
}

/** The newest message of the other side, unless this person's mark stands on it or later. */
export function newestUnread(timeline: Timeline, me: Me): MessageId | undefined {
  // Only participants leave a mark.
  if (me.kind === 'agent' && !timeline.view.agents.some((card) => card.id === me.id)) return undefined;
  return newestAfter(timeline, me, (by) => isMe(by, me));
}

/** The newest message of the other side that nobody of this side has read, and which is here now (EV7). */
export function newestArrived(timeline: Timeline, me: Me): MessageId | undefined {
  return newestAfter(timeline, me, ({ kind }) => kind === me.kind);
}

/** Whether this author is the person here. */
export function isMe(by: Author, me: Me): boolean {
  if (me.kind === 'visitor') return by.kind === 'visitor';
  return by.kind === 'agent' && by.id === me.id;
}
