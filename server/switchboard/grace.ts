/**
 * Sessions without a connection: each is waited for, so that a page change does not flap (RS6), and what its loss means
 * for calls and conversations is wished when it does not come back (RT7). It knows times; consequences are decided by
 * the domain.
 */
import { TIMES } from '../../protocol/constants.ts';
import type { CallId, CommandId, SessionId } from '../../protocol/ids.ts';
import type { LegView } from '../../protocol/models.ts';
import type { Broker } from '../broker/broker.ts';
import type { Alarm, Clock, IdSource } from '../clock.ts';
import type { ConversationState } from '../domain/conversation.ts';
import type { CallState } from '../domain/state.ts';
import { CLAIMS } from '../domain/deciding.ts';
import type { SystemCommand } from '../domain/decision.ts';
import type { AgentRecord, SessionRecord } from '../store/people.ts';
import type { Store, StoredConversation } from '../store/store.ts';
import { errorFacts } from './log.ts';
import type { Log } from './log.ts';
import type { PresenceDesk } from './presence.ts';
import type { Switchboard } from './switchboard.ts';

/** After a restart nobody could have stayed: everybody gets the time of a visitor to come back with their back-off. */
const RESTART_GRACE_MS = TIMES.visitorGraceMs;

/** Consequences that could not be written are tried again after this time. */
const RETRY_MS = 2_000;

/** More conversations than any visitor has, and than anybody is asked for at once. */
const CONVERSATIONS = 1_000;

export interface GraceParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly switchboard: Switchboard;
  readonly presence: PresenceDesk;
  readonly log: Log;
  /** Name of this node among several; undefined: it is the only one. */
  readonly name: string | undefined;
}

/** A session as far as its absence goes. */
export type Away = Pick<SessionRecord, 'id' | 'person'>;

/** A session that is waited for. */
interface Waiting {
  readonly record: Away;
  readonly until: number;
  alarm: Alarm | undefined;
}

export class Grace {
  readonly #parts: GraceParts;
  readonly #waiting = new Map<SessionId, Waiting>();
  #stopped = false;

  constructor(parts: GraceParts) {
    this.#parts = parts;
  }

  /** The only node waits anew for every session that the store knows; among several each has its own. */
  async start(): Promise<void> {
    const { store, clock, name } = this.#parts;
    if (name !== undefined) return;
    const sessions = await store.people.sessions();
    await store.people.leaveSessions(undefined, clock.now());
    for (const record of sessions) this.#wait(record, RESTART_GRACE_MS);
  }

