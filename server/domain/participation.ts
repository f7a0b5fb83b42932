/**
 * Which agents are inside a conversation and which one is asked to come: acceptance and reservations. It knows
 * nothing of calls, nor of how a conversation ends.
 */
import { TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ContentOf } from '../../protocol/events.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { Author } from '../../protocol/models.ts';
import type { AgentActor, Decision, SystemActor, SystemCommand } from './decision.ts';
import { authorOf, CLAIMS, decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import { isAvoided, isInside } from './state.ts';
import type { Asked, ConversationState, StateChange } from './state.ts';

/** Whom to ask, how many conversations they take at once, and why them. */
type ReservationRequest = Extract<SystemCommand, { type: 'reservation.make' }>['body'];

type ReservationOutcome = ContentOf<'reservation.ended'>['body']['outcome'];
type Departure = ContentOf<'participant.left'>['body'];

/** Name of the timer that lets a reservation expire (RT6). */
export const RESERVATION_TIMER = 'reservation';

/** RT18: also by hand. */
export const UNWANTED = refuse('conflict', 'The visitor asked for somebody else.', { details: { accept: 'unwanted' } });

const load = (agent: AgentId, limit: number) => ({ take: CLAIMS.agentLoad(agent), limit });

/** An agent takes a waiting conversation, reserved or not (CO9). */
export function accept(scene: Scene<AgentActor>): Decision | Refusal {
  const { state, actor } = scene;
  if (isInside(state, actor.agent)) return NOTHING;
  if (isAvoided(state, actor.agent)) return UNWANTED;
  if (state.status === 'waiting') return entering(scene);
  return refuse('conflict', state.status === 'open' ? 'Somebody else has accepted it.' : 'The conversation has ended.');
}

/** The agent becomes a participant of the waiting conversation. */
export function entering({ state, actor }: Scene<AgentActor>): Decision {
  const reserved = state.reservation?.agent;
  const over =
    reserved === undefined || reserved === actor.agent
      ? reservationOver(state, 'accepted', authorOf(actor))
      : reservationOver(state, 'withdrawn', SYSTEM);
  return together(
    decision(
      [fact(authorOf(actor), { type: 'participant.joined', body: { agent: actor.card, ...deputy(state, actor) } })],
      {
        claims: [load(actor.agent, actor.capacity)],
      },
    ),
    over,
  );
}

/** RT21: for whom they come, if it is for somebody who knows the visitor and is not there. */
function deputy({ advisor, agents }: ConversationState, { agent }: AgentActor): { readonly deputyFor?: string } {
  if (advisor === null || advisor.id === agent || agents.length > 0) return {};
  return { deputyFor: advisor.name };
}

/** Routing asks an agent (RT6, RT8). */
export function makeReservation({ state, now }: Scene<SystemActor>, request: ReservationRequest): Decision | Refusal {
  const { agent } = request;
  // TR3: with a transfer to a department an open conversation wants somebody too.
  const wantsSomebody = state.status === 'waiting' || (state.transfer !== null && 'department' in state.transfer.to);
  if (!wantsSomebody) return refuse('conflict', 'The conversation does not wait.');
  if (state.reservation !== null) {
    return state.reservation.agent === agent ? NOTHING : refuse('conflict', 'Another agent is being asked.');
  }
  if (isInside(state, agent)) return refuse('conflict', 'This agent is inside already.');
  return reserving(request, now);
}

/** An agent is asked until the time of a reservation has passed (RT6). */
export function reserving({ agent, capacity, because }: ReservationRequest, now: number): Decision {
  const dueAt = now + TIMES.reservationMs;
  return decision(
    [fact(SYSTEM, { type: 'reservation.made', body: { agent, because: [...because], expiresAt: dueAt } })],
    {
      timers: [{ set: RESERVATION_TIMER, dueAt, command: { type: 'reservation.expire', body: { agent } } }],
      claims: [load(agent, capacity)],
    },
  );
}

/** The agent does not want it now; without a reservation there is nothing to decline. */
export function declineReservation({ state, actor }: Scene<AgentActor>): Decision {
  return state.reservation?.agent === actor.agent ? reservationOver(state, 'declined', authorOf(actor)) : NOTHING;
}

/** The agent did not react in time. */
export function expireReservation({ state }: Scene<SystemActor>, agent: AgentId): Decision {
  return state.reservation?.agent === agent ? reservationOver(state, 'expired', SYSTEM) : NOTHING;
}

/** The reservation, if there is one, ends so; only an acceptance keeps the agent's place. */
export function reservationOver(state: ConversationState, outcome: ReservationOutcome, by: Author): Decision {
  if (state.reservation === null) return NOTHING;
  const { agent } = state.reservation;
  return decision([fact(by, { type: 'reservation.ended', body: { agent, outcome } })], {
    timers: [{ cancel: RESERVATION_TIMER }],
    claims: outcome === 'accepted' ? [] : [{ release: CLAIMS.agentLoad(agent) }],
  });
}

/** A participant leaves. */
export function leaving(agent: AgentId, reason: Departure['reason'], to?: AgentId): Decision {
  const body = { agent, reason, ...(to === undefined ? {} : { to }) };
  return decision([fact(SYSTEM, { type: 'participant.left', body })], {
    claims: [{ release: CLAIMS.agentLoad(agent) }],
  });
}

/** How coming changes the state. */
export function foldJoined(state: ConversationState, body: ContentOf<'participant.joined'>['body']): StateChange {
  const { id, name } = body.agent;
  const inside = { agents: [...state.agents, body.agent], advisor: { id, name }, missed: false };
  return { ...inside, status: 'open', waitingSince: null, front: false, asked: [] };
}

/** How leaving changes the state: whoever has just given the conversation away is not asked first (RT5, TR7). */
export function foldLeft(state: ConversationState, { agent, reason }: Departure, at: number): StateChange {
  const agents = state.agents.filter((card) => card.id !== agent);
  // TR6: the one who stays for a call only is responsible again when nobody else is left.
  const isAlone = agents.every((card) => card.id === state.departing?.agent);
  const departing = isAlone || state.departing?.agent === agent ? null : state.departing;
  const isGivenAway = reason === 'left' && agents.length === 0;
  return { agents, departing, ...(isGivenAway ? { asked: withAsked(state, { agent, at }) } : {}) };
}

/** How a reservation changes the state: who is asked in somebody's place says whose (RT21). */
export function foldReservationMade(
  { advisor }: ConversationState,
  { agent, expiresAt, because }: ContentOf<'reservation.made'>['body'],
): StateChange {
  const deputy = because.find((reason) => reason.kind === 'deputy');
  const known = deputy === undefined ? null : { id: deputy.advisor, name: deputy.name };
  return { reservation: { agent, expiresAt }, advisor: advisor ?? known };
}

/** How the end of a reservation changes the state: who declined or let it expire is remembered (RT5). */
export function foldReservationEnded(
  state: ConversationState,
  body: ContentOf<'reservation.ended'>['body'],
  at: number,
): StateChange {
  if (body.outcome !== 'declined' && body.outcome !== 'expired') return { reservation: null };
  return { reservation: null, asked: withAsked(state, { agent: body.agent, at }) };
}

function withAsked({ asked }: ConversationState, one: Asked): readonly Asked[] {
  return [...asked.filter(({ agent }) => agent !== one.agent), one];
}
