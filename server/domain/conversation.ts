/**
 * The heart: `decide` says what a wish leads to, `apply` folds events into the state, both pure. This file only sends
 * each wish and each event to its topic (opening, messages, participation, calls, leaving); it knows no rule itself.
 * Whoever calls `decide` has asked `permit` before.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { foldCall } from './call-fold.ts';
import { answer, confirm, decline, expire, hangUp, interrupt, rejoin, startAsAgent, startAsVisitor } from './call.ts';
import type { Person, Scene } from './deciding.ts';
import type { AgentActor, Decision, DecideContext, StoredEvent, SystemActor, VisitorActor, Wish } from './decision.ts';
import { end, foldEnded, lose } from './leaving.ts';
import { foldPosted, foldRead, markRead, postAsAgent, postAsVisitor } from './messages.ts';
import { foldQueued, started, visitPage } from './opening.ts';
import {
  accept,
  declineReservation,
  expireReservation,
  foldJoined,
  foldLeft,
  foldReservationEnded,
  makeReservation,
} from './participation.ts';
import { NOT_FOUND } from './permissions.ts';
import type { ConversationState, StateChange } from './state.ts';

/** What the store caches beside the log; its shape is documented in `state.ts`. */
export type { ConversationState } from './state.ts';

/** What the wish leads to in this state (undefined: the conversation does not exist), or why it leads to nothing. */
export function decide(state: ConversationState | undefined, wish: Wish, context: DecideContext): Decision | Refusal {
  const { actor, ...circumstances } = context;
  if (actor.kind === 'visitor') return decideForVisitor({ ...circumstances, state, actor }, wish);
  if (state === undefined) return NOT_FOUND;
  if (actor.kind === 'agent') return decideForAgent({ ...circumstances, state, actor }, wish);
  return decideForSystem({ ...circumstances, state, actor }, wish);
}

function decideForVisitor(scene: Scene<VisitorActor, ConversationState | undefined>, wish: Wish): Decision | Refusal {
  if (wish.type === 'message.post') return postAsVisitor(scene, wish.body);
  if (wish.type === 'call.start') return startAsVisitor(scene, wish.body);
  const { state } = scene;
  return state === undefined ? NOT_FOUND : decideForPerson({ ...scene, state }, wish);
}

function decideForAgent(scene: Scene<AgentActor>, wish: Wish): Decision | Refusal {
  switch (wish.type) {
    case 'message.post':
      return postAsAgent(scene, wish.body);
    case 'conversation.accept':
      return accept(scene);
    case 'reservation.decline':
      return declineReservation(scene);
    case 'call.start':
      return startAsAgent(scene, wish.body);
    default:
      return decideForPerson(scene, wish);
  }
}

function decideForPerson(scene: Scene<Person>, wish: Wish): Decision | Refusal {
  switch (wish.type) {
    case 'participant.read':
      return markRead(scene, wish.body);
    case 'conversation.end':
      return end(scene);
    case 'call.answer':
      return answer(scene, wish.body);
    case 'call.decline':
      return decline(scene, wish.body);
    case 'call.end':
      return hangUp(scene, wish.body);
    case 'call.rejoin':
      return rejoin(scene, wish.body);
    case 'call.confirm':
      return confirm(scene, wish.body);
    default:
      return notTheirs(scene, wish);
  }
}

function decideForSystem(scene: Scene<SystemActor>, wish: Wish): Decision | Refusal {
  switch (wish.type) {
    case 'reservation.make':
      return makeReservation(scene, wish.body);
    case 'reservation.expire':
      return expireReservation(scene, wish.body.agent);
    case 'participant.lose':
      return lose(scene, wish.body.agent);
    case 'page.visit':
      return visitPage(scene.state, wish.body.page);
    case 'call.interrupt':
      return interrupt(scene, wish.body);
    case 'call.expire':
      return expire(scene, wish.body.call);
    default:
      return notTheirs(scene, wish);
  }
}

// `permit` has the table; this is what remains for a caller who forgot to ask it.
function notTheirs({ actor }: Pick<DecideContext, 'actor'>, wish: Wish): Refusal {
  return refuse('forbidden', `A ${actor.kind} cannot send ${wish.type}.`);
}

/** The state after the event. The events of a conversation are applied in the order of `seq`, from the first. */
export function apply(state: ConversationState | undefined, event: StoredEvent): ConversationState {
  if (state === undefined) return started(event);
  const numbers = { seq: event.seq, publicSeq: event.publicSeq ?? state.publicSeq };
  return { ...state, ...change(state, event), ...numbers };
}

function change(state: ConversationState, event: StoredEvent): StateChange {
  const { content, at } = event;
  switch (content.type) {
    case 'conversation.started':
      return {};
    case 'conversation.queued':
      return foldQueued(content.body, at);
    case 'conversation.ended':
      return foldEnded();
    case 'message.posted':
      return foldPosted(state, content.body, event);
    case 'participant.joined':
      return foldJoined(state, content.body);
    case 'participant.left':
      return foldLeft(state, content.body);
    case 'participant.read':
      return foldRead(state, content.body, event);
    case 'page.visited':
      return { page: content.body.page };
    case 'reservation.made':
      return { reservation: { agent: content.body.agent, expiresAt: content.body.expiresAt } };
    case 'reservation.ended':
      return foldReservationEnded(state, content.body, at);
    default:
      return { call: foldCall(state, content, event) };
  }
}

/** Columns by which the store finds conversations. */
export function columns({ site, department, visitor, status, caseNumber }: ConversationState) {
  return { site, department, visitor, status, caseNumber };
}
