/**
 * What this browser has of each conversation, and what it still has to read: the client rule (EV5). It knows numbers
 * only; asking the server and showing events is done by others.
 */
import type { EventFrame } from '../protocol/events.ts';
import type { Heads, Snapshot } from '../protocol/frames.ts';
import type { ConversationId } from '../protocol/ids.ts';

/** What came of a picture or a page that the server sent. */
export type Taken =
  /** The conversation is what the snapshot says; these of its events came since it was last here. */
  | { readonly kind: 'replaced'; readonly snapshot: Snapshot; readonly unseen: readonly EventFrame[] }
  /** It goes on without a gap. */
  | { readonly kind: 'continued'; readonly snapshot: Snapshot; readonly events: readonly EventFrame[] };

interface Reader {
  /** Last number that was applied. */
  head: number;
  /** Greatest number that is known to exist. */
  wanted: number;
}

/** The numbers of one browser. */
export class Follow {
  readonly #readers = new Map<ConversationId, Reader>();
  /** What an earlier document of this tab had shown: not new, but not here either. */
  #seen: Heads;

  constructor(seen: Heads = {}) {
    this.#seen = seen;
  }

  /** Last number of each conversation that is here. */
  get heads(): Heads {
    return Object.fromEntries([...this.#readers].map(([conversation, { head }]) => [conversation, head]));
  }

  /** What this tab has shown, this document or an earlier one. */
  get seen(): Heads {
    return { ...this.#seen, ...this.heads };
  }

  /** What `hello` asks for, the last followed first: 0 means all of it, because an earlier document took it along. */
  get resumable(): readonly (readonly [ConversationId, number])[] {
    const earlier = Object.keys(this.#seen) as ConversationId[];
    const elsewhere = earlier.filter((conversation) => !this.#readers.has(conversation));
    return [
      ...[...this.#readers].map(([conversation, { head }]) => [conversation, head] as const).reverse(),
      ...elsewhere.map((conversation) => [conversation, 0] as const).reverse(),
    ];
  }

  /** Whether this event comes next. If not, it is either known or leaves a gap that `isBehind` then tells. */
  takes(event: EventFrame): boolean {
    const reader = this.#reader(event.conversation);
    reader.wanted = Math.max(reader.wanted, event.seq);
    if (event.seq !== reader.head + 1) return false;
    reader.head = event.seq;
    return true;
  }

  /** The server has told how far a conversation goes (RS4). */
  hear(conversation: ConversationId, head: number): void {
    const reader = this.#reader(conversation);
    reader.wanted = Math.max(reader.wanted, head);
  }

  /** Whether events of this conversation exist that are not here. */
  isBehind(conversation: ConversationId): boolean {
    const reader = this.#readers.get(conversation);
    return reader !== undefined && reader.wanted > reader.head;
  }

  /** After which number to read; undefined if nothing of it is here yet. */
  after(conversation: ConversationId): number | undefined {
    return this.#readers.get(conversation)?.head || undefined;
  }

  /** Takes what the server sent of a conversation. */
  take(snapshot: Snapshot): Taken {
    const { view, events } = snapshot;
    const reader = this.#reader(view.id);
    const shown = Math.max(reader.head, this.#seen[view.id] ?? 0);
    const first = events[0]?.seq ?? view.head + 1;
    const last = events.at(-1)?.seq ?? view.head;
    const continues = reader.head > 0 && first <= reader.head + 1;
    const before = reader.head;
    reader.head = continues ? Math.max(before, last) : last;
    reader.wanted = Math.max(reader.wanted, view.head);
    if (continues) return { kind: 'continued', snapshot, events: events.filter(({ seq }) => seq > before) };
    // Where nothing was shown before, everything is history and nothing news.
    return { kind: 'replaced', snapshot, unseen: shown === 0 ? [] : events.filter(({ seq }) => seq > shown) };
  }

  /** Gives up what the server does not have, so that it is not asked for again before it is heard of again. */
  giveUp(conversation: ConversationId): void {
    const reader = this.#readers.get(conversation);
    if (reader) reader.wanted = reader.head;
  }

  /** Forgets everything: continuity cannot be proven (RS5). */
  forget(): void {
    this.#readers.clear();
    this.#seen = {};
  }

  #reader(conversation: ConversationId): Reader {
    const known = this.#readers.get(conversation);
    if (known) return known;
    const reader = { head: 0, wanted: 0 };
    this.#readers.set(conversation, reader);
    return reader;
  }
}
