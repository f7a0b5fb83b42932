/**
 * What one node at a time looks after: timers whose time has come, routing, the chronicle, sweeping, and news for open
 * widgets. It holds the lease, wakes when told and when the next timer is due, and only ever wishes; the domain refuses
 * what no longer fits.
 */
import type { AgentId, CommandId, ConversationId } from '../../protocol/ids.ts';
import type { Broker, BrokerMessage } from '../broker/broker.ts';
import type { Alarm, Clock, IdSource } from '../clock.ts';
import type { SystemCommand } from '../domain/decision.ts';
import { nextOpenAt } from '../domain/hours.ts';
import { homeOf } from '../domain/returning.ts';
import { route } from '../domain/routing.ts';
import type { Failure, Overflow, Plan, Reservation } from '../domain/routing.ts';
import type { DueTimer, Fence, Store } from '../store/store.ts';
import { Chronicler } from './chronicler.ts';
import type { Departments } from './departments.ts';
import { Estimates } from './estimates.ts';
import { FloorPicture } from './floor-picture.ts';
import { floorOf } from './floor.ts';
import type { Held, StaffedFloor } from './floor.ts';
import { errorFacts } from './log.ts';
import type { Log } from './log.ts';
import type { Promises } from './promises.ts';
import { QueueDesk } from './queue-desk.ts';
import type { ShopFront } from './shop-front.ts';
import { SiteNews } from './site-news.ts';
import { Sweeping } from './sweeping.ts';
import type { Circumstances, Order, Outcome, Switchboard } from './switchboard.ts';

/** What duty needs. */
export interface DutyParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly switchboard: Switchboard;
  readonly departments: Departments;
  readonly promises: Promises;
  readonly shopFront: ShopFront;
  readonly log: Log;
  /** Name of this node among those that want the lease. */
  readonly holder: string;
}

export interface Duty {
  start(): Promise<void>;
  /** Finishes what was begun and gives the lease back. */
  stop(): Promise<void>;
}

type PromiseCommand = Extract<SystemCommand, { type: 'promise.make' }>;

const LEASE = 'duty';
/** The lease lasts this long without renewal: another node takes over within it. */
const LEASE_MS = 10_000;
/** Renewed after this time, so that two renewals may fail; also how soon a free lease is noticed. */
const RENEW_MS = 3_000;
/** Timers in one turn; a long queue is worked off in several. */
const TIMERS_PER_TURN = 100;
/** Conversations that are planned in the time in which one is read. */
const PLANNED_PER_READ = 10;
/** It rests for this long after each hundred conversations that it read: a full floor must not take the node. */
const REST_PER_HUNDRED_MS = 10;
/** Somebody may still come to a department that is open: so long a partner has its conversations at least. */
const LATE_MS = 5 * 60_000;
/** Pause after a turn that failed, doubled up to the lease's length. */
const BACKOFF_MS = 500;

/** What a look at the floor has shown; nobody is planned where nobody waits. */
interface Seen {
  readonly held: readonly Held[];
  readonly floor: StaffedFloor | undefined;
  readonly plan: Plan | undefined;
}

class DutyDesk implements Duty {
  readonly #parts: DutyParts;
  readonly #sweeping: Sweeping;
  readonly #siteNews: SiteNews;
  readonly #chronicler: Chronicler;
  readonly #queue: QueueDesk;
  /** When each agent was asked the last time (RT2); a restart forgets it, which costs fairness once. */
  readonly #assignedAt = new Map<AgentId, number>();
  /** Conversations for which there was nobody but those whom the visitor does not want. */
  #alone: ReadonlySet<ConversationId> = new Set();
  #unsubscribe: (() => void) | undefined;
  #alarm: Alarm | undefined;
  #turning: Promise<void> | undefined;
  #isWoken = false;
  #isResting = false;
  readonly #picture: FloorPicture;
  /** How many conversations the last turn took, counted as if they were read. */
  #lookedAt = 0;
  #isStopped = false;
  #held: { readonly fence: Fence; readonly at: number } | undefined;
  #failures = 0;

  constructor(parts: DutyParts) {
    this.#parts = parts;
    this.#picture = new FloorPicture(parts.store);
    this.#sweeping = new Sweeping(parts.store, parts.clock);
    this.#siteNews = new SiteNews(parts);
    this.#chronicler = new Chronicler(parts.store);
    this.#queue = new QueueDesk({ broker: parts.broker, estimates: new Estimates(parts) });
  }

