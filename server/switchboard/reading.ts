/**
 * What a browser is given to read: a conversation with a stretch of its events, and the inbox. It looks into the store
 * through the eyes of one viewer and keeps answers small enough to send; it follows nothing and knows no connection.
 */
import { LIMITS } from '../../protocol/constants.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { Inbox, Snapshot } from '../../protocol/frames.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import type { Broker } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';
import { CLAIMS } from '../domain/deciding.ts';
import type { AgentActor, StoredEvent } from '../domain/decision.ts';
import { counterOf, headOf, inboxRow, viewConversation, viewerOf, viewEvent, viewRow } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import type { EventQuery, Store, StoredConversation } from '../store/store.ts';
import { OPEN_LIMIT } from './floor.ts';
import { createSiteNames } from './site-names.ts';
import type { SiteNames } from './site-names.ts';
import type { Watch } from './watches.ts';

/** What the events of one answer may weigh, well below the point where a connection counts as lagging. */
export const READ_BYTES = LIMITS.laggingBytes / 2;

/** What the rows of one inbox may weigh: two hundred usual ones, or fewer of visitors with very long addresses. */
const INBOX_BYTES = LIMITS.laggingBytes;

/** A reading that raced with events starts again; after so many races in a row the next event sets it right. */
const FRESH_TRIES = 3;

/** Which events: after a number, before one, or the tail. */
export interface Stretch {
  readonly after?: number;
  readonly before?: number;
  readonly limit: number;
  /** What they may weigh together; one event always fits. */
  readonly bytes: number;
}

export class Reading {
  readonly #store: Store;
  readonly #broker: Broker;
  readonly #siteNames: SiteNames;

  constructor({ store, broker, clock }: { readonly store: Store; readonly broker: Broker; readonly clock: Clock }) {
    this.#store = store;
    this.#broker = broker;
    this.#siteNames = createSiteNames(store, clock);
  }

  /** The conversation, at least as new as what its followers here were told; its watch takes it over. */
  async fresh(watch: Watch): Promise<StoredConversation | undefined> {
    await this.#broker.heard(); // RS3
    for (let tries = 1; ; tries += 1) {
      const stored = await this.#store.conversation(watch.conversation);
      if (stored === undefined || watch.prime(stored.state) || tries === FRESH_TRIES) return stored;
    }
  }

  /** This stretch of a conversation that was just read from the store; nothing newer than that. */
  async snapshot({ id, state }: StoredConversation, viewer: Viewer, stretch: Stretch): Promise<Snapshot> {
    const view = viewConversation(id, state, viewer);
    const read = await this.#store.events(query(id, viewer, stretch));
    const frames = read.flatMap((event) => inView(event, viewer, view.head));
    const events = light(frames, stretch);
    const end = Math.min(view.head + 1, stretch.before ?? Infinity, (stretch.after ?? Infinity) + 1);
    const first = events[0]?.seq ?? end;
    return { view, events, more: first > 1 };
  }

  /** What a browser missed since it has seen `head`, or the tail when that is unknown or too much (RS2). */
  async sinceHead(
    stored: StoredConversation,
    viewer: Viewer,
    seen: { head: number; bytes: number },
  ): Promise<Snapshot> {
    const { head, bytes } = seen;
    const missed = headOf(stored.state, viewer) - head;
    if (head > 0 && missed <= LIMITS.pageEvents) {
      const page = await this.snapshot(stored, viewer, { after: head, limit: LIMITS.pageEvents, bytes });
      if (page.events.length === missed) return page;
    }
    return this.snapshot(stored, viewer, { limit: LIMITS.tailEvents, bytes });
  }

  /** The conversations of the agent's departments that are not over; those that the agent is inside of or asked for in any case. */
  async inbox({ agent, departments, card }: Pick<AgentActor, 'agent' | 'departments' | 'card'>): Promise<Inbox> {
    await this.#broker.heard(); // RS3
    // The version first: a change in between is told twice rather than never.
    const [newest] = await this.#store.conversations({ departments, limit: 1 });
    const open = await this.#store.conversations({ departments, status: ['open'], limit: OPEN_LIMIT });
    const waiting = await this.#store.conversations({ departments, status: ['waiting'], limit: LIMITS.inboxRows });
    // TR2: also of other departments.
    const mine = await this.#store.conversations({ claim: CLAIMS.agentLoad(agent), limit: LIMITS.inboxRows });
    const own = new Set(mine.map(({ id }) => id));
    const others = [...waiting, ...open].filter(({ id }) => !own.has(id)).toSorted(newestFirst);
    const stored = [...mine, ...others].slice(0, LIMITS.inboxRows);
    const viewer = viewerOf({ kind: 'agent', card });
    const rows = await Promise.all(stored.map(async (one) => viewRow(await this.row(one), viewer)));
    return { version: newest?.version ?? 0, rows: fitting(rows, INBOX_BYTES).toSorted(newestFirst) };
  }

  /** The conversation as a row of the inbox. */
  async row(stored: StoredConversation): Promise<ConversationRow> {
    return inboxRow(stored, await this.#siteNames.of(stored.state.site));
  }
}

function newestFirst(one: { readonly version: number }, other: { readonly version: number }): number {
  return other.version - one.version;
}

function query(conversation: ConversationId, viewer: Viewer, { after, before, limit }: Stretch): EventQuery {
  return {
    conversation,
    counter: counterOf(viewer),
    limit,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  };
}

function inView(event: StoredEvent, viewer: Viewer, head: number): EventFrame[] {
  const frame = viewEvent(event, viewer);
  return frame === undefined || frame.seq > head ? [] : [frame];
}

/** As many as fit, counted from where the reader goes on: the oldest when reading forward, else the newest. */
function light(frames: readonly EventFrame[], { after, bytes }: Stretch): EventFrame[] {
  return after === undefined ? fitting(frames.toReversed(), bytes).toReversed() : fitting(frames, bytes);
}

/** The first of these that weigh so much together as they are sent; one always fits. */
function fitting<Thing>(things: readonly Thing[], bytes: number): Thing[] {
  let left = bytes;
  return things.filter((thing, index) => {
    left -= Buffer.byteLength(JSON.stringify(thing));
    return index === 0 || left >= 0;
  });
}
