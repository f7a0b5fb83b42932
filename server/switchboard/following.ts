/**
 * What one session follows and how far it has been told: per conversation the last number sent, so that events arrive
 * gap-free and once (EV1), also around a read (RS3). Asks the store only to close a gap. It knows no frames but events.
 */
import { LIMITS } from '../../protocol/constants.ts';
import type { Heads } from '../../protocol/frames.ts';
import type { ConversationId, SessionId } from '../../protocol/ids.ts';
import type { AgentActor, StoredEvent, VisitorActor } from '../domain/decision.ts';
import { counterOf, viewerOf, viewEvent } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { eventText } from './frames-out.ts';
import { errorFacts } from './log.ts';
import type { ThisNode } from './node.ts';
import type { Outlet } from './outlet.ts';
import { Watch } from './watches.ts';
import type { Follower } from './watches.ts';

interface Held {
  readonly seq: number;
  readonly text: string;
}

/** One followed conversation. */
interface Follow {
  readonly watch: Watch;
  /** Last number sent; null: whatever comes next is sent, and the browser reads what it misses (EV5). */
  last: number | null;
  /** Readings under way; while there are any, events are held back. */
  readings: number;
  held: Held[];
  /** Followed only for a reading that has not succeeded yet. */
  provisional: boolean;
}

export interface FollowingOptions {
  readonly node: Pick<ThisNode, 'store' | 'broker' | 'watches' | 'log'>;
  readonly actor: VisitorActor | AgentActor;
  readonly outlet: Outlet;
}

export class Following implements Follower {
  readonly viewer: Viewer;
  readonly #node: FollowingOptions['node'];
  readonly #actor: VisitorActor | AgentActor;
  readonly #outlet: Outlet;
  /** The one that was asked for least recently is first. There are none before the first one: most visitors have none. */
  #follows: Map<ConversationId, Follow> | undefined;
  #isClosed = false;

  constructor({ node, actor, outlet }: FollowingOptions) {
    this.viewer = viewerOf(actor);
    this.#node = node;
    this.#actor = actor;
    this.#outlet = outlet;
  }

  get session(): SessionId {
    return this.#actor.session;
  }

  /** The watch of a followed conversation; not yet of one that is only being looked into (VI4). */
  watch(conversation: ConversationId): Watch | undefined {
    const follow = this.#follows?.get(conversation);
    return follow?.provisional === false ? follow.watch : undefined;
  }

