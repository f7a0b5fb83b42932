/**
 * What a screen shows of one conversation: its events and the messages that are still on their way, as one list. Pure:
 * it knows no socket, no clock and no words, and the same events give the same list in whatever pieces they came.
 */
import type { Refusal } from '../protocol/errors.ts';
import type { Audience, EventFrame } from '../protocol/events.ts';
import type { AgentId, CommandId, MessageId, VisitorId } from '../protocol/ids.ts';
import type { Author, ConversationView, QueuePlace } from '../protocol/models.ts';
import { samePerson } from './fold.ts';

/** One conversation as this browser knows it. */
export interface Timeline {
  /** Before the server has answered the first message: no case number (empty) and head 0. */
  readonly view: ConversationView;
  /** Oldest first, gap-free. */
  readonly events: readonly EventFrame[];
  /** Whether events before the first of these exist. */
  readonly more: boolean;
  readonly pending: readonly PendingMessage[];
  /** Who is typing now. */
  readonly typing: Author | undefined;
  /** The newest message that is known to have reached a browser of the other side (EV7). */
  readonly received: MessageId | undefined;
  /** The visitor's place in the queue now, as long as they wait (QU3). */
  readonly place: QueuePlace | undefined;
}

/** A message whose event has not arrived yet. */
export interface PendingMessage {
  readonly id: CommandId;
  readonly text: string;
  readonly audience: Audience;
  /** When it was sent, in server time. */
  readonly at: number;
  readonly state: 'sending' | 'failed';
  readonly refusal?: Refusal;
}

/** For whom the list is made. */
export type Me = { readonly kind: 'visitor' } | { readonly kind: 'agent'; readonly id: AgentId };

/** Who has read a message, and when; visitors have no name. */
export interface Reader {
  readonly name: string | undefined;
  readonly at: number;
}

/** One line of the list. */
export type TimelineItem =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly id: MessageId;
      readonly text: string;
      readonly at: number;
      readonly by: Author;
      readonly own: boolean;
      /** Only staff can see it. */
      readonly note: boolean;
      /** Own messages only; `delivered`: it has reached a browser of the other side. */
      readonly delivery?: 'sending' | 'sent' | 'delivered' | 'read' | 'failed';
      /** Who has read up to here; only the newest own message that was read has readers. */
      readonly readBy: readonly Reader[];
      readonly startsGroup: boolean;
      readonly endsGroup: boolean;
    }
  | { readonly kind: 'notice'; readonly key: string; readonly at: number; readonly event: EventFrame };

/** Messages of one speaker belong together if no more time than this lies between them. */
const GROUP_MS = 3 * 60_000;

/** What people want to be told about in the list; the rest of the log is for programs. */
const NOTICES: ReadonlySet<EventFrame['type']> = new Set([
  'conversation.queued',
  'conversation.ended',
  'participant.joined',
  'participant.left',
  'callback.requested',
  'callback.missed',
  'callback.ended',
  'transfer.started',
  'transfer.ended',
  'call.started',
  'call.ended',
]);

type MessageItem = Extract<TimelineItem, { kind: 'message' }>;
type Undated = Exclude<TimelineItem, { kind: 'day' }>;

/** The list of a timeline for this viewer. */
export function items(timeline: Timeline, me: Me): readonly TimelineItem[] {
  const author = ownAuthor(timeline.view, me);
  const undated = [
    ...timeline.events.flatMap((event) => eventItem(event, author)),
    ...timeline.pending.map((message) => pendingItem(message, author)),
  ];
  return grouped(withDays(withReaders(undated, timeline, author)));
}

/** A visitor knows themself by kind only: nobody sees another visitor. */
const ANONYMOUS = '' as VisitorId;

function ownAuthor(view: ConversationView, me: Me): Author {
  if (me.kind === 'visitor') return { kind: 'visitor', id: ANONYMOUS };
  return { ...me, name: view.agents.find((card) => card.id === me.id)?.name ?? '' };
}

function isOwn(by: Author, author: Author): boolean {
  return by.kind === 'visitor' ? author.kind === 'visitor' : samePerson(by, author);
}

function eventItem(event: EventFrame, author: Author): Undated[] {
  const { at, by } = event;
  if (event.type === 'message.posted') {
    const { message: id, text } = event.body;
    const own = isOwn(by, author);
    const sent = own ? { delivery: 'sent' as const } : {};
    return [{ ...messageItem({ id, text, at, by, own }), note: event.audience === 'staff', ...sent }];
  }
  return NOTICES.has(event.type) ? [{ kind: 'notice', key: `event-${event.seq}`, at, event }] : [];
}

function pendingItem({ id, text, at, audience, state }: PendingMessage, by: Author): MessageItem {
  return { ...messageItem({ id, text, at, by, own: true }), note: audience === 'staff', delivery: state };
}

function messageItem(message: Pick<MessageItem, 'id' | 'text' | 'at' | 'by' | 'own'>): MessageItem {
  // The key is the message's own, so that a bubble stays the same element from sending to sent.
  const place = { kind: 'message', key: message.id, note: false, readBy: [] } as const;
  return { ...place, ...message, startsGroup: true, endsGroup: true };
}

// Marks stand on any message, and say that everything up to it was read (D6) or has arrived (EV7). Notes are no messages
// to the other side.
function withReaders(list: readonly Undated[], { view, received }: Timeline, author: Author): readonly Undated[] {
  const places = new Map(list.map((item, place) => [item.key, place]));
  const marks = view.reads.flatMap((mark) => {
    const place = isOwn(mark.by, author) ? undefined : places.get(mark.message);
    return place === undefined ? [] : [{ ...mark, place }];
  });
  const furthest = Math.max(-1, ...marks.map(({ place }) => place));
  const arrived = places.get(received ?? '') ?? -1;
  const told = (item: Undated): item is MessageItem => item.kind === 'message' && item.own && !item.note;
  const newest = list.findLastIndex((item, place) => place <= furthest && told(item));
  const readers = marks.filter(({ place }) => place >= newest);
  const readBy = readers.map(({ by, at }): Reader => ({ name: by.kind === 'agent' ? by.name : undefined, at }));
  return list.map((item, place) => {
    if (!told(item) || item.delivery !== 'sent') return item;
    if (place <= furthest) return { ...item, delivery: 'read', readBy: place === newest ? readBy : [] };
    return place <= arrived ? { ...item, delivery: 'delivered' } : item;
  });
}

function dayOf(at: number): string {
  const date = new Date(at);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-');
}

function withDays(list: readonly Undated[]): readonly TimelineItem[] {
  return list.flatMap((item, place): TimelineItem[] => {
    const day = dayOf(item.at);
    const before = list[place - 1];
    if (before !== undefined && dayOf(before.at) === day) return [item];
    // Clocks may go back, and a day with them; the item's key keeps the two apart.
    return [{ kind: 'day', key: `day-${day}-${item.key}`, at: item.at }, item];
  });
}

function continues(before: TimelineItem | undefined, item: MessageItem): boolean {
  if (before?.kind !== 'message' || before.note !== item.note || item.at - before.at > GROUP_MS) return false;
  return before.own ? item.own : !item.own && samePerson(before.by, item.by);
}

function grouped(list: readonly TimelineItem[]): readonly TimelineItem[] {
  return list.map((item, place) => {
    if (item.kind !== 'message') return item;
    const next = list[place + 1];
    const endsGroup = next?.kind !== 'message' || !continues(item, next);
    return { ...item, startsGroup: !continues(list[place - 1], item), endsGroup };
  });
}
