/**
 * The door to plain rows: sites, departments, agents and their logins, one-time codes, visitors, sessions.
 * Secrets arrive here hashed. Every method is one atomic step. It knows no rules of who may do what.
 */
import type { Department, NewDepartment, Work } from '../../protocol/departments.ts';
import type { AgentId, DepartmentId, SessionId, SiteId, SiteKey, VisitorId } from '../../protocol/ids.ts';
import type { AgentRole, Page, Presence } from '../../protocol/models.ts';
import type { Topics } from '../domain/decision.ts';

/** One shop: `origins` are the exact web origins whose pages may carry its widget. */
export interface SiteRecord {
  readonly id: SiteId;
  readonly key: SiteKey;
  readonly name: string;
  readonly brand: string;
  readonly origins: readonly string[];
  readonly contactUrl: string | null;
  /** The number under which the shop can be called, as people read it, and what that costs them (E5). */
  readonly phone: { readonly number: string; readonly cost: string } | null;
  /** Departments it routes to, first one first. */
  readonly departments: readonly DepartmentId[];
  /** The skills that quick starts ask for. */
  readonly topics: Topics;
}

/** A person of the console. Without a password hash the invitation was not redeemed yet. */
export interface AgentRecord {
  readonly id: AgentId;
  readonly name: string;
  /** Lower-case, unique. */
  readonly email: string;
  readonly role: AgentRole;
  readonly title: string;
  readonly languages: readonly string[];
  /** Key of a blob, or null. */
  readonly photo: string | null;
  readonly passwordHash: string | null;
  /** The agent's own switch; presence is derived from it and the sessions. */
  readonly switch: Exclude<Presence, 'offline'>;
  readonly departments: readonly DepartmentId[];
  /** Topics that conversations may ask for. */
  readonly skills: readonly string[];
  /** Conversations at once, reservations included (RT4). */
  readonly chatCapacity: number;
  readonly callCapacity: Work['callCapacity'];
}

/** A sign-in of the console. */
export interface LoginRecord {
  readonly tokenHash: string;
  readonly agent: AgentId;
  readonly expiresAt: number;
}

/** A one-time link: `owner` makes the first owner, `invitation` lets an invited agent set a password. */
export interface CodeRecord {
  readonly codeHash: string;
  readonly purpose: 'owner' | 'invitation';
  /** The invited agent; null for the owner link. */
  readonly agent: AgentId | null;
  readonly expiresAt: number;
}

/** Somebody on a shop's page. */
export interface VisitorRecord {
  readonly id: VisitorId;
  readonly site: SiteId;
  /** When they are forgotten unless they have written something or are here then; null: they have. */
  readonly sweepAt: number | null;
}

/** One open document of one person. */
export interface SessionRecord {
  readonly id: SessionId;
  readonly person:
    { readonly kind: 'visitor'; readonly id: VisitorId } | { readonly kind: 'agent'; readonly id: AgentId };
  readonly locale: string;
  readonly page: Page | null;
  /** When its connection was lost, or null while it has one. */
  readonly awaySince: number | null;
  /** Node that has its connection, or waits for it; absent where there is only one. */
  readonly node?: string;
}

/** What an invitation or the owner link fills in. */
export interface NewAgent {
  readonly id: AgentId;
  readonly name: string;
  readonly email: string;
  readonly role: AgentRole;
  readonly title: string;
  readonly languages: readonly string[];
  readonly departments: readonly DepartmentId[];
}

export interface PeopleStore {
  createSite(site: SiteRecord): Promise<void>;
  /** Creates the site and its department, unless there is a site (false). One step. */
  createFirstSite(site: SiteRecord, department: Department): Promise<boolean>;
  updateSite(id: SiteId, change: Partial<Omit<SiteRecord, 'id' | 'key'>>): Promise<void>;
  sites(): Promise<SiteRecord[]>;
  siteByKey(key: string): Promise<SiteRecord | undefined>;
  site(id: SiteId): Promise<SiteRecord | undefined>;

  createDepartment(department: Department): Promise<void>;
  /** All of them, by name. */
  departments(): Promise<Department[]>;
  department(id: DepartmentId): Promise<Department | undefined>;
  updateDepartment(id: DepartmentId, settings: NewDepartment): Promise<void>;
  /** Nobody must route to it, nor any agent or conversation be in it any more. */
  deleteDepartment(id: DepartmentId): Promise<void>;

