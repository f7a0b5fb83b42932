/** When or by when a person answers, in words: the time alone today, else with its day. Knows words and the calendar, no screen. */
import { clockTime, daysAgo } from '../../../client/elements/times.ts';
import type { Channel } from '../../../protocol/channels.ts';
import type { SiteSettings } from '../../../protocol/models.ts';
import type { ByTexts, WhenTexts } from '../../locales/waiting.ts';
import type { Scene } from '../../scene.ts';

/** A week ahead, the name of a day says which one is meant. */
const WEEK_DAYS = 6;

/** "by 18:40 today", "by 9:40 tomorrow", "by Monday, 9:40". */
export function byWhen(at: number, { client, locale }: Pick<Scene, 'client' | 'locale'>, words: ByTexts): string {
  const time = clockTime(at, locale);
  const days = -daysAgo(at, client.serverNow());
  if (days <= 0) return words.today(time);
  return days === 1 ? words.tomorrow(time) : words.on(dayName(at, days, locale), time);
}

function dayName(at: number, days: number, locale: string): string {
  const day = days <= WEEK_DAYS ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const);
  return new Intl.DateTimeFormat(locale, day).format(at);
}

/** "from 9:00", "tomorrow from 9:00", "Tuesday from 9:00". */
export function fromWhen(at: number, { client, locale }: Pick<Scene, 'client' | 'locale'>, words: WhenTexts): string {
  const time = words.from(clockTime(at, locale));
  const days = -daysAgo(at, client.serverNow());
  if (days <= 0) return time;
  if (days === 1) return words.tomorrow(time);
  return words.on(dayName(at, days, locale), time);
}

/** The way of this kind, if the shop has it. */
export function channelOf({ channels }: SiteSettings, kind: Channel['kind']): Channel | undefined {
  return channels.find((channel) => channel.kind === kind);
}
