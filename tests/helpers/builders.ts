/**
 * People and conversations for tests: actors with fresh ids, and a conversation that grows by replaying wishes through
 * the real domain. It plays the store's part in memory (numbers, timers, claims) and knows nothing of doors, sockets
 * or databases.
 */
import { formatCaseNumber } from '../../protocol/ids.ts';
import type {
  AgentId,
  CallId,
  CaseNumber,
  CommandId,
  ConversationId,
  DepartmentId,
  LegId,
  MessageId,
} from '../../protocol/ids.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Media, Page, PersonCard, QuickStart, TransferTarget } from '../../protocol/models.ts';
import { apply, decide } from '../../server/domain/conversation.ts';
import type { ConversationState } from '../../server/domain/conversation.ts';
import { isRefusal } from '../../server/domain/decision.ts';
import type {
  Actor,
  AgentActor,
  ClaimChange,
  Decision,
  FailedTransfer,
  StoredEvent,
  SystemActor,
  SystemCommand,
  TransferGoal,
  VisitorActor,
  Wish,
} from '../../server/domain/decision.ts';
import type { PromiseTerms } from '../../server/domain/promise.ts';
import type { RoutingReason } from '../../protocol/routing.ts';
import { permit } from '../../server/domain/permissions.ts';
import type { Wait } from '../../server/domain/waits.ts';

let ids = 0;

/** A new id of the wanted brand: a valid UUID that counts upwards, so that failures read the same every time. */
export function anId<Id extends string>(): Id {
  ids += 1;
  return `00000000-0000-4000-8000-${ids.toString(16).padStart(12, '0')}` as Id;
}

/** The site and the department of every actor that is not told otherwise. */
export const SITE = anId<VisitorActor['site']>();
export const DEPARTMENT = anId<DepartmentId>();

/** What a builder may be told; `undefined` means "as usual". */
type Told<Thing> = { readonly [Key in keyof Thing]?: Thing[Key] };

/** A page of the shop. */
export function aPage(path = '/', title = 'Shop'): Page {
  return { url: `https://shop.example${path}`, title };
}

/** A visitor in one tab. */
export function aVisitorActor(told: Told<VisitorActor> = {}): VisitorActor {
  return {
    kind: 'visitor',
    visitor: anId(),
    session: anId(),
    site: SITE,
    department: DEPARTMENT,
    topics: {},
    locale: 'de-CH',
    page: aPage(),
    ...told,
  };
}

/** What others see of an agent. */
export function aCard(told: Told<PersonCard> = {}): PersonCard {
  return { id: anId(), name: 'Mia Vogel', title: 'Advisor', languages: ['de', 'en'], photo: null, ...told };
}

/** An agent in one tab of the console; the card carries the agent's id. */
export function anAgentActor(told: Told<AgentActor> & { readonly name?: string } = {}): AgentActor {
  const { name, ...rest } = told;
  const agent = rest.agent ?? anId<AgentId>();
  const card = aCard({ id: agent, ...(name === undefined ? {} : { name }) });
  return {
    kind: 'agent',
    agent,
    session: anId(),
    card,
    role: 'agent',
    departments: [DEPARTMENT],
    capacity: 4,
    ...rest,
  };
}

/** Timers, routing and the hub. */
export const theSystem: SystemActor = { kind: 'system' };

type WithoutConversation<Each> = Each extends unknown ? Omit<Each, 'conversation'> : never;

/** A wish that does not say in which conversation. */
export type WishHere = WithoutConversation<Wish>;

export const AUDIO: Media = { audio: true, video: false };
export const VIDEO: Media = { audio: true, video: true };

