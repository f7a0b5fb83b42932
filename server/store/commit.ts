/**
 * One commit as a job: decide, number the events, and write everything that follows from the decision, or nothing.
 * Whether it was done before is not asked first: the first event of a repeated command finds its place taken. All
 * checks come before the first write, so a refusal needs no undoing. Knows the tables through the log's statements.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { ConversationState } from '../domain/conversation.ts';
import { isRefusal } from '../domain/decision.ts';
import type { ClaimChange, Decision, StoredEvent, TimerChange } from '../domain/decision.ts';
import { findConversation, remembered, visible } from './conversations.ts';
import { first, inserted, latest, lock, rows } from './driver.ts';
import type { Work } from './driver.ts';
import { eventOf } from './folding.ts';
import type { LogContext } from './log-context.ts';
import type { KnownConversation } from './state-cache.ts';
import type { Commit, CommitResult, Fence } from './store.ts';

/**
 * Events between two stored states. Writing the state with every message would double the pages that a commit
 * touches, and writing it every 32 events still cost a twentieth of each message; reading at most this many events more
 * is what the first message after a restart pays for it.
 */
const EVENTS_PER_STATE = 128;

/** No conversation has this number. */
const UNKNOWN = 0;

/** The job of a commit. */
export function* commitJob(log: LogContext, commit: Commit): Work<CommitResult> {
  if (commit.fence !== undefined && !(yield* holds(log, commit.fence))) {
    return refused(refuse('conflict', `the lease ${commit.fence.lease} has a new holder`));
  }
  const known = remembered(log, commit.conversation) ?? (yield* findConversation(log, commit.conversation));
  const forbidden = commit.permit?.(known?.state);
  if (forbidden !== undefined) return refused(forbidden);
  if (commit.timer !== undefined) {
    // Spending it is a write, and comes after every check.
    const earlier = yield* repeated(log, known, commit);
    if (earlier !== undefined) return earlier;
    if (!(yield* spendTimer(log, known, commit))) return { outcome: 'unchanged' };
  }
  const decision = commit.decide(known?.state);
  const result = isRefusal(decision) ? refused(decision) : yield* carryOut(log, { commit, known, decision });
  if (result?.outcome === 'committed') return result;
  // What was done before often cannot be done again, and then there is nothing to write that would find its place taken.
  const earlier = yield* repeated(log, known, commit);
  if (earlier !== undefined) return earlier;
  if (result === undefined) throw new Error('a command is neither new nor repeated');
  if (result.outcome === 'unchanged' && known !== undefined && !isRefusal(decision)) {
    yield* writePromises(log, known.number, decision);
  }
  return result;
}

function refused(refusal: Refusal): CommitResult {
  return { outcome: 'refused', refusal };
}

/** ST8: together with other commits, but not with whoever takes the lease meanwhile. */
function* holds(log: LogContext, fence: Fence): Work<boolean> {
  yield* lock([leaseKey(fence.lease)], 'together');
  const lease = yield* first(log.statements.findLease({ name: fence.lease }));
  return lease?.number === fence.number;
}

/** ST2: the first result of a command that was committed before. */
function* repeated(
  log: LogContext,
  known: KnownConversation | undefined,
  { command }: Commit,
): Work<CommitResult | undefined> {
  if (known === undefined) return undefined;
  const found = yield* rows(log.statements.eventsOfCommand({ conversation: known.number, command }));
  return found.length === 0 ? undefined : { outcome: 'repeated', events: found.map((row) => eventOf(known.id, row)) };
}

/** ST9: false if the timer was cancelled, or set to a later time, after somebody had found it due. */
function* spendTimer(log: LogContext, known: KnownConversation | undefined, commit: Commit): Work<boolean> {
  if (known === undefined || commit.timer === undefined) return false;
  const spent = log.statements.spendTimer({ conversation: known.number, name: commit.timer, at: commit.at });
  return (yield* first(spent)) !== undefined;
}

/** What is locked by those who take, or rely on, the lease with this name. */
export function leaseKey(name: string): string {
  return `lease:${name}`;
}

/** ST6: the refusal if one of the claims cannot be had. */
function* takenClaim(
  log: LogContext,
  known: KnownConversation | undefined,
  claims: readonly ClaimChange[],
): Work<Refusal | undefined> {
  const taken = claims.filter((claim) => 'take' in claim);
  yield* lock(taken.map(({ take }) => `claim:${take}`));
  for (const { take: key, limit } of taken) {
    const row = yield* first(log.statements.claimants({ key, conversation: known?.number ?? UNKNOWN }));
    if ((row?.others ?? 0) >= limit) return refuse('conflict', `${key} is taken`, { details: { claim: key } });
  }
  return undefined;
}

