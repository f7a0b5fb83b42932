/** When a person answers, in words: the time alone today, else with its day. Knows words and the calendar, no screen. */
import { clockTime, daysAgo } from '../../../client/elements/times.ts';
import type { Channel } from '../../../protocol/channels.ts';
import type { SiteSettings } from '../../../protocol/models.ts';
import type { WhenTexts } from '../../locales/waiting.ts';
import type { Scene } from '../../scene.ts';

/** A week ahead, the name of a day says which one is meant. */
const WEEK_DAYS = 6;

/** "from 9:00", "tomorrow from 9:00", "Tuesday from 9:00". */
export function fromWhen(at: number, { client, locale }: Pick<Scene, 'client' | 'locale'>, words: WhenTexts): string {
  const time = words.from(clockTime(at, locale));
  const days = -daysAgo(at, client.serverNow());
  if (days <= 0) return time;
  if (days === 1) return words.tomorrow(time);
  const day = days <= WEEK_DAYS ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const);
  return words.on(new Intl.DateTimeFormat(locale, day).format(at), time);
}

/** The way of this kind, if the shop has it. */
export function channelOf({ channels }: SiteSettings, kind: Channel['kind']): Channel | undefined {
  return channels.find((channel) => channel.kind === kind);
}