  /** Another node has died: its sessions are waited for here. */
  inherit(records: readonly Away[]): void {
    if (this.#stopped) return;
    for (const record of records) this.#wait(record, RESTART_GRACE_MS);
  }

  /** The session lost its connection. */
  lost(record: Away): void {
    if (this.#stopped) return;
    const { store, clock, log, name } = this.#parts;
    this.#wait(record, graceOf(record));
    store.people.setSessionAway(record.id, clock.now(), name).catch((error: unknown) => {
      log.warn({ session: record.id, ...errorFacts(error) }, 'a lost session could not be written down');
    });
  }

  /** The session with this id, if it is waited for. */
  waited(session: SessionId): Away | undefined {
    return this.#waiting.get(session)?.record;
  }

  /** The session has a connection again, or is about to. */
  returned(session: SessionId): void {
    this.#waiting.get(session)?.alarm?.cancel();
    this.#waiting.delete(session);
  }

  /** Nobody is waited for any more: the next start of the server does. */
  stop(): void {
    this.#stopped = true;
    for (const { alarm } of this.#waiting.values()) alarm?.cancel();
    this.#waiting.clear();
  }

  #wait(record: Away, delayMs: number): void {
    const { clock } = this.#parts;
    const waiting: Waiting = { record, until: clock.now() + delayMs, alarm: undefined };
    waiting.alarm = clock.after(delayMs, () => void this.#expire(waiting));
    this.#waiting.set(record.id, waiting);
  }

  async #expire(waiting: Waiting): Promise<void> {
    if ((await this.#end(waiting)) || this.#stopped || !this.#isWaiting(waiting)) return;
    this.#wait(waiting.record, RETRY_MS);
  }

  /** True once everything is written; the row goes last, so that a crash before leaves it to the next start. */
  async #end(waiting: Waiting): Promise<boolean> {
    const { record } = waiting;
    const { store, log, name } = this.#parts;
    try {
      if (await this.#isElsewhere(record)) return await this.#forget(waiting);
      if (!(await this.#depart(waiting)) || !this.#isWaiting(waiting)) return false;
      this.#waiting.delete(record.id);
      await store.people.deleteSession(record.id, name);
      log.info({ session: record.id, person: record.person.kind }, 'a session is over');
      return true;
    } catch (error) {
      log.warn({ session: record.id, ...errorFacts(error) }, 'a session could not be ended');
      return false;
    }
  }

  /** Whether another node has the session by now (RS8). */
  async #isElsewhere({ id }: Away): Promise<boolean> {
    const { store, name } = this.#parts;
    return name !== undefined && (await store.people.session(id))?.node !== name;
  }

  /** It is not this node's to end any more, nor to show present. */
  async #forget(waiting: Waiting): Promise<boolean> {
    const { id: session, person } = waiting.record;
    const { store, presence } = this.#parts;
    const agent = person.kind === 'agent' ? await store.people.agent(person.id) : undefined;
    if (!this.#isWaiting(waiting)) return false;
    this.#waiting.delete(session);
    if (agent !== undefined) await presence.leave({ agent: agent.id, session, departments: agent.departments });
    return true;
  }

  #isWaiting(waiting: Waiting): boolean {
    return this.#waiting.get(waiting.record.id) === waiting;
  }

  /** Ends what this session held; false if the store could not take it now. */
  async #depart(waiting: Waiting): Promise<boolean> {
    const { record } = waiting;
    const { store, presence } = this.#parts;
    if (record.person.kind === 'visitor') {
      const open = await store.conversations({
        visitor: record.person.id,
        status: ['waiting', 'open'],
        limit: CONVERSATIONS,
      });
      return this.#wishAll(open, ({ call }) => interruption(call, record.id) ?? abandonment(call, record.id));
    }
    const agent = await store.people.agent(record.person.id);
    if (agent === undefined) return true;
    const { departments } = agent;
    // Wherever they are inside or asked, be it as a guest of another department (TR2).
    const held = await store.conversations({ claim: CLAIMS.agentLoad(agent.id), limit: CONVERSATIONS });
    const isLast = !(await this.#hasOtherSession(record));
    if (!this.#isWaiting(waiting)) return false;
    await presence.leave({ agent: agent.id, session: record.id, departments });
    const settled = await this.#wishAll(held, ({ call }) => interruption(call, record.id));
    return isLast ? (await this.#wishAll(held, (state) => loss(state, agent))) && settled : settled;
  }

  /** Whether the same agent is still here, or may still come back, in another session. */
  async #hasOtherSession({ id, person }: Away): Promise<boolean> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    return (await store.people.sessions()).some(
      (other) => other.id !== id && other.person.id === person.id && now < this.#expectedUntil(other),
    );
  }

  /** Until when this session is here or may come back, as far as anybody knows now. */
  #expectedUntil(session: SessionRecord): number {
    const waiting = this.#waiting.get(session.id);
    if (waiting !== undefined) return waiting.until;
    return session.awaySince === null ? Number.POSITIVE_INFINITY : session.awaySince + graceOf(session);
  }

  async #wishAll(
    conversations: readonly StoredConversation[],
    wish: (state: ConversationState) => SystemCommand | undefined,
  ): Promise<boolean> {
    const { switchboard, ids } = this.#parts;
    const outcomes = conversations.map(async ({ id, state }) => {
      const command = wish(state);
      if (command === undefined) return true;
      const order = { ...command, id: ids.uuid() as CommandId, conversation: id };
      const outcome = await switchboard.execute({ kind: 'system' }, order);
      return !('refused' in outcome) || outcome.refused.code !== 'unavailable';
    });
    return (await Promise.all(outcomes)).every(Boolean);
  }
}

function graceOf({ person }: Away): number {
  return person.kind === 'visitor' ? TIMES.visitorGraceMs : TIMES.agentGraceMs;
}

/** The wish for a call whose leg this session is an end of. */
export function interruption(
  call: { readonly id: CallId; readonly leg: LegView | null } | null,
  session: SessionId,
): SystemCommand | undefined {
  const ends = call?.leg?.ends;
  if (!call || !ends || (ends.visitor !== session && ends.agent !== session)) return undefined;
  return { type: 'call.interrupt', body: { call: call.id, session } };
}

/** The wish for a call that this session rings with (QU6); an agent's ends with the agent. */
function abandonment(call: CallState | null, session: SessionId): SystemCommand | undefined {
  if (call?.phase !== 'ringing' || call.callerSession !== session) return undefined;
  return { type: 'call.abandon', body: { call: call.id, session } };
}

/** An agent who was only being asked is lost as well: then the next one is asked at once. */
function loss(state: ConversationState, { id }: AgentRecord): SystemCommand | undefined {
  const concerned = state.reservation?.agent === id || state.agents.some((card) => card.id === id);
  return concerned ? { type: 'participant.lose', body: { agent: id } } : undefined;
}
