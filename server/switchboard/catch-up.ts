/**
 * The safety net under a broker that may lose everything (BR4): this node reads the log of all conversations at an
 * interval and tells its own sessions what they have not heard. While the broker works there is hardly anything to
 * tell. It reads and passes on; who is told what is decided where the same comes from the broker.
 */
import type { ConversationId, VisitorId } from '../../protocol/ids.ts';
import type { Broker, Topic } from '../broker/broker.ts';
import type { Alarm, Clock } from '../clock.ts';
import type { StoredEvent } from '../domain/decision.ts';
import type { Store } from '../store/store.ts';
import { followFrom, gatheredBy, isInRow, leftBy, rowTopics } from './announcer.ts';
import type { InboxRows } from './inbox-rows.ts';
import { errorFacts } from './log.ts';
import type { Log } from './log.ts';
import type { Reading } from './reading.ts';
import { MOVING } from './watches.ts';
import type { Watches } from './watches.ts';

/** How long somebody waits at most for what was lost. */
const LOOK_MS = 2_000;

/** Events in one reading of the log. */
const PAGE = 500;

/** Stands for a visitor while it is only asked whether there is one to tell. */
const NOBODY = '' as VisitorId;

export interface CatchUpParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly watches: Watches;
  readonly rows: InboxRows;
  readonly reading: Reading;
  readonly log: Log;
}

export class CatchUp {
  readonly #parts: CatchUpParts;
  #cursor: string | undefined;
  #alarm: Alarm | undefined;
  #isStopped = false;
  #isFailing = false;

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
  }

  /** What is committed from now on will be told. */
  async start(): Promise<void> {
    this.#cursor = await this.#parts.store.logEnd();
    this.#lookLater();
  }

  stop(): void {
    this.#isStopped = true;
    this.#alarm?.cancel();
  }

  #lookLater(): void {
    if (!this.#isStopped) this.#alarm = this.#parts.clock.after(LOOK_MS, () => void this.#look());
  }

  async #look(): Promise<void> {
    const { log, rows } = this.#parts;
    try {
      while (await this.#readOn());
      rows.turn();
      this.#isFailing = false;
    } catch (error) {
      // The place in the log stays: everything is told when the store is back.
      if (!this.#isFailing) log.warn(errorFacts(error), 'the log cannot be read');
      this.#isFailing = true;
    }
    this.#lookLater();
  }

  /** Tells one page; whether there is more. */
  async #readOn(): Promise<boolean> {
    const page = await this.#parts.store.log(this.#cursor ?? '', PAGE);
    const conversations = Map.groupBy(page, ({ event }) => event.conversation);
    for (const [conversation, logged] of conversations) {
      if (this.#isStopped) return false;
      const events = logged.map(({ event }) => event);
      await this.#gather(conversation, events);
      this.#parts.watches.get(conversation)?.missed(events);
      await this.#showRow(conversation, events);
    }
    this.#cursor = page.at(-1)?.cursor ?? this.#cursor;
    return page.length === PAGE;
  }

  // EV4
  async #gather(conversation: ConversationId, events: readonly StoredEvent[]): Promise<void> {
    const { store, broker } = this.#parts;
    if (events.every((event) => gatheredBy(event, NOBODY) === undefined)) return;
    const stored = await store.conversation(conversation);
    if (stored === undefined) return;
    for (const event of events) {
      const topic = gatheredBy(event, stored.state.visitor);
      if (topic !== undefined) broker.publishHere(topic, followFrom(event));
    }
  }

  // EV6
  async #showRow(conversation: ConversationId, events: readonly StoredEvent[]): Promise<void> {
    const { store, broker, rows, reading } = this.#parts;
    const last = events.findLast(isInRow);
    const departments = rows.departments();
    if (last === undefined || departments.length === 0 || rows.isKnown(conversation, last.seq)) return;
    const stored = await store.conversation(conversation);
    if (stored === undefined) return;
    const row = await reading.row(stored);
    // Where it was before is not in the log: each console knows whether it lists the conversation.
    const isMoving = events.some(({ content }) => MOVING.has(content.type));
    const homes = isMoving ? departments.map((department) => `department:${department}` as const) : [];
    const topics = new Set<Topic>([...rowTopics(row), ...leftBy(events), ...homes]);
    for (const topic of topics) broker.publishHere(topic, { type: 'row', row });
  }
}
