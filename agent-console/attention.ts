/**
 * What deserves the agent's attention now, and what was announced already: a number for the title, one soft sound, a
 * desktop notice. Pure: it decides, `announcer.ts` makes the noise. It knows nothing of windows, sounds or words.
 */
import type { AgentId, ConversationId } from '../protocol/ids.ts';
import type { ConversationRow, Presence } from '../protocol/models.ts';
import { isReservedFor, isUnread } from './inbox-list.ts';

/** What the desk shows and does at one moment. */
export interface Situation {
  readonly rows: readonly ConversationRow[];
  readonly me: AgentId;
  readonly presence: Presence;
  /** Whether this agent is told when a visitor wants somebody else: mentors, and whoever decides for others (D14). */
  readonly isMentor: boolean;
  /** The conversation that the agent has really before their eyes, if any. */
  readonly watching: ConversationId | undefined;
  /** The conversation whose call rings here, if any. */
  readonly ringing: ConversationId | undefined;
}

/** Something to announce once. `call` goes on ringing as long as `Attention.ringing` says so. */
export interface Announcement {
  /** The same in all tabs of the agent. */
  readonly name: string;
  readonly kind: 'waiting' | 'message' | 'call' | 'replaced' | 'promise';
  readonly row: ConversationRow;
}

/** The decision: what is new, and what the title counts. */
export interface Attention {
  /** Conversations that want something from this agent: waiting ones that nobody else is asked for, own unread ones. */
  readonly badge: number;
  readonly ringing: boolean;
  readonly announce: readonly Announcement[];
  /** Names of what is new and before the agent's eyes here, so that no other tab announces it. */
  readonly watched: readonly string[];
  /** Names of everything that counts as announced; the next decision takes it. */
  readonly heard: ReadonlySet<string>;
}

/** Whether this agent is asked, or somebody waits here and no colleague is being asked at this moment. */
function wantsMe(row: ConversationRow, me: AgentId): boolean {
  return isReservedFor(row, me) || (row.status === 'waiting' && row.reservation === null);
}

/** The reasons why a row may be announced, each under a name that changes when the reason is new. */
function reasonsOf(row: ConversationRow, situation: Situation): readonly Announcement[] {
  const { me, ringing, isMentor } = situation;
  const reasons: Announcement[] = [];
  if (ringing === row.id) reasons.push({ name: `call ${row.call?.id ?? row.id}`, kind: 'call', row });
  else if (wantsMe(row, me)) {
    // A reservation is a new reason: the same person is asked in particular now.
    const since = isReservedFor(row, me) ? `asked ${row.reservation?.expiresAt}` : `since ${row.waitingSince}`;
    reasons.push({ name: `waiting ${row.id} ${since}`, kind: 'waiting', row });
  }
  if (isUnread(row, me)) reasons.push({ name: `message ${row.id} ${row.lastMessage?.at}`, kind: 'message', row });
  // PR6: three quarters of the time are gone, and the whole team is asked.
  if (row.promise?.stage === 75) {
    reasons.push({ name: `promise ${row.id} ${row.promise.by}`, kind: 'promise', row });
  }
  if (isMentor && row.avoid.length > 0 && !row.avoid.includes(me)) {
    reasons.push({ name: `replaced ${row.id} ${row.avoid.join(' ')}`, kind: 'replaced', row });
  }
  return reasons;
}

/** Who is away hears no waiting visitor, and nobody hears what they are looking at. */
function isAudible(announcement: Announcement, { presence, watching }: Situation): boolean {
  if (isForAvailable(announcement)) return presence === 'available';
  return announcement.kind === 'call' || announcement.row.id !== watching;
}

/**
 * Decides on a situation after what was heard before; `undefined` for the first one, when what lies there already is
 * not news, except who waits or calls at this moment.
 */
export function attend(heard: ReadonlySet<string> | undefined, situation: Situation): Attention {
  const { rows, me } = situation;
  const reasons = rows.flatMap((row) => reasonsOf(row, situation));
  const isNews = ({ name, kind }: Announcement): boolean =>
    heard === undefined ? kind === 'waiting' || kind === 'call' : !heard.has(name);
  const news = reasons.filter(isNews);
  return {
    badge: rows.filter((row) => wantsMe(row, me) || isUnread(row, me)).length,
    ringing: situation.ringing !== undefined,
    announce: news.filter((each) => isAudible(each, situation)),
    watched: news
      .filter(({ kind, row }) => kind === 'message' && row.id === situation.watching)
      .map(({ name }) => name),
    heard: new Set(reasons.filter((each) => isHeard(each, situation)).map(({ name }) => name)),
  };
}

/** A waiting visitor that an away agent did not hear is still news when the agent comes back. */
function isHeard(announcement: Announcement, situation: Situation): boolean {
  return !isForAvailable(announcement) || situation.presence === 'available';
}

/** What asks whoever has time, and not one agent in particular. */
function isForAvailable({ kind }: Announcement): boolean {
  return kind === 'waiting' || kind === 'promise';
}

/** The window's title: the number first, so that it stays readable in a narrow tab. */
export function titled(badge: number, place: string): string {
  return badge === 0 ? `${place} · Shopbell` : `(${badge}) ${place} · Shopbell`;
}
