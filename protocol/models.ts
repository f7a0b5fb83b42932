/**
 * The nouns that travel: people as cards, a conversation as its participants see it, a row of the console's inbox,
 * and a site's settings for its widget. Shapes only; who may see which of them is decided by `visibility`.
 */
import { z } from 'zod';
import {
  agentId,
  callId,
  conversationId,
  departmentId,
  legId,
  messageId,
  sessionId,
  siteId,
  siteKey,
  visitorId,
} from './ids.ts';
import type { CaseNumber } from './ids.ts';
import { offer } from './channels.ts';

/** Integer milliseconds since 1970, UTC. */
export const timestamp = z.number().int().nonnegative();

/** BCP 47 language tag of a browser, such as `de-CH`. */
export const locale = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(35);

/** A page of the shop; query and fragment are cut off by the browser before it is sent. */
export const page = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2_000), title: z.string().max(200) });
export type Page = z.infer<typeof page>;

/** Name of a typed case number string. */
const caseNumberText = z.custom<CaseNumber>((value) => typeof value === 'string');

/** What others may see of an agent: `photo` is a path on the Shopbell server or null (E13). */
export const personCard = z.strictObject({
  id: agentId,
  name: z.string(),
  /** What the person does, in the shop's words: "Advisor". */
  title: z.string(),
  languages: z.array(z.string()),
  photo: z.string().nullable(),
  /** The partner whose person this is, by name (Z5); absent: one of the shop's own people. */
  partner: z.string().optional(),
});
export type PersonCard = z.infer<typeof personCard>;

/** An agent by name, for whoever need not see their card. */
export const agentName = z.strictObject({ id: agentId, name: z.string() });
export type AgentName = z.infer<typeof agentName>;

/** Roles of an agent, from least to most. */
export const agentRole = z.enum(['agent', 'mentor', 'admin', 'owner']);
export type AgentRole = z.infer<typeof agentRole>;

/** Derived from sessions and the agent's switch. */
export const presence = z.enum(['available', 'away', 'offline']);
export type Presence = z.infer<typeof presence>;

/** What a visitor may say their matter is about with one click (E1); which topic it is, the site knows. */
export const quickStart = z.enum(['order', 'product', 'return']);
export type QuickStart = z.infer<typeof quickStart>;

/** Who did something. The system has no name and no face (F9). */
export const author = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('visitor'), id: visitorId }),
  z.strictObject({ kind: z.literal('agent'), id: agentId, name: z.string(), partner: z.string().optional() }),
  z.strictObject({ kind: z.literal('system') }),
]);
export type Author = z.infer<typeof author>;

/** What one side wants to send in a call. `video` false means an audio call. */
export const media = z.strictObject({ audio: z.boolean(), video: z.boolean() });
export type Media = z.infer<typeof media>;

/** The two sides of a leg. */
export const side = z.enum(['visitor', 'agent']);
export type Side = z.infer<typeof side>;

/** How a call ends (CA9). `missed`: nobody answered in time; `cancelled`: the caller gave up first. */
export const callEndReason = z.enum(['hangup', 'declined', 'missed', 'cancelled', 'failed']);
export type CallEndReason = z.infer<typeof callEndReason>;

/** A peer connection between two sessions; a reconnect is the next attempt of the same leg. */
export const legView = z.strictObject({
  id: legId,
  attempt: z.number().int().positive(),
  ends: z.strictObject({ visitor: sessionId, agent: sessionId }),
  /** The only side that may send the first offer of an attempt (CA4). */
  offerer: side,
});
export type LegView = z.infer<typeof legView>;

/** The call of a conversation that is not over. */
export const callView = z.strictObject({
  id: callId,
  by: side,
  media,
  phase: z.enum(['ringing', 'connecting', 'connected', 'reconnecting']),
  startedAt: timestamp,
  /** When both ends had media for the first time, or null. */
  connectedAt: timestamp.nullable(),
  leg: legView.nullable(),
});
export type CallView = z.infer<typeof callView>;

/** A call-back that is not over. Its number is read by another door (CA15). */
export const callbackView = z.strictObject({
  /** The wanted time; null: as soon as somebody is free. */
  slot: timestamp.nullable(),
  /** Last two digits of the number, by which the visitor recognises it. */
  digits: z.string(),
  /** When somebody will be asked to call; null: somebody should call now. */
  dueAt: timestamp.nullable(),
  /** How often it was tried in vain. */
  missed: z.number().int().nonnegative(),
});
export type CallbackView = z.infer<typeof callbackView>;

/** When a site's visitors can be called back. */
export const callbackOffer = z.strictObject({
  /** Whether somebody calls as soon as they are free; false: nobody here calls at all. */
  soon: z.boolean(),
  /** Free times, each the beginning of half an hour. */
  slots: z.array(timestamp),
  /** Zone of the people who call; null where there are no times. */
  zone: z.string().nullable(),
});
export type CallbackOffer = z.infer<typeof callbackOffer>;

/** `waiting`: wants a person; `open`: has one; `ended`: closed, reopened by the visitor's next message. */
export const conversationStatus = z.enum(['waiting', 'open', 'ended']);
export type ConversationStatus = z.infer<typeof conversationStatus>;

/** The last message that a participant has really looked at (D6). */
export const readMark = z.strictObject({ by: author, message: messageId, at: timestamp });
export type ReadMark = z.infer<typeof readMark>;

/** What the visitor was promised: a person answers by then, or has not (`broken`). */
const promiseView = z.strictObject({ by: timestamp, broken: z.boolean() });

/** The same for staff: the last rung of the ladder in percent (100: not kept), and whether an earlier one was not kept. */
const promiseClock = z.strictObject({
  by: timestamp,
  stage: z.literal([0, 50, 75, 90, 100]),
  again: z.boolean(),
});
export type PromiseClock = z.infer<typeof promiseClock>;

