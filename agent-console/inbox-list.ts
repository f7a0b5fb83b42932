/**
 * Which conversations stand in the list, and in which order. Pure: rows of the inbox in, rows of the screen out. It
 * knows nothing of how a row looks, and the order of the waiting ones only repeats what routing does (RT3).
 */
import type { AgentId, ConversationId } from '../protocol/ids.ts';
import type { ConversationRow } from '../protocol/models.ts';

/** The tabs above the list. */
export const TABS = ['mine', 'waiting', 'all'] as const;
export type Tab = (typeof TABS)[number];

/** Whether this agent is inside the conversation. */
export function isMine(row: Pick<ConversationRow, 'agents'>, me: AgentId): boolean {
  return row.agents.some((agent) => agent.id === me);
}

/** Whether this agent is asked for the conversation now, by routing or by a colleague. */
export function isReservedFor(row: Pick<ConversationRow, 'reservation'>, me: AgentId): boolean {
  return row.reservation?.agent === me;
}

/** Whether the visitor wrote something here that this agent, who is inside, has not looked at. */
export function isUnread(row: ConversationRow, me: AgentId): boolean {
  return row.unread > 0 && row.status === 'open' && isMine(row, me);
}

/** When something last happened that the list shows. */
export function lastAt(row: ConversationRow): number {
  return Math.max(row.startedAt, row.lastMessage?.at ?? 0, row.waitingSince ?? 0);
}

/** Since when it waits; one that waits for its call-back only comes after all others, by its time. */
function waitsSince({ waitingSince, callback }: ConversationRow): number {
  return waitingSince ?? callback?.dueAt ?? 0;
}

/** Lost ones first, then who has waited longest (RT3). */
function byWait(one: ConversationRow, other: ConversationRow): number {
  return Number(other.front) - Number(one.front) || waitsSince(one) - waitsSince(other);
}

function byActivity(one: ConversationRow, other: ConversationRow): number {
  return lastAt(other) - lastAt(one) || (one.id < other.id ? -1 : 1);
}

const waiting = (row: ConversationRow): boolean => row.status === 'waiting';

/** The rows of a tab, top first. `me` is the agent who looks. */
export function rowsOf(tab: Tab, inbox: ReadonlyMap<ConversationId, ConversationRow>, me: AgentId): ConversationRow[] {
  const rows = [...inbox.values()];
  const queue = rows.filter(waiting).sort(byWait);
  if (tab === 'waiting') return queue;
  if (tab === 'mine') {
    const open = rows.filter((row) => row.status === 'open' && isMine(row, me));
    return [...rows.filter((row) => isReservedFor(row, me)).sort(byWait), ...open.sort(byActivity)];
  }
  return [...queue, ...rows.filter((row) => !waiting(row)).sort(byActivity)];
}

/** How many rows each tab has. */
export function countsOf(inbox: ReadonlyMap<ConversationId, ConversationRow>, me: AgentId): Record<Tab, number> {
  return {
    mine: rowsOf('mine', inbox, me).length,
    waiting: rowsOf('waiting', inbox, me).length,
    all: rowsOf('all', inbox, me).length,
  };
}

/** The row that `j` (1) or `k` (-1) leads to; without a selection the first or the last one. */
export function neighbour(
  rows: readonly ConversationRow[],
  selected: ConversationId | undefined,
  step: 1 | -1,
): ConversationRow | undefined {
  const index = rows.findIndex((row) => row.id === selected);
  if (index === -1) return step === 1 ? rows[0] : rows.at(-1);
  return rows[Math.min(rows.length - 1, Math.max(0, index + step))];
}