/** Wishes in the words of the tests. */
export const wish = {
  post: (text = 'Hello'): WishHere => ({ type: 'message.post', body: { text, audience: 'all' } }),
  postAbout: (topic: QuickStart): WishHere => ({
    type: 'message.post',
    body: { text: 'Hello', audience: 'all', topic },
  }),
  note: (text = 'Hm'): WishHere => ({ type: 'message.post', body: { text, audience: 'staff' } }),
  read: (message: MessageId): WishHere => ({ type: 'participant.read', body: { message } }),
  accept: (): WishHere => ({ type: 'conversation.accept', body: {} }),
  replace: (): WishHere => ({ type: 'participant.replace', body: {} }),
  restore: (): WishHere => ({ type: 'participant.restore', body: {} }),
  end: (): WishHere => ({ type: 'conversation.end', body: {} }),
  transfer: (to: TransferTarget, told: { readonly warm?: boolean; readonly note?: string } = {}): WishHere => ({
    type: 'transfer.start',
    body: { to, warm: false, ...told },
  }),
  cancelTransfer: (): WishHere => ({ type: 'transfer.cancel', body: {} }),
  failTransfer: (outcome: FailedTransfer): WishHere => ({ type: 'transfer.fail', body: { outcome } }),
  leave: (handOver = false): WishHere => ({ type: 'participant.leave', body: { handOver } }),
  declineReservation: (): WishHere => ({ type: 'reservation.decline', body: {} }),
  call: (call: CallId, media = AUDIO): WishHere => ({ type: 'call.start', body: { call, media } }),
  answer: (call: CallId, media = AUDIO): WishHere => ({ type: 'call.answer', body: { call, media } }),
  declineCall: (call: CallId): WishHere => ({ type: 'call.decline', body: { call } }),
  hangUp: (call: CallId): WishHere => ({ type: 'call.end', body: { call } }),
  rejoin: (call: CallId): WishHere => ({ type: 'call.rejoin', body: { call } }),
  confirm: (call: CallId, leg: LegId, attempt = 1): WishHere => ({
    type: 'call.confirm',
    body: { call, leg, attempt },
  }),
  reserve: ({ agent, capacity }: AgentActor, because: readonly RoutingReason[] = []): WishHere => ({
    type: 'reservation.make',
    body: { agent, capacity, because },
  }),
  callBack: (slot: number | null, places = 1): WishHere => ({
    type: 'callback.request',
    body: { slot, digits: '67', places },
  }),
  cancelCallback: (): WishHere => ({ type: 'callback.cancel', body: {} }),
  calledBack: (reached: boolean): WishHere => ({ type: 'callback.done', body: { reached } }),
  beginCallback: (callback: CommandId): WishHere => ({ type: 'callback.begin', body: { callback } }),
  overflow: (to: DepartmentId, partner?: string): WishHere => {
    return { type: 'conversation.overflow', body: partner === undefined ? { to } : { to, partner } };
  },
  place: (position = 1, serving = 2, estimatedAt: number | null = null): WishHere => ({
    type: 'queue.place',
    body: { position, serving, estimatedAt },
  }),
  promise: (by: number, ladder: PromiseTerms['ladder'] = []): WishHere => ({
    type: 'promise.make',
    body: { shown: null, terms: { by, ladder } },
  }),
  lose: ({ agent }: AgentActor): WishHere => ({ type: 'participant.lose', body: { agent } }),
  visit: (page: Page): WishHere => ({ type: 'page.visit', body: { page } }),
  abandon: (call: CallId, { session }: VisitorActor): WishHere => ({ type: 'call.abandon', body: { call, session } }),
  interrupt: (call: CallId, { session }: VisitorActor | AgentActor): WishHere => ({
    type: 'call.interrupt',
    body: { call, session },
  }),
};

/** Which conversations hold which claim, shared by the conversations of one test (ST6). */
export class Claims {
  readonly #holders = new Map<string, Set<ConversationId>>();

  /** Applies the changes, or returns the key that cannot be had and changes nothing. */
  change(conversation: ConversationId, changes: readonly ClaimChange[]): string | undefined {
    const taken = changes.filter((change) => 'take' in change);
    const full = taken.find(({ take, limit }) => {
      const holders = this.#holders.get(take) ?? new Set();
      return !holders.has(conversation) && holders.size >= limit;
    });
    if (full !== undefined) return full.take;
    for (const claim of changes) {
      if ('take' in claim) this.#holders.set(claim.take, new Set(this.#holders.get(claim.take)).add(conversation));
      else this.#holders.get(claim.release)?.delete(conversation);
    }
    return undefined;
  }

  /** Keys that this conversation holds, sorted. */
  of(conversation: ConversationId): string[] {
    return [...this.#holders].flatMap(([key, holders]) => (holders.has(conversation) ? [key] : [])).toSorted();
  }
}

const SOMEBODY_THERE: TransferGoal = { kind: 'department', here: [anId()] };

/** A conversation that grows wish by wish; time stands still unless a test lets it pass. */
export class GrowingConversation {
  readonly id = anId<ConversationId>();
  readonly events: StoredEvent[] = [];
  readonly timers = new Map<string, { readonly dueAt: number; readonly command: SystemCommand }>();
  readonly claims: Claims;
  /** The number that a start takes. */
  readonly caseNumber: CaseNumber;
  now = 1_800_000_000_000;
  /** How those are whom a transfer asks; undefined: there, with room, be it an agent or a department. */
  goal: TransferGoal | 'nobody' | undefined;
  #state: ConversationState | undefined;

  constructor(claims: Claims, caseNumber: CaseNumber) {
    this.claims = claims;
    this.caseNumber = caseNumber;
  }

