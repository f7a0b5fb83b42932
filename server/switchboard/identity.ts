/**
 * Who somebody is: visitor tokens, the owner link, invitations, sign-ins of agents and their socket tickets. Every
 * secret is 256 random bits, handed out once and stored hashed. It decides identity only; what a person may do is
 * `permissions`.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { TIMES } from '../../protocol/constants.ts';
import type { AgentId, DepartmentId, VisitorId } from '../../protocol/ids.ts';
import type { AgentRole, PersonCard } from '../../protocol/models.ts';
import type { Clock, IdSource } from '../clock.ts';
import { SERVER_TIMES } from '../limits.ts';
import type { AgentRecord, CodeRecord, SiteRecord, VisitorRecord } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { beginGuess } from './attempts.ts';
import { hashPassword, hashSecret, verifyPassword } from './passwords.ts';

/** What others may see of an agent (VI3), and of which partner they are (VI6). */
export function personCard(agent: AgentRecord, partner?: string): PersonCard {
  const { id, name, title, languages, photo } = agent;
  const card = { id, name, title, languages: [...languages], photo: photo === null ? null : `/v1/photos/${photo}` };
  return partner === undefined ? card : { ...card, partner };
}

/** What the inviting person fills in. */
export interface Invitation {
  readonly name: string;
  readonly email: string;
  readonly title: string;
  readonly languages: readonly string[];
  readonly role: Exclude<AgentRole, 'owner'>;
}

/** A new sign-in: the token goes into the cookie. */
export interface SignedIn {
  readonly agent: AgentRecord;
  readonly token: string;
}

export interface Identity {
  /** The visitor of this token on this site (FR10), who is not forgotten from now on for a while. */
  knownVisitor(site: SiteRecord, token: string | undefined): Promise<VisitorRecord | undefined>;
  /** A new visitor with a fresh token. */
  newVisitor(site: SiteRecord): Promise<{ visitor: VisitorRecord; token: string }>;
  visitorByToken(token: string): Promise<VisitorRecord | undefined>;
  /** A single-use ticket for one socket. */
  ticket(agent: AgentId): Promise<string>;
  redeemTicket(ticket: string): Promise<AgentRecord | undefined>;
  /** `home`: where the attempt comes from, as failures are counted. */
  signIn(email: string, password: string, home: string): Promise<SignedIn | Refusal>;
  /** Ends a sign-in; the agent whose it was, and whose connections have to be closed. */
  signOut(token: string): Promise<AgentId | undefined>;
  /** The agent of a sign-in's token. */
  agentByLogin(token: string): Promise<AgentRecord | undefined>;
  /** A one-time code that makes the first owner, or undefined when there is one. */
  ownerCode(): Promise<string | undefined>;
  /** Creates an agent with a one-time code to join. */
  invite(invitation: Invitation): Promise<{ agent: AgentRecord; code: string } | Refusal>;
  /** A fresh code for an agent who has not joined yet. */
  inviteAgain(agent: AgentId): Promise<{ code: string } | Refusal>;
  /** What a code is for, without using it. */
  peek(
    code: string,
  ): Promise<{ purpose: 'owner' } | { purpose: 'invitation'; name: string; email: string } | undefined>;
  /** Uses a code. `owner` is needed for the owner link. */
  redeem(code: string, password: string, owner?: { name: string; email: string }): Promise<SignedIn | Refusal>;
}

export interface IdentityOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Whether a result of this room is a refusal. */
export function isRefused(result: object): result is Refusal {
  return 'code' in result && 'message' in result;
}

const SPENT = refuse('gone', 'This link was used before or has expired. Ask for a new one.');
const WRONG = refuse('unauthenticated', 'E-mail or password is wrong.');

/** Identity over this store. */
export function createIdentity(options: IdentityOptions): Identity {
  return { ...visitors(options), ...signIns(options), ...invitations(options), ...redemptions(options) };
}

function visitors({
  store,
  clock,
  ids,
}: IdentityOptions): Pick<Identity, 'knownVisitor' | 'newVisitor' | 'visitorByToken'> {
  const visitorByToken = (token: string) => store.people.visitorByToken(hashSecret(token));
  return {
    visitorByToken,
    async knownVisitor(site, token) {
      const known = token === undefined ? undefined : await visitorByToken(token);
      if (known?.site !== site.id) return undefined;
      const { sweepAt } = known;
      // Whoever comes back when they are about to be swept away either stays or is unknown, never in between.
      if (sweepAt === null || sweepAt > clock.now() + SERVER_TIMES.sweepMs) return known;
      const later = clock.now() + SERVER_TIMES.unusedVisitorMs;
      return (await store.people.keepVisitor(known.id, later)) ? { ...known, sweepAt: later } : undefined;
    },
    async newVisitor(site) {
      const sweepAt = clock.now() + SERVER_TIMES.unusedVisitorMs;
      const visitor: VisitorRecord = { id: ids.uuid() as VisitorId, site: site.id, sweepAt };
      const token = ids.secret();
      await store.people.createVisitor(visitor, hashSecret(token));
      return { visitor, token };
    },
  };
}

/** Signs an agent in without asking for the password: right after it was set or checked. */
async function openLogin({ store, clock, ids }: IdentityOptions, agent: AgentRecord): Promise<SignedIn> {
  const token = ids.secret();
  await store.people.createLogin({
    tokenHash: hashSecret(token),
    agent: agent.id,
    expiresAt: clock.now() + SERVER_TIMES.loginMs,
  });
  return { agent, token };
}

