/**
 * The one function behind every door: permit, decide, commit, publish, answer. It knows the order of these steps and
 * who has to hear of the result; it knows no sockets, and what a wish leads to is the domain's business.
 */
import type { Command } from '../../protocol/commands.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { CASE_NUMBERS, formatCaseNumber } from '../../protocol/ids.ts';
import type { CaseNumber, CommandId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { Broker } from '../broker/broker.ts';
import type { Clock, IdSource } from '../clock.ts';
import { decide } from '../domain/conversation.ts';
import { CLAIMS } from '../domain/deciding.ts';
import { isRefusal } from '../domain/decision.ts';
import type { Actor, CallbackWish, StoredEvent, TimerChange, TransferGoal, Wish } from '../domain/decision.ts';
import { permit } from '../domain/permissions.ts';
import { StoreUnavailable } from '../store/store.ts';
import type { CommitResult, Fence, Store } from '../store/store.ts';
import { Announcer } from './announcer.ts';
import type { CallbackOrder, Callbacks } from './callbacks.ts';
import { errorFacts } from './log.ts';
import { transferGoal } from './transfer-goals.ts';
import type { Log } from './log.ts';

/** A wish with the id under which it happens at most once. */
export type Order = { readonly id: CommandId } & (
  Exclude<Wish, CallbackWish> | Extract<Command, { type: 'presence.set' | 'callback.request' }>
);

/** What duty adds to its orders. */
export interface Circumstances {
  /** The timer whose command this is; it is gone afterwards, whatever comes of it (ST9). */
  readonly timer?: string;
  /** The lease that must still be held (ST8). */
  readonly fence?: Fence;
}

/** What came of an order: the events of its commit, none if there was nothing to do, or why not. */
export type Outcome = { readonly events: readonly StoredEvent[] } | { readonly refused: Refusal };

export interface Switchboard {
  /** Never throws. Orders of one conversation take effect in the order of the calls (CO4). */
  execute(actor: Actor, order: Order, circumstances?: Circumstances): Promise<Outcome>;
}

/** What the switchboard needs. */
export interface SwitchboardParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
  readonly callbacks: Callbacks;
}

/** Case numbers are drawn, not counted; after so many taken ones in a row something else is wrong. */
const CASE_NUMBER_DRAWS = 8;

/** How a claim on a case number begins (ST6). */
const CASE_CLAIM = CLAIMS.caseNumber('' as CaseNumber);

/** A store that cannot write now usually can within seconds. */
const RETRY_MS = 1_000;

/** What the last call of `decide` wished; the commit it belongs to is the one that was written. */
interface Deciding {
  timers: readonly TimerChange[];
  readonly goal: TransferGoal | undefined;
  /** Where the conversation was. */
  department: DepartmentId | undefined;
}

class Exchange implements Switchboard {
  readonly #parts: SwitchboardParts;
  readonly #announcer: Announcer;
  /** Conversations in which a wish waits for what it needs to know; later ones wait behind it (CO4). */
  readonly #looking = new Map<ConversationId, Promise<unknown>>();

  constructor(parts: SwitchboardParts) {
    this.#parts = parts;
    this.#announcer = new Announcer(parts);
  }

  async execute(actor: Actor, order: Order, circumstances: Circumstances = {}): Promise<Outcome> {
    try {
      if (order.type === 'presence.set') return await this.#setPresence(actor, order.body.presence);
      if (order.type === 'callback.request') return await this.#callBack(actor, order);
      return await this.#commit(actor, order, circumstances);
    } catch (error) {
      return { refused: this.#failure(order, error) };
    }
  }

  /** The number goes its own way before anything is decided (CA15). */
  async #callBack(actor: Actor, order: CallbackOrder): Promise<Outcome> {
    const { callbacks } = this.#parts;
    const prepared = await callbacks.prepare(actor, order);
    if ('code' in prepared) return { refused: prepared };
    const outcome = await this.#commit(actor, prepared, {});
    await callbacks.settle(prepared);
    return outcome;
  }

