/**
 * How a conversation changes hands: an agent inside asks for another one, or for somebody of a department, and stays
 * responsible until the next one accepts; whatever else comes of it, it comes back to them. It knows the reservation as
 * a means, not how routing chooses.
 */
import type { ConversationCommand } from '../../protocol/commands.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ContentOf, TransferOutcome } from '../../protocol/events.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { Author, TransferTarget } from '../../protocol/models.ts';
import type { AgentActor, Decision, FailedTransfer, StoredEvent, SystemActor, TransferGoal } from './decision.ts';
import { authorOf, decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import { postNote } from './messages.ts';
import {
  declineReservation,
  entering,
  expireReservation,
  leaving,
  reservationOver,
  reserving,
} from './participation.ts';
import { isAvoided, isInside } from './state.ts';
import type { ConversationState, StateChange } from './state.ts';

type Start = Extract<ConversationCommand, { type: 'transfer.start' }>['body'];

/** Why whoever is asked cannot be: `details.transfer` is the word by which screens know it. */
function unfit(transfer: string, message: string): Refusal {
  return refuse('conflict', message, { details: { transfer } });
}

/** TR1: an agent inside asks for somebody else, and says why in a note. */
export function startTransfer(scene: Scene<AgentActor>, { to, warm, note }: Start): Decision | Refusal {
  const { state, actor, goal, now, command } = scene;
  if (!isInside(state, actor.agent)) return refuse('forbidden', 'Only participants hand a conversation over.');
  if (state.transfer !== null) return unfit('pending', 'Somebody is being asked already.');
  const refused = refusedGoal(state, to, goal);
  if (refused !== undefined) return refused;
  const posted = note === undefined ? NOTHING : postNote(scene, { text: note, forPartner: goal?.isPartner === true });
  const body = { to, warm, note: note === undefined ? null : command };
  const started = decision([fact(authorOf(actor), { type: 'transfer.started', body })]);
  if ('department' in to) return together(posted, started);
  const capacity = goal?.kind === 'agent' ? goal.capacity : 0;
  return together(posted, started, reserving({ agent: to.agent, capacity, because: [{ kind: 'transfer' }] }, now));
}

/** TR4: whoever could not take it is not asked; being full is the claim's to say (RT4). */
function refusedGoal(state: ConversationState, to: TransferTarget, goal?: TransferGoal): Refusal | undefined {
  if (goal === undefined) return refuse('invalid', 'to: there is nobody like that.', { details: { field: 'to' } });
  if ('agent' in to && isInside(state, to.agent)) return unfit('inside', 'They are in this conversation already.');
  if ('agent' in to && isAvoided(state, to.agent)) return unfit('unwanted', 'The visitor asked for somebody else.');
  if (goal.kind === 'agent') {
    return goal.presence === 'available' ? undefined : unfit(goal.presence, `They are ${goal.presence}.`);
  }
  const isStaffed = goal.here.some((agent) => !isInside(state, agent));
  return isStaffed ? undefined : unfit('unstaffed', 'Nobody of this department is available now.');
}

/** An agent inside takes the wish back. */
export function cancelTransfer({ state, actor }: Scene<AgentActor>): Decision | Refusal {
  if (!isInside(state, actor.agent)) return refuse('forbidden', 'Only participants take a transfer back.');
  if (state.transfer === null) return NOTHING;
  return together(
    reservationOver(state, 'withdrawn', authorOf(actor)),
    transferOver(state, 'cancelled', authorOf(actor)),
  );
}

/** Whether the transfer is to one agent and nobody else. */
export function isAskedAlone({ transfer }: ConversationState): boolean {
  return transfer !== null && 'agent' in transfer.to;
}

/** Whether this agent is asked to take over from somebody. */
export function isAsked({ state, actor }: Scene<AgentActor>): boolean {
  return state.transfer !== null && state.reservation?.agent === actor.agent;
}

/** TR5: the next one comes; cold, the one who asked leaves, or stays for the call that they are in (TR6). */
export function acceptTransfer(scene: Scene<AgentActor>): Decision {
  const { state, actor } = scene;
  const { transfer } = state;
  if (transfer === null) return NOTHING;
  const { from, warm } = transfer;
  const goes = !warm && isInside(state, from);
  const afterCall = goes && state.call?.agent === from;
  return together(
    entering(scene),
    transferOver(state, { outcome: 'accepted', ...(afterCall ? { afterCall } : {}) }, authorOf(actor)),
    goes && !afterCall ? leaving(from, 'transferred', actor.agent) : NOTHING,
  );
}

/** The agent who is asked does not want it now: a transfer to them comes back, one to a department goes on. */
export function declineAsked(scene: Scene<AgentActor>): Decision {
  const { state, actor } = scene;
  const declined = declineReservation(scene);
  const isOver = isAskedAlone(state) && state.reservation?.agent === actor.agent;
  return isOver ? together(declined, transferOver(state, 'declined', authorOf(actor))) : declined;
}

/** The agent who is asked did not react in time. */
export function expireAsked(scene: Scene<SystemActor>, agent: AgentId): Decision {
  const { state } = scene;
  const expired = expireReservation(scene, agent);
  const isOver = isAskedAlone(state) && state.reservation?.agent === agent;
  return isOver ? together(expired, transferOver(state, 'expired', SYSTEM)) : expired;
}

/** Routing finds nobody: the conversation comes back (TR3). */
export function failTransfer({ state }: Scene<SystemActor>, outcome: FailedTransfer): Decision | Refusal {
  if (state.transfer === null) return NOTHING;
  if (state.reservation !== null) return refuse('conflict', 'Somebody is being asked.');
  return transferOver(state, outcome, SYSTEM);
}

/** The transfer, if there is one, ends so. */
export function transferOver(
  { transfer }: ConversationState,
  end: TransferOutcome | Pick<ContentOf<'transfer.ended'>['body'], 'outcome' | 'afterCall'>,
  by: Author,
): Decision {
  if (transfer === null) return NOTHING;
  const { from, to } = transfer;
  const body = { from, to, ...(typeof end === 'string' ? { outcome: end } : end) };
  return decision([fact(by, { type: 'transfer.ended', body })]);
}

/** How the events of a transfer change the state. */
export function foldTransfer(
  state: ConversationState,
  content: ContentOf<'transfer.started' | 'transfer.ended'>,
  event: StoredEvent,
): StateChange {
  return content.type === 'transfer.started' ? foldStarted(content.body, event) : foldEnded(state, content.body);
}

/** How asking for somebody else changes the state: everybody may be asked again. */
function foldStarted({ to, warm, note }: ContentOf<'transfer.started'>['body'], { by, at }: StoredEvent): StateChange {
  return by.kind === 'agent' ? { transfer: { from: by.id, to, warm, note, startedAt: at }, asked: [] } : {};
}

/** How the end of a transfer changes the state: the department whose agent has accepted has the conversation now (TR2). */
function foldEnded(
  state: ConversationState,
  { from, to, outcome, afterCall }: ContentOf<'transfer.ended'>['body'],
): StateChange {
  if (outcome !== 'accepted') return { transfer: null, asked: [] };
  const next = state.agents.at(-1)?.id;
  const departing = afterCall && next !== undefined ? { agent: from, to: next } : state.departing;
  return { transfer: null, departing, department: 'department' in to ? to.department : state.department };
}
