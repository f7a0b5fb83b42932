/**
 * "Someone else, please": the visitor wants another person than the one who is inside, or whom routing would ask first. One
 * click, without a reason; what was written stays. It knows whom the visitor does not want, not who comes instead.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { callOver, hangUpReason } from './call.ts';
import { authorOf, decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import type { Decision, SystemActor, VisitorActor } from './decision.ts';
import { lastOneLeaving } from './leaving.ts';
import { leaving, reservationOver } from './participation.ts';
import type { StateChange } from './state.ts';

/** RT18: whoever is inside leaves, and the conversation waits in front; one that waits waits for anybody but its advisor. */
export function replace(scene: Scene<VisitorActor>): Decision | Refusal {
  const { state, actor } = scene;
  if (state.status === 'ended') return refuse('conflict', 'The conversation has ended.');
  if (state.status === 'open') {
    const replaced = state.agents.map(({ id, name }) => ({ id, name }));
    return together(
      callOver(scene, { by: authorOf(actor), reason: hangUpReason(state.call, 'visitor') }),
      lastOneLeaving(
        state,
        { reason: 'replaced', replaced },
        together(...replaced.map(({ id }) => leaving(id, 'replaced'))),
      ),
    );
  }
  const { advisor, department } = state;
  if (advisor === null) return NOTHING;
  return together(
    state.reservation?.agent === advisor.id ? reservationOver(state, 'withdrawn', SYSTEM) : NOTHING,
    decision([
      fact(SYSTEM, {
        type: 'conversation.queued',
        body: { department, reason: 'anyone', replaced: [advisor] },
      }),
    ]),
  );
}

/** RT19: the visitor takes them back; whoever was inside last is asked first again. */
export function restore({ state, actor }: Scene<VisitorActor>): Decision {
  return state.avoid.length === 0
    ? NOTHING
    : decision([fact(authorOf(actor), { type: 'participant.restored', body: {} })]);
}

/** RT19: routing finds nobody else; the visitor is told once. */
export function missReplacement({ state }: Scene<SystemActor>): Decision {
  const isNews = state.status === 'waiting' && state.avoid.length > 0 && !state.missed;
  return isNews ? decision([fact(SYSTEM, { type: 'replacement.missed', body: {} })]) : NOTHING;
}

/** How taking back changes the state. */
export function foldRestored({ avoid }: { readonly avoid: StateChange['avoid'] & {} }): StateChange {
  return { avoid: [], advisor: avoid.at(-1) ?? null, missed: false };
}
