/**
 * How a conversation comes home from a partner: at the next opening of the department that it came from (RT22). It knows
 * where it came from and how it stands; when departments open is duty's to say.
 */
import type { ContentOf } from '../../protocol/events.ts';
import type { Decision, SystemActor } from './decision.ts';
import { decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import { reservationOver } from './participation.ts';
import type { ConversationState, StateChange } from './state.ts';

/** Name of the timer that brings a conversation home. */
export const RETURN_TIMER = 'return';

/** Whoever was asked to hand over may be in the middle of something: they are asked again after this time. */
export const ASK_BACK_MS = 30 * 60_000;

/** The department it belongs to, if a partner has it meanwhile. */
export function homeOf({ partner, department }: ConversationState): ConversationState['department'] | undefined {
  return partner === null || partner.home === department ? undefined : partner.home;
}

/** RT22: what waits or has ended goes home; who has it is asked to hand it over. */
export function comeHome({ state, now }: Scene<SystemActor>): Decision {
  const department = homeOf(state);
  if (department === undefined) return NOTHING;
  if (state.status === 'waiting') {
    const queued = fact(SYSTEM, { type: 'conversation.queued', body: { department, reason: 'returned' } });
    return together(reservationOver(state, 'withdrawn', SYSTEM), decision([queued]));
  }
  const over = state.status === 'ended';
  const due = fact(SYSTEM, { type: 'return.due', body: { department, over } });
  const again = {
    set: RETURN_TIMER,
    dueAt: now + ASK_BACK_MS,
    command: { type: 'conversation.return', body: {} },
  } as const;
  return decision([due], { timers: over ? [] : [again] });
}

/** How coming home changes the state. */
export function foldReturnDue({ department, over }: ContentOf<'return.due'>['body']): StateChange {
  return over ? { department, partner: null } : {};
}
