/**
 * Every conversation of this browser as a timeline that can be watched. It takes what the line delivers and what a
 * person has sent but the server not confirmed; it knows no socket and sends nothing.
 */
import type { CommandInput } from '../protocol/commands.ts';
import { TIMES } from '../protocol/constants.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { EventFrame } from '../protocol/events.ts';
import type { CommandId, ConversationId, MessageId } from '../protocol/ids.ts';
import type { Author, QueuePlace } from '../protocol/models.ts';
import type { Alarm, Clock } from './clock.ts';
import type { Taken } from './follow.ts';
import { unknownConversation } from './fold.ts';
import { Cell } from './observable.ts';
import type { KeptCommand } from './storage.ts';
import {
  emptyTimeline,
  withEvents,
  withFailed,
  withOlder,
  withPending,
  withPlace,
  withReceived,
  withSnapshot,
  withTyping,
  withView,
} from './timeline-changes.ts';
import type { PendingMessage, Timeline } from './timeline.ts';

/** A message as its writer gave it. */
export type KeptMessage = KeptCommand & { readonly command: Extract<CommandInput, { type: 'message.post' }> };

/** Whether this command is a message. */
export function isMessage(kept: KeptCommand): kept is KeptMessage {
  return kept.command.type === 'message.post';
}

/** The conversations of one browser. */
export class Conversations {
  readonly timelines = new Cell<ReadonlyMap<ConversationId, Timeline>>(new Map());
  readonly #clock: Clock;
  readonly #locale: string;
  readonly #fading = new Map<ConversationId, Alarm>();

  constructor(clock: Clock, locale: string) {
    this.#clock = clock;
    this.#locale = locale;
  }

  /** The next event of a conversation. */
  add(event: EventFrame): void {
    const known = this.#known(event.conversation, event.at);
    this.#put(withEvents(known, [event]));
  }

  /** A picture of the server, or what was missing. */
  take(taken: Taken): void {
    const { view } = taken.snapshot;
    const known = this.timelines.value.get(view.id);
    if (taken.kind === 'replaced' || known === undefined) this.#put(withSnapshot(known, taken.snapshot));
    else this.#put(withView(withEvents(known, taken.events), view));
  }

  /** A page of earlier events. */
  addOlder(conversation: ConversationId, snapshot: Parameters<typeof withOlder>[1]): void {
    const known = this.timelines.value.get(conversation);
    if (known) this.#put(withOlder(known, snapshot));
  }

  /** A message is on its way; a conversation that does not exist yet begins with it. */
  post({ id, at, refusal, command }: KeptMessage): void {
    const { body } = command;
    const conversation = command.conversation as ConversationId;
    const state = refusal === undefined ? 'sending' : 'failed';
    const message: PendingMessage = { id, at, text: body.text, audience: body.audience ?? 'all', state };
    const known = this.#known(conversation, at);
    this.#put(withPending(known, refusal === undefined ? message : { ...message, refusal }));
  }

  /** A message was refused for good. */
  fail(conversation: ConversationId, id: CommandId, refusal: Refusal): void {
    const known = this.timelines.value.get(conversation);
    if (known) this.#put(withFailed(known, id, refusal));
  }

  /** The message with this id that was not confirmed, and where it was to go. */
  pending(id: CommandId): { readonly conversation: ConversationId; readonly message: PendingMessage } | undefined {
    for (const [conversation, { pending }] of this.timelines.value) {
      const message = pending.find((other) => other.id === id);
      if (message) return { conversation, message };
    }
    return undefined;
  }

  /** Everything up to this message has reached the other side (EV7). */
  received(conversation: ConversationId, message: MessageId): void {
    const known = this.timelines.value.get(conversation);
    if (known) this.#put(withReceived(known, message));
  }

  /** The visitor stands here in the queue now. */
  placed(conversation: ConversationId, place: QueuePlace): void {
    const known = this.timelines.value.get(conversation);
    if (known) this.#put(withPlace(known, place));
  }

  /** Somebody types or stops; the hint fades by itself, because its end may be lost. */
  setTyping(conversation: ConversationId, author: Author, on: boolean): void {
    const known = this.timelines.value.get(conversation);
    if (!known) return;
    this.#fading.get(conversation)?.cancel();
    this.#fading.delete(conversation);
    this.#put(withTyping(known, on ? author : undefined));
    if (!on) return;
    const fade = (): void => this.setTyping(conversation, author, false);
    this.#fading.set(conversation, this.#clock.after(TIMES.typingFadeMs, fade));
  }

  /** Forgets everything that the server has told; what was not confirmed stays (RS5). */
  forget(): void {
    this.stop();
    const unconfirmed = [...this.timelines.value].filter(([, { pending }]) => pending.length > 0);
    const blank = unconfirmed.map(([conversation, { pending, view }]) => {
      const empty = emptyTimeline(unknownConversation(conversation, view.startedAt, this.#locale));
      return [conversation, { ...empty, pending }] as const;
    });
    this.timelines.set(new Map(blank));
  }

  /** Ends its timers. */
  stop(): void {
    for (const alarm of this.#fading.values()) alarm.cancel();
    this.#fading.clear();
  }

  #known(conversation: ConversationId, at: number): Timeline {
    const known = this.timelines.value.get(conversation);
    return known ?? emptyTimeline(unknownConversation(conversation, at, this.#locale));
  }

  #put(timeline: Timeline): void {
    const { id } = timeline.view;
    this.timelines.update((all) => (all.get(id) === timeline ? all : new Map([...all, [id, timeline]])));
  }
}
