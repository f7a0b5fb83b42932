/**
 * How a timeline changes: by events, snapshots, pages of history, and messages on their way. Pure, and indifferent to
 * repetition: what is already there changes nothing, what would leave a gap is not taken. It knows no socket and no
 * screen.
 */
import type { Refusal } from '../protocol/errors.ts';
import type { EventFrame } from '../protocol/events.ts';
import type { Snapshot } from '../protocol/frames.ts';
import type { CommandId, MessageId } from '../protocol/ids.ts';
import type { Author, ConversationView, QueuePlace } from '../protocol/models.ts';
import { fold, samePerson } from './fold.ts';
import type { PendingMessage, Timeline } from './timeline.ts';

/** A conversation of which only this much is known. */
export function emptyTimeline(view: ConversationView): Timeline {
  return { view, events: [], more: false, pending: [], typing: undefined, received: undefined, place: undefined };
}

/** The timeline after these events; those that it has and those that leave a gap are not taken (EV5). */
export function withEvents(timeline: Timeline, events: readonly EventFrame[]): Timeline {
  let { view, typing } = timeline;
  const taken: EventFrame[] = [];
  for (const event of events) {
    if (event.seq !== view.head + 1) continue;
    view = fold(view, event);
    taken.push(event);
    // Who has written it does not write it any more.
    if (event.type === 'message.posted' && typing && samePerson(typing, event.by)) typing = undefined;
  }
  if (taken.length === 0) return timeline;
  const place = view.status === 'waiting' ? timeline.place : undefined;
  return {
    ...timeline,
    view,
    typing,
    place,
    events: [...timeline.events, ...taken],
    pending: waiting(timeline, taken),
  };
}

/** The timeline after a picture of the server; messages on their way stay, unless they are in it. */
export function withSnapshot(timeline: Timeline | undefined, { view, events, more }: Snapshot): Timeline {
  const head = events.at(-1)?.seq ?? view.head;
  const known = timeline ?? emptyTimeline(view);
  return { ...known, view: { ...view, head }, events, more, pending: waiting(known, events) };
}

/** The server's own view replaces the folded one if it is of the same moment. */
export function withView(timeline: Timeline, view: ConversationView): Timeline {
  return view.head === timeline.view.head ? { ...timeline, view } : timeline;
}

/** The timeline with a page of earlier events; one that does not touch the first event is not taken. */
export function withOlder(timeline: Timeline, { events, more }: Snapshot): Timeline {
  const first = timeline.events[0]?.seq ?? timeline.view.head + 1;
  const older = events.filter((event) => event.seq < first);
  if (older.length === 0) return { ...timeline, more: more && first > 1 };
  if (older.at(-1)?.seq !== first - 1) return timeline;
  return { ...timeline, events: [...older, ...timeline.events], more };
}

/** A message is on its way (again). */
export function withPending(timeline: Timeline, message: PendingMessage): Timeline {
  if (posted(timeline.events).has(message.id)) return timeline;
  const known = timeline.pending.some(({ id }) => id === message.id);
  const pending = known
    ? timeline.pending.map((other) => (other.id === message.id ? message : other))
    : [...timeline.pending, message];
  return { ...timeline, pending };
}

/** A message was refused for good; it stays visible as undelivered (G9). */
export function withFailed(timeline: Timeline, id: CommandId, refusal: Refusal): Timeline {
  const fail = (message: PendingMessage): PendingMessage =>
    message.id === id ? { ...message, state: 'failed', refusal } : message;
  return { ...timeline, pending: timeline.pending.map(fail) };
}

/** This message has reached the other side; an earlier one than is known says nothing new. */
export function withReceived(timeline: Timeline, message: MessageId): Timeline {
  const order = [...posted(timeline.events)];
  const known = timeline.received === undefined ? -1 : order.indexOf(timeline.received);
  return order.indexOf(message) > known ? { ...timeline, received: message } : timeline;
}

/** The visitor stands here in the queue. */
export function withPlace(timeline: Timeline, place: QueuePlace): Timeline {
  return { ...timeline, place };
}

/** Somebody types, or nobody any more. */
export function withTyping(timeline: Timeline, typing: Author | undefined): Timeline {
  return { ...timeline, typing };
}

function posted(events: readonly EventFrame[]): ReadonlySet<MessageId> {
  return new Set(events.flatMap((event) => (event.type === 'message.posted' ? [event.body.message] : [])));
}

// A message is named by the command that posted it, so its event is recognised by its id alone.
function waiting({ pending }: Timeline, events: readonly EventFrame[]): readonly PendingMessage[] {
  if (pending.length === 0) return pending;
  const arrived = posted(events);
  return pending.filter(({ id }) => !arrived.has(id));
}