function signIns(
  options: IdentityOptions,
): Pick<Identity, 'ticket' | 'redeemTicket' | 'signIn' | 'signOut' | 'agentByLogin'> {
  const { store, clock, ids } = options;
  return {
    async ticket(agent) {
      const ticket = ids.secret();
      await store.people.createTicket({
        ticketHash: hashSecret(ticket),
        agent,
        expiresAt: clock.now() + TIMES.ticketMs,
      });
      return ticket;
    },
    async redeemTicket(ticket) {
      const agent = await store.people.redeemTicket(hashSecret(ticket), clock.now());
      return agent === undefined ? undefined : store.people.agent(agent);
    },
    async signIn(email, password, home) {
      const guess = await beginGuess(options, email, home);
      if ('waitMs' in guess) {
        return refuse('limited', 'Too many failed attempts. Try again later.', { retryAfter: guess.waitMs });
      }
      const agent = await store.people.agentByEmail(email.toLowerCase());
      if (!(await verifyPassword(password, agent?.passwordHash))) return WRONG;
      await guess.takeBack();
      return openLogin(options, agent!);
    },
    signOut: (token) => store.people.deleteLogin(hashSecret(token)),
    async agentByLogin(token) {
      const login = await store.people.login(hashSecret(token), clock.now());
      return login && store.people.agent(login.agent);
    },
  };
}

const hasOwner = async ({ store }: IdentityOptions): Promise<boolean> =>
  (await store.people.agents()).some((agent) => agent.role === 'owner');

/** New people belong to every department until somebody decides otherwise. */
const allDepartments = async ({ store }: IdentityOptions): Promise<DepartmentId[]> =>
  (await store.people.departments()).map(({ id }) => id);

/** A fresh one-time code with its row. */
function newCode({ clock, ids }: IdentityOptions, purpose: CodeRecord['purpose'], agent: AgentId | null) {
  const code = ids.secret();
  const ttlMs = purpose === 'owner' ? SERVER_TIMES.ownerLinkMs : SERVER_TIMES.invitationMs;
  const record: CodeRecord = { codeHash: hashSecret(code), purpose, agent, expiresAt: clock.now() + ttlMs };
  return { code, record };
}

function invitations(options: IdentityOptions): Pick<Identity, 'ownerCode' | 'invite' | 'inviteAgain'> {
  const { store, ids } = options;
  return {
    async ownerCode() {
      if (await hasOwner(options)) return undefined;
      const { code, record } = newCode(options, 'owner', null);
      await store.people.createCode(record);
      return code;
    },
    async invite(invitation) {
      const id = ids.uuid() as AgentId;
      const { code, record } = newCode(options, 'invitation', id);
      const email = invitation.email.toLowerCase();
      const agent = { ...invitation, id, email, departments: await allDepartments(options) };
      const created = await store.people.inviteAgent(agent, record);
      if (!created) {
        return refuse('conflict', 'Somebody with this e-mail exists already.', { details: { field: 'email' } });
      }
      return { agent: (await store.people.agent(id))!, code };
    },
    async inviteAgain(agentId) {
      const agent = await store.people.agent(agentId);
      if (!agent) return refuse('not_found', 'There is no such person.');
      if (agent.passwordHash !== null) return refuse('conflict', 'This person has already joined.');
      const { code, record } = newCode(options, 'invitation', agentId);
      await store.people.createCode(record);
      return { code };
    },
  };
}

/** Makes the first owner out of the owner link's code; undefined when the code is spent or there is an owner. */
async function redeemOwner(
  options: IdentityOptions,
  code: string,
  owner: { name: string; email: string; password: string },
): Promise<AgentId | undefined> {
  if (await hasOwner(options)) return undefined;
  const { store, clock, ids } = options;
  const id = ids.uuid() as AgentId;
  const redeemed = await store.people.redeemOwnerCode(hashSecret(code), clock.now(), {
    ...{ id, name: owner.name, email: owner.email.toLowerCase(), role: 'owner', title: '', languages: [] },
    departments: await allDepartments(options),
    passwordHash: await hashPassword(owner.password),
  });
  return redeemed ? id : undefined;
}

function redemptions(options: IdentityOptions): Pick<Identity, 'peek' | 'redeem'> {
  const { store, clock } = options;
  return {
    async peek(code) {
      const record = await store.people.code(hashSecret(code), clock.now());
      if (record?.purpose === 'owner') return (await hasOwner(options)) ? undefined : { purpose: 'owner' };
      const agent = record?.agent ? await store.people.agent(record.agent) : undefined;
      return agent && { purpose: 'invitation', name: agent.name, email: agent.email };
    },
    async redeem(code, password, owner) {
      const record = await store.people.code(hashSecret(code), clock.now());
      if (!record) return SPENT;
      if (record.purpose === 'owner' && !owner) return refuse('invalid', 'The owner needs a name and an e-mail.');
      const agentId =
        record.purpose === 'owner'
          ? await redeemOwner(options, code, { ...owner!, password })
          : await store.people.redeemInvitation(hashSecret(code), clock.now(), await hashPassword(password));
      const agent = agentId && (await store.people.agent(agentId));
      return agent ? openLogin(options, agent) : SPENT;
    },
  };
}
