/**
 * What routing knows of the conversations, kept by the node on duty from one look to the next: read whole once, and from
 * then on only what has changed, by the log. Nothing is lost when it is forgotten. It knows no agents; they are read
 * each time.
 */
import type { EventType } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Store, StoredConversation } from '../store/store.ts';
import { heldOf, readUnfinished } from './floor.ts';
import type { Held } from './floor.ts';

/** Events of one reading of the log. */
const PAGE = 500;

/** Most of what happens changes nothing that routing looks at. */
const UNSEEN: ReadonlySet<EventType> = new Set<EventType>(['message.posted', 'participant.read', 'page.visited']);

export class FloorPicture {
  readonly #store: Store;
  readonly #held = new Map<ConversationId, Held>();
  /** Conversations that somebody said have changed; the log may be slower to show it. */
  #hints = new Set<ConversationId>();
  /** As far as the log is in the picture; undefined while there is none. */
  #cursor: string | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** This conversation has changed. */
  hint(conversation: ConversationId): void {
    if (this.#cursor !== undefined) this.#hints.add(conversation);
  }

  /** Somebody else is on duty now, or something went wrong: it is read whole again when it is needed. */
  forget(): void {
    this.#cursor = undefined;
    this.#hints.clear();
    this.#held.clear();
  }

  /** Brings it up to date; how many conversations were read. */
  async refresh(): Promise<number> {
    const hints = this.#hints;
    this.#hints = new Set();
    const read = this.#cursor === undefined ? await this.#begin() : 0;
    const changed = await this.#changed();
    for (const conversation of hints) changed.add(conversation);
    for (const conversation of changed) await this.#look(conversation);
    return read + changed.size;
  }

  /** Every conversation that is not over, as of the last `refresh`. */
  all(): Held[] {
    return [...this.#held.values()];
  }

  /** The log's end comes first: what changes while it is read is seen again. */
  async #begin(): Promise<number> {
    const cursor = await this.#store.logEnd();
    this.#held.clear();
    for await (const page of readUnfinished(this.#store)) {
      await this.#hold(page);
    }
    this.#cursor = cursor;
    return this.#held.size;
  }

  async #changed(): Promise<Set<ConversationId>> {
    const changed = new Set<ConversationId>();
    for (;;) {
      const page = await this.#store.log(this.#cursor ?? '', PAGE);
      for (const { event } of page) if (!UNSEEN.has(event.content.type)) changed.add(event.conversation);
      this.#cursor = page.at(-1)?.cursor ?? this.#cursor;
      if (page.length < PAGE) return changed;
    }
  }

  async #look(conversation: ConversationId): Promise<void> {
    const stored = await this.#store.conversation(conversation);
    if (stored === undefined || stored.state.status === 'ended') this.#held.delete(conversation);
    else await this.#hold([stored]);
  }

  async #hold(conversations: readonly StoredConversation[]): Promise<void> {
    const strangers = conversations.filter(({ state }) => state.status === 'waiting' && state.advisor === null);
    const advisors = await this.#store.people.advisors(strangers.map(({ state }) => state.visitor));
    for (const stored of conversations) {
      const advisor = advisors.get(stored.state.visitor);
      this.#held.set(stored.id, { ...heldOf(stored), ...(advisor && { advisor }) });
    }
  }
}
