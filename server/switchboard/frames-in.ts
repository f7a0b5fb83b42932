/**
 * Reading what a browser sent: text in, a typed frame out, or the documented reaction to what is not one (FR5, FR6).
 * Sizes and shapes are judged before anything recursive touches the value. It knows no connection and no person.
 */
import type { z } from 'zod';
import { command } from '../../protocol/commands.ts';
import type { Command } from '../../protocol/commands.ts';
import { LIMITS, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { hello, read } from '../../protocol/frames.ts';
import type { Hello, Read } from '../../protocol/frames.ts';
import { commandId } from '../../protocol/ids.ts';
import type { CommandId } from '../../protocol/ids.ts';
import { clientSignal } from '../../protocol/signals.ts';
import type { ClientSignal } from '../../protocol/signals.ts';

/** What a frame turned out to be. */
export type Inbound =
  | { readonly kind: 'hello'; readonly hello: Hello }
  | { readonly kind: 'command'; readonly id: CommandId; readonly command: Command }
  | { readonly kind: 'read'; readonly read: Read }
  | { readonly kind: 'signal'; readonly signal: ClientSignal }
  /** Answered with a refusal; the connection stays. */
  | { readonly kind: 'refused'; readonly id: string; readonly refusal: Refusal }
  /** A signal that nobody here knows, or one that does not fit: dropped. */
  | { readonly kind: 'ignored' }
  /** `hello` of another version of the protocol (FR3). */
  | { readonly kind: 'version' }
  /** Closes the connection with 4105. */
  | { readonly kind: 'bad'; readonly why: string };

/** Keys that `JSON.parse` makes as own properties and that poison objects when they are copied. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Longest id that is quoted back to a sender who did not send a UUID. */
const QUOTED_ID = 64;

const KNOWN_COMMANDS: ReadonlySet<unknown> = new Set(command.options.map((option) => option.shape.type.value));

type Container = Readonly<Record<string, unknown>> | readonly unknown[];

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** Why this value is no harmless JSON, or undefined. Walks with its own stack, because depth overflows recursion. */
function unshapely(root: Container): string | undefined {
  const waiting: { value: Container; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (depth > LIMITS.jsonDepth) return 'too deep';
    const keys = Object.keys(value);
    if (keys.length > (Array.isArray(value) ? LIMITS.jsonItems : LIMITS.jsonKeys)) return 'too wide';
    if (!Array.isArray(value) && keys.some((key) => FORBIDDEN_KEYS.has(key))) return 'forbidden key';
    for (const child of Object.values(value)) if (isContainer(child)) waiting.push({ value: child, depth: depth + 1 });
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The issues of a schema and of the branches of its unions, the deepest one first: it names the field best. */
function deepestFirst(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const branches = issues.flatMap((issue) => (issue.code === 'invalid_union' ? issue.errors.flat() : []));
  return [...issues, ...branches].toSorted((one, other) => other.path.length - one.path.length);
}

/** A refusal that names a field that does not fit, never its value. */
function misfit(error: z.core.$ZodError): Refusal {
  const [issue] = deepestFirst(error.issues);
  const field = issue?.path.join('.') || 'frame';
  return refuse('invalid', `${field}: ${issue?.message ?? 'does not fit'}`, { details: { field } });
}

function readHello(frame: Readonly<Record<string, unknown>>): Inbound {
  const { protocol } = frame;
  if (Number.isInteger(protocol) && protocol !== PROTOCOL_VERSION) return { kind: 'version' };
  const parsed = hello.safeParse(frame);
  return parsed.success ? { kind: 'hello', hello: parsed.data } : { kind: 'bad', why: 'hello does not fit' };
}

function readSignal(frame: Readonly<Record<string, unknown>>): Inbound {
  const parsed = clientSignal.safeParse(frame);
  return parsed.success ? { kind: 'signal', signal: parsed.data } : { kind: 'ignored' };
}

function readCommand(id: CommandId, wish: Readonly<Record<string, unknown>>): Inbound {
  if (typeof wish['type'] === 'string' && !KNOWN_COMMANDS.has(wish['type'])) {
    return { kind: 'refused', id, refusal: refuse('unsupported', 'this server does not know this command') };
  }
  const parsed = command.safeParse(wish);
  return parsed.success
    ? { kind: 'command', id, command: parsed.data }
    : { kind: 'refused', id, refusal: misfit(parsed.error) };
}

/** Commands and reads carry an id under which they are answered; without one there is nobody to answer. */
function readAsking(frame: Readonly<Record<string, unknown>>): Inbound {
  const { kind, id, ...wish } = frame;
  if (typeof id !== 'string' || id.length > QUOTED_ID) return { kind: 'bad', why: 'no id' };
  const parsed = commandId.safeParse(id);
  if (!parsed.success) {
    return {
      kind: 'refused',
      id,
      refusal: refuse('invalid', 'id: must be a lower-case UUID', { details: { field: 'id' } }),
    };
  }
  if (kind === 'command') return readCommand(parsed.data, wish);
  const asked = read.safeParse(frame);
  return asked.success ? { kind: 'read', read: asked.data } : { kind: 'refused', id, refusal: misfit(asked.error) };
}

/** What this text is; never throws. */
export function readFrame(text: string): Inbound {
  const value = parseJson(text);
  if (!isContainer(value) || Array.isArray(value)) return { kind: 'bad', why: 'no JSON object' };
  const why = unshapely(value);
  if (why !== undefined) return { kind: 'bad', why };
  const frame = value as Readonly<Record<string, unknown>>;
  switch (frame['kind']) {
    case 'hello':
      return readHello(frame);
    case 'command':
    case 'read':
      return readAsking(frame);
    case 'signal':
      return readSignal(frame);
    default:
      return { kind: 'bad', why: 'no frame' };
  }
}
