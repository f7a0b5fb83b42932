/**
 * Everything about waiting and being away that comes in one part, right after the first screen: who is there, the ways to
 * talk, what may be expected, the queue. The screens leave room for these elements and are complete without them.
 */
import type { ChatTexts } from '../../../client/elements/texts.ts';
import { callbackNotice } from '../../../client/elements/callback-notice.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import type { Scene } from '../../scene.ts';
import './availability.ts';
import './channels.ts';
import './expectation.ts';
import './someone-else.ts';

/** A day that may lie weeks away. */
const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;

/** The words of a list together with those about call-backs, which have lines between the messages too. */
export function withNotices({ texts, locale }: Scene): ChatTexts {
  const { list } = texts.elements;
  const words = waitingTexts[texts.language].callback.notices;
  const when = new Intl.DateTimeFormat(locale, { ...DAY, hour: '2-digit', minute: '2-digit' });
  const more: typeof list.notice.more = (event) => callbackNotice(event, words, (at) => when.format(at));
  return { ...texts.elements, list: { ...list, notice: { ...list.notice, more } } };
}
