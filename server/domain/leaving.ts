/**
 * How people go: the end of a conversation, an agent who leaves, and one who got lost. All end what hangs on it, calls
 * first, so that no timer and no claim stays behind, and nobody leaves a visitor alone without another one being found.
 */
import type { ConversationCommand } from '../../protocol/commands.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { AgentId, CallId, SessionId } from '../../protocol/ids.ts';
import type { ContentOf } from '../../protocol/events.ts';
import { callbackLeft } from './callback.ts';
import { callOver, hangUp, hangUpReason } from './call.ts';
import type { CallEnd } from './call.ts';
import { authorOf, decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import type { Actor, AgentActor, Decision, SystemActor } from './decision.ts';
import { leaving, reservationOver } from './participation.ts';
import { isInside } from './state.ts';
import type { ConversationState, StateChange } from './state.ts';
import { isAskedAlone, transferOver } from './transfer.ts';

/** Either side ends the conversation, and with it its call (CO10, CA9); agents also one that still waits. */
export function end(scene: Scene): Decision | Refusal {
  const { state, actor } = scene;
  if (state.status === 'ended') return NOTHING;
  if (actor.kind === 'agent' && state.status === 'open' && !isInside(state, actor.agent)) {
    return refuse('forbidden', 'Only its participants end an open conversation.');
  }
  return everythingOver(scene, { by: authorOf(actor), reason: hangUpReason(state.call, actor.kind) });
}

/** Whatever hangs on the conversation ends with it. */
function everythingOver(scene: Scene<Actor>, call: CallEnd): Decision {
  const { state, actor } = scene;
  return together(
    callOver(scene, call),
    callbackLeft(state, actor),
    ...state.agents.map((card) => leaving(card.id, 'ended')),
    reservationOver(state, 'withdrawn', SYSTEM),
    transferOver(state, 'cancelled', SYSTEM),
    decision([fact(call.by, { type: 'conversation.ended', body: {} })]),
  );
}

/** A caller who hangs up before anybody came, and has written nothing, waits for nobody any more (QU6). */
export function endCall(
  scene: Scene,
  body: Extract<ConversationCommand, { type: 'call.end' }>['body'],
): Decision | Refusal {
  const { state, actor } = scene;
  const isCaller = actor.kind === 'visitor' && state.call?.id === body.call;
  if (!isCaller || !waitsForCallOnly(state)) return hangUp(scene, body);
  return everythingOver(scene, { by: authorOf(actor), reason: 'cancelled', cause: body.cause });
}

/** The page of a visitor whose call rings is gone for longer than grace: nobody would hear an answer (QU6). */
export function abandon(
  scene: Scene<SystemActor>,
  { call: id, session }: { readonly call: CallId; readonly session: SessionId },
): Decision {
  const { call, visitor } = scene.state;
  if (call?.id !== id || call.phase !== 'ringing' || call.by !== 'visitor' || call.callerSession !== session) {
    return NOTHING;
  }
  const over: CallEnd = { by: { kind: 'visitor', id: visitor }, reason: 'cancelled' };
  return waitsForCallOnly(scene.state) ? everythingOver(scene, over) : callOver(scene, over);
}

/** Whether the visitor's ringing call is all that somebody could come for: nothing was said since they wait. */
function waitsForCallOnly({ status, front, call, callback, ...state }: ConversationState): boolean {
  const { waitingSince, lastMessage } = state;
  if (status !== 'waiting' || waitingSince === null || call?.phase !== 'ringing' || callback !== null) return false;
  // Who lost their agent waits for what was said before.
  return !front && (lastMessage === null || lastMessage.at < waitingSince);
}

/** All sessions of the agent are gone for longer than grace: the conversation goes on with another one (RT7). */
export function lose(scene: Scene<SystemActor>, agent: AgentId): Decision {
  const { state } = scene;
  if (state.reservation?.agent === agent) {
    const over = reservationOver(state, 'withdrawn', SYSTEM);
    return isAskedAlone(state) ? together(over, transferOver(state, 'failed', SYSTEM)) : over;
  }
  if (!isInside(state, agent)) return NOTHING;
  return together(
    state.call?.agent === agent ? callOver(scene, { by: SYSTEM, reason: 'failed' }) : NOTHING,
    state.agents.length === 1
      ? lastOneLeaving(state, { reason: 'agent_lost' }, leaving(agent, 'lost'))
      : leaving(agent, 'lost'),
  );
}

/** An agent leaves a conversation that goes on: with whoever else is inside, or in front of the queue (TR7). */
export function leave(
  { state, actor }: Scene<AgentActor>,
  { handOver }: Extract<ConversationCommand, { type: 'participant.leave' }>['body'],
): Decision | Refusal {
  if (!isInside(state, actor.agent)) return NOTHING;
  if (state.call?.agent === actor.agent) {
    return refuse('conflict', 'Hang up before you leave.', { details: { leave: 'call' } });
  }
  const left = leaving(actor.agent, 'left');
  if (state.agents.length > 1) return left;
  if (!handOver) {
    return refuse('conflict', 'You are the last one here: hand the conversation over.', { details: { leave: 'last' } });
  }
  return lastOneLeaving(state, { reason: 'handed_over' }, left);
}

/**
 * Nobody is inside any more: it waits in front, where it was to go. Somebody who is being asked goes on being asked, and
 * a transfer that nobody would come back to is over.
 */
export function lastOneLeaving(
  state: ConversationState,
  why: Omit<ContentOf<'conversation.queued'>['body'], 'department'>,
  left: Decision,
): Decision {
  const { transfer } = state;
  const department = transfer !== null && 'department' in transfer.to ? transfer.to.department : state.department;
  return together(
    transferOver(state, 'failed', SYSTEM),
    left,
    decision([fact(SYSTEM, { type: 'conversation.queued', body: { department, ...why } })]),
  );
}

/** How the end changes the state. */
export function foldEnded(): StateChange {
  return { status: 'ended', waitingSince: null, front: false, asked: [] };
}
