/**
 * Commands: wishes of visitors and agents, in the imperative, each with an id that its sender made up (CO1). Shapes
 * only; who may send which is `permissions`, what follows is `decide`.
 */
import { z } from 'zod';
import { mediaFailure } from './errors.ts';
import { audience } from './events.ts';
import { callId, conversationId, legId, messageId } from './ids.ts';
import { LIMITS } from './constants.ts';
import { media, quickStart, timestamp, transferTarget } from './models.ts';

/** Text of a message: well-formed Unicode, not blank, at most `LIMITS.textCodePoints` code points (CO5). */
export const messageText = z
  .string()
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
  .refine((text) => text.trim() !== '', 'must not be blank')
  .refine((text) => text.length <= LIMITS.textCodePoints || [...text].length <= LIMITS.textCodePoints, {
    message: `must have at most ${LIMITS.textCodePoints} characters`,
  });

const inConversation = <Type extends string, Body extends z.ZodType>(type: Type, body: Body) =>
  z.strictObject({ type: z.literal(type), conversation: conversationId, body });

/** Every command of visitors and agents, discriminated by `type`. */
export const command = z.discriminatedUnion('type', [
  /**
   * Starts the conversation if it does not exist; reopens it if it has ended. `staff` makes it a note. `topic` counts
   * where the conversation begins to want a person (RT15), and so does `promised`: what the visitor's screen showed (PR3).
   */
  inConversation(
    'message.post',
    z.strictObject({
      text: messageText,
      audience: audience.default('all'),
      topic: quickStart.optional(),
      promised: timestamp.optional(),
    }),
  ),
  inConversation('participant.read', z.strictObject({ message: messageId })),
  /** An agent takes a waiting conversation, reserved or not. */
  inConversation('conversation.accept', z.strictObject({})),
  inConversation('conversation.end', z.strictObject({})),
  /** The visitor wants somebody else, and says no reason. */
  inConversation('participant.replace', z.strictObject({})),
  /** The visitor takes them back. */
  inConversation('participant.restore', z.strictObject({})),
  inConversation('reservation.decline', z.strictObject({})),
  /** An agent inside asks for somebody else. Cold: they leave when the next one accepts; warm: when they like. */
  inConversation(
    'transfer.start',
    z.strictObject({ to: transferTarget, warm: z.boolean(), note: messageText.optional() }),
  ),
  inConversation('transfer.cancel', z.strictObject({})),
  /** An agent leaves. The last one does so only with `handOver`: then the conversation waits in front of all others. */
  inConversation('participant.leave', z.strictObject({ handOver: z.boolean().default(false) })),
  /** Starts a call, and the conversation if it does not exist. */
  inConversation('call.start', z.strictObject({ call: callId, media, topic: quickStart.optional() })),
  /** Answers a ringing call; for an agent outside the conversation it also accepts the conversation. */
  inConversation('call.answer', z.strictObject({ call: callId, media })),
  inConversation('call.decline', z.strictObject({ call: callId, cause: mediaFailure.optional() })),
  inConversation('call.end', z.strictObject({ call: callId, cause: mediaFailure.optional() })),
  /** The sender's session takes its side's end and asks for the next attempt. */
  inConversation('call.rejoin', z.strictObject({ call: callId })),
  /** The sender's end of this attempt has media; sent again after `call.interrupted` if the media never stopped. */
  inConversation('call.confirm', z.strictObject({ call: callId, leg: legId, attempt: z.number().int().positive() })),
  /**
   * The visitor wants to be called on this number, at this time or (null) as soon as somebody is free; it starts the
   * conversation if it does not exist, and replaces an earlier wish.
   */
  inConversation(
    'callback.request',
    z.strictObject({ phone: z.string().max(LIMITS.phoneCharacters), slot: timestamp.nullable() }),
  ),
  inConversation('callback.cancel', z.strictObject({})),
  /** A participating agent has called. */
  inConversation('callback.done', z.strictObject({ reached: z.boolean() })),
  /** The agent's own switch; belongs to no conversation. */
  z.strictObject({
    type: z.literal('presence.set'),
    body: z.strictObject({ presence: z.enum(['available', 'away']) }),
  }),
]);
export type Command = z.infer<typeof command>;

/** Commands that act on a conversation. */
export type ConversationCommand = Extract<Command, { conversation: unknown }>;

/** A command as its sender writes it: defaults may be left out. */
export type CommandInput = z.input<typeof command>;
