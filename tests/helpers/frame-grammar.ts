/**
 * Frames grown from the schemas of the language, and the ways to break them: a value replaced, removed, added or nested
 * too deep anywhere in the tree, characters changed, cut or doubled, a bit flipped. New frames and fields are covered
 * as soon as their schema exists. Knows how zod describes a schema; knows no reaction to what it grows.
 */
import fc from 'fast-check';
import type { z } from 'zod';
import { command } from '../../protocol/commands.ts';
import { LIMITS, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import { hello, read } from '../../protocol/frames.ts';
import { clientSignal } from '../../protocol/signals.ts';
import { freshId } from './socket-client.ts';

type Json = Record<string, unknown>;

/** What of a schema's description is read here. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly options?: readonly z.ZodType[];
  readonly innerType?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
}

const SOME_TEXTS = ['de-CH', 'https://shop.example/basket', `sb_${'a'.repeat(20)}`, 'v=0', '0'];

/** Values of this schema; texts of free form carry the mark. */
function grown(schema: z.ZodType, mark: string): fc.Arbitrary<unknown> {
  const definition = schema.def as unknown as Definition;
  const inner = (of: z.ZodType | undefined) => (of === undefined ? fc.constant(mark) : grown(of, mark));
  switch (definition.type) {
    case 'object':
      return grownObject(definition.shape ?? {}, mark);
    case 'union':
      return fc.oneof(...(definition.options ?? []).map(inner));
    case 'optional':
    case 'default':
      return fc.option(inner(definition.innerType), { nil: undefined });
    case 'nullable':
      return fc.option(inner(definition.innerType), { nil: null });
    case 'literal':
      return fc.constantFrom(...(definition.values ?? []));
    case 'enum':
      return fc.constantFrom(...Object.values(definition.entries ?? {}));
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: 1, max: 200 });
    case 'record':
      return fc.dictionary(inner(definition.keyType) as fc.Arbitrary<string>, fc.integer({ min: 0, max: 9 }), {
        maxKeys: 3,
      });
    case 'string':
      return fc.constantFrom(...textsOf(schema, mark));
    default:
      return fc.constant(mark);
  }
}

function textsOf(schema: z.ZodType, mark: string): string[] {
  const texts = [mark, freshId<string>(), freshId<string>(), ...SOME_TEXTS].filter(
    (text) => schema.safeParse(text).success,
  );
  if (texts.length === 0) throw new Error('no text is known that fits this schema');
  // What is free carries the mark, so that it is looked for wherever text can go.
  return texts.includes(mark) ? [mark] : texts;
}

function grownObject(shape: Readonly<Record<string, z.ZodType>>, mark: string): fc.Arbitrary<Json> {
  return fc
    .record(Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, grown(field, mark)])))
    .map((object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)));
}

/** Frames as browsers send them. */
export function fittingFrame(mark: string): fc.Arbitrary<Json> {
  const ofCommand = grown(command, mark).map((wish) => ({ kind: 'command', id: freshId(), ...(wish as Json) }));
  const ofThisVersion = grownObject(hello.shape, mark).map((frame) => ({ ...frame, protocol: PROTOCOL_VERSION }));
  const others = [read, clientSignal].map((schema) => grown(schema, mark) as fc.Arbitrary<Json>);
  return fc.oneof(ofCommand, ofThisVersion, ...others);
}

const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) });

const junkValue = (mark: string) =>
  fc.oneof(
    fc.constantFrom<unknown>(null, true, -1, 1e308, '', mark, '\ud800', [], {}, 'forged', deep(LIMITS.jsonDepth)),
    fc.constantFrom<unknown>(
      JSON.parse('{"__proto__":1}'),
      Array.from({ length: LIMITS.jsonItems + 1 }, () => 0),
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );

/** Every object in a tree, the tree first. */
function objectsIn(tree: Json): Json[] {
  const below = Object.values(tree).filter((value): value is Json => typeof value === 'object' && value !== null);
  return [tree, ...below.flatMap(objectsIn)];
}

/** A fitting frame with one value anywhere replaced, removed or added. */
function misfit(mark: string): fc.Arbitrary<string> {
  const parts = fc.tuple(fittingFrame(mark), fc.nat(), fc.nat(), junkValue(mark), fc.nat({ max: 3 }));
  return parts.map(([frame, where, which, value, how]) => {
    const tree = structuredClone(frame);
    const objects = objectsIn(tree);
    const target = objects[where % objects.length] ?? tree;
    const keys = Object.keys(target);
    const key = how === 0 ? 'extra' : (keys[which % keys.length] ?? 'extra');
    if (how === 1) delete target[key];
    else target[key] = value;
    return JSON.stringify(tree);
  });
}

/** A text with one bit of one character flipped. */
export function flipped(text: string, place: number): string {
  const at = place % Math.max(1, text.length);
  const code = (text.charCodeAt(at) || 0) ^ (1 << (place % 7));
  return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
}

/** The text of a fitting frame with a few characters changed, cut or doubled, or one bit flipped. */
function scarred(mark: string): fc.Arbitrary<string> {
  const parts = fc.tuple(fittingFrame(mark), fc.nat(), fc.string({ maxLength: 3 }), fc.nat({ max: 4 }));
  return parts.map(([frame, place, patch, cut]) => {
    const text = JSON.stringify(frame);
    const at = place % text.length;
    return cut === 4 ? flipped(text, place) : text.slice(0, at) + patch + text.slice(at + cut);
  });
}

/** Text that is a frame, nearly one, or none at all. */
export function junk(mark: string): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: misfit(mark), weight: 12 },
    { arbitrary: scarred(mark), weight: 6 },
    { arbitrary: fittingFrame(mark).map((frame) => JSON.stringify(frame)), weight: 2 },
    fc.string(),
    fc.json({ maxDepth: 12 }),
    fc.nat({ max: 30_000 }).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
  );
}
