/**
 * One open document of one person while it is connected: what it listens to, what it may ask, and what it is told. It
 * knows the person and the conversations, not how frames arrive.
 */
import type { Command } from '../../protocol/commands.ts';
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Done, Hello, Read, ServerFrame, Welcome } from '../../protocol/frames.ts';
import type { CommandId, ConversationId } from '../../protocol/ids.ts';
import type { ClientSignal } from '../../protocol/signals.ts';
import type { BrokerMessage } from '../broker/broker.ts';
import type { AgentActor, SystemCommand, VisitorActor } from '../domain/decision.ts';
import { maySee, NOT_FOUND } from '../domain/permissions.ts';
import { counterOf, viewerOf } from '../domain/visibility.ts';
import type { Viewer } from '../domain/visibility.ts';
import { StoreUnavailable } from '../store/store.ts';
import { ConsoleFeed } from './console-feed.ts';
import { Following } from './following.ts';
import { doneText, signalText } from './frames-out.ts';
import { interruption } from './grace.ts';
import { errorFacts } from './log.ts';
import type { ThisNode } from './node.ts';
import type { Outlet } from './outlet.ts';
import type { Closable } from './registry.ts';
import { READ_BYTES } from './reading.ts';
import { roundsOf } from './rounds.ts';
import { SignalDesk } from './signals.ts';
import { welcome } from './welcome.ts';

/** After this time the store can usually be read again. */
const RETRY_MS = 1_000;

const HEARTBEAT_ROUNDS = {
  visitor: roundsOf(TIMES.visitorHeartbeatMs),
  agent: roundsOf(TIMES.agentHeartbeatMs),
} as const;
const SILENCE_ROUNDS = { visitor: roundsOf(TIMES.visitorSilenceMs), agent: roundsOf(TIMES.agentSilenceMs) } as const;

export interface SessionOptions {
  readonly node: ThisNode;
  readonly actor: VisitorActor | AgentActor;
  readonly outlet: Outlet;
  readonly connection: Pick<Closable, 'close'>;
}

export class Session {
  readonly actor: VisitorActor | AgentActor;
  readonly #node: ThisNode;
  readonly #outlet: Outlet;
  readonly #connection: Pick<Closable, 'close'>;
  readonly #following: Following;
  readonly #feed: ConsoleFeed | undefined;
  /** There is none until the browser sends a signal; most never do. */
  #signals: SignalDesk | undefined;
  #unsubscribe: (() => void)[] = [];

  constructor({ node, actor, outlet, connection }: SessionOptions) {
    this.actor = actor;
    this.#node = node;
    this.#outlet = outlet;
    this.#connection = connection;
    this.#following = new Following({ node, actor, outlet });
    this.#feed = actor.kind === 'visitor' ? undefined : new ConsoleFeed({ node, actor, outlet });
  }

  get viewer(): Viewer {
    return viewerOf(this.actor);
  }

  /** Key of the person's limits. */
  get person(): string {
    return this.actor.kind === 'visitor' ? this.actor.visitor : this.actor.agent;
  }

  get heartbeatRounds(): number {
    return HEARTBEAT_ROUNDS[this.actor.kind];
  }

  get silenceRounds(): number {
    return SILENCE_ROUNDS[this.actor.kind];
  }

  // RS3: subscribe, buffer, read, flush.
  async open(hello: Hello, token?: string): Promise<void> {
    const node = this.#node;
    this.#subscribe();
    const presence = await this.#feed?.presence();
    const inbox = await this.#feed?.inbox();
    const guest = { node, actor: this.actor, viewer: this.viewer, following: this.#following };
    const frame = await welcome({ ...guest, token, presence, inbox }, hello);
    this.#tell(frame);
    for (const { view } of frame.conversations) this.#following.settle(view.id, view.head);
    for (const { id, agents } of inbox?.rows ?? []) {
      if (agents.some((card) => card.id === this.person)) await this.#follow(id); // EV4
    }
    await this.#feed?.start();
    this.#visitPage(hello, frame);
  }

  /** Listens no more. `isLost`: says what that means for its call; not when the whole server goes and comes back. */
  close({ isLost }: { readonly isLost: boolean }): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
    this.#feed?.stop();
    for (const { call, conversation } of isLost ? this.#following.watches() : []) {
      const command = interruption(call, this.actor.session);
      if (command !== undefined) this.#wish(conversation, command);
    }
    this.#following.close();
  }

  /** Whether the command is for a conversation that has begun and is followed here. */
  follows(command: Command): boolean {
    // A number is looked at before its wish is decided; nothing overtakes it meanwhile (CO4).
    if (command.type === 'callback.request') return false;
    return 'conversation' in command && this.#following.watch(command.conversation) !== undefined;
  }

  /** Answers a command. */
  async command(id: CommandId, command: Command): Promise<void> {
    const outcome = await this.#node.switchboard.execute(this.actor, { ...command, id });
    if ('refused' in outcome) return this.refuse(id, outcome.refused);
    const seqs = outcome.events.flatMap(({ seq, publicSeq }) => (this.viewer === 'visitor' ? (publicSeq ?? []) : seq));
    this.#outlet.send(doneText(id, seqs));
  }

