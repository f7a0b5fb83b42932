/** A call-back in one line: that it is due, or when it is. Pure; knows no element. */
import type { CallbackView } from '../protocol/models.ts';
import type { Words } from './texts.ts';

/** The line, in the agent's language and zone; a time of today has no day. */
export function callbackLine({ dueAt, missed }: CallbackView, words: Words, now: number): string {
  const { callback: texts } = words.texts;
  if (dueAt === null) return texts.due;
  const isToday = new Date(dueAt).toDateString() === new Date(now).toDateString();
  const day = isToday ? {} : ({ weekday: 'short', day: 'numeric', month: 'short' } as const);
  const time = new Intl.DateTimeFormat(words.locale, { ...day, hour: '2-digit', minute: '2-digit' }).format(dueAt);
  return missed === 0 ? texts.planned(time) : texts.again(time);
}
