/**
 * The call of a conversation: who rings, who answered, which attempt of the leg counts, and how it ends. The server is
 * the only authority here, so glare, a second answer and a late confirmation are decided by the order of commands. It
 * knows nothing of media or signals; `call-fold.ts` says how its events change the state.
 */
import type { ConversationCommand } from '../../protocol/commands.ts';
import { TIMES } from '../../protocol/constants.ts';
import type { MediaFailure, Refusal } from '../../protocol/errors.ts';
import { refuse } from '../../protocol/errors.ts';
import type { CallId, LegId, SessionId } from '../../protocol/ids.ts';
import type { Author, CallEndReason, LegView, Media, Side } from '../../protocol/models.ts';
import { authorOf, CLAIMS, decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Person, Scene } from './deciding.ts';
import type { Actor, AgentActor, Decision, SystemActor, TimerChange, VisitorActor } from './decision.ts';
import { opening } from './opening.ts';
import { declineReservation, entering, leaving, UNWANTED } from './participation.ts';
import { isAvoided, isInside } from './state.ts';
import type { CallState, ConversationState } from './state.ts';

type BodyOf<Type extends ConversationCommand['type']> = Extract<ConversationCommand, { type: Type }>['body'];

/** Name of the one timer that ends a call by itself; each phase replaces it. */
export const CALL_TIMER = 'call';

const OVER = refuse('conflict', 'This call is over or was never started.');
const NOT_INSIDE = refuse('forbidden', 'Only participants take part in the call.');

/** A visitor calls; this starts or reopens the conversation like a message. */
export function startAsVisitor(
  scene: Scene<VisitorActor, ConversationState | undefined>,
  body: BodyOf<'call.start'>,
): Decision | Refusal {
  const { state, actor } = scene;
  if (state?.call) return startAgain({ ...scene, state }, state.call, body);
  return together(opening(scene, { via: 'call', topic: body.topic }), ringing(scene, actor, body));
}

/** A participating agent calls the visitor. */
export function startAsAgent(scene: Scene<AgentActor>, body: BodyOf<'call.start'>): Decision | Refusal {
  const { state, actor } = scene;
  if (!isInside(state, actor.agent)) return refuse('forbidden', 'Accept the conversation before calling the visitor.');
  if (state.call) return startAgain(scene, state.call, body);
  return ringing(scene, { ...actor, visitor: state.visitor }, body);
}

// CA1, CA10: a start while the other side rings answers it.
function startAgain(scene: Scene, call: CallState, body: BodyOf<'call.start'>): Decision | Refusal {
  if (call.id === body.call) return NOTHING;
  if (call.phase === 'ringing' && call.by !== scene.actor.kind) return answered(scene, call, body.media);
  return refuse('conflict', 'The conversation has a call already.');
}

function ringing(
  { now }: Scene<Person, ConversationState | undefined>,
  caller: VisitorActor | (AgentActor & Pick<VisitorActor, 'visitor'>),
  { call, media }: BodyOf<'call.start'>,
): Decision {
  const body = { call, session: caller.session, media };
  const visitor = { take: CLAIMS.visitorCall(caller.visitor), limit: 1 };
  return decision([fact(authorOf(caller), { type: 'call.started', body })], {
    timers: [timer(call, now + TIMES.ringMs)],
    claims: caller.kind === 'agent' ? [visitor, agentClaim(caller)] : [visitor],
  });
}

/** The called side answers; an agent from outside accepts the waiting conversation with it. */
export function answer(scene: Scene, body: BodyOf<'call.answer'>): Decision | Refusal {
  const { state, actor } = scene;
  const { call } = state;
  if (call?.id !== body.call) return OVER;
  if (call.phase !== 'ringing') return refuse('conflict', 'The call was answered elsewhere.'); // CA3
  if (call.by === actor.kind) return refuse('conflict', 'The other side answers this call.');
  if (actor.kind === 'visitor' || isInside(state, actor.agent)) return answered(scene, call, body.media);
  if (isAvoided(state, actor.agent)) return UNWANTED;
  if (state.status !== 'waiting') return refuse('conflict', 'Somebody else has accepted the conversation.');
  return together(entering({ ...scene, actor }), answered(scene, call, body.media));
}

function answered({ actor, command, now }: Scene, call: CallState, media: Media): Decision {
  const answering = { [actor.kind]: actor.session, [call.by]: call.callerSession } as Record<Side, SessionId>;
  // CA4: the leg is named by the command, and the visitor offers first.
  const leg: LegView = { id: command as string as LegId, attempt: 1, ends: answering, offerer: 'visitor' };
  return decision([fact(authorOf(actor), { type: 'call.answered', body: { call: call.id, leg, media } })], {
    timers: [timer(call.id, now + TIMES.connectingMs)],
    claims: actor.kind === 'agent' ? [agentClaim(actor)] : [],
  });
}

/** The called side does not want the call, or an agent who was only asked does not want the conversation. */
export function decline(scene: Scene, { call: id, cause }: BodyOf<'call.decline'>): Decision | Refusal {
  const { state, actor } = scene;
  const { call } = state;
  if (call?.id !== id) return NOTHING;
  if (actor.kind === 'agent' && state.status === 'waiting') return declineReservation({ ...scene, actor });
  if (!takesPart(state, actor)) return NOT_INSIDE;
  if (call.phase !== 'ringing') return refuse('conflict', 'The call was answered elsewhere.');
  if (call.by === actor.kind) return refuse('conflict', 'The other side declines this call; the caller ends it.');
  return callEnds(scene, { by: authorOf(actor), reason: 'declined', cause });
}

