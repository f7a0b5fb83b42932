/**
 * A visitor wants to be called back, at a time or as soon as somebody is free: how that is wished for, falls due, succeeds
 * or fails, and is taken back. The number is known elsewhere; here it has two digits, by which people recognise it.
 */
import type { ConversationCommand } from '../../protocol/commands.ts';
import { TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ContentOf } from '../../protocol/events.ts';
import type { CommandId } from '../../protocol/ids.ts';
import { callOver } from './call.ts';
import { authorOf, CLAIMS, decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import type { Actor, AgentActor, CallbackWish, Decision, StoredEvent, SystemActor, VisitorActor } from './decision.ts';
import { beginning, opening, queued } from './opening.ts';
import { reservationOver } from './participation.ts';
import { isInside } from './state.ts';
import type { CallbackState, ConversationState, StateChange } from './state.ts';

type DoneBody = Extract<ConversationCommand, { type: 'callback.done' }>['body'];
type CallbackEvent = ContentOf<Extract<StoredEvent['content']['type'], `callback.${string}`>>;
type Outcome = ContentOf<'callback.ended'>['body']['outcome'];

/** Name of the one timer of a call-back. */
export const CALLBACK_TIMER = 'callback';

/** Who is not reached is tried again once (CA17). */
const TRIES = 2;

const OCCASION = { via: 'callback', topic: undefined } as const;

const NOT_OFFERED = refuse('conflict', 'Nobody can call at this time any more.', { details: { field: 'slot' } });
const NOT_DUE = refuse('conflict', 'No call-back is due.');

/** A visitor wishes to be called; it starts or reopens the conversation like a message, and replaces an earlier wish. */
export function requestCallback(
  scene: Scene<VisitorActor, ConversationState | undefined>,
  { slot, digits, places }: CallbackWish['body'],
): Decision | Refusal {
  const { state, actor, command, now } = scene;
  if (places === 0 || (slot !== null && slot <= now)) return NOT_OFFERED;
  const { department } = actor;
  const place = slot === null ? [] : [{ take: CLAIMS.callbackSlot(department, slot), limit: places }];
  const wish = decision([fact(authorOf(actor), { type: 'callback.requested', body: { slot, digits, department } })], {
    claims: [...place, { take: CLAIMS.visitorCallback(actor.visitor), limit: 1 }],
    timers: [slot === null ? { cancel: CALLBACK_TIMER } : timer(command, slot)],
  });
  // The place in the queue is kept; a time is another place.
  const arrival = slot === null ? opening(scene, OCCASION) : beginning(scene, OCCASION);
  if (state === undefined) return together(arrival, wish);
  return together(
    placeReleased(state, place[0]?.take),
    state.call?.phase === 'ringing'
      ? callOver({ ...scene, state }, { by: authorOf(actor), reason: 'cancelled' })
      : NOTHING,
    unasked(state),
    arrival,
    wish,
  );
}

/** The time has come: whoever is inside calls, else the conversation waits in front of all others (CA16). */
export function beginCallback({ state, now }: Scene<SystemActor>, id: CommandId): Decision {
  const { callback } = state;
  if (callback?.id !== id || callback.dueAt === null || callback.keptUntil !== null || now < callback.dueAt) {
    return NOTHING;
  }
  const due = decision([fact(SYSTEM, { type: 'callback.due', body: {} })]);
  if (state.agents.length > 0) return due;
  return together(unasked(state), due, queued(callback.department, 'callback'));
}

/** The agent has called: the visitor was reached, or is tried again, or goes on in writing (CA17). */
export function finishCallback({ state, actor, now }: Scene<AgentActor>, { reached }: DoneBody): Decision | Refusal {
  const { callback } = state;
  if (!isInside(state, actor.agent)) return refuse('forbidden', 'Accept the conversation before calling back.');
  if (!isCallbackDue(callback)) return NOT_DUE;
  const by = authorOf(actor);
  if (reached) return callbackOver(state, { by, outcome: 'reached' });
  const attempt = callback.missed + 1;
  const nextAt = attempt < TRIES ? now + TIMES.callAgainMs : null;
  const missed = decision([fact(by, { type: 'callback.missed', body: { attempt, nextAt } })]);
  if (nextAt === null) return together(missed, callbackOver(state, { by: SYSTEM, outcome: 'missed' }));
  return together(missed, decision([], { timers: [timer(callback.id, nextAt)] }));
}

/** Nobody shall call any more; what was written goes on waiting for an answer. */
export function cancelCallback({ state, actor }: Scene): Decision | Refusal {
  const { callback } = state;
  if (callback === null || callback.keptUntil !== null) return NOTHING;
  if (actor.kind === 'agent' && !isInside(state, actor.agent)) {
    return refuse('forbidden', 'Only participants take a call-back away.');
  }
  const over = callbackOver(state, { by: authorOf(actor), outcome: 'cancelled' });
  if (state.status !== 'waiting' || state.call !== null) return over;
  if (state.lastMessage === null) {
    const end = decision([fact(authorOf(actor), { type: 'conversation.ended', body: {} })]);
    return together(over, unasked(state), end);
  }
  return state.waitingSince === null ? together(over, queued(state.department, 'reopened')) : over;
}

/** Nobody is asked for it any more: who was need not be somebody who calls. */
function unasked(state: ConversationState): Decision {
  return state.status === 'waiting' ? reservationOver(state, 'withdrawn', SYSTEM) : NOTHING;
}

interface CallbackEnd {
  readonly by: Parameters<typeof fact>[0];
  readonly outcome: Outcome;
}

/** The call-back, if there is one, ends so; its timer and places go with it. */
function callbackOver(state: ConversationState, { by, outcome }: CallbackEnd): Decision {
  const ended = decision([fact(by, { type: 'callback.ended', body: { outcome } })], {
    timers: [{ cancel: CALLBACK_TIMER }],
    claims: [{ release: CLAIMS.visitorCallback(state.visitor) }],
  });
  return together(ended, placeReleased(state));
}

/** A call-back that somebody should make now ends with the conversation; one that has a time stands. */
export function callbackLeft(state: ConversationState, actor: Actor): Decision {
  return isCallbackDue(state.callback) ? callbackOver(state, { by: authorOf(actor), outcome: 'cancelled' }) : NOTHING;
}

/** The place that the call-back had, unless it is this one. */
function placeReleased({ callback }: ConversationState, kept?: string): Decision {
  if (callback === null || callback.slot === null || callback.keptUntil !== null) return NOTHING;
  const place = CLAIMS.callbackSlot(callback.department, callback.slot);
  return place === kept ? NOTHING : decision([], { claims: [{ release: place }] });
}

function timer(callback: CommandId, dueAt: number) {
  return { set: CALLBACK_TIMER, dueAt, command: { type: 'callback.begin', body: { callback } } } as const;
}

/** Whether somebody should call now. */
export function isCallbackDue(callback: CallbackState | null): callback is CallbackState {
  return callback !== null && callback.keptUntil === null && callback.dueAt === null;
}

/** How its events change the call-back; with a time to come the conversation does not wait until then. */
export function foldCallback(state: ConversationState, content: CallbackEvent, event: StoredEvent): StateChange {
  if (content.type === 'callback.requested') {
    const { slot, digits, department } = content.body;
    const callback = { id: event.command, slot, department, digits, dueAt: slot, missed: 0, keptUntil: null };
    return slot !== null && state.status === 'waiting' ? { callback, waitingSince: null, front: false } : { callback };
  }
  const { callback } = state;
  return callback === null ? {} : { callback: changed(callback, content, event.at) };
}

function changed(
  callback: CallbackState,
  content: Exclude<CallbackEvent, { type: 'callback.requested' }>,
  at: number,
): CallbackState {
  switch (content.type) {
    case 'callback.due':
      return { ...callback, dueAt: null };
    case 'callback.missed':
      return { ...callback, missed: content.body.attempt, dueAt: content.body.nextAt };
    case 'callback.ended':
      return { ...callback, keptUntil: content.body.outcome === 'cancelled' ? at : at + TIMES.numberKeptMs };
  }
}
