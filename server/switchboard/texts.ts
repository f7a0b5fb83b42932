/**
 * Frames as text, made once for as long as their object lives: one row or signal is the same text for every reader.
 * Knows nothing of frames.
 */

const texts = new WeakMap<object, string>();

/** The value as JSON; the value must not change any more. */
export function textOf(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}