/** Either side hangs up, at any time (CA9). */
export function hangUp(scene: Scene, { call: id, cause }: BodyOf<'call.end'>): Decision | Refusal {
  const { state, actor } = scene;
  const { call } = state;
  if (call?.id !== id) return NOTHING;
  if (actor.kind === 'agent' && state.status === 'waiting') return declineReservation({ ...scene, actor });
  if (!takesPart(state, actor)) return NOT_INSIDE;
  return callEnds(scene, { by: authorOf(actor), reason: hangUpReason(call, actor.kind, cause), cause });
}

/** What a hang-up by this side means: it depends on whether the call rings, and for whom. */
export function hangUpReason(call: CallState | null, side: Side, cause?: MediaFailure): CallEndReason {
  if (call?.phase === 'ringing') return call.by === side ? 'cancelled' : 'declined';
  return cause === undefined ? 'hangup' : 'failed';
}

/** The sender's session takes its side's end, and both ends build fresh peers for the next attempt (CA8). */
export function rejoin(scene: Scene, body: BodyOf<'call.rejoin'>): Decision | Refusal {
  const { state, actor, now } = scene;
  const { call } = state;
  if (call?.id !== body.call) return OVER;
  if (!takesPart(state, actor)) return NOT_INSIDE;
  if (call.leg === null) return refuse('conflict', 'The call was not answered yet.');
  const ends = { ...call.leg.ends, [actor.kind]: actor.session };
  const leg: LegView = { ...call.leg, ends, attempt: call.leg.attempt + 1 };
  return decision([fact(authorOf(actor), { type: 'call.rejoined', body: { call: call.id, leg } })], {
    timers: [timer(call.id, now + TIMES.connectingMs)],
  });
}

/** One end has media; with both the call is connected (CA7). Confirmations of other attempts come too late. */
export function confirm({ state, actor }: Scene, body: BodyOf<'call.confirm'>): Decision | Refusal {
  const { call } = state;
  if (call?.id !== body.call || call.leg?.id !== body.leg || call.leg.attempt !== body.attempt) return NOTHING;
  const side = actor.kind;
  if (call.leg.ends[side] !== actor.session) return refuse('forbidden', 'Another session holds this end of the call.');
  if (call.confirmed.includes(side)) return NOTHING;
  if (call.confirmed.length === 0)
    return decision([fact(authorOf(actor), { type: 'call.confirmed', body: { ...body, side } })]);
  return decision([fact(SYSTEM, { type: 'call.connected', body })], { timers: [{ cancel: CALL_TIMER }] });
}

/** The connection of a session at one end is lost; the media may live on, so the call waits (CA8). */
export function interrupt(
  { state, now }: Scene<SystemActor>,
  body: { readonly call: CallId; readonly session: SessionId },
): Decision {
  const { call } = state;
  if (call?.id !== body.call || call.leg === null) return NOTHING;
  const { ends } = call.leg;
  const side = (['visitor', 'agent'] as const).find((end) => ends[end] === body.session);
  const waits = call.phase === 'reconnecting';
  if (side === undefined || (waits && !call.confirmed.includes(side))) return NOTHING;
  return decision([fact(SYSTEM, { type: 'call.interrupted', body: { call: call.id, side } })], {
    // The second end to leave gets no more time than the first.
    timers: waits ? [] : [timer(call.id, now + TIMES.reconnectingMs)],
  });
}

/** The call's time is up: nobody answered (CA2), the leg never connected (CA7), or an end did not come back (CA8). */
export function expire(scene: Scene<SystemActor>, id: CallId): Decision {
  const { call } = scene.state;
  // A timer that was replaced while it went off is early for the new phase.
  if (call?.id !== id || call.deadlineAt === null || scene.now < call.deadlineAt) return NOTHING;
  return callEnds(scene, { by: SYSTEM, reason: call.phase === 'ringing' ? 'missed' : 'failed' });
}

/** The call ends and the conversation goes on; whoever stayed for the call only leaves with it (TR6). */
function callEnds(scene: Scene<Actor>, end: CallEnd): Decision {
  const { call, departing } = scene.state;
  const goes = departing !== null && call?.agent === departing.agent;
  return together(callOver(scene, end), goes ? leaving(departing.agent, 'transferred', departing.to) : NOTHING);
}

/** Who ends a call, and why. */
export interface CallEnd {
  readonly by: Author;
  readonly reason: CallEndReason;
  readonly cause?: MediaFailure | undefined;
}

/** The call, if there is one, ends so; its timer and claims go with it. */
export function callOver({ state, now }: Scene<Actor>, { by, reason, cause }: CallEnd): Decision {
  const { call, visitor } = state;
  if (call === null) return NOTHING;
  const seconds = call.connectedAt === null ? 0 : Math.max(0, Math.floor((now - call.connectedAt) / 1000)); // CA9
  const body = { call: call.id, reason, seconds, ...(cause === undefined ? {} : { cause }) };
  const agentCall = call.agent === null ? [] : [{ release: CLAIMS.agentCall(call.agent) }];
  return decision([fact(by, { type: 'call.ended', body })], {
    timers: [{ cancel: CALL_TIMER }],
    claims: [{ release: CLAIMS.visitorCall(visitor) }, ...agentCall],
  });
}

// An answered call belongs to its two ends; a ringing one to the visitor and every participating agent.
function takesPart({ call, agents }: ConversationState, actor: Person): boolean {
  if (actor.kind === 'visitor') return true;
  return call?.agent ? call.agent === actor.agent : agents.some((card) => card.id === actor.agent);
}

function timer(call: CallId, dueAt: number): TimerChange {
  return { set: CALL_TIMER, dueAt, command: { type: 'call.expire', body: { call } } };
}

function agentClaim({ agent }: AgentActor) {
  return { take: CLAIMS.agentCall(agent), limit: 1 };
}
