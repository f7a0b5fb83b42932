/**
 * Frames: the few envelopes of the wire. `kind` discriminates the frame, `type` its content. Unknown commands are
 * refused `unsupported`, unknown events and signals are ignored by their reader (FR6). Shapes only.
 */
import { z } from 'zod';
import type { CommandInput } from './commands.ts';
import { refusal } from './errors.ts';
import { eventFrame } from './events.ts';
import type { EventFrame } from './events.ts';
import { commandId, conversationId, sessionId, siteKey, visitorId } from './ids.ts';
import { PROTOCOL_VERSION } from './constants.ts';
import {
  agentRole,
  conversationRow,
  conversationView,
  goneRow,
  alarmRow,
  locale,
  page,
  personCard,
  presence,
  timestamp,
} from './models.ts';
import { serverSignal } from './signals.ts';
import type { ClientSignal, ServerSignal } from './signals.ts';

const heads = z.record(conversationId, z.number().int().nonnegative());
/** Last seen number of each conversation, in the viewer's own counter. */
export type Heads = z.infer<typeof heads>;

/** First frame of a connection: who speaks, from where, and what they have seen (FR3, RS1). */
export const hello = z.strictObject({
  kind: z.literal('hello'),
  protocol: z.number().int(),
  client: z.enum(['widget', 'console']),
  /** Widget: the site key. */
  site: siteKey.optional(),
  /** Widget: the visitor token of an earlier welcome. Console: a single-use ticket. */
  token: z.string().max(200).optional(),
  locale,
  page: page.optional(),
  resume: z
    .strictObject({
      ...{ session: sessionId, epoch: z.string().max(64), heads },
      /** Secret of the polled connection that has the session now and gives it away with this (RS9). */
      poll: z.string().max(100).optional(),
    })
    .optional(),
});
export type Hello = z.infer<typeof hello>;

/** Asks for events of one conversation after or before a number, or for the inbox; the asker follows it from now on. */
export const read = z.union([
  z.strictObject({
    kind: z.literal('read'),
    id: commandId,
    conversation: conversationId,
    /** Events with greater numbers, oldest first. */
    after: z.number().int().nonnegative().optional(),
    /** Events with smaller numbers: the last `limit` of them. Neither: the tail. */
    before: z.number().int().positive().optional(),
    limit: z.number().int().positive().max(200).optional(),
  }),
  z.strictObject({ kind: z.literal('read'), id: commandId, list: z.literal('inbox') }),
]);
export type Read = z.infer<typeof read>;

/** A command frame as its sender writes it. */
export type CommandFrame = { readonly kind: 'command'; readonly id: z.infer<typeof commandId> } & CommandInput;

/** Any frame of a browser. */
export type ClientFrame = Hello | CommandFrame | Read | ClientSignal;

/** A conversation with some of its events: what a welcome and a `read` bring. */
export const snapshot = z.strictObject({
  view: conversationView,
  /** Oldest first, gap-free. */
  events: z.array(eventFrame),
  /** Whether events before the first of these exist. */
  more: z.boolean(),
});
export type Snapshot = { view: z.infer<typeof conversationView>; events: EventFrame[]; more: boolean };

const inbox = z.strictObject({ version: z.number().int().nonnegative(), rows: z.array(conversationRow) });
/** The open conversations of an agent's departments, at one version. */
export type Inbox = z.infer<typeof inbox>;

/** Answer to `hello` (RS2). */
export const welcome = z.strictObject({
  kind: z.literal('welcome'),
  protocol: z.literal(PROTOCOL_VERSION),
  session: sessionId,
  epoch: z.string(),
  serverTime: timestamp,
  heartbeatMs: z.number().int().positive(),
  person: z.discriminatedUnion('kind', [
    /** `token` is sent once, when it was made. */
    z.strictObject({ kind: z.literal('visitor'), id: visitorId, token: z.string().optional() }),
    z.strictObject({ kind: z.literal('agent'), card: personCard, role: agentRole, presence }),
  ]),
  /** True if the browser must forget what it has and take the snapshots (RS5). */
  reset: z.boolean(),
  /** Visitor: own open conversations and those of `resume.heads`. Agent: those of `resume.heads`. */
  conversations: z.array(snapshot),
  inbox: inbox.optional(),
});
export type Welcome = Omit<z.infer<typeof welcome>, 'conversations'> & { conversations: Snapshot[] };

/** What was done: numbers of the resulting events in the sender's counter, or what was read. */
export const done = z.union([
  z.strictObject({ seqs: z.array(z.number().int().positive()) }),
  z.strictObject({ snapshot }),
  z.strictObject({ inbox }),
]);
export type Done = { seqs: number[] } | { snapshot: Snapshot } | { inbox: Inbox };

/** Answer to a command or `read` (CO3). */
export const reply = z.union([
  z.strictObject({ kind: z.literal('reply'), id: z.string(), done }),
  z.strictObject({ kind: z.literal('reply'), id: z.string(), refused: refusal }),
]);
export type Reply =
  { kind: 'reply'; id: string; done: Done } | { kind: 'reply'; id: string; refused: z.infer<typeof refusal> };

/** A row of the inbox that changed or is gone, or an alarm about one that is not in it (console only). */
export const row = z.strictObject({ kind: z.literal('row'), row: z.union([conversationRow, goneRow, alarmRow]) });
export type Row = z.infer<typeof row>;

/** The server about the connection itself. */
export const control = z.discriminatedUnion('type', [
  z.strictObject({
    kind: z.literal('control'),
    type: z.literal('heartbeat'),
    /** Heads of the conversations that this session follows: a lost last event is found here (RS4). */
    heads,
    /** Version of the inbox (console only). */
    inbox: z.number().int().nonnegative().optional(),
  }),
  /** This session was lagging: read again after the last number. */
  z.strictObject({ kind: z.literal('control'), type: z.literal('lagging') }),
  /** The server restarts soon: come back after this time. */
  z.strictObject({ kind: z.literal('control'), type: z.literal('drain'), afterMs: z.number().int().nonnegative() }),
]);
export type Control = z.infer<typeof control>;

/** Any frame of the server. */
export type ServerFrame = Welcome | Reply | EventFrame | Row | Control | ServerSignal;

/** Schema of every frame of the server, strict: what is not named here is not sent. */
export const serverFrame = z.union([welcome, reply, eventFrame, row, control, serverSignal]);

/** What one text of the server holds: a frame, or several that were said together, in their order (FR1). */
export const serverText = z.union([serverFrame, z.array(serverFrame).min(2)]);