  /** The state; a conversation that nobody has started has none. */
  get state(): ConversationState {
    if (this.#state === undefined) throw new Error('Nobody has started this conversation');
    return this.#state;
  }

  /** The call that is not over. */
  get call(): NonNullable<ConversationState['call']> {
    const { call } = this.state;
    if (call === null) throw new Error('There is no call');
    return call;
  }

  /** Id of the last message. */
  get lastMessage(): MessageId {
    const last = this.events.findLast(({ content }) => content.type === 'message.posted');
    if (last?.content.type !== 'message.posted') throw new Error('Nothing was posted');
    return last.content.body.message;
  }

  /** The actor does this and it is done; returns the conversation for the next sentence. */
  does(actor: Actor, what: WishHere): this {
    const refused = this.tries(actor, what);
    if (isRefusal(refused)) throw new Error(`Refused ${what.type}: ${refused.code}, ${refused.message}`);
    return this;
  }

  /** The actor tries this: what was decided and written, or why not. */
  tries(actor: Actor, what: WishHere): Decision | Refusal {
    const wanted = { ...what, conversation: this.id } as Wish;
    const command = anId<CommandId>();
    const context = { now: this.now, command, actor, caseNumber: this.caseNumber, goal: this.#goalOf(wanted) };
    const result = permit(actor, wanted, this.#state) ?? decide(this.#state, wanted, context);
    if (isRefusal(result)) return result;
    const claim = this.claims.change(this.id, result.claims);
    if (claim !== undefined) return refuse('conflict', 'Somebody else has it.', { details: { claim } });
    this.#write(result, command);
    return result;
  }

  /** Types of the events that this would write, or the code of its refusal; and writes them. */
  outcome(actor: Actor, what: WishHere): string[] | Refusal['code'] {
    const result = this.tries(actor, what);
    return isRefusal(result) ? result.code : result.events.map(({ content }) => content.type);
  }

  /** Time passes, and what is due happens in its order. */
  passes(ms: number): this {
    const until = this.now + ms;
    for (;;) {
      const [next] = [...this.timers].toSorted(([, one], [, other]) => one.dueAt - other.dueAt);
      if (next === undefined || next[1].dueAt > until) break;
      const [name, { dueAt, command }] = next;
      this.now = Math.max(this.now, dueAt);
      this.timers.delete(name);
      this.does(theSystem, command);
    }
    this.now = until;
    return this;
  }

  #goalOf(wanted: Wish): TransferGoal | undefined {
    if (wanted.type !== 'transfer.start' || this.goal === 'nobody') return undefined;
    const isToAgent = 'agent' in wanted.body.to;
    return this.goal ?? (isToAgent ? { kind: 'agent', presence: 'available', capacity: 4 } : SOMEBODY_THERE);
  }

  #write({ events, timers }: Decision, command: CommandId): void {
    for (const event of events) {
      const seq = (this.#state?.seq ?? 0) + 1;
      const publicSeq = event.audience === 'all' ? (this.#state?.publicSeq ?? 0) + 1 : null;
      const stored = { ...event, conversation: this.id, seq, publicSeq, at: this.now, command };
      this.events.push(stored);
      this.#state = apply(this.#state, stored);
    }
    for (const timer of timers) {
      if ('set' in timer) this.timers.set(timer.set, { dueAt: timer.dueAt, command: timer.command });
      else this.timers.delete(timer.cancel);
    }
  }
}

/** A conversation that nobody has started yet. */
export function aConversation(
  told: { readonly claims?: Claims; readonly caseNumber?: CaseNumber } = {},
): GrowingConversation {
  const { claims = new Claims(), caseNumber = formatCaseNumber((ids += 1)) } = told;
  return new GrowingConversation(claims, caseNumber);
}

/** A conversation in which this visitor has written and this agent has accepted. */
export function anOpenConversation(visitor: VisitorActor, agent: AgentActor, claims?: Claims): GrowingConversation {
  return aConversation(claims === undefined ? {} : { claims })
    .does(visitor, wish.post())
    .does(agent, wish.accept());
}

/** A time that somebody waits, from noon on. */
export function aWait(told: Partial<Wait> = {}): Wait {
  return {
    conversation: anId(),
    seq: 2,
    site: SITE,
    department: DEPARTMENT,
    channel: 'chat',
    page: '/bowls/mora',
    queuedAt: 1_800_000_000_000,
    position: null,
    serving: null,
    estimatedAt: null,
    promisedBy: null,
    takenAt: null,
    answeredAt: null,
    leftAt: null,
    outcome: 'waiting',
    ...told,
  };
}