  /** Answers a `read`. */
  async read(read: Read): Promise<void> {
    try {
      if ('list' in read) await this.#readInbox(read.id);
      else await this.#readConversation(read);
    } catch (error) {
      this.refuse(read.id, this.#failure(error));
    }
  }

  async signal(signal: ClientSignal): Promise<void> {
    try {
      this.#signals ??= new SignalDesk({ node: this.#node, actor: this.actor, following: this.#following });
      await this.#signals.pass(signal);
    } catch (error) {
      this.#node.log.warn(errorFacts(error), 'a signal was lost');
    }
  }

  // FR8, RS4
  heartbeat(): void {
    const inbox = this.#feed === undefined ? {} : { inbox: this.#feed.version };
    this.#tell({ kind: 'control', type: 'heartbeat', heads: this.#following.heads(), ...inbox });
    this.#outlet.ping();
  }

  // FR13
  drain(afterMs: number): void {
    this.#tell({ kind: 'control', type: 'drain', afterMs });
  }

  /** Live events were dropped; the browser reads again. */
  drained(): void {
    this.#following.forgetPositions();
  }

  /** ER2: one line, nothing of the content. */
  refuse(id: string, refused: Refusal): void {
    if (refused.code !== 'limited') this.#node.log.info({ session: this.actor.session, code: refused.code }, 'refused');
    this.#tell({ kind: 'reply', id, refused });
  }

  #failure(error: unknown): Refusal {
    const { ids, log } = this.#node;
    if (error instanceof StoreUnavailable) {
      log.warn(errorFacts(error), 'a reading failed');
      return refuse('unavailable', 'The store cannot be read now.', { retryAfter: RETRY_MS });
    }
    const errorId = ids.uuid();
    log.error({ errorId, ...errorFacts(error) }, 'a reading failed'); // ER3
    return refuse('internal', 'This is our fault.', { details: { errorId } });
  }

  #reply(id: string, done: Done): void {
    this.#tell({ kind: 'reply', id, done });
  }

  #tell(frame: ServerFrame): void {
    this.#outlet.send(JSON.stringify(frame));
  }

  #subscribe(): void {
    const { actor } = this;
    const hear = (message: BrokerMessage) => this.#hear(message);
    const own = actor.kind === 'visitor' ? (`visitor:${actor.visitor}` as const) : (`agent:${actor.agent}` as const);
    const { broker } = this.#node;
    this.#unsubscribe = [broker.subscribe(own, hear), broker.subscribe(`session:${actor.session}`, hear)];
    if (actor.kind === 'visitor') this.#unsubscribe.push(broker.subscribe(`site:${actor.site}`, hear));
    this.#feed?.subscribe();
  }

  #hear(message: BrokerMessage): void {
    if (message.type === 'follow') void this.#follow(message.conversation, message.after?.[counterOf(this.viewer)]);
    if (message.type === 'close') this.#connection.close(message.code, message.reason);
    if (message.type === 'signal' && message.signal.type !== 'presence') this.#outlet.push(signalText(message.signal));
  }

  async #follow(conversation: ConversationId, after?: number): Promise<void> {
    const node = this.#node;
    // A reliable broker brings the events after this message.
    if (!this.#following.follow(conversation, node.broker.isReliable ? undefined : after)) return;
    const watch = this.#following.watch(conversation);
    try {
      if (watch !== undefined) await node.reading.fresh(watch);
    } catch (error) {
      node.log.warn({ conversation, ...errorFacts(error) }, 'a followed conversation could not be read');
    }
  }

  async #readInbox(id: CommandId): Promise<void> {
    const inbox = await this.#feed?.inbox();
    if (inbox === undefined) this.refuse(id, refuse('forbidden', 'A visitor has no inbox.'));
    else this.#reply(id, { inbox });
  }

  async #readConversation(read: Extract<Read, { conversation: unknown }>): Promise<void> {
    const { actor } = this;
    const node = this.#node;
    const { id, conversation, after, before, limit = LIMITS.tailEvents } = read;
    const watch = this.#following.hold(conversation);
    try {
      const stored = await node.reading.fresh(watch);
      if (!stored || !maySee(actor, stored.state)) {
        this.#following.release(conversation);
        return this.refuse(id, NOT_FOUND);
      }
      const stretch = { limit, bytes: READ_BYTES, ...(after === undefined ? {} : { after }) };
      const bounds = before === undefined ? stretch : { ...stretch, before };
      const snapshot = await node.reading.snapshot(stored, this.viewer, bounds);
      this.#reply(id, { snapshot });
      const { head } = snapshot.view;
      const reached = snapshot.events.at(-1)?.seq ?? after;
      this.#following.settle(conversation, reached === head ? head : undefined);
    } catch (error) {
      this.#following.release(conversation);
      throw error;
    }
  }

  /** A visitor who is on another page than their conversations know; each visit counts like a command (CO7). */
  #visitPage({ page }: Hello, { conversations }: Welcome): void {
    if (this.viewer !== 'visitor' || page === undefined) return;
    const { limiter } = this.#node;
    for (const { view } of conversations) {
      const moved = view.status !== 'ended' && view.page?.url !== page.url;
      if (moved && limiter.take('visitor-command', this.person) === 0)
        this.#wish(view.id, { type: 'page.visit', body: { page } });
    }
  }

  #wish(conversation: ConversationId, command: SystemCommand): void {
    const node = this.#node;
    const order = { ...command, conversation, id: node.ids.uuid() as CommandId };
    void node.switchboard.execute({ kind: 'system' }, order);
  }
}
