/**
 * A conversation as the desk shows it, from whichever source knows it: its row while it is in the inbox, else its
 * timeline, because a conversation that has ended leaves the inbox and stays readable. Pure.
 */
import type { Timeline } from '../client/timeline.ts';
import type { EventFrame } from '../protocol/events.ts';
import type { VisitorId } from '../protocol/ids.ts';
import type { ConversationRow, Page } from '../protocol/models.ts';

/** What head, bar, call and case panel show of a conversation. */
export type CaseView = Pick<
  ConversationRow,
  | 'id'
  | 'caseNumber'
  | 'status'
  | 'startedAt'
  | 'waitingSince'
  | 'front'
  | 'locale'
  | 'page'
  | 'agents'
  | 'avoid'
  | 'reservation'
  | 'transfer'
  | 'call'
  | 'callback'
  | 'promise'
> & {
  /** Name of the shop, if a row has told it. */
  readonly siteName?: string;
  /** Whose it is, if a row has told it. */
  readonly visitor?: VisitorId;
};

/** The case, or undefined if neither source knows it. */
export function caseView(row: ConversationRow | undefined, timeline: Timeline | undefined): CaseView | undefined {
  if (row !== undefined) return row;
  // Before the first answer a timeline has no case number, and nothing to show yet.
  if (timeline === undefined || timeline.view.caseNumber.length === 0) return undefined;
  const { id, caseNumber, status, startedAt, locale, page, agents, call, callback } = timeline.view;
  return {
    id,
    caseNumber,
    status,
    startedAt,
    locale,
    page,
    agents,
    avoid: [],
    call,
    callback,
    waitingSince: null,
    front: false,
    reservation: null,
    promise: null,
    transfer: null,
  };
}

/** Pages beyond these are a story, not an aid. */
const PAGES_SHOWN = 6;

/** The pages of a conversation, newest first, without repeats in a row and without the one they are on. */
export function pagesOf(
  row: Pick<CaseView, 'page'>,
  events: readonly EventFrame[],
): readonly { page: Page; at: number }[] {
  const visited = events.flatMap((event) => {
    if (event.type === 'page.visited') return [{ page: event.body.page, at: event.at }];
    if (event.type === 'conversation.started' && event.body.page !== null)
      return [{ page: event.body.page, at: event.at }];
    return [];
  });
  const changes = visited.filter((each, index) => each.page.url !== visited[index - 1]?.page.url);
  const now = changes.at(-1);
  const before = now?.page.url === row.page?.url ? changes.slice(0, -1) : changes;
  return before.toReversed().slice(0, PAGES_SHOWN);
}