  /** Everything followed now. */
  watches(): Watch[] {
    return [...(this.#follows?.values() ?? [])].map(({ watch }) => watch);
  }

  /**
   * Follows from the next event on, or from after this number, if events after it may have passed already. False if it
   * was followed already.
   */
  follow(conversation: ConversationId, after?: number): boolean {
    const known = this.#follows?.get(conversation);
    if (known !== undefined) {
      known.provisional = false;
      return false;
    }
    const follow = this.#begin(conversation, { provisional: false });
    if (after !== undefined) void this.#closeGap(conversation, follow, after);
    return true;
  }

  /** Follows, and holds events back until `settle` or `release`: subscribe first, then read (RS3). */
  hold(conversation: ConversationId): Watch {
    const known = this.#follows?.get(conversation);
    const follow = known ?? this.#begin(conversation, { provisional: true });
    if (known !== undefined) {
      this.#follows?.delete(conversation);
      this.#follows?.set(conversation, known);
    }
    follow.readings += 1;
    return follow.watch;
  }

  /** The reading is told. If it reached up to a number, only what is newer follows. */
  settle(conversation: ConversationId, upTo?: number): void {
    const follow = this.#follows?.get(conversation);
    if (follow === undefined) return;
    if (upTo !== undefined) follow.last = Math.max(follow.last ?? 0, upTo);
    follow.provisional = false;
    for (const hint of follow.watch.hints(this.viewer)) this.#outlet.push(hint);
    if (follow.watch.isWaiting && this.viewer === 'visitor') {
      this.#node.broker.publish('duty', { type: 'place', conversation }); // QU4
    }
    this.#endReading(conversation, follow);
  }

  /** The reading failed. A conversation that was not followed before is dropped. */
  release(conversation: ConversationId): void {
    const follow = this.#follows?.get(conversation);
    if (follow === undefined) return;
    if (follow.provisional && follow.readings === 1) this.#drop(conversation);
    else this.#endReading(conversation, follow);
  }

  /** Live events were dropped: what comes next is sent whatever its number, and the browser closes the gap. */
  forgetPositions(): void {
    for (const follow of this.#follows?.values() ?? []) follow.last = null;
  }

  /** Last published numbers in this viewer's counter (RS4). */
  heads(): Heads {
    const heads: Heads = {};
    for (const [conversation, { watch, provisional }] of this.#follows ?? []) {
      if (!provisional) heads[conversation] = watch.heads[counterOf(this.viewer)];
    }
    return heads;
  }

  /** Follows nothing any more; a reading that is still under way ends in nothing. */
  close(): void {
    this.#isClosed = true;
    for (const conversation of [...(this.#follows?.keys() ?? [])]) this.#drop(conversation);
  }

  event(conversation: ConversationId, seq: number, text: string): void {
    const follow = this.#follows?.get(conversation);
    if (follow === undefined) return;
    if (follow.readings > 0) {
      follow.held.push({ seq, text });
      return;
    }
    const { last } = follow;
    if (last !== null && seq <= last) return;
    if (last !== null && seq > last + 1) {
      follow.held.push({ seq, text });
      void this.#closeGap(conversation, follow, last);
      return;
    }
    follow.last = this.#outlet.push(text) ? seq : null; // FR9
  }

  moved(watch: Watch): void {
    // What is only being looked into is judged by whoever looks.
    if (this.#actor.kind === 'visitor' || this.watch(watch.conversation) === undefined) return;
    if (!watch.isSeenBy(this.#actor)) this.#drop(watch.conversation);
  }

  signal(conversation: ConversationId, text: string): void {
    if (this.watch(conversation) !== undefined) this.#outlet.push(text);
  }

  #begin(conversation: ConversationId, { provisional }: Pick<Follow, 'provisional'>): Follow {
    this.#follows ??= new Map();
    this.#makeRoom(this.#follows);
    const watch = this.#isClosed ? new Watch(conversation) : this.#node.watches.join(conversation, this);
    const follow: Follow = { watch, last: null, readings: 0, held: [], provisional };
    this.#follows.set(conversation, follow);
    return follow;
  }

  /** EV4: what the agent is inside of goes last. */
  #makeRoom(follows: ReadonlyMap<ConversationId, Follow>): void {
    const tooMany = follows.size + 1 - LIMITS.followedConversations;
    if (tooMany <= 0) return;
    const idle = [...follows].filter(([, { readings }]) => readings === 0);
    const actor = this.#actor;
    const isJoined = (watch: Watch) => actor.kind === 'agent' && watch.holds(actor.agent);
    const joined = idle.filter(([, { watch }]) => isJoined(watch));
    const lookedAt = idle.filter(([, { watch }]) => !isJoined(watch));
    for (const [conversation] of [...lookedAt, ...joined].slice(0, tooMany)) this.#drop(conversation);
  }

  #drop(conversation: ConversationId): void {
    this.#follows?.delete(conversation);
    this.#node.watches.leave(conversation, this);
  }

  #endReading(conversation: ConversationId, follow: Follow): void {
    follow.readings -= 1;
    if (follow.readings > 0) return;
    const { held } = follow;
    follow.held = [];
    for (const { seq, text } of held) this.event(conversation, seq, text);
  }

  /** The broker lost something: the store has it. */
  async #closeGap(conversation: ConversationId, follow: Follow, last: number): Promise<void> {
    follow.readings += 1;
    try {
      await this.#node.broker.heard(); // RS3
      const missed = await this.#node.store.events({
        conversation,
        counter: counterOf(this.viewer),
        after: last,
        limit: LIMITS.pageEvents,
      });
      follow.last = this.#catchUp(follow, missed, last);
    } catch (error) {
      follow.last = null;
      this.#node.log.warn({ conversation, ...errorFacts(error) }, 'a gap could not be read');
    }
    this.#endReading(conversation, follow);
  }

  #catchUp(follow: Follow, missed: readonly StoredEvent[], last: number): number | null {
    // A store that has nothing newer cannot close the gap: then the browser finds it (EV5).
    let told: number | null = missed.length === 0 ? null : last;
    for (const event of missed) {
      follow.watch.observe(event);
      const frame = viewEvent(event, this.viewer);
      if (frame !== undefined) told = this.#outlet.push(eventText(frame)) ? frame.seq : null;
    }
    return told;
  }
}
