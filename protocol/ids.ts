/**
 * The ids of the wire: branded types so that a visitor's id is never passed for a conversation's, their formats, and
 * the speakable case number with its check digit (G7). It knows formats only; who makes an id and what it grants is
 * decided elsewhere. A case number never grants access.
 */
import { z } from 'zod';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const uuid = <Brand extends string>() => z.string().regex(UUID, 'must be a lower-case UUID').brand<Brand>();

/** Made by the browser that starts the conversation, so that a retried first message cannot start two. */
export const conversationId = uuid<'ConversationId'>();
export type ConversationId = z.infer<typeof conversationId>;

/** Made by the sender of a command; unique per conversation for ever (CO2). */
export const commandId = uuid<'CommandId'>();
export type CommandId = z.infer<typeof commandId>;

/** A message is named by the command that posted it, so both counters can point at it. */
export const messageId = commandId;
export type MessageId = CommandId;

export const sessionId = uuid<'SessionId'>();
export type SessionId = z.infer<typeof sessionId>;

export const visitorId = uuid<'VisitorId'>();
export type VisitorId = z.infer<typeof visitorId>;

export const agentId = uuid<'AgentId'>();
export type AgentId = z.infer<typeof agentId>;

export const siteId = uuid<'SiteId'>();
export type SiteId = z.infer<typeof siteId>;

export const departmentId = uuid<'DepartmentId'>();
export type DepartmentId = z.infer<typeof departmentId>;

/** Made by the browser that starts the call, so that a repeated start is harmless. */
export const callId = uuid<'CallId'>();
export type CallId = z.infer<typeof callId>;

/** A leg is named by the command that answered the call. */
export const legId = uuid<'LegId'>();
export type LegId = z.infer<typeof legId>;

/** Public key of a site as it stands in the shop's script tag: `sb_` and 20 lower-case letters or digits. */
export const siteKey = z
  .string()
  .regex(/^sb_[a-z0-9]{20}$/, 'must be the site key from the script tag')
  .brand<'SiteKey'>();
export type SiteKey = z.infer<typeof siteKey>;

/** 32 symbols without 0, O, 1 and I, which people mishear and misread. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const PAYLOAD_DIGITS = 5;

/** How many different case numbers exist. */
export const CASE_NUMBERS = ALPHABET.length ** PAYLOAD_DIGITS;

/** Multiplication by the generator of GF(32) (x⁵ + x² + 1); repeated it gives each place a different weight. */
function timesGenerator(value: number): number {
  const shifted = value << 1;
  return shifted > 31 ? (shifted ^ 0b100101) & 31 : shifted;
}

/**
 * Check digit over GF(32): place i is weighted by the generator's power i, so every single wrong symbol and every
 * swap of neighbours changes the sum.
 */
function checkDigit(digits: readonly number[]): number {
  return digits.reduce((sum, digit) => timesGenerator(sum ^ digit), 0);
}

/** Speakable name of a conversation, such as `K7-4P92`. */
export type CaseNumber = string & { readonly __brand: 'CaseNumber' };

/** The case number with this index, an integer from 0 to `CASE_NUMBERS` − 1. */
export function formatCaseNumber(index: number): CaseNumber {
  const digits: number[] = [];
  for (let rest = index, place = 0; place < PAYLOAD_DIGITS; place += 1, rest = Math.floor(rest / ALPHABET.length)) {
    digits.unshift(rest % ALPHABET.length);
  }
  const symbols = [...digits, checkDigit(digits)].map((digit) => ALPHABET[digit]).join('');
  return `${symbols.slice(0, 2)}-${symbols.slice(2)}` as CaseNumber;
}

/** The case number in what a person typed or said (any case, spaces, no hyphen), or undefined if it is not one. */
export function parseCaseNumber(text: string): CaseNumber | undefined {
  const symbols = text.toUpperCase().replace(/[\s-]/g, '');
  const digits = [...symbols].map((symbol) => ALPHABET.indexOf(symbol));
  if (digits.length !== PAYLOAD_DIGITS + 1 || digits.includes(-1)) return undefined;
  const payload = digits.slice(0, PAYLOAD_DIGITS);
  if (checkDigit(payload) !== digits[PAYLOAD_DIGITS]) return undefined;
  return `${symbols.slice(0, 2)}-${symbols.slice(2)}` as CaseNumber;
}

/** zod form of a case number. */
export const caseNumber = z.string().transform((text, context) => {
  const parsed = parseCaseNumber(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'is not a case number' });
  return z.NEVER;
});
