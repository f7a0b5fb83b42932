/**
 * The heart: `decide` says what a wish leads to, `apply` folds events into the state, both pure. This file only sends
 * each wish and each event to its topic (opening, messages, participation, calls, leaving); it knows no rule itself.
 * Whoever calls `decide` has asked `permit` before.
 */
import type { Refusal } from '../../protocol/errors.ts';
import type { ContentOf, EventType } from '../../protocol/events.ts';
import { climb, foldClock, makePromise, watched } from './answer-clock.ts';
import { foldCall } from './call-fold.ts';
import { beginCallback, cancelCallback, finishCallback, foldCallback, requestCallback } from './callback.ts';
import { answer, confirm, decline, expire, interrupt, rejoin, startAsAgent, startAsVisitor } from './call.ts';
import type { Person, Scene } from './deciding.ts';
import { isRefusal } from './decision.ts';
import type {
  AgentActor,
  DecideContext,
  Decision,
  PersonWish,
  StoredEvent,
  SystemActor,
  SystemCommand,
  VisitorActor,
  Wish,
} from './decision.ts';
import { abandon, end, endCall, foldEnded, leave, lose } from './leaving.ts';
import { foldPosted, foldRead, markRead, postAsAgent, postAsVisitor } from './messages.ts';
import { foldQueued, letOverflow, started, visitPage } from './opening.ts';
import {
  accept,
  foldJoined,
  foldLeft,
  foldReservationEnded,
  foldReservationMade,
  makeReservation,
} from './participation.ts';
import { isOfSystem, NOT_FOUND, notTheirs, PERMISSIONS } from './permissions.ts';
import { foldPlaced, place } from './queue.ts';
import { foldRestored, missReplacement, replace, restore } from './replacing.ts';
import { comeHome, foldReturnDue } from './returning.ts';
import type { ConversationState, StateChange } from './state.ts';
import {
  acceptTransfer,
  cancelTransfer,
  declineAsked,
  expireAsked,
  failTransfer,
  foldTransfer,
  isAsked,
  startTransfer,
} from './transfer.ts';

/** What the store caches beside the log; its shape is documented in `state.ts`. */
export type { ConversationState } from './state.ts';

/** What the wish leads to in this state (undefined: the conversation does not exist), or why it leads to nothing. */
export function decide(state: ConversationState | undefined, wish: Wish, context: DecideContext): Decision | Refusal {
  const decided = decideByTopic(state, wish, context);
  if (isRefusal(decided)) return decided;
  const shown = wish.type === 'message.post' ? (wish.body.promised ?? null) : null;
  return watched({ ...context, state }, decided, shown);
}

function decideByTopic(
  state: ConversationState | undefined,
  wish: Wish,
  { actor, ...circumstances }: DecideContext,
): Decision | Refusal {
  const scene = { ...circumstances, state };
  if (isOfSystem(wish)) {
    if (actor.kind !== 'system') return notTheirs(actor, wish);
    return state === undefined ? NOT_FOUND : decideForSystem({ ...scene, state, actor }, wish);
  }
  switch (actor.kind) {
    case 'visitor':
      return decideForVisitor({ ...scene, actor }, wish);
    case 'agent':
      return state === undefined ? NOT_FOUND : decideForAgent({ ...scene, state, actor }, wish);
    case 'system':
      return notTheirs(actor, wish);
  }
}

function decideForVisitor(
  scene: Scene<VisitorActor, ConversationState | undefined>,
  wish: PersonWish,
): Decision | Refusal {
  const { state, actor } = scene;
  if (wish.type === 'message.post') return postAsVisitor(scene, wish.body);
  if (wish.type === 'call.start') return startAsVisitor(scene, wish.body);
  if (wish.type === 'callback.request') return requestCallback(scene, wish.body);
  if (isOfAgents(wish)) return notTheirs(actor, wish);
  if (state === undefined) return NOT_FOUND;
  if (wish.type === 'participant.replace') return replace({ ...scene, state, actor });
  if (wish.type === 'participant.restore') return restore({ ...scene, state, actor });
  return decideForPerson({ ...scene, state }, wish);
}

function decideForAgent(scene: Scene<AgentActor>, wish: PersonWish): Decision | Refusal {
  if (wish.type === 'message.post') return postAsAgent(scene, wish.body);
  if (wish.type === 'call.start') return startAsAgent(scene, wish.body);
  if (wish.type === 'callback.request' || isOfVisitors(wish)) return notTheirs(scene.actor, wish);
  return isOfAgents(wish) ? decideOwn(scene, wish) : decideForPerson(scene, wish);
}

/** What only agents send. */
function decideOwn(scene: Scene<AgentActor>, wish: AgentCommand): Decision | Refusal {
  switch (wish.type) {
    case 'conversation.accept':
      return isAsked(scene) ? acceptTransfer(scene) : accept(scene);
    case 'reservation.decline':
      return declineAsked(scene);
    case 'transfer.start':
      return startTransfer(scene, wish.body);
    case 'transfer.cancel':
      return cancelTransfer(scene);
    case 'participant.leave':
      return leave(scene, wish.body);
    case 'callback.done':
      return finishCallback(scene, wish.body);
  }
}

