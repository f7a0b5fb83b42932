/**
 * Events: numbered, stored facts of a conversation, in the past tense. Each has an audience; `audience: 'staff'`
 * never reaches a visitor (VI1). Shapes only: which event follows from which command is the domain's business.
 */
import { z } from 'zod';
import { agentId, callId, conversationId, departmentId, legId, messageId, sessionId, siteId } from './ids.ts';
import type { CaseNumber } from './ids.ts';
import { mediaFailure } from './errors.ts';
import { routingReason } from './routing.ts';
import {
  agentName,
  author,
  callEndReason,
  legView,
  locale,
  media,
  page,
  personCard,
  queuePosition,
  quickStart,
  side,
  timestamp,
  transferTarget,
} from './models.ts';

/** Who may ever see an event. */
export const audience = z.enum(['all', 'staff']);
export type Audience = z.infer<typeof audience>;

const fact = <Type extends string, Body extends z.ZodType>(type: Type, body: Body) =>
  z.strictObject({ type: z.literal(type), body });

/**
 * How a transfer ends. Of a transfer to a department `declined` means that everybody there was asked, `expired` that
 * nobody was free in time, and `failed` that nobody is there any more.
 */
const transferOutcome = z.enum(['accepted', 'declined', 'expired', 'cancelled', 'failed']);
export type TransferOutcome = z.infer<typeof transferOutcome>;

