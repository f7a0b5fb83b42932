/**
 * What a screen shows of one conversation: its events and the messages that are still on their way, as one list. Pure:
 * it knows no socket, no clock and no words, and the same events give the same list in whatever pieces they came.
 */
import type { Refusal } from '../protocol/errors.ts';
import type { Audience, EventFrame } from '../protocol/events.ts';
import type { AgentId, CommandId, MessageId } from '../protocol/ids.ts';
import type { Author, ConversationView } from '../protocol/models.ts';

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
      /** Own messages only. */
      readonly delivery?: 'sending' | 'sent' | 'failed';
      /** Who has read up to here; only the newest own message that was read has readers. */
      readonly readBy: readonly Reader[];
      readonly startsGroup: boolean;
      readonly endsGroup: boolean;
    }
  | { readonly kind: 'notice'; readonly key: string; readonly at: number; readonly event: EventFrame };

/** The list of a timeline for this viewer. */
export declare function items(timeline: Timeline, me: Me): readonly TimelineItem[];
