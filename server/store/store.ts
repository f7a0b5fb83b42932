/**
 * The door of the store, which is the truth: the event log with its two counters, the conversation rows that cache
 * it, timers, claims, the lease, through `people` the plain rows of sites, agents, visitors and sessions, and through
 * `chronicle` what is read out of the log. Every promise here is a rule ST of docs/protocol.md and held by the contract
 * suite against every driver. It knows no rules of conversations: those come in as `decide` and `Model`.
 */
import type { Refusal } from '../../protocol/errors.ts';
import type { CommandId, ConversationId, DepartmentId, SiteId, VisitorId } from '../../protocol/ids.ts';
import type { ConversationStatus } from '../../protocol/models.ts';
import type { ConversationState } from '../domain/conversation.ts';
import type { Decision, StoredEvent, SystemCommand } from '../domain/decision.ts';
import type { BlobStore } from './blobs.ts';
import type { CallbackStore } from './callbacks.ts';
import type { Chronicle } from './chronicle.ts';
import type { PeopleStore } from './people.ts';

/** Columns by which conversations are found; everything else is inside the state. */
export interface ConversationColumns {
  readonly site: SiteId;
  readonly department: DepartmentId;
  readonly visitor: VisitorId;
  readonly status: ConversationStatus;
  readonly caseNumber: string;
}

/** How the store folds events into states; handed in by the composition root, pure. */
export interface Model {
  apply(state: ConversationState | undefined, event: StoredEvent): ConversationState;
  columns(state: ConversationState): ConversationColumns;
}

/** A conversation with its version: the log position of its last event, growing over all conversations. */
export interface StoredConversation {
  readonly id: ConversationId;
  readonly version: number;
  readonly state: ConversationState;
}

/** One wish to change one conversation. */
export interface Commit {
  readonly conversation: ConversationId;
  readonly command: CommandId;
  /** Milliseconds UTC; becomes `at` of the events. */
  readonly at: number;
  /** Why the sender has no business here, asked before anything is told, also of a repeated command. Like `decide`. */
  permit?(state: ConversationState | undefined): Refusal | undefined;
  /** Synchronous and pure; runs inside the transaction, perhaps more than once. */
  decide(state: ConversationState | undefined): Decision | Refusal;
  /**
   * Timer whose command this is: removed in the same transaction, also when decide refuses. If it was cancelled or set
   * to a later time meanwhile, its command is void: decide is not asked, the outcome is `unchanged` (ST9).
   */
  readonly timer?: string;
  /** Written only while this lease is still held with this number (ST8); otherwise refused `conflict`. */
  readonly fence?: Fence;
}

/** `repeated`: the command was committed before and these are the events of that time (ST2). */
export type CommitResult =
  | {
      readonly outcome: 'committed';
      readonly events: readonly StoredEvent[];
      readonly conversation: StoredConversation;
    }
  | { readonly outcome: 'repeated'; readonly events: readonly StoredEvent[] }
  /** Nothing to do: decide returned no events. */
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

/** Whose counter numbers mean. */
export type Counter = 'staff' | 'visitor';

/** A window of one conversation's events in one counter. With neither bound: the last `limit`. Oldest first always. */
export interface EventQuery {
  readonly conversation: ConversationId;
  readonly counter: Counter;
  readonly after?: number;
  readonly before?: number;
  readonly limit: number;
}

/** Last numbers of a conversation in both counters. */
export interface ConversationHeads {
  readonly seq: number;
  readonly publicSeq: number;
}

/** Filters combine with AND; newest version first. */
export interface ConversationFilter {
  readonly status?: readonly ConversationStatus[];
  readonly departments?: readonly DepartmentId[];
  readonly visitor?: VisitorId;
  /** Those that hold this claim (ST6). */
  readonly claim?: string;
  /** Only those whose version is lower: the next part of a long list. Not together with `visitor` or `claim`. */
  readonly before?: number;
  readonly limit: number;
}

/** A timer whose time has come. */
export interface DueTimer {
  readonly conversation: ConversationId;
  readonly name: string;
  readonly dueAt: number;
  readonly command: SystemCommand;
}

/** An event with its place in the log of all conversations. */
export interface LoggedEvent {
  /** Opaque, comparable only by handing it back to `log`. */
  readonly cursor: string;
  readonly event: StoredEvent;
}

/** A held lease: `number` grows with every change of holder. */
export interface Fence {
  readonly lease: string;
  readonly number: number;
}

/** What `/health` shows of the store. */
export interface StoreHealth {
  readonly driver: 'sqlite' | 'postgres';
  /**
   * SQLite: the value read back after the first transaction; must be `FULL` (ST5). PostgreSQL: `synchronous_commit`, or
   * `off` where the server runs without fsync.
   */
  readonly synchronous: string;
  /** Whether it took the last write (SQLite), or would take one (PostgreSQL); false while a disk is full. */
  readonly writable: boolean;
  readonly epoch: string;
}

export interface Store {
  /** Renewed when a backup is restored; a browser with another epoch must forget what it has (P3). */
  readonly epoch: string;
  readonly people: PeopleStore;
  readonly blobs: BlobStore;
  readonly callbacks: CallbackStore;
  readonly chronicle: Chronicle;
  /** Resolves only after the durable commit (ST1). Throws `StoreUnavailable` when it cannot write now. */
  commit(commit: Commit): Promise<CommitResult>;
  conversation(id: ConversationId): Promise<StoredConversation | undefined>;
  conversations(filter: ConversationFilter): Promise<StoredConversation[]>;
  events(query: EventQuery): Promise<StoredEvent[]>;
  /** Unknown conversations are left out. */
  heads(ids: readonly ConversationId[]): Promise<Map<ConversationId, ConversationHeads>>;
  /** How many conversations hold each of these claims; those that none holds are left out. */
  claims(keys: readonly string[]): Promise<Map<string, number>>;
  dueTimers(now: number, limit: number): Promise<DueTimer[]>;
  /** When the next timer is due, or undefined. */
  nextTimerAt(): Promise<number | undefined>;
  /** Events of all conversations after a cursor ('' from the start), in log order, never skipping one (ST7). */
  log(cursor: string, limit: number): Promise<LoggedEvent[]>;
  /** The cursor after which `log` yields what is committed from now on. */
  logEnd(): Promise<string>;
  /** Takes or renews a lease for `ttlMs`; undefined while another holder's has not expired. */
  lease(name: string, holder: string, times: { now: number; ttlMs: number }): Promise<Fence | undefined>;
  /** Throws `StoreUnavailable`, with the reason, while the store is away or must be started anew. */
  health(): Promise<StoreHealth>;
  /** Finishes what was asked, then closes. */
  close(): Promise<void>;
}

/** The store cannot write or read now; doors answer `unavailable`. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
