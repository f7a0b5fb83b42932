/**
 * Call-backs where the pure rules end: which times are free, whose number it is, and where it lies. The number of a wish is
 * written down before the wish is decided and goes no further; a wish that comes to nothing takes it along. It knows no
 * timers: those are the conversation's.
 */
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { CommandId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { CallbackOffer } from '../../protocol/models.ts';
import type { Command } from '../../protocol/commands.ts';
import type { Clock } from '../clock.ts';
import { isCallbackDue } from '../domain/callback.ts';
import { CLAIMS } from '../domain/deciding.ts';
import type { Actor, CallbackWish, StoredEvent, VisitorActor } from '../domain/decision.ts';
import { partnerOf } from '../domain/partners.ts';
import { notTheirs } from '../domain/permissions.ts';
import { isInside } from '../domain/state.ts';
import { likelyCountries, slotsFrom } from '../domain/slots.ts';
import { SERVER_TIMES } from '../limits.ts';
import type { PhoneBook } from '../phone.ts';
import type { AgentRecord } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import type { Departments } from './departments.ts';
import { errorFacts } from './log.ts';
import type { Log } from './log.ts';

/** What call-backs need. */
export interface CallbackParts {
  readonly store: Store;
  readonly departments: Departments;
  readonly phones: PhoneBook;
  readonly clock: Clock;
  readonly log: Log;
}

/** A wish as it comes from the wire. */
export type CallbackOrder = { readonly id: CommandId } & Extract<Command, { type: 'callback.request' }>;

/** A wish whose number is written down. */
export type PreparedCallback = { readonly id: CommandId } & CallbackWish;

/** Who chose a time that is shown may take so long to write a number. */
const CHOOSING_MS = 10 * 60_000;

const WORDS = {
  unreadable: 'This is no telephone number.',
  country: 'Write the number with the code of its country, such as +43.',
  service: 'Only ordinary telephone numbers are called back.',
} as const;

export class Callbacks {
  readonly #parts: CallbackParts;

  constructor(parts: CallbackParts) {
    this.#parts = parts;
  }

  /** When visitors of this department can be called back (CA13); `agents`: everybody, where they are known already. */
  async offer(department: DepartmentId, agents?: readonly AgentRecord[]): Promise<CallbackOffer> {
    const now = this.#parts.clock.now();
    const places = placesIn(department, agents ?? (await this.#parts.store.people.agents()));
    if (places === 0) return { soon: false, slots: [], zone: null };
    const { slots, zone } = await this.#slots(department, now);
    const taken = await this.#parts.store.claims(slots.map((slot) => CLAIMS.callbackSlot(department, slot)));
    const isFree = (slot: number): boolean => (taken.get(CLAIMS.callbackSlot(department, slot)) ?? 0) < places;
    return { soon: true, slots: slots.filter(isFree), zone };
  }

  /** The wish without its number, which is written down; or why nobody can be called there. */
  async prepare(actor: Actor, order: CallbackOrder): Promise<PreparedCallback | Refusal> {
    const { store, phones, clock } = this.#parts;
    const { id, conversation, body } = order;
    const { slot } = body;
    const wish = { type: 'callback.request', conversation, id } as const;
    if (actor.kind !== 'visitor') return notTheirs(actor, { ...wish, body: { slot, digits: '', places: 0 } });
    const read = await phones.target(body.phone, await this.#countries(actor));
    if (typeof read === 'string') {
      return refuse('invalid', WORDS[read], { details: { field: 'phone', problem: read } });
    }
    const now = clock.now();
    await store.callbacks.save({ id, conversation, number: read.shown, lookAt: now + SERVER_TIMES.sweepMs });
    // Whether the time is offered is decided with the rest, so that a repeated command gets its first result (CO2).
    const isOffered = slot === null || (await this.#slots(actor.department, now - CHOOSING_MS)).slots.includes(slot);
    const places = isOffered ? placesIn(actor.department, await store.people.agents()) : 0;
    return { ...wish, body: { slot, digits: read.number.slice(-2), places } };
  }

  /** After the decision: only the number of the conversation's last wish stays. */
  async settle({ id, conversation }: PreparedCallback): Promise<void> {
    const { store } = this.#parts;
    const callback = (await store.conversation(conversation))?.state.callback;
    if (callback?.id !== id || callback.keptUntil !== null) await store.callbacks.forget(id);
    else await store.callbacks.forgetOthers(conversation, id);
  }

  /** A wish that was taken back takes its number along at once; should that fail, sweeping does it (CA15). */
  heard(conversation: ConversationId, events: readonly StoredEvent[]): void {
    const isCancelled = events.some(
      ({ content }) => content.type === 'callback.ended' && content.body.outcome === 'cancelled',
    );
    if (!isCancelled) return;
    const { store, log } = this.#parts;
    store.callbacks.forgetOthers(conversation).catch((error: unknown) => {
      log.warn({ conversation, ...errorFacts(error) }, 'the number of a call-back is still there');
    });
  }

  /** In which countries a number may be meant that comes without one. */
  async #countries({ department, locale, site }: VisitorActor): Promise<readonly string[]> {
    const { store, phones, departments } = this.#parts;
    const hours = (await store.people.department(department))?.hours;
    const own = (await store.people.site(site))?.phone?.number;
    return likelyCountries(locale, {
      home: hours?.region?.slice(0, 2) ?? (await departments.country()),
      telephone: own === undefined ? undefined : await phones.countryOf(own),
    });
  }

  /** The number, for whom it is: colleagues who may see the conversation, and a partner's people while they call (CA15). */
  async numberFor({ id, departments }: AgentRecord, conversation: ConversationId): Promise<string | undefined> {
    const { store } = this.#parts;
    const state = (await store.conversation(conversation))?.state;
    if (state === undefined || state.callback === null) return undefined;
    const calls = state.reservation?.agent === id || isInside(state, id);
    const isPartner = partnerOf(departments, await store.people.departments()) !== undefined;
    const mayRead = isPartner
      ? calls && isCallbackDue(state.callback)
      : calls || departments.includes(state.department);
    return mayRead ? store.callbacks.number(state.callback.id) : undefined;
  }

  async #slots(department: DepartmentId, now: number): Promise<{ slots: readonly number[]; zone: string | null }> {
    const { store, departments } = this.#parts;
    const hours = (await store.people.department(department))?.hours ?? null;
    if (hours === null) return { slots: [], zone: null };
    return { slots: slotsFrom(await departments.hours(hours, now), now), zone: hours.zone };
  }
}

/** How many people of the department call: nobody is promised to somebody else at the same time. */
function placesIn(department: DepartmentId, agents: readonly AgentRecord[]): number {
  return agents.filter(
    ({ departments, callCapacity, passwordHash }) =>
      departments.includes(department) && callCapacity > 0 && passwordHash !== null,
  ).length;
}
