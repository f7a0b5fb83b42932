/**
 * Hints from one browser to others: checked against what this node knows of the conversation, given an author, passed
 * on, never stored. What does not fit is dropped without a word (CA5, VI4). It knows no sockets.
 */
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Author, Side } from '../../protocol/models.ts';
import type { ClientSignal } from '../../protocol/signals.ts';
import { authorOf } from '../domain/deciding.ts';
import type { AgentActor, VisitorActor } from '../domain/decision.ts';
import { maySee } from '../domain/permissions.ts';
import { SERVER_LIMITS } from '../limits.ts';
import type { Following } from './following.ts';
import type { ThisNode } from './node.ts';

type SignalOf<Type extends ClientSignal['type']> = Extract<ClientSignal, { type: Type }>;

export interface SignalDeskOptions {
  readonly node: Pick<ThisNode, 'broker' | 'store' | 'clock' | 'limiter'>;
  readonly actor: VisitorActor | AgentActor;
  readonly following: Following;
}

/** Passes on the signals of one session. */
export class SignalDesk {
  readonly #options: SignalDeskOptions;
  readonly #by: Author;
  #lastTyping: { readonly conversation: ConversationId; readonly on: boolean; readonly at: number } | undefined;

  constructor(options: SignalDeskOptions) {
    this.#options = options;
    this.#by = authorOf(options.actor);
  }

  async pass(signal: ClientSignal): Promise<void> {
    const { node, actor } = this.#options;
    const person = actor.kind === 'visitor' ? actor.visitor : actor.agent;
    if (node.limiter.take('signal', person) > 0) return;
    switch (signal.type) {
      case 'typing':
        this.#typing(signal);
        break;
      case 'received':
        if (this.#options.following.watch(signal.body.conversation) !== undefined)
          this.#toFollowers(signal.body.conversation, { ...signal, by: this.#by });
        break;
      case 'ringing':
        await this.#ringing(signal);
        break;
      case 'rtc':
        if (Buffer.byteLength(JSON.stringify(signal.body.data)) <= LIMITS.sdpBytes) this.#toPeer(signal);
        break;
      case 'rtc.ack':
        this.#toPeer(signal);
        break;
    }
  }

  #typing(signal: SignalOf<'typing'>): void {
    const { conversation, on } = signal.body;
    const now = this.#options.node.clock.now();
    const last = this.#lastTyping;
    const isRepeated = last?.conversation === conversation && last.on === on && now - last.at < TIMES.typingMs;
    if (isRepeated || this.#options.following.watch(conversation) === undefined) return;
    this.#lastTyping = { conversation, on, at: now };
    this.#toFollowers(conversation, { ...signal, by: this.#by });
  }

  /** An agent's desk may ring before they have looked into the conversation. */
  async #ringing(signal: SignalOf<'ringing'>): Promise<void> {
    const { conversation, call } = signal.body;
    const { following, node, actor } = this.#options;
    const watch = following.watch(conversation);
    if (watch === undefined) {
      const stored = await node.store.conversation(conversation);
      if (!stored || !maySee(actor, stored.state) || stored.state.call?.id !== call) return;
    } else if (watch.call?.id !== call) return;
    this.#toFollowers(conversation, { ...signal, by: this.#by });
  }

  #toFollowers(
    conversation: ConversationId,
    signal: SignalOf<'typing' | 'received' | 'ringing'> & { readonly by: Author },
  ): void {
    const { node, actor } = this.#options;
    node.broker.publish(`conversation:${conversation}`, { type: 'signal', signal, except: actor.session });
  }

  // CA5
  #toPeer(signal: SignalOf<'rtc' | 'rtc.ack'>): void {
    const { conversation, call, leg, attempt, n } = signal.body;
    const { node, actor, following } = this.#options;
    const running = following.watch(conversation)?.call;
    const current = running?.leg;
    if (running?.id !== call || current?.id !== leg || current.attempt !== attempt) return;
    if (n > SERVER_LIMITS.rtcPerAttempt) return;
    const side: Side = actor.kind;
    if (current.ends[side] !== actor.session) return;
    const peer = current.ends[side === 'visitor' ? 'agent' : 'visitor'];
    node.broker.publish(`session:${peer}`, { type: 'signal', signal: { ...signal, by: this.#by } });
  }
}