/** A conversation as its participants see it, without its events. `head` counts in the viewer's own counter (EV2). */
export const conversationView = z.strictObject({
  id: conversationId,
  caseNumber: caseNumberText,
  status: conversationStatus,
  head: z.number().int().nonnegative(),
  startedAt: timestamp,
  locale,
  page: page.nullable(),
  /** Agents inside the conversation now, in the order in which they joined. */
  agents: z.array(personCard),
  reads: z.array(readMark),
  call: callView.nullable(),
  callback: callbackView.nullable(),
  promise: promiseView.nullable(),
});
export type ConversationView = z.infer<typeof conversationView>;

/** To whom a conversation is handed over: this agent, or whoever of this department routing finds. */
export const transferTarget = z.union([
  z.strictObject({ agent: agentId }),
  z.strictObject({ department: departmentId }),
]);
export type TransferTarget = z.infer<typeof transferTarget>;

/** A transfer that nobody has answered yet. */
const transferView = z.strictObject({
  /** Who asks. */
  from: agentId,
  to: transferTarget,
  /** Both stay until one leaves; otherwise the one who asks leaves when the next one comes. */
  warm: z.boolean(),
  /** The note that says what it is about, or null. */
  note: messageId.nullable(),
});
export type TransferView = z.infer<typeof transferView>;

/** Where a conversation stands in its department's queue. */
export const queuePosition = {
  /** From 1. */
  position: z.number().int().positive(),
  /** Agents who are available for it. */
  serving: z.number().int().nonnegative(),
  /** Somebody comes by then, in four of five cases; null: it cannot be said. */
  estimatedAt: timestamp.nullable(),
};

/** The same as it is now. */
export const queuePlace = z.strictObject({
  ...queuePosition,
  /** Somebody is asked to come at this moment. */
  isAsked: z.boolean(),
});
export type QueuePlace = z.infer<typeof queuePlace>;

/** A row of the console's inbox: a conversation at version `version` (EV6). */
export const conversationRow = z.strictObject({
  id: conversationId,
  version: z.number().int().positive(),
  head: z.number().int().nonnegative(),
  caseNumber: caseNumberText,
  siteName: z.string(),
  department: departmentId,
  visitor: visitorId,
  status: conversationStatus,
  startedAt: timestamp,
  /** Since when it waits for a person, or null. */
  waitingSince: timestamp.nullable(),
  /** It lost its agent and waits before all others (D9). */
  front: z.boolean(),
  locale,
  page: page.nullable(),
  agents: z.array(personCard),
  /** Agents whom the visitor does not want (D14). */
  avoid: z.array(agentId),
  /** The agent who is asked now, and until when. */
  reservation: z.strictObject({ agent: agentId, expiresAt: timestamp }).nullable(),
  transfer: transferView.nullable(),
  /** The last message for all, shortened to 160 code points. */
  lastMessage: z.strictObject({ by: author, text: z.string(), at: timestamp }).nullable(),
  /** Messages of the visitor that no agent has read. */
  unread: z.number().int().nonnegative(),
  call: callView.nullable(),
  callback: callbackView.nullable(),
  promise: promiseClock.nullable(),
});
export type ConversationRow = z.infer<typeof conversationRow>;

/** A conversation that is none of this agent's any more, and leaves their inbox (TR2). */
export const goneRow = z.strictObject({
  id: conversationId,
  version: z.number().int().positive(),
  gone: z.literal(true),
});
export type GoneRow = z.infer<typeof goneRow>;

/** A conversation that this owner or admin does not see, and whose promise is nearly or really over (PR6). */
export const alarmRow = z.strictObject({
  ...conversationRow.pick({ id: true, version: true, caseNumber: true, department: true }).shape,
  alarm: promiseClock,
});
export type AlarmRow = z.infer<typeof alarmRow>;

/** A conversation of a visitor as whoever comes next finds it; `with`: who was inside last, by name, if anybody was. */
const earlierConversation = conversationRow
  .pick({ id: true, caseNumber: true, status: true, startedAt: true, lastMessage: true })
  .extend({ with: z.string().nullable() });
export type EarlierConversation = z.infer<typeof earlierConversation>;

/** What a widget needs to draw itself on one site; public, cacheable. */
export const siteSettings = z.strictObject({
  key: siteKey,
  name: z.string(),
  /** Brand colour as #rrggbb. */
  brand: z.string(),
  /** Whether somebody can answer now. */
  available: z.boolean(),
  /** People who answer here, available ones first, at most six. */
  team: z.array(personCard),
  /** Page of the shop with its other ways of contact, or null. */
  contactUrl: z.url().nullable(),
  /** The shop's own number, never one that costs extra, with what a call costs in the shop's words (E5), or null. */
  phone: z.strictObject({ number: z.string(), cost: z.string() }).nullable(),
  /** Quick starts that lead to somebody, in their order. */
  quickStarts: z.array(quickStart),
  ...offer.shape,
});
export type SiteSettings = z.infer<typeof siteSettings>;

/** A server of `RTCConfiguration.iceServers`. */
export const iceServer = z.strictObject({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});

/** Answer of the ICE door: short-lived servers for one end of one call. */
export const iceSettings = z.strictObject({
  iceServers: z.array(iceServer),
  policy: z.enum(['all', 'relay']),
  /** When the credentials expire. */
  expiresAt: timestamp,
});
export type IceSettings = z.infer<typeof iceSettings>;

/** A site as the console's settings show it. */
export const site = z.strictObject({
  id: siteId,
  key: siteKey,
  name: z.string(),
  brand: z.string(),
  origins: z.array(z.string()),
});
export type Site = z.infer<typeof site>;