  /** False if the e-mail is taken. Creates the agent and its invitation code in one step. */
  inviteAgent(agent: NewAgent, code: CodeRecord): Promise<boolean>;
  agents(): Promise<AgentRecord[]>;
  agent(id: AgentId): Promise<AgentRecord | undefined>;
  agentByEmail(email: string): Promise<AgentRecord | undefined>;
  updateAgent(id: AgentId, change: Partial<Omit<AgentRecord, 'id' | 'email'>>): Promise<void>;

  createCode(code: CodeRecord): Promise<void>;
  /** The code if it exists, is unused and has not expired. */
  code(codeHash: string, now: number): Promise<CodeRecord | undefined>;
  /** Uses the code and creates the owner, or refuses (false) if the code is spent or there is an owner. One step. */
  redeemOwnerCode(codeHash: string, now: number, owner: NewAgent & { passwordHash: string }): Promise<boolean>;
  /**
   * Uses the code and sets the invited agent's password, or refuses (undefined) if the code is spent. All codes of this
   * agent are spent with it. One step.
   */
  redeemInvitation(codeHash: string, now: number, passwordHash: string): Promise<AgentId | undefined>;

  createLogin(login: LoginRecord): Promise<void>;
  login(tokenHash: string, now: number): Promise<LoginRecord | undefined>;
  /** Ends this sign-in, and with it the agent's tickets that were not used yet; whose it was. One step. */
  deleteLogin(tokenHash: string): Promise<AgentId | undefined>;
  /** Signs the agent out everywhere. */
  deleteLoginsOf(agent: AgentId): Promise<void>;

  /**
   * Counts an attempt under each of these keys, unless one of them has had `limit` within its window; the milliseconds
   * until it may be tried again, or 0. One step over all nodes.
   */
  attempt(attempt: {
    readonly id: string;
    readonly at: number;
    readonly keys: readonly { readonly key: string; readonly limit: number; readonly windowMs: number }[];
  }): Promise<number>;
  /** It was successful, and does not count. */
  takeBackAttempt(id: string): Promise<void>;

  /** A ticket opens one socket of this agent once, until it expires. */
  createTicket(ticket: { ticketHash: string; agent: AgentId; expiresAt: number }): Promise<void>;
  /** The ticket's agent, once. One step; expired tickets are swept away with it. */
  redeemTicket(ticketHash: string, now: number): Promise<AgentId | undefined>;

  createVisitor(visitor: VisitorRecord, tokenHash: string): Promise<void>;
  visitorByToken(tokenHash: string): Promise<VisitorRecord | undefined>;
  /** Who was inside with each of these visitors last, where that is known. */
  advisors(visitors: readonly VisitorId[]): Promise<ReadonlyMap<VisitorId, AgentId>>;
  /** Lets a visitor be swept away at another time; false if they are gone. */
  keepVisitor(id: VisitorId, sweepAt: number): Promise<boolean>;

  /**
   * Removes expired sign-ins, tickets and one-time codes, and visitors whose time has come without a conversation and
   * without a session; those with a conversation stay for good. At most `limit` visitors are looked at; whether there
   * were that many. One step.
   */
  sweep(now: number, limit: number): Promise<boolean>;

  /** Inserts or replaces. */
  saveSession(session: SessionRecord): Promise<void>;
  /** Like `saveSession` for one that is known, where there is only one node: written a moment later. */
  renewSession(session: SessionRecord): Promise<void>;
  session(id: SessionId): Promise<SessionRecord | undefined>;
  /** Marks the session as away since `at` (null: connected again); if a node is named, only while it is that one's. */
  setSessionAway(id: SessionId, awaySince: number | null, node?: string): Promise<void>;
  /** If a node is named, only while the session is that one's. */
  deleteSession(id: SessionId, node?: string): Promise<void>;
  /** All sessions that have not been deleted: what a restarted server must wait for. */
  sessions(): Promise<SessionRecord[]>;
  /**
   * Replaces the session, also its node, if it is still with the node `from` and, unless that one is known not to have
   * its connection any more, away. One step: of two nodes one gets it (RS8).
   */
  takeSession(session: SessionRecord, from: { node: string | undefined; isDisconnected: boolean }): Promise<boolean>;

  /** One more sign of life of this node, and the last ones of all. */
  beat(node: string): Promise<Map<string, number>>;
  /** Gives the sessions of a dead node to another, away since now; those that it gets. Of two heirs one inherits. */
  inherit(dead: string, heir: string, now: number): Promise<SessionRecord[]>;
  /** Takes those of these sessions back that others inherited and nobody has taken since. */
  reclaimSessions(ids: readonly SessionId[], node: string): Promise<void>;
  /** Marks all sessions of this node as away: it goes, and others may take them. */
  leaveSessions(node: string | undefined, now: number): Promise<void>;
}
