/**
 * The clock of answers: since when the visitor waits for a person, what they were promised, and whether it was kept. It
 * watches every decision, whichever topic it comes from, and adds what follows for the promise. Only what a person says
 * to the visitor stops it (F8). Which promise may be made is `promise.ts`' business.
 */
import type { Actor, Decision, NewEvent, StoredEvent, SystemActor, SystemCommand, TimerChange } from './decision.ts';
import { decision, fact, NOTHING, SYSTEM, together } from './deciding.ts';
import type { Scene } from './deciding.ts';
import type { LadderStep } from './promise.ts';
import type { ConversationState, StateChange } from './state.ts';

type MakeBody = Extract<SystemCommand, { type: 'promise.make' }>['body'];

/** Name of the one timer of the clock: a promise is due to be made, the next reminder, or the end. */
export const PROMISE_TIMER = 'promise';

/** In a conversation that somebody has open, an answer may take this long before it is anybody's promise (E9). */
export const THREAD_MS = 5 * 60_000;

/** How an event turns the clock: the visitor asks, a person answers, or it is over. */
export function turnOf({ by, audience, content }: NewEvent): 'asked' | 'answered' | 'over' | undefined {
  switch (content.type) {
    case 'conversation.queued':
      // Otherwise nobody has asked anything: an agent who has answered may go.
      return content.body.reason === 'started' || content.body.reason === 'reopened' ? 'asked' : undefined;
    case 'message.posted':
      if (audience === 'staff' || by.kind === 'system') return undefined; // PR5
      return by.kind === 'visitor' ? 'asked' : 'answered';
    case 'call.answered':
      return 'answered';
    case 'callback.requested':
      // Whoever has chosen a time knows when a person answers.
      return content.body.slot === null ? undefined : 'over';
    case 'callback.ended':
      return ({ reached: 'answered', missed: 'asked', cancelled: undefined } as const)[content.body.outcome];
    case 'conversation.ended':
      return 'over';
    default:
      return undefined;
  }
}

/** The decision with what follows from it for the clock; `shown` is the promise that the visitor's screen showed. */
export function watched(
  { state, now }: Scene<Actor, ConversationState | undefined>,
  decided: Decision,
  shown: number | null,
): Decision {
  const turns = new Set(decided.events.map(turnOf));
  const isOwed = state !== undefined && state.owedSince !== null;
  if (isOwed && (turns.has('answered') || turns.has('over'))) {
    const isKept = turns.has('answered') && isRunning(state);
    const kept = isKept ? [fact(SYSTEM, { type: 'promise.kept', body: {} })] : [];
    return together(decided, decision(kept, { timers: [{ cancel: PROMISE_TIMER }] }));
  }
  if (isOwed || !turns.has('asked')) return decided;
  const isWaiting = state?.status !== 'open';
  const dueAt = isWaiting ? now : now + THREAD_MS;
  return together(decided, decision([], { timers: [promising(dueAt, shown)] }));
}

function isRunning({ promise }: ConversationState): boolean {
  return promise !== null && promise.stage < 100;
}

/** A promise is due to be made; duty finds out which. */
function promising(dueAt: number, shown: number | null): TimerChange {
  return { set: PROMISE_TIMER, dueAt, command: { type: 'promise.make', body: { shown, terms: null } } };
}

/** PR3: the visitor is told by when a person will have answered, if anything can be promised. */
export function makePromise({ state }: Scene<SystemActor>, { terms }: MakeBody): Decision {
  if (terms === null || state.owedSince === null || isRunning(state)) return NOTHING;
  const { by, ladder } = terms;
  return decision([fact(SYSTEM, { type: 'promise.made', body: { by } })], { timers: [nextRung(by, ladder)] });
}

/** PR6: staff is reminded on the way, and at the end the visitor is told that the promise was not kept. */
export function climb({ state, now }: Scene<SystemActor>, ladder: readonly LadderStep[]): Decision {
  const { promise } = state;
  if (promise === null || !isRunning(state)) return NOTHING;
  const { by, again } = promise;
  // After a pause of the server only the last rung that was missed is worth telling.
  const due = ladder.findLast(({ at }) => at <= now) ?? ladder[0];
  if (now >= by || due === undefined) {
    // A second breach would make a third promise worth nothing.
    const timers = again ? [] : [promising(now, null)];
    return decision([fact(SYSTEM, { type: 'promise.broken', body: { by } })], { timers });
  }
  const { stage } = due;
  const rest = ladder.filter((step) => step.stage > stage);
  return decision([fact(SYSTEM, { type: 'promise.reminded', body: { stage } })], { timers: [nextRung(by, rest)] });
}

function nextRung(by: number, ladder: readonly LadderStep[]): TimerChange {
  const dueAt = ladder[0]?.at ?? by;
  return { set: PROMISE_TIMER, dueAt, command: { type: 'promise.climb', body: { ladder } } };
}

/** How an event changes what is known of the clock. */
export function foldClock(state: ConversationState, event: StoredEvent): StateChange {
  const { content, at } = event;
  switch (content.type) {
    case 'promise.made':
      return { promise: { by: content.body.by, stage: 0, again: state.promise !== null } };
    case 'promise.reminded':
      return { promise: state.promise && { ...state.promise, stage: content.body.stage } };
    case 'promise.broken':
      return { promise: state.promise && { ...state.promise, stage: 100 } };
    default:
      break;
  }
  const turn = turnOf(event);
  if (turn === undefined) return {};
  return turn === 'asked' ? { owedSince: state.owedSince ?? at } : { owedSince: null, promise: null };
}
