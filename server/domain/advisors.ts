/**
 * What a conversation's events say about who knows its visitor, as lines for the visitor's row: it outlives the
 * conversation and is gone with the visitor. Pure; it knows no table.
 */
import type { EventType } from '../../protocol/events.ts';
import type { AgentId, VisitorId } from '../../protocol/ids.ts';
import type { StoredEvent } from './decision.ts';
import type { ConversationState } from './state.ts';

/** `known`: this agent was inside last. `unwanted`: the visitor asked for anybody but these. */
export type AdvisorLine =
  | { readonly line: 'advisor.known'; readonly visitor: VisitorId; readonly agent: AgentId }
  | { readonly line: 'advisor.unwanted'; readonly visitor: VisitorId; readonly agents: readonly AgentId[] };

/** Events that say something about it. */
export const ADVISOR_EVENTS: ReadonlySet<EventType> = new Set(['participant.joined', 'conversation.queued']);

/** What the event says. */
export function advisorLines({ content }: StoredEvent, { visitor }: ConversationState): readonly AdvisorLine[] {
  if (content.type === 'participant.joined') {
    return [{ line: 'advisor.known', visitor, agent: content.body.agent.id }];
  }
  if (content.type !== 'conversation.queued' || content.body.replaced === undefined) return [];
  return [{ line: 'advisor.unwanted', visitor, agents: content.body.replaced.map(({ id }) => id) }];
}
