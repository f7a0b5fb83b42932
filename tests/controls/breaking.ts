/**
 * Breaks one line of the product while it is loaded: the files on the disk stay as they are, and the product needs no
 * switch that could be left on. A line that is not found any more is an error, because a control that breaks nothing
 * proves nothing. Knows text; knows no reason.
 */

/** A place in the product, and what stands there instead. */
export interface Break {
  /** From the root of the project. */
  readonly file: string;
  readonly line: string;
  readonly instead: string;
}

/** The text with this break in it. */
export function broken(text: string, { file, line, instead }: Break): string {
  const places = text.split(line).length - 1;
  if (places !== 1) throw new Error(`${file} holds ${places} times what a control wants to break: ${line}`);
  return text.replace(line, () => instead);
}

/** A plugin that breaks whatever of this is loaded. */
export function breaking(breaks: readonly Break[]) {
  return {
    name: 'breaking',
    enforce: 'pre' as const,
    transform(code: string, id: string): string | undefined {
      const here = breaks.filter(({ file }) => id.split('?')[0]?.endsWith(`/${file}`));
      return here.length === 0 ? undefined : here.reduce(broken, code);
    },
  };
}
