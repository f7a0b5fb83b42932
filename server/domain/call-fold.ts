/**
 * How the events of a call change what is known of it. It decides nothing; `call.ts` does.
 */
import { TIMES } from '../../protocol/constants.ts';
import type { ContentOf } from '../../protocol/events.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { Author } from '../../protocol/models.ts';
import type { StoredEvent } from './decision.ts';
import type { CallState, ConversationState } from './state.ts';

type CallEvent = ContentOf<Extract<StoredEvent['content']['type'], `call.${string}`>>;

/** The call after this event, or null when it is over. */
export function foldCall(state: ConversationState, content: CallEvent, event: StoredEvent): CallState | null {
  if (content.type === 'call.started') return started(content.body, event);
  return state.call && changed(state.call, content, event);
}

function started({ call, session, media }: ContentOf<'call.started'>['body'], { by, at }: StoredEvent): CallState {
  return {
    id: call,
    by: by.kind === 'agent' ? 'agent' : 'visitor',
    media,
    phase: 'ringing',
    startedAt: at,
    connectedAt: null,
    leg: null,
    callerSession: session,
    agent: agentOf(by),
    confirmed: [],
    deadlineAt: at + TIMES.ringMs,
  };
}

function changed(
  call: CallState,
  content: Exclude<CallEvent, { type: 'call.started' }>,
  { by, at }: StoredEvent,
): CallState | null {
  switch (content.type) {
    case 'call.answered':
      return { ...attempt(call, content.body.leg, at), agent: call.agent ?? agentOf(by) };
    case 'call.rejoined':
      return attempt(call, content.body.leg, at);
    case 'call.confirmed':
      return { ...call, confirmed: [...call.confirmed, content.body.side] };
    case 'call.connected':
      return {
        ...call,
        phase: 'connected',
        connectedAt: call.connectedAt ?? at,
        confirmed: ['visitor', 'agent'],
        deadlineAt: null,
      };
    case 'call.interrupted':
      return {
        ...call,
        phase: 'reconnecting',
        confirmed: call.confirmed.filter((side) => side !== content.body.side),
        deadlineAt: call.phase === 'reconnecting' ? call.deadlineAt : at + TIMES.reconnectingMs,
      };
    case 'call.ended':
      return null;
  }
}

function attempt(call: CallState, leg: NonNullable<CallState['leg']>, at: number): CallState {
  return { ...call, leg, phase: 'connecting', confirmed: [], deadlineAt: at + TIMES.connectingMs };
}

function agentOf(by: Author): AgentId | null {
  return by.kind === 'agent' ? by.id : null;
}
