/**
 * How people go: the end of a conversation, and an agent who got lost. Both end what hangs on it, calls first, so
 * that no timer and no claim stays behind.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { AgentId } from '../../protocol/ids.ts';
import { callbackLeft } from './callback.ts';
import { callOver, hangUpReason } from './call.ts';
import { authorOf, decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import type { Decision, SystemActor } from './decision.ts';
import { leaving, reservationOver } from './participation.ts';
import { isInside } from './state.ts';
import type { StateChange } from './state.ts';

/** Either side ends the conversation, and with it its call (CO10, CA9); agents also one that still waits. */
export function end(scene: Scene): Decision | Refusal {
  const { state, actor } = scene;
  if (state.status === 'ended') return NOTHING;
  if (actor.kind === 'agent' && state.status === 'open' && !isInside(state, actor.agent)) {
    return refuse('forbidden', 'Only its participants end an open conversation.');
  }
  const by = authorOf(actor);
  return together(
    callOver(scene, { by, reason: hangUpReason(state.call, actor.kind) }),
    callbackLeft(state, actor),
    ...state.agents.map((card) => leaving(card.id, 'ended')),
    reservationOver(state, 'withdrawn', SYSTEM),
    decision([fact(by, { type: 'conversation.ended', body: {} })]),
  );
}

/** All sessions of the agent are gone for longer than grace: the conversation goes on with another one (RT7). */
export function lose(scene: Scene<SystemActor>, agent: AgentId): Decision {
  const { state } = scene;
  if (state.reservation?.agent === agent) return reservationOver(state, 'withdrawn', SYSTEM);
  if (!isInside(state, agent)) return NOTHING;
  const alone = state.agents.length === 1;
  return together(
    state.call?.agent === agent ? callOver(scene, { by: SYSTEM, reason: 'failed' }) : NOTHING,
    leaving(agent, 'lost'),
    alone ? queuedInFront(scene) : NOTHING,
  );
}

function queuedInFront({ state }: Scene<SystemActor>): Decision {
  const { department } = state;
  return decision([fact(SYSTEM, { type: 'conversation.queued', body: { department, reason: 'agent_lost' } })]);
}

/** How the end changes the state. */
export function foldEnded(): StateChange {
  return { status: 'ended', waitingSince: null, front: false, asked: [] };
}
