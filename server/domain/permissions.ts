/**
 * Who may send what, as one table, and whose conversation it is (CO6). It knows neither what a wish would do nor
 * whether it fits now; a participant's rights inside a conversation are the topics' business.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Actor, SystemCommand, Wish } from './decision.ts';
import { isInside } from './state.ts';
import type { ConversationState } from './state.ts';

type Kind = Actor['kind'];

const PERSONS: readonly Kind[] = ['visitor', 'agent'];
const VISITORS: readonly Kind[] = ['visitor'];
const AGENTS: readonly Kind[] = ['agent'];
const SYSTEM: readonly Kind[] = ['system'];

/** The kinds of actors who may send each command; everybody else is refused `forbidden`. */
export const PERMISSIONS: Readonly<Record<Wish['type'], readonly Kind[]>> = {
  'message.post': PERSONS,
  'participant.read': PERSONS,
  'conversation.accept': AGENTS,
  'conversation.end': PERSONS,
  'participant.replace': VISITORS,
  'participant.restore': VISITORS,
  'reservation.decline': AGENTS,
  'transfer.start': AGENTS,
  'transfer.cancel': AGENTS,
  'participant.leave': AGENTS,
  'call.start': PERSONS,
  'call.answer': PERSONS,
  'call.decline': PERSONS,
  'call.end': PERSONS,
  'call.rejoin': PERSONS,
  'call.confirm': PERSONS,
  'callback.request': VISITORS,
  'callback.cancel': PERSONS,
  'callback.done': AGENTS,
  'reservation.make': SYSTEM,
  'conversation.overflow': SYSTEM,
  'queue.place': SYSTEM,
  'conversation.return': SYSTEM,
  'reservation.expire': SYSTEM,
  'transfer.fail': SYSTEM,
  'replacement.miss': SYSTEM,
  'participant.lose': SYSTEM,
  'page.visit': SYSTEM,
  'call.interrupt': SYSTEM,
  'call.abandon': SYSTEM,
  'callback.begin': SYSTEM,
  'call.expire': SYSTEM,
  'promise.make': SYSTEM,
  'promise.climb': SYSTEM,
};

/** Commands by which a visitor starts a conversation that does not exist (CO8). */
const STARTING: ReadonlySet<Wish['type']> = new Set(['message.post', 'call.start', 'callback.request']);

/** The one answer for absent and foreign conversations: they must look the same. */
export const NOT_FOUND: Refusal = refuse('not_found', 'There is no such conversation.');

/** The answer to a wish that this kind of actor never sends. */
export function notTheirs(actor: Actor, wish: Wish): Refusal {
  return refuse('forbidden', `A ${actor.kind} cannot send ${wish.type}.`);
}

/** Whether only the system wishes this. */
export function isOfSystem(wish: Wish): wish is SystemCommand & Wish {
  return PERMISSIONS[wish.type].includes('system');
}

/** Why this actor may not send this wish to this conversation (undefined: unknown), or undefined if they may. */
export function permit(actor: Actor, wish: Wish, state: ConversationState | undefined): Refusal | undefined {
  if (!PERMISSIONS[wish.type].includes(actor.kind)) return notTheirs(actor, wish);
  if (wish.type === 'message.post' && wish.body.audience === 'staff' && actor.kind === 'visitor') {
    return refuse('forbidden', 'Visitors write for all.');
  }
  if (state === undefined) return actor.kind === 'visitor' && STARTING.has(wish.type) ? undefined : NOT_FOUND;
  return maySee(actor, state) ? undefined : NOT_FOUND;
}

/** Whether the conversation is the visitor's own; or in one of the agent's departments, or they are inside or asked (TR2). */
export function maySee(actor: Actor, state: ConversationState): boolean {
  switch (actor.kind) {
    case 'visitor':
      return state.visitor === actor.visitor && state.site === actor.site;
    case 'agent':
      return (
        actor.departments.includes(state.department) ||
        state.reservation?.agent === actor.agent ||
        isInside(state, actor.agent)
      );
    case 'system':
      return true;
  }
}
