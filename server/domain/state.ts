/**
 * What is known of a conversation after its events: the fold that deciding, views and inbox rows read. Everything is
 * plain JSON, because the store keeps it beside the log, and bounded, because it is written with every commit: the
 * messages themselves stay in the log. Shapes and one-line questions only; the topics' files say how events change it.
 */
import type { Audience } from '../../protocol/events.ts';
import type {
  AgentId,
  CaseNumber,
  CommandId,
  DepartmentId,
  MessageId,
  SessionId,
  SiteId,
  VisitorId,
} from '../../protocol/ids.ts';
import type {
  AgentName,
  Author,
  CallView,
  ConversationStatus,
  Page,
  PersonCard,
  ReadMark,
  Side,
  TransferView,
} from '../../protocol/models.ts';
import type { LadderStage } from './promise.ts';

/** The call that is not over, with what its ends need not know. */
export interface CallState extends Readonly<CallView> {
  /** The caller's session, bound to the leg by the answer (CA3). */
  readonly callerSession: SessionId;
  /** The agent at one end; null while a visitor's call rings. */
  readonly agent: AgentId | null;
  /** Ends that have media in the current attempt and were not interrupted since. */
  readonly confirmed: readonly Side[];
  /** When the current phase ends the call by itself; null while connected. */
  readonly deadlineAt: number | null;
}

/** A message of the window in which reads are understood. */
export interface RecentMessage {
  readonly message: MessageId;
  readonly seq: number;
  readonly by: 'visitor' | 'agent';
  readonly audience: Audience;
}

/** A read mark with the staff number of its message, so that it never moves backwards (CO11). */
export interface ReadState extends Readonly<ReadMark> {
  readonly seq: number;
}

/** The transfer that nobody has answered yet. */
export interface TransferState extends Readonly<TransferView> {
  readonly startedAt: number;
}

/** An agent who declined or let a reservation expire while this conversation wants somebody (RT5). */
export interface Asked {
  readonly agent: AgentId;
  readonly at: number;
}

/** The visitor's last wish to be called back. */
export interface CallbackState {
  /** The command that wished for it. */
  readonly id: CommandId;
  /** The wanted time; null: as soon as somebody is free. */
  readonly slot: number | null;
  /** Whose people call. */
  readonly department: DepartmentId;
  /** Last two digits of the number. */
  readonly digits: string;
  /** When somebody is asked to call; null: somebody should call now. */
  readonly dueAt: number | null;
  /** How often it was tried in vain. */
  readonly missed: number;
  /** Null while it is not over; then, until when the number is kept (CA15). */
  readonly keptUntil: number | null;
}

/** What the visitor was promised while they wait for a person. */
export interface PromiseState {
  /** By when a person will have answered. */
  readonly by: number;
  /** The last rung of the ladder, in percent of the promise's time; 100: it was not kept. */
  readonly stage: 0 | LadderStage | 100;
  /** An earlier one was not kept. */
  readonly again: boolean;
}

export interface ConversationState {
  /** Last number of the staff counter and of the visitors' counter (EV2). */
  readonly seq: number;
  readonly publicSeq: number;
  readonly site: SiteId;
  readonly department: DepartmentId;
  /** The partner that it has overflowed to, and the department that it came from. */
  readonly partner: { readonly name: string; readonly home: DepartmentId } | null;
  readonly visitor: VisitorId;
  readonly caseNumber: CaseNumber;
  readonly status: ConversationStatus;
  readonly startedAt: number;
  /** Since when it waits for a person; null: it does not, or only for the time of its call-back. */
  readonly waitingSince: number | null;
  /** It lost its agent, or its visitor expects a call now: it waits before all others (RT3). */
  readonly front: boolean;
  /** Its place in the queue was told since it waits (QU2). */
  readonly isPlaced: boolean;
  readonly locale: string;
  readonly page: Page | null;
  /** Agents inside now, in the order in which they joined. */
  readonly agents: readonly PersonCard[];
  readonly reservation: { readonly agent: AgentId; readonly expiresAt: number } | null;
  readonly transfer: TransferState | null;
  /** Who leaves when their call is over, and who has taken over from them (TR6). */
  readonly departing: { readonly agent: AgentId; readonly to: AgentId } | null;
  /** Topics that whoever takes it should know. */
  readonly skills: readonly string[];
  /** The agent who was inside last: they know the visitor (RT11). */
  readonly advisor: Readonly<AgentName> | null;
  /** Agents whom the visitor does not want. */
  readonly avoid: readonly Readonly<AgentName>[];
  /** The visitor was told that there is nobody else (RT19). */
  readonly missed: boolean;
  /** Since somebody came the last time, or somebody else was asked for. */
  readonly asked: readonly Asked[];
  /** One mark per person who ever read. */
  readonly reads: readonly ReadState[];
  /** The last messages, oldest first: a contiguous end of the list, cut where every present reader has read. */
  readonly recent: readonly RecentMessage[];
  readonly lastMessage: { readonly by: Author; readonly text: string; readonly at: number } | null;
  /** Messages of the visitor after the last one that an agent has read. */
  readonly unread: number;
  readonly call: CallState | null;
  readonly callback: CallbackState | null;
  /** Since when the visitor waits for what a person says, or null. */
  readonly owedSince: number | null;
  readonly promise: PromiseState | null;
}

/** What one event changes. */
export type StateChange = Partial<ConversationState>;

/** Whether the visitor wants anybody but this agent (RT18). */
export function isAvoided({ avoid }: ConversationState, agent: AgentId): boolean {
  return avoid.some(({ id }) => id === agent);
}

/** Whether this agent is a participant now. */
export function isInside(state: ConversationState, agent: AgentId): boolean {
  return state.agents.some((card) => card.id === agent);
}
