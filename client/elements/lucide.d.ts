/**
 * The shape of a Lucide icon that is imported singly by its deep path: a list of SVG children, not markup. The package
 * types only its barrel, which would bring every icon into an unbundled component test.
 */
declare module 'lucide/dist/esm/icons/*.mjs' {
  const icon: readonly (readonly [tag: string, attributes: Readonly<Record<string, string | number>>])[];
  export default icon;
}