  /** The first commit is asked for before anything is awaited, which keeps the order of the calls (CO4). */
  async #commit(actor: Actor, wish: { readonly id: CommandId } & Wish, more: Circumstances): Promise<Outcome> {
    while (this.#looking.has(wish.conversation)) await this.#looking.get(wish.conversation);
    let goal: TransferGoal | undefined;
    if (wish.type === 'transfer.start') {
      const letGo = this.#hold(wish.conversation);
      try {
        goal = await transferGoal(this.#parts, wish.body.to); // TR4
      } finally {
        // The others go on a moment after this commit was asked for.
        letGo();
      }
    }
    for (let draw = 1; ; draw += 1) {
      const deciding: Deciding = { timers: [], goal, department: undefined };
      const result = await this.#attempt(actor, wish, { ...more, deciding });
      const taken = result.outcome === 'refused' && result.refusal.details?.['claim']?.startsWith(CASE_CLAIM);
      if (!taken || draw === CASE_NUMBER_DRAWS) return this.#outcome(result, deciding);
    }
  }

  /** Later wishes in the conversation wait until the returned function is called. */
  #hold(conversation: ConversationId): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#looking.set(conversation, promise);
    return () => {
      if (this.#looking.get(conversation) === promise) this.#looking.delete(conversation);
      resolve();
    };
  }

  #attempt(
    actor: Actor,
    wish: { readonly id: CommandId } & Wish,
    { timer, fence, deciding }: Circumstances & { readonly deciding: Deciding },
  ): Promise<CommitResult> {
    const { store, clock, ids } = this.#parts;
    const now = clock.now();
    let drawn: CaseNumber | undefined;
    return store.commit({
      conversation: wish.conversation,
      command: wish.id,
      at: now,
      permit: (state) => permit(actor, wish, state), // CO6
      decide(state) {
        // What has begun has its number: most orders need none.
        const caseNumber = state?.caseNumber ?? (drawn ??= formatCaseNumber(ids.integer(CASE_NUMBERS)));
        const result = decide(state, wish, { now, command: wish.id, actor, caseNumber, goal: deciding.goal });
        deciding.department = state?.department;
        deciding.timers = isRefusal(result) ? [] : result.timers;
        return result;
      },
      ...(timer === undefined ? {} : { timer }),
      ...(fence === undefined ? {} : { fence }),
    });
  }

  // CO3: publishing and answering only after the commit.
  #outcome(result: CommitResult, { timers, department: from }: Deciding): Outcome {
    switch (result.outcome) {
      case 'refused':
        return { refused: result.refusal };
      case 'unchanged':
        return { events: [] };
      case 'repeated':
        return { events: result.events };
      case 'committed':
        this.#announcer.committed({ conversation: result.conversation, events: result.events, timers, from });
        this.#parts.callbacks.heard(result.conversation.id, result.events);
        return { events: result.events };
    }
  }

  /** The switch of an agent's presence; their sessions hear of it and put it on the board. */
  async #setPresence(actor: Actor, presence: 'available' | 'away'): Promise<Outcome> {
    if (actor.kind !== 'agent') return { refused: refuse('forbidden', `A ${actor.kind} has no presence switch.`) };
    await this.#parts.store.people.updateAgent(actor.agent, { switch: presence });
    this.#announcer.switched(actor.agent, presence);
    return { events: [] };
  }

  #failure(order: Order, error: unknown): Refusal {
    const { ids, log } = this.#parts;
    if (error instanceof StoreUnavailable) {
      return refuse('unavailable', 'The store cannot be written now.', { retryAfter: RETRY_MS });
    }
    const errorId = ids.uuid();
    log.error({ errorId, command: order.type, ...errorFacts(error) }, 'a command failed'); // ER3
    return refuse('internal', 'This is our fault.', { details: { errorId } });
  }
}

/** The switchboard over these parts. */
export function createSwitchboard(parts: SwitchboardParts): Switchboard {
  return new Exchange(parts);
}
