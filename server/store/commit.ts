/**
 * One commit as a job: ask whether it was done before, decide, number the events, and write everything that follows
 * from the decision, or nothing. All checks come before the first write, so a refusal needs no undoing. Knows the
 * tables through the log's statements.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { isRefusal } from '../domain/decision.ts';
import type { ClaimChange, Decision, StoredEvent, TimerChange } from '../domain/decision.ts';
import { findConversation, visible } from './conversations.ts';
import { first, inserted, lock, rows } from './driver.ts';
import type { Work } from './driver.ts';
import { eventOf } from './folding.ts';
import type { LogContext } from './log-context.ts';
import type { KnownConversation } from './state-cache.ts';
import type { Commit, CommitResult, Fence } from './store.ts';

/**
 * Events between two stored states. Writing the state with every message would double the pages that a commit
 * touches; reading at most this many events more is what the first message after a restart pays for it.
 */
const EVENTS_PER_STATE = 32;

/** No conversation has this number. */
const UNKNOWN = 0;

/** The job of a commit. */
export function* commitJob(log: LogContext, commit: Commit): Work<CommitResult> {
  if (commit.fence !== undefined && !(yield* holds(log, commit.fence))) {
    return refused(refuse('conflict', `the lease ${commit.fence.lease} has a new holder`));
  }
  const known = yield* findConversation(log, commit.conversation);
  const forbidden = commit.permit?.(known?.state);
  if (forbidden !== undefined) return refused(forbidden);
  if (known !== undefined) {
    const events = yield* earlierEvents(log, known, commit);
    if (events.length > 0) return { outcome: 'repeated', events };
  }
  if (commit.timer !== undefined && !(yield* spendTimer(log, known, commit))) return { outcome: 'unchanged' };
  const decision = commit.decide(known?.state);
  if (isRefusal(decision)) return refused(decision);
  const taken = yield* takenClaim(log, known, decision.claims);
  if (taken !== undefined) return refused(taken);
  return yield* write(log, { commit, known, decision });
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

// ST2
function* earlierEvents(log: LogContext, known: KnownConversation, { command }: Commit): Work<StoredEvent[]> {
  const found = yield* rows(log.statements.eventsOfCommand({ conversation: known.number, command }));
  return found.map((row) => eventOf(known.id, row));
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

/** A decision that nothing stands against any more. */
interface Decided {
  readonly commit: Commit;
  readonly known: KnownConversation | undefined;
  readonly decision: Decision;
}

function* write(log: LogContext, decided: Decided): Work<CommitResult> {
  const { known, decision } = decided;
  if (decision.events.length === 0) {
    if (known !== undefined) yield* writePromises(log, known.number, decision);
    return { outcome: 'unchanged' };
  }
  const events = numbered(decided);
  const conversation = yield* writeEvents(log, decided, events);
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

function* writeEvents(
  log: LogContext,
  { commit, known }: Decided,
  events: readonly StoredEvent[],
): Work<KnownConversation> {
  let state = known?.state;
  for (const event of events) state = log.model.apply(state, event);
  if (state === undefined) throw new Error('a commit without events has no state');
  const { site, department, visitor, status, caseNumber } = log.model.columns(state);
  const number =
    known?.number ??
    (yield* inserted(
      log.statements.startConversation({
        id: commit.conversation,
        site,
        department,
        visitor,
        status,
        case_number: caseNumber,
        created_at: commit.at,
      }),
      'number',
    ));
  let version = 0;
  for (const [part, event] of events.entries()) version = yield* addEvent(log, number, { part, event });
  const seq = (known?.seq ?? 0) + events.length;
  const publicSeq = (known?.publicSeq ?? 0) + events.filter((event) => event.publicSeq !== null).length;
  yield* rows(
    log.statements.advanceConversation({
      conversation: number,
      department,
      status,
      seq,
      public_seq: publicSeq,
      version,
      updated_at: commit.at,
    }),
  );
  let storedSeq = known?.storedSeq ?? 0;
  if (seq - storedSeq >= EVENTS_PER_STATE) {
    yield* rows(log.statements.storeState({ conversation: number, seq, state: JSON.stringify(state) }));
    storedSeq = seq;
  }
  return { number, id: commit.conversation, state, seq, publicSeq, version, storedSeq };
}

function* addEvent(
  log: LogContext,
  conversation: number,
  { part, event }: { part: number; event: StoredEvent },
): Work<number> {
  return yield* inserted(
    log.statements.addEvent({
      conversation,
      part,
      seq: event.seq,
      public_seq: event.publicSeq,
      at: event.at,
      command: event.command,
      audience: event.audience,
      author: JSON.stringify(event.by),
      content: JSON.stringify(event.content),
    }),
    'id',
  );
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
