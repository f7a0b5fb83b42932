/**
 * What an agent has written and not sent, per conversation, reply and note apart; kept in this tab, so that a reload or a
 * new sign-in loses nothing. It knows one key of the tab's storage, and nothing of who writes.
 */
import type { Audience } from '../protocol/events.ts';
import type { ConversationId } from '../protocol/ids.ts';

/** What is being written in one conversation; `audience` is the switch between reply and note. */
export interface Draft {
  readonly audience: Audience;
  readonly texts: Readonly<Record<Audience, string>>;
}

/** The drafts of this tab. */
export interface Drafts {
  get(conversation: ConversationId): Draft;
  set(conversation: ConversationId, draft: Draft): void;
  /** Whether anything is written there. */
  has(conversation: ConversationId): boolean;
  /** Forgets everything: the agent has signed out. */
  clear(): void;
}

const KEY = 'shopbell-console-drafts';
const EMPTY: Draft = { audience: 'all', texts: { all: '', staff: '' } };

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null || !('audience' in value) || !('texts' in value)) return false;
  const texts = value.texts;
  return typeof texts === 'object' && texts !== null && 'all' in texts && 'staff' in texts;
}

function load(storage: Storage): Map<string, Draft> {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    return new Map(Object.entries(kept as object).filter((entry): entry is [string, Draft] => isDraft(entry[1])));
  } catch {
    return new Map();
  }
}

const isBlank = (draft: Draft): boolean => draft.texts.all === '' && draft.texts.staff === '';

/** Drafts kept in `storage`; where that is blocked or full they last as long as the page. */
export function createDrafts(storage: Storage): Drafts {
  const drafts = load(storage);
  const keep = (): void => {
    try {
      if (drafts.size === 0) storage.removeItem(KEY);
      else storage.setItem(KEY, JSON.stringify(Object.fromEntries(drafts)));
    } catch {
      // Blocked or full: memory still has them.
    }
  };
  return {
    get: (conversation) => drafts.get(conversation) ?? EMPTY,
    has: (conversation) => !isBlank(drafts.get(conversation) ?? EMPTY),
    set: (conversation, draft) => {
      if (isBlank(draft) && draft.audience === 'all') drafts.delete(conversation);
      else drafts.set(conversation, draft);
      keep();
    },
    clear: () => {
      drafts.clear();
      keep();
    },
  };
}
