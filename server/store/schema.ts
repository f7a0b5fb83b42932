/**
 * The tables as types, for Kysely. JSON columns are text that only the stores read and write; times are integer
 * milliseconds UTC; `number` and `id` of conversations and events are given by the database. How the tables are made
 * is written in `migrations/`.
 */
import type { Generated } from 'kysely';
import type { Department, Work } from '../../protocol/departments.ts';
import type { Audience } from '../../protocol/events.ts';
import type {
  AgentId,
  CommandId,
  ConversationId,
  DepartmentId,
  SessionId,
  SiteId,
  SiteKey,
  VisitorId,
} from '../../protocol/ids.ts';
import type { AgentRole, ConversationStatus } from '../../protocol/models.ts';
import type { WaitChannel, WaitOutcome } from '../domain/waits.ts';
import type { BlobPurpose } from './blobs.ts';
import type { AgentRecord, CodeRecord } from './people.ts';

/** What conversations are found by, and their last numbers. `number` stands for the id in the other tables. */
export interface ConversationsTable {
  readonly number: Generated<number>;
  readonly id: ConversationId;
  readonly site: SiteId;
  readonly department: DepartmentId;
  readonly visitor: VisitorId;
  readonly status: ConversationStatus;
  readonly case_number: string;
  readonly seq: number;
  readonly public_seq: number;
  /** Log id of the last event. */
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
}

/** A state as of an earlier event, so that folding need not begin with the first; may be missing, never wrong. */
export interface StatesTable {
  readonly conversation: number;
  readonly seq: number;
  /** JSON. */
  readonly state: string;
}

/** The log. `id` is its order; `part` counts the events of one command from 0, so that a command is unique (ST2). */
export interface EventsTable {
  readonly id: Generated<number>;
  readonly conversation: number;
  readonly seq: number;
  readonly public_seq: number | null;
  readonly at: number;
  readonly command: CommandId;
  readonly part: number;
  readonly audience: Audience;
  /** JSON. */
  readonly author: string;
  /** JSON. */
  readonly content: string;
}

/** When which command of a conversation is due. */
export interface TimersTable {
  readonly conversation: number;
  readonly name: string;
  readonly due_at: number;
  /** JSON. */
  readonly command: string;
}

/** Which conversations hold a key. */
export interface ClaimsTable {
  readonly key: string;
  readonly conversation: number;
}

/** Who is on duty, and the how-manieth holder that is. */
export interface LeasesTable {
  readonly name: string;
  readonly holder: string;
  readonly number: number;
  readonly expires_at: number;
}

/** Facts about the database itself, such as its epoch. */
export interface MetaTable {
  readonly key: string;
  readonly value: string;
}

/** One row per shop. */
export interface SitesTable {
  readonly id: SiteId;
  readonly key: SiteKey;
  readonly name: string;
  readonly brand: string;
  /** JSON. */
  readonly origins: string;
  readonly contact_url: string | null;
  readonly phone: string | null;
  readonly phone_cost: string | null;
  /** JSON, in order of preference. */
  readonly departments: string;
  /** JSON. */
  readonly topics: Generated<string>;
}

/** Groups of agents. */
export interface DepartmentsTable {
  readonly id: DepartmentId;
  readonly name: string;
  readonly kind: Generated<Department['kind']>;
  /** JSON. */
  readonly hours: string | null;
  readonly overflow: DepartmentId | null;
  /** JSON. */
  readonly promise: string | null;
}

/** People of the console. */
export interface AgentsTable {
  readonly id: AgentId;
  readonly name: string;
  readonly email: string;
  readonly role: AgentRole;
  readonly title: string;
  /** JSON. */
  readonly languages: string;
  readonly photo: string | null;
  readonly password_hash: string | null;
  readonly switch: AgentRecord['switch'];
  /** JSON. */
  readonly departments: string;
  /** JSON. */
  readonly skills: Generated<string>;
  readonly chat_capacity: Generated<number>;
  readonly call_capacity: Generated<Work['callCapacity']>;
}