/** What only agents send. */
type AgentCommand = Extract<
  PersonWish,
  {
    type: 'conversation.accept' | 'reservation.decline' | `transfer.${string}` | 'participant.leave' | 'callback.done';
  }
>;

/** What only visitors send. */
type VisitorCommand = Extract<PersonWish, { type: 'participant.replace' | 'participant.restore' }>;

/** What visitors and agents send alike. */
type PersonCommand = Exclude<
  PersonWish,
  AgentCommand | VisitorCommand | { type: 'message.post' | 'call.start' | 'callback.request' }
>;

function isOfAgents(wish: PersonWish): wish is AgentCommand {
  return !PERMISSIONS[wish.type].includes('visitor');
}

function isOfVisitors(wish: PersonWish): wish is VisitorCommand {
  return !PERMISSIONS[wish.type].includes('agent');
}

function decideForPerson(scene: Scene<Person>, wish: PersonCommand): Decision | Refusal {
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
      return endCall(scene, wish.body);
    case 'call.rejoin':
      return rejoin(scene, wish.body);
    case 'call.confirm':
      return confirm(scene, wish.body);
    case 'callback.cancel':
      return cancelCallback(scene);
  }
}

function decideForSystem(scene: Scene<SystemActor>, wish: SystemCommand): Decision | Refusal {
  switch (wish.type) {
    case 'reservation.make':
      return makeReservation(scene, wish.body);
    case 'conversation.overflow':
      return letOverflow(scene, wish.body);
    case 'queue.place':
      return place(scene, wish.body);
    case 'conversation.return':
      return comeHome(scene);
    case 'reservation.expire':
      return expireAsked(scene, wish.body.agent);
    case 'transfer.fail':
      return failTransfer(scene, wish.body.outcome);
    case 'replacement.miss':
      return missReplacement(scene);
    case 'participant.lose':
      return lose(scene, wish.body.agent);
    case 'page.visit':
      return visitPage(scene.state, wish.body.page);
    case 'call.interrupt':
      return interrupt(scene, wish.body);
    case 'call.abandon':
      return abandon(scene, wish.body);
    case 'callback.begin':
      return beginCallback(scene, wish.body.callback);
    case 'call.expire':
      return expire(scene, wish.body.call);
    case 'promise.make':
      return makePromise(scene, wish.body);
    case 'promise.climb':
      return climb(scene, wish.body.ladder);
  }
}

/** The state after the event. The events of a conversation are applied in the order of `seq`, from the first. */
export function apply(state: ConversationState | undefined, event: StoredEvent): ConversationState {
  if (state === undefined) return started(event);
  const numbers = { seq: event.seq, publicSeq: event.publicSeq ?? state.publicSeq };
  return { ...state, ...change(state, event), ...foldClock(state, event), ...numbers };
}

function change(state: ConversationState, event: StoredEvent, { content, at } = event): StateChange {
  switch (content.type) {
    case 'topic.chosen':
      return { skills: content.body.skills };
    case 'conversation.queued':
      return foldQueued(state, content.body, at);
    case 'return.due':
      return foldReturnDue(content.body);
    case 'conversation.ended':
      return foldEnded();
    case 'message.posted':
      return foldPosted(state, content.body, event);
    case 'participant.joined':
      return foldJoined(state, content.body);
    case 'participant.left':
      return foldLeft(state, content.body, at);
    case 'participant.restored':
      return foldRestored(state);
    case 'replacement.missed':
      return { missed: true };
    case 'participant.read':
      return foldRead(state, content.body, event);
    case 'page.visited':
      return { page: content.body.page };
    case 'queue.placed':
      return foldPlaced();
    case 'reservation.made':
      return foldReservationMade(state, content.body);
    case 'reservation.ended':
      return foldReservationEnded(state, content.body, at);
    case 'transfer.started':
    case 'transfer.ended':
      return foldTransfer(state, content, event);
    case 'call.started':
    case 'call.answered':
    case 'call.rejoined':
    case 'call.confirmed':
    case 'call.connected':
    case 'call.interrupted':
    case 'call.ended':
      return { call: foldCall(state, content, event) };
    default:
      return laterChange(state, content, event);
  }
}

/** What becomes of a call-back; promises are the clock's, which hears every event. */
function laterChange(
  state: ConversationState,
  content: ContentOf<Extract<EventType, `callback.${string}` | `promise.${string}` | 'conversation.started'>>,
  event: StoredEvent,
): StateChange {
  switch (content.type) {
    case 'callback.requested':
    case 'callback.due':
    case 'callback.missed':
    case 'callback.ended':
      return foldCallback(state, content, event);
    default:
      return {};
  }
}

/** Columns by which the store finds conversations. */
export function columns({ site, department, visitor, status, caseNumber }: ConversationState) {
  return { site, department, visitor, status, caseNumber };
}