const facts = [
  fact(
    'conversation.started',
    z.strictObject({
      site: siteId,
      department: departmentId,
      caseNumber: z.custom<CaseNumber>((value) => typeof value === 'string'),
      locale,
      page: page.nullable(),
      via: z.enum(['message', 'call', 'callback']),
    }),
  ),
  /** Staff: what the visitor said it is about, and which skills that asks for (RT15). */
  fact('topic.chosen', z.strictObject({ topic: quickStart, skills: z.array(z.string()) })),
  /**
   * The conversation wants a person, for this reason; one that has lost its agent (D9), or whose visitor is to be called
   * now, is in front of all others.
   */
  fact(
    'conversation.queued',
    z.strictObject({
      department: departmentId,
      reason: z.enum([
        'started',
        'reopened',
        'agent_lost',
        'handed_over',
        'replaced',
        'anyone',
        'overflow',
        'callback',
        'returned',
      ]),
      /** With `replaced`, and with `anyone` if it waits already: whom the visitor does not want (RT18). */
      replaced: z.array(agentName).optional(),
      /** The partner to whom it overflows, by name (VI6). */
      partner: z.string().optional(),
    }),
  ),
  /**
   * Staff: this department is there again. What is `over` goes back to it; who has a conversation that is not is asked to
   * hand it over (RT22).
   */
  fact('return.due', z.strictObject({ department: departmentId, over: z.boolean() })),
  fact('conversation.ended', z.strictObject({})),
  /** Nobody could be asked at once: where it stands in the queue, and by when somebody comes, if that can be said (D8). */
  fact('queue.placed', z.strictObject(queuePosition)),
  /** `forPartner`: a note that is written for a partner's people too (VI5). */
  fact(
    'message.posted',
    z.strictObject({ message: messageId, text: z.string(), forPartner: z.literal(true).optional() }),
  ),
  /** `deputyFor`: who knows the visitor and cannot come now (RT21). */
  fact('participant.joined', z.strictObject({ agent: personCard, deputyFor: z.string().optional() })),
  /** `to`: who takes over from somebody who was `transferred`. */
  fact(
    'participant.left',
    z.strictObject({
      agent: agentId,
      reason: z.enum(['ended', 'lost', 'left', 'transferred', 'replaced']),
      to: agentId.optional(),
    }),
  ),
  /** The visitor may talk again to those whom they did not want (RT19). */
  fact('participant.restored', z.strictObject({})),
  /** Nobody else than those whom the visitor does not want could come now; routing goes on looking (RT19). */
  fact('replacement.missed', z.strictObject({})),
  /** `by` has really looked at everything up to this message (D6). */
  fact('participant.read', z.strictObject({ message: messageId })),
  fact('page.visited', z.strictObject({ page })),
  /** Staff: routing asks this agent until `expiresAt`, and says why (RT8). */
  fact('reservation.made', z.strictObject({ agent: agentId, because: z.array(routingReason), expiresAt: timestamp })),
  fact(
    'reservation.ended',
    z.strictObject({ agent: agentId, outcome: z.enum(['accepted', 'declined', 'expired', 'withdrawn']) }),
  ),
  /** Staff: an agent inside asks for somebody else; `note` names the note that says why (TR1). */
  fact('transfer.started', z.strictObject({ to: transferTarget, warm: z.boolean(), note: messageId.nullable() })),
  fact(
    'transfer.ended',
    z.strictObject({
      from: agentId,
      to: transferTarget,
      outcome: transferOutcome,
      /** Accepted while the one who asked is in a call: they stay until it is over (TR6). */
      afterCall: z.boolean().optional(),
    }),
  ),
  /** `session` is the caller's: the answer binds it to the leg (CA3). */
  fact('call.started', z.strictObject({ call: callId, session: sessionId, media })),
  fact('call.answered', z.strictObject({ call: callId, leg: legView, media })),
  /** A new attempt of the leg: both ends build fresh peers. */
  fact('call.rejoined', z.strictObject({ call: callId, leg: legView })),
  /** Staff: one end of this attempt has media; with both it is connected (CA7). */
  fact('call.confirmed', z.strictObject({ call: callId, leg: legId, attempt: z.number().int().positive(), side })),
  fact('call.connected', z.strictObject({ call: callId, leg: legId, attempt: z.number().int().positive() })),
  /** The end at this side is away; the call waits until it confirms the attempt again, or rejoins. */
  fact('call.interrupted', z.strictObject({ call: callId, side })),
  fact(
    'call.ended',
    z.strictObject({
      call: callId,
      reason: callEndReason,
      /** Whole seconds between connected and ended; 0 if it never connected. */
      seconds: z.number().int().nonnegative(),
      cause: mediaFailure.optional(),
    }),
  ),
  /** The visitor wants to be called; `digits` are the last two of the number, which is nowhere in the log (CA15). */
  fact(
    'callback.requested',
    z.strictObject({ slot: timestamp.nullable(), digits: z.string().length(2), department: departmentId }),
  ),
  /** Its time has come: somebody is asked to call. */
  fact('callback.due', z.strictObject({})),
  /** The visitor was called and not reached; tried again then, or not any more. */
  fact('callback.missed', z.strictObject({ attempt: z.number().int().positive(), nextAt: timestamp.nullable() })),
  fact('callback.ended', z.strictObject({ outcome: z.enum(['reached', 'missed', 'cancelled']) })),
  /** The visitor is told that a person will have answered by then (PR3). */
  fact('promise.made', z.strictObject({ by: timestamp })),
  /** Staff: so many percent of the promise's time are gone (PR6). */
  fact('promise.reminded', z.strictObject({ stage: z.literal([50, 75, 90]) })),
  fact('promise.kept', z.strictObject({})),
  fact('promise.broken', z.strictObject({ by: timestamp })),
] as const;

/** The content of every event, discriminated by `type`. */
const eventContent = z.discriminatedUnion('type', facts);
export type EventContent = z.infer<typeof eventContent>;
export type EventType = EventContent['type'];

/** Content of one event type. */
export type ContentOf<Type extends EventType> = Extract<EventContent, { type: Type }>;

/** Events that only staff may see whatever their circumstances; a message's audience is chosen by its author. */
export const STAFF_EVENTS: ReadonlySet<EventType> = new Set([
  'topic.chosen',
  'reservation.made',
  'reservation.ended',
  'transfer.started',
  'transfer.ended',
  'return.due',
  'call.confirmed',
  'promise.reminded',
]);

const envelope = {
  kind: z.literal('event'),
  conversation: conversationId,
  /** Number in the viewer's own counter: gap-free from 1 (EV2). */
  seq: z.number().int().positive(),
  at: timestamp,
  by: author,
  /** Sent to staff only: whether the visitor can see it. */
  audience: audience.optional(),
};

export type EventFrame = z.infer<z.ZodObject<typeof envelope>> & EventContent;

/** An event as it travels (EV1): envelope and content in one object, and nothing else. */
export const eventFrame = z.discriminatedUnion(
  'type',
  facts.map((content) => content.extend(envelope)) as unknown as typeof facts,
) as unknown as z.ZodType<EventFrame>;