/** Sign-ins of the console. */
export interface LoginsTable {
  readonly token_hash: string;
  readonly agent: AgentId;
  readonly expires_at: number;
}

/** What opens one socket of an agent, once. */
export interface TicketsTable {
  readonly ticket_hash: string;
  readonly agent: AgentId;
  readonly expires_at: number;
}

/** One-time links; a spent one is gone. */
export interface CodesTable {
  readonly code_hash: string;
  readonly purpose: CodeRecord['purpose'];
  readonly agent: AgentId | null;
  readonly expires_at: number;
}

/** People on a shop page. */
export interface VisitorsTable {
  readonly id: VisitorId;
  readonly site: SiteId;
  readonly token_hash: string;
  readonly sweep_at: number | null;
  /** Who was inside with them last, or null. */
  readonly advisor: AgentId | null;
}

/** Open documents; either `visitor` or `agent` is set. */
export interface SessionsTable {
  readonly id: SessionId;
  readonly visitor: VisitorId | null;
  readonly agent: AgentId | null;
  readonly locale: string;
  /** JSON. */
  readonly page: string | null;
  readonly away_since: number | null;
  /** Node that has its connection, or waits for it; null where there is only one. */
  readonly node: string | null;
}

/** Attempts that were not successful, under each key by which they are counted. */
export interface AttemptsTable {
  readonly id: string;
  readonly key: string;
  readonly at: number;
  readonly expires_at: number;
}

/** Numbers to call back, one per wish; nowhere else is a number written. */
export interface CallbacksTable {
  /** The command that wished for the call-back. */
  readonly id: CommandId;
  readonly conversation: ConversationId;
  /** As people read it, with its country. */
  readonly number: string;
  /** When somebody looks whether it is still needed. */
  readonly look_at: number;
}

/** Nodes that live, or have died and were not buried yet; `beat` grows as long as they live. */
export interface NodesTable {
  readonly id: string;
  readonly beat: number;
}

/** Photos and attachments. */
export interface BlobsTable {
  readonly key: string;
  readonly purpose: BlobPurpose;
  readonly type: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly hash: string;
  /** Null where they lie in the node's folder. */
  readonly bytes: Uint8Array | null;
}

/** How conversations waited; see `Wait`. */
export interface WaitsTable {
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly site: SiteId;
  readonly department: DepartmentId;
  readonly channel: WaitChannel;
  readonly page: string | null;
  readonly queued_at: number;
  readonly position: number | null;
  readonly serving: number | null;
  readonly estimated_at: number | null;
  readonly promised_by: number | null;
  readonly taken_at: number | null;
  readonly answered_at: number | null;
  readonly left_at: number | null;
  readonly outcome: WaitOutcome;
}

/** Promises that were made, and what came of them. */
export interface PromisesTable {
  readonly conversation: ConversationId;
  readonly seq: number;
  readonly site: SiteId;
  readonly department: DepartmentId;
  readonly made_at: number;
  readonly promised_by: number;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly dropped_at: number | null;
}

/** Every table by its name. */
export interface Database {
  readonly conversations: ConversationsTable;
  readonly states: StatesTable;
  readonly events: EventsTable;
  readonly timers: TimersTable;
  readonly claims: ClaimsTable;
  readonly leases: LeasesTable;
  readonly meta: MetaTable;
  readonly sites: SitesTable;
  readonly departments: DepartmentsTable;
  readonly agents: AgentsTable;
  readonly logins: LoginsTable;
  readonly tickets: TicketsTable;
  readonly codes: CodesTable;
  readonly attempts: AttemptsTable;
  readonly visitors: VisitorsTable;
  readonly sessions: SessionsTable;
  readonly callbacks: CallbacksTable;
  readonly nodes: NodesTable;
  readonly blobs: BlobsTable;
  readonly waits: WaitsTable;
  readonly promises: PromisesTable;
}
