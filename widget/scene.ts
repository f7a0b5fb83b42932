/**
 * What every screen of the panel is given: the visit, the client, the site, the words. And the few questions that more
 * than one screen asks of them. It knows no element.
 */
import type { Client } from '../client/client.ts';
import type { Observable } from '../client/observable.ts';
import type { Timeline } from '../client/timeline.ts';
import type { AgentId } from '../protocol/ids.ts';
import type { PersonCard, SiteSettings } from '../protocol/models.ts';
import type { WidgetTexts } from './locales/texts.ts';
import type { Visit } from './visit.ts';

/** Passed from the panel to its screens, and no further. */
export interface Scene {
  readonly visit: Visit;
  readonly client: Client;
  readonly settings: Observable<SiteSettings>;
  readonly texts: WidgetTexts;
  /** Origin of the Shopbell server. */
  readonly server: string;
  /** BCP 47, for times: the language of the texts as it is written where the visitor lives. */
  readonly locale: string;
}

/** Where a person's photo loads from, or null. */
export function photoAddress({ server }: Pick<Scene, 'server'>, { photo }: PersonCard): string | null {
  return photo === null ? null : `${server}${photo}`;
}

/** The name by which visitors know somebody: the first one. */
export function firstName({ name }: Pick<PersonCard, 'name'>): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

/** The agent who is in the conversation; after its end the one who was there last. */
export function agentOf(timeline: Timeline | undefined): PersonCard | undefined {
  const inside = timeline?.view.agents.at(-1);
  if (inside !== undefined || timeline?.view.status !== 'ended') return inside;
  const joined = timeline.events.findLast((event) => event.type === 'participant.joined');
  return joined?.type === 'participant.joined' ? joined.body.agent : undefined;
}

/** Cards of everybody whose messages may be shown. */
export function peopleOf(settings: SiteSettings, timeline: Timeline | undefined): ReadonlyMap<AgentId, PersonCard> {
  const cards = [...settings.team, ...(timeline?.view.agents ?? [])];
  return new Map(cards.map((card) => [card.id, card]));
}
