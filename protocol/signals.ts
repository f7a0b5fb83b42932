/**
 * Signals: unstored, unnumbered hints that may be lost. `rtc` signals alone are numbered per attempt, acknowledged by
 * the other end and repeated until they are (CA6). Shapes only.
 */
import { z } from 'zod';
import { offer } from './channels.ts';
import { agentId, callId, conversationId, legId, messageId } from './ids.ts';
import { author, presence, queuePlace } from './models.ts';

const attemptOfLeg = {
  conversation: conversationId,
  call: callId,
  leg: legId,
  attempt: z.number().int().positive(),
  /** Counts from 1 per attempt and end. */
  n: z.number().int().positive(),
};

const typing = { conversation: conversationId, on: z.boolean() };

/** This message and everything before it has reached a browser of the sender's side; nobody need have looked (EV7). */
const received = { conversation: conversationId, message: messageId };

/** Signals that a browser sends. */
export const clientSignal = z.discriminatedUnion('type', [
  z.strictObject({ kind: z.literal('signal'), type: z.literal('typing'), body: z.strictObject(typing) }),
  z.strictObject({ kind: z.literal('signal'), type: z.literal('received'), body: z.strictObject(received) }),
  /** This browser really alerts a person now, so that the caller may play the ring-back tone. */
  z.strictObject({
    kind: z.literal('signal'),
    type: z.literal('ringing'),
    body: z.strictObject({ conversation: conversationId, call: callId }),
  }),
  /** Opaque to the server beyond its size: descriptions, candidates, and which tracks are on. */
  z.strictObject({
    kind: z.literal('signal'),
    type: z.literal('rtc'),
    body: z.strictObject({ ...attemptOfLeg, data: z.record(z.string(), z.unknown()) }),
  }),
  z.strictObject({ kind: z.literal('signal'), type: z.literal('rtc.ack'), body: z.strictObject(attemptOfLeg) }),
]);
export type ClientSignal = z.infer<typeof clientSignal>;

/** Signals that a browser receives: the same, with their author, and what only one of the faces hears. */
export const serverSignal = z.discriminatedUnion('type', [
  z.strictObject({ kind: z.literal('signal'), type: z.literal('typing'), by: author, body: z.strictObject(typing) }),
  z.strictObject({
    kind: z.literal('signal'),
    type: z.literal('received'),
    by: author,
    body: z.strictObject(received),
  }),
  z.strictObject({
    kind: z.literal('signal'),
    type: z.literal('ringing'),
    by: author,
    body: z.strictObject({ conversation: conversationId, call: callId }),
  }),
  z.strictObject({
    kind: z.literal('signal'),
    type: z.literal('rtc'),
    by: author,
    body: z.strictObject({ ...attemptOfLeg, data: z.record(z.string(), z.unknown()) }),
  }),
  z.strictObject({
    kind: z.literal('signal'),
    type: z.literal('rtc.ack'),
    by: author,
    body: z.strictObject(attemptOfLeg),
  }),
  /** Where the visitor stands in the queue now (QU3). */
  z.strictObject({
    kind: z.literal('signal'),
    type: z.literal('queue'),
    body: z.strictObject({ conversation: conversationId, place: queuePlace }),
  }),
  z.strictObject({
    /** Console only. */
    kind: z.literal('signal'),
    type: z.literal('presence'),
    body: z.strictObject({ agent: agentId, presence }),
  }),
  /** What the site offers has changed (widget only, CH5). */
  z.strictObject({ kind: z.literal('signal'), type: z.literal('offer'), body: offer }),
]);
export type ServerSignal = z.infer<typeof serverSignal>;

/** Body of an `rtc` signal. */
export type RtcBody = Extract<ClientSignal, { type: 'rtc' }>['body'];
