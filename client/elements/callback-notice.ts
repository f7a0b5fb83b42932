/**
 * Which event of a call-back is worth a line between the messages. It knows events; the words and how times are written
 * are its caller's. Nothing here is ever signed with a face (F9).
 */
import type { EventFrame } from '../../protocol/events.ts';

/** What became of a call-back, in one short line each. Times arrive already written. */
export interface CallbackNoticeTexts {
  readonly wished: (time: string) => string;
  /** As soon as somebody is free. */
  readonly wishedSoon: string;
  /** Nobody was reached; the next try is then. */
  readonly again: (time: string) => string;
  readonly over: Readonly<Record<'reached' | 'missed' | 'cancelled', string>>;
}

/** The line for an event of a call-back, or undefined if it needs none. */
export function callbackNotice(
  event: EventFrame,
  texts: CallbackNoticeTexts,
  when: (at: number) => string,
): string | undefined {
  switch (event.type) {
    case 'callback.requested':
      return event.body.slot === null ? texts.wishedSoon : texts.wished(when(event.body.slot));
    case 'callback.missed':
      // The second time its end says more.
      return event.body.nextAt === null ? undefined : texts.again(when(event.body.nextAt));
    case 'callback.ended':
      return texts.over[event.body.outcome];
    default:
      return undefined;
  }
}
