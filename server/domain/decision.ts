/**
 * The vocabulary of deciding: who acts, what is wished, what is known, and what a decision consists of. `decide`
 * takes these and returns a `Decision` or a `Refusal`; the store writes a decision down in one transaction. Types
 * only; knows neither time nor storage.
 */
import type { ConversationCommand } from '../../protocol/commands.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Audience, ContentOf, EventContent, TransferOutcome } from '../../protocol/events.ts';
import type {
  AgentId,
  CallId,
  CaseNumber,
  CommandId,
  ConversationId,
  DepartmentId,
  SessionId,
  SiteId,
  VisitorId,
} from '../../protocol/ids.ts';
import type { AgentRole, Author, Page, PersonCard, Presence, QuickStart } from '../../protocol/models.ts';
import type { RoutingReason } from '../../protocol/routing.ts';
import type { LadderStep, PromiseTerms } from './promise.ts';

/** The skill that each quick start of a site asks for; one that is missing is switched off (E1). */
export type Topics = { readonly [kind in QuickStart]?: string | undefined };

/** A visitor in one tab. `site`, `department` and `topics` come from the session, never from a message's body. */
export interface VisitorActor {
  readonly kind: 'visitor';
  readonly visitor: VisitorId;
  readonly session: SessionId;
  readonly site: SiteId;
  /** Department that the site routes to. */
  readonly department: DepartmentId;
  readonly topics: Topics;
  readonly locale: string;
  readonly page: Page | null;
}

/** An agent in one tab of the console. */
export interface AgentActor {
  readonly kind: 'agent';
  readonly agent: AgentId;
  readonly session: SessionId;
  readonly card: PersonCard;
  readonly role: AgentRole;
  readonly departments: readonly DepartmentId[];
  /** Conversations at once (RT4). */
  readonly capacity: number;
}

/** Timers, routing and the hub: nobody on a wire can become this. */
export interface SystemActor {
  readonly kind: 'system';
}

export type Actor = VisitorActor | AgentActor | SystemActor;

/** Wishes of the system, never accepted from a wire. */
export type SystemCommand =
  /** Routing asks `agent`, who takes `capacity` conversations at once. */
  | {
      readonly type: 'reservation.make';
      readonly body: {
        readonly agent: AgentId;
        readonly capacity: number;
        readonly because: readonly RoutingReason[];
      };
    }
  /** Routing lets the conversation wait in another department. */
  | {
      readonly type: 'conversation.overflow';
      readonly body: {
        readonly to: DepartmentId;
        /** Name of a partner, and when the conversation comes home from them. */
        readonly partner?: string;
        readonly backAt?: number;
      };
    }
  /** Routing finds nobody to ask: where the conversation stands. */
  | { readonly type: 'queue.place'; readonly body: ContentOf<'queue.placed'>['body'] }
  /** The department that it overflowed from opens. */
  | { readonly type: 'conversation.return'; readonly body: Record<string, never> }
  | { readonly type: 'reservation.expire'; readonly body: { readonly agent: AgentId } }
  /** Routing finds nobody for a transfer to a department. */
  | { readonly type: 'transfer.fail'; readonly body: { readonly outcome: FailedTransfer } }
  /** Routing finds nobody but those whom the visitor does not want. */
  | { readonly type: 'replacement.miss'; readonly body: Readonly<Record<never, never>> }
  /** All sessions of a participating agent are gone for longer than grace. */
  | { readonly type: 'participant.lose'; readonly body: { readonly agent: AgentId } }
  | { readonly type: 'page.visit'; readonly body: { readonly page: Page } }
  /** The session at one end of the leg lost its connection. */
  | { readonly type: 'call.interrupt'; readonly body: { readonly call: CallId; readonly session: SessionId } }
  /** The session of a visitor whose call rings is gone for longer than grace. */
  | { readonly type: 'call.abandon'; readonly body: { readonly call: CallId; readonly session: SessionId } }
  /** The time of a call-back has come. */
  | { readonly type: 'callback.begin'; readonly body: { readonly callback: CommandId } }
  /** A promise is due to be made: `terms` are found by duty, null if nothing can be promised. */
  | {
      readonly type: 'promise.make';
      readonly body: {
        /** What the visitor's screen showed before they wrote, or null. */
        readonly shown: number | null;
        readonly terms: PromiseTerms | null;
      };
    }
  /** The next rung of the ladder, or the end of the promise. */
  | { readonly type: 'promise.climb'; readonly body: { readonly ladder: readonly LadderStep[] } }
  /** A call's timer ran out: unanswered, never connected, or not back in time. */
  | { readonly type: 'call.expire'; readonly body: { readonly call: CallId } };

