/**
 * A conversation as the desk shows it, from whichever source knows it: its row while it is in the inbox, else its
 * timeline, because a conversation that has ended leaves the inbox and stays readable. Pure.
 */
import type { Timeline } from '../client/timeline.ts';
import type { ConversationRow } from '../protocol/models.ts';

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
  | 'reservation'
  | 'call'
> & {
  /** Name of the shop, if a row has told it. */
  readonly siteName?: string;
};

/** The case, or undefined if neither source knows it. */
export function caseView(row: ConversationRow | undefined, timeline: Timeline | undefined): CaseView | undefined {
  if (row !== undefined) return row;
  // Before the first answer a timeline has no case number, and nothing to show yet.
  if (timeline === undefined || timeline.view.caseNumber.length === 0) return undefined;
  const { id, caseNumber, status, startedAt, locale, page, agents, call } = timeline.view;
  return {
    id,
    caseNumber,
    status,
    startedAt,
    locale,
    page,
    agents,
    call,
    waitingSince: null,
    front: false,
    reservation: null,
  };
}