/** A decision, and what it was made from. */
interface Decided {
  readonly commit: Commit;
  readonly known: KnownConversation | undefined;
  readonly decision: Decision;
}

/** Undefined, and nothing written, if the command was committed before. Timers of a decision without events are left. */
function* carryOut(log: LogContext, decided: Decided): Work<CommitResult | undefined> {
  const { known, decision } = decided;
  const taken = decision.claims.length === 0 ? undefined : yield* takenClaim(log, known, decision.claims);
  if (taken !== undefined) return refused(taken);
  if (decision.events.length === 0) return { outcome: 'unchanged' };
  const events = numbered(decided);
  const conversation = yield* writeEvents(log, decided, events);
  if (conversation === undefined) return undefined;
  yield* writePromises(log, conversation.number, decision);
  log.cache.set(conversation);
  return { outcome: 'committed', events, conversation: visible(conversation) };
}

/** EV2: gap-free in both counters. */
function numbered({ commit, known, decision }: Decided): StoredEvent[] {
  let seq = known?.seq ?? 0;
  let publicSeq = known?.publicSeq ?? 0;
  return decision.events.map(({ by, audience, content }) => ({
    conversation: commit.conversation,
    seq: (seq += 1),
    publicSeq: audience === 'all' ? (publicSeq += 1) : null,
    at: commit.at,
    command: commit.command,
    by,
    audience,
    content,
  }));
}

/** Undefined if the command has events already. */
function* writeEvents(
  log: LogContext,
  { commit, known }: Decided,
  events: readonly StoredEvent[],
): Work<KnownConversation | undefined> {
  let state = known?.state;
  for (const event of events) state = log.model.apply(state, event);
  if (state === undefined) throw new Error('a commit without events has no state');
  const number = known?.number ?? (yield* startConversation(log, commit, state));
  let version: number | undefined;
  for (const [part, event] of events.entries()) {
    version = yield* inserted(addition(log, number, { part, event }), 'id');
    if (version === undefined) return undefined;
  }
  if (version === undefined) throw new Error('a commit without events has no version');
  const seq = (known?.seq ?? 0) + events.length;
  const publicSeq = (known?.publicSeq ?? 0) + events.filter((event) => event.publicSeq !== null).length;
  const { department, status } = log.model.columns(state);
  const row = { conversation: number, department, status, seq, public_seq: publicSeq, version, updated_at: commit.at };
  yield* latest(log.statements.advanceConversation(row), number);
  let storedSeq = known?.storedSeq ?? 0;
  if (seq - storedSeq >= EVENTS_PER_STATE) {
    yield* rows(log.statements.storeState({ conversation: number, seq, state: JSON.stringify(state) }));
    storedSeq = seq;
  }
  return { number, id: commit.conversation, state, seq, publicSeq, version, storedSeq };
}

function* startConversation(log: LogContext, commit: Commit, state: ConversationState): Work<number> {
  const { site, department, visitor, status, caseNumber } = log.model.columns(state);
  const { conversation: id, at } = commit;
  const row = { id, site, department, visitor, status, case_number: caseNumber, created_at: at };
  const number = yield* inserted(log.statements.startConversation(row), 'number');
  if (number === undefined) throw new Error(`conversation ${id} has no number`);
  return number;
}

/** Inserts nothing if the command has this event already (ST2). */
function addition(log: LogContext, conversation: number, { part, event }: { part: number; event: StoredEvent }) {
  return log.statements.addEvent({
    conversation,
    part,
    seq: event.seq,
    public_seq: event.publicSeq,
    at: event.at,
    command: event.command,
    audience: event.audience,
    author: JSON.stringify(event.by),
    content: JSON.stringify(event.content),
  });
}

/** Timers and claims. */
function* writePromises(log: LogContext, conversation: number, decision: Decision): Work<void> {
  for (const timer of decision.timers) yield* changeTimer(log, conversation, timer);
  for (const claim of decision.claims) {
    yield* rows(
      'take' in claim
        ? log.statements.takeClaim({ key: claim.take, conversation })
        : log.statements.releaseClaim({ key: claim.release, conversation }),
    );
  }
}

function* changeTimer(log: LogContext, conversation: number, change: TimerChange): Work<void> {
  if ('cancel' in change) {
    yield* rows(log.statements.cancelTimer({ conversation, name: change.cancel }));
    return;
  }
  const { set: name, dueAt, command } = change;
  yield* rows(log.statements.setTimer({ conversation, name, due_at: dueAt, command: JSON.stringify(command) }));
}