/** A visitor's wish to be called as it is decided on: without the number, and with the places that its time has. */
export interface CallbackWish {
  readonly type: 'callback.request';
  readonly conversation: ConversationId;
  readonly body: { readonly slot: number | null; readonly digits: string; readonly places: number };
}

/** A wish of a person about one conversation. */
export type PersonWish = Exclude<ConversationCommand, { type: 'callback.request' }> | CallbackWish;
/** Why a transfer to a department comes back. */
export type FailedTransfer = Extract<TransferOutcome, 'declined' | 'expired' | 'failed'>;

/** Those whom a transfer asks, as they are now. */
export type TransferGoal =
  | (PartnerGoal & { readonly kind: 'agent'; readonly presence: Presence; readonly capacity: number })
  /** `here`: its agents who are available. */
  | (PartnerGoal & { readonly kind: 'department'; readonly here: readonly AgentId[] });

interface PartnerGoal {
  /** They are a partner's people. */
  readonly isPartner?: boolean;
}

/** A wish about one conversation, of a person or the system. */
export type Wish = PersonWish | (SystemCommand & { readonly conversation: ConversationId });

/** Everything that deciding may know besides the state. */
export interface DecideContext {
  /** Milliseconds UTC. */
  readonly now: number;
  readonly command: CommandId;
  readonly actor: Actor;
  /** The conversation's case number; before it begins an unused-looking one, taken if the decision starts it. */
  readonly caseNumber: CaseNumber;
  /** Whom `transfer.start` asks; undefined: nobody whom there is. */
  readonly goal?: TransferGoal | undefined;
}

/** An event before the store has numbered it. */
export interface NewEvent {
  readonly by: Author;
  readonly audience: Audience;
  readonly content: EventContent;
}

/** An event as it is stored: numbered in both counters (EV2). */
export interface StoredEvent extends NewEvent {
  readonly conversation: ConversationId;
  /** Staff counter: gap-free from 1. */
  readonly seq: number;
  /** Visitors' counter: gap-free from 1 over `audience: 'all'`, null for staff events. */
  readonly publicSeq: number | null;
  readonly at: number;
  readonly command: CommandId;
}

/** A timer is a system command with a due time, named inside its conversation; setting a name again replaces it. */
export type TimerChange =
  { readonly set: string; readonly dueAt: number; readonly command: SystemCommand } | { readonly cancel: string };

/**
 * A claim crosses conversations: at most `limit` conversations hold `key` at once. Taking a key twice from the same
 * conversation is one claim. A claim that cannot be had refuses the whole decision as `conflict` with
 * `details.claim = key`.
 */
export type ClaimChange = { readonly take: string; readonly limit: number } | { readonly release: string };

/** What shall happen, all of it or nothing. No events means: nothing to do, and that is fine. */
export interface Decision {
  readonly events: readonly NewEvent[];
  readonly timers: readonly TimerChange[];
  readonly claims: readonly ClaimChange[];
}

/** Whether deciding ended in a refusal. */
export function isRefusal(result: Decision | Refusal): result is Refusal {
  return 'code' in result;
}