  async start(): Promise<void> {
    this.#unsubscribe = this.#parts.broker.subscribe('duty', (message) => this.#hear(message));
    this.#wake();
    await this.#turning;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe?.();
    this.#alarm?.cancel();
    await this.#turning;
    if (this.#held !== undefined) await this.#giveBack();
  }

  #hear(message: BrokerMessage): void {
    if (message.type === 'place') return this.#queue.again(message.conversation);
    if (message.type === 'wake' && message.conversation !== undefined) this.#picture.hint(message.conversation);
    this.#wake();
  }

  /** Wakes during a turn, or while it rests, are one more turn afterwards. */
  #wake(): void {
    this.#isWoken = true;
    if (!this.#isResting) this.#turning ??= this.#turns();
  }

  async #turns(): Promise<void> {
    while (this.#isWoken && !this.#isResting && !this.#isStopped) {
      this.#isWoken = false;
      this.#alarm?.cancel();
      const delayMs = await this.#safeTurn();
      this.#rest(Math.floor(this.#lookedAt / 100) * REST_PER_HUNDRED_MS);
      if (delayMs === 0) this.#isWoken = true;
      else this.#alarm = this.#parts.clock.after(delayMs, () => this.#wake());
    }
    this.#turning = undefined;
  }

  #rest(ms: number): void {
    if (ms === 0) return;
    this.#isResting = true;
    this.#parts.clock.after(ms, () => {
      this.#isResting = false;
      if (this.#isWoken) this.#wake();
    });
  }

  /** One turn; the time after which the next one is due. Never throws. */
  async #safeTurn(): Promise<number> {
    try {
      const delayMs = await this.#turn();
      this.#failures = 0;
      return delayMs;
    } catch (error) {
      this.#failures += 1;
      this.#picture.forget();
      this.#parts.log.warn({ failures: this.#failures, ...errorFacts(error) }, 'duty pauses');
      return this.#backoff();
    }
  }

  #backoff(): number {
    return Math.min(LEASE_MS, BACKOFF_MS * 2 ** (this.#failures - 1));
  }

  async #turn(): Promise<number> {
    const { store, clock } = this.#parts;
    const fence = await this.#lease();
    if (fence === undefined) {
      this.#queue.forget();
      this.#picture.forget();
      return RENEW_MS;
    }
    const due = await store.dueTimers(clock.now(), TIMERS_PER_TURN);
    const outcomes = await Promise.all(due.map((timer) => this.#ring(timer, fence)));
    await this.#route(fence);
    const isMoreToWrite = await this.#chronicler.turn();
    await this.#sweeping.turn();
    await this.#siteNews.turn();
    if (outcomes.some(isUnwritten)) throw new Error('a timer could not be worked off');
    if (due.length === TIMERS_PER_TURN || isMoreToWrite) return 0;
    const next = await store.nextTimerAt();
    return next === undefined ? RENEW_MS : Math.min(RENEW_MS, Math.max(0, next - clock.now()));
  }

  /** The lease, renewed when it is time; undefined while another node has it (ST8). */
  async #lease(): Promise<Fence | undefined> {
    const { store, clock, holder } = this.#parts;
    const now = clock.now();
    if (this.#held !== undefined && now - this.#held.at < RENEW_MS) return this.#held.fence;
    const fence = await store.lease(LEASE, holder, { now, ttlMs: LEASE_MS });
    this.#held = fence && { fence, at: now };
    return fence;
  }

  async #giveBack(): Promise<void> {
    const { store, clock, holder, log } = this.#parts;
    try {
      await store.lease(LEASE, holder, { now: clock.now(), ttlMs: 0 });
    } catch (error) {
      log.warn(errorFacts(error), 'the lease could not be given back');
    }
  }

  async #ring({ conversation, name, command: due }: DueTimer, fence: Fence): Promise<Outcome> {
    const command = due.type === 'promise.make' ? await this.#withTerms(conversation, due) : due;
    return this.#execute({ ...command, conversation, id: this.#newId() }, { timer: name, fence });
  }

  /** PR3: what can be promised now, if anything. */
  async #withTerms(conversation: ConversationId, { type, body }: PromiseCommand): Promise<PromiseCommand> {
    const terms = await this.#parts.promises.termsFor(conversation, body.shown);
    return { type, body: { ...body, terms } };
  }

  async #route(fence: Fence): Promise<void> {
    const { store, broker, clock, departments } = this.#parts;
    const read = await this.#picture.refresh();
    const held = this.#picture.all();
    const waiting = held.filter((one) => one.waiting !== undefined).length;
    this.#lookedAt = read + waiting / PLANNED_PER_READ;
    const times = { now: clock.now(), assignedAt: this.#assignedAt };
    const floor = waiting === 0 ? undefined : await floorOf({ store, broker, departments }, held, times);
    const plan = floor && route(floor);
    if (plan !== undefined) await this.#carryOut(plan, fence);
    await this.#tellPlaces({ held, floor, plan }, fence);
  }

  async #carryOut({ reservations, failures, overflows, unplaced }: Plan, fence: Fence): Promise<void> {
    const alone = unplaced.filter(({ why }) => why.kind === 'avoided').map(({ conversation }) => conversation);
    await Promise.all([
      ...reservations.map((reservation) => this.#reserve(reservation, fence)),
      ...failures.map((failure) => this.#giveBackTransfer(failure, fence)),
      ...overflows.map((overflow) => this.#overflow(overflow, fence)),
      ...alone.filter((id) => !this.#alone.has(id)).map((id) => this.#missReplacement(id, fence)),
    ]);
    this.#alone = new Set(alone);
    // Who waits elsewhere now is looked at there.
    if (overflows.length > 0) this.#isWoken = true;
  }

  async #reserve({ conversation, agent, ...body }: Reservation, fence: Fence): Promise<void> {
    const order = { type: 'reservation.make', conversation, id: this.#newId(), body: { agent, ...body } } as const;
    const outcome = await this.#execute(order, { fence });
    if ('events' in outcome) this.#assignedAt.set(agent, this.#parts.clock.now());
  }

  async #giveBackTransfer({ conversation, outcome }: Failure, fence: Fence): Promise<void> {
    await this.#execute({ type: 'transfer.fail', conversation, id: this.#newId(), body: { outcome } }, { fence });
  }

  /** RT19 */
  async #missReplacement(conversation: ConversationId, fence: Fence): Promise<void> {
    await this.#execute({ type: 'replacement.miss', conversation, id: this.#newId(), body: {} }, { fence });
  }

  async #overflow({ conversation, to }: Overflow, fence: Fence): Promise<void> {
    const { store } = this.#parts;
    const next = await store.people.department(to);
    const partner = next?.kind === 'partner' ? { partner: next.name, ...(await this.#comesHome(conversation)) } : {};
    const order = { type: 'conversation.overflow', conversation, id: this.#newId(), body: { to, ...partner } } as const;
    await this.#execute(order, { fence });
  }

  /** RT22: when the department that it overflows from is there again. */
  async #comesHome(conversation: ConversationId): Promise<{ backAt?: number }> {
    const { store, clock, departments } = this.#parts;
    const state = (await store.conversation(conversation))?.state;
    const home = state && (await store.people.department(homeOf(state) ?? state.department));
    if (!home?.hours) return {};
    const now = clock.now();
    const opensAt = nextOpenAt(await departments.hours(home.hours, now), now);
    // Open, and nobody there yet: they are late, not away.
    return opensAt === undefined ? {} : { backAt: Math.max(opensAt, now + LATE_MS) };
  }

  // QU2, QU3
  async #tellPlaces({ held, floor, plan }: Seen, fence: Fence): Promise<void> {
    await this.#queue.turn({
      queued: held.flatMap((one) => one.queued ?? []),
      agents: floor?.staff,
      unplaced: new Set(plan?.unplaced.map(({ conversation }) => conversation)),
      record: async (conversation, body) => {
        const outcome = await this.#execute({ type: 'queue.place', conversation, id: this.#newId(), body }, { fence });
        return 'events' in outcome;
      },
    });
  }

  async #execute(order: Order, circumstances: Circumstances): Promise<Outcome> {
    const outcome = await this.#parts.switchboard.execute({ kind: 'system' }, order, circumstances);
    // The lease may be lost: ask for it again before the next wish.
    if ('refused' in outcome && outcome.refused.code === 'conflict') this.#held = undefined;
    return outcome;
  }

  #newId(): CommandId {
    return this.#parts.ids.uuid() as CommandId;
  }
}

/** A refusal after which the timer is still there. */
function isUnwritten(outcome: Outcome): boolean {
  return 'refused' in outcome && (outcome.refused.code === 'unavailable' || outcome.refused.code === 'internal');
}

/** The duty of this node. */
export function createDuty(parts: DutyParts): Duty {
  return new DutyDesk(parts);
}
