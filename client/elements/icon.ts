/**
 * Icons as Lit templates. It knows the shapes that a Lucide icon consists of and draws them as one path; it knows no
 * single icon: each part imports its own by its deep path (`lucide/dist/esm/icons/mic.mjs`), so no bundle carries others.
 */
import { html, nothing, type TemplateResult } from 'lit';

type Attributes = Readonly<Record<string, string | number>>;

/** A Lucide icon: a list of SVG shapes with their attributes. */
export type IconNode = readonly (readonly [tag: string, attributes: Attributes])[];

const number = (attributes: Attributes, name: string): number => Number(attributes[name] ?? 0);

function ellipse(at: { x: number; y: number }, rx: number, ry: number): string {
  return `M${at.x - rx} ${at.y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;
}

function rectangle(a: Attributes): string {
  const [width, height] = [number(a, 'width'), number(a, 'height')];
  const r = Math.min(number(a, 'rx') || number(a, 'ry'), width / 2, height / 2);
  const [across, down] = [width - 2 * r, height - 2 * r];
  const corner = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const start = `M${number(a, 'x') + r} ${number(a, 'y')}`;
  return `${start}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}z`;
}

function outline([tag, a]: IconNode[number]): string {
  switch (tag) {
    case 'path':
      // A leading relative move counts from the end of the shape before it, so each path starts from the origin.
      return `M0 0${a['d']}`;
    case 'circle':
      return ellipse({ x: number(a, 'cx'), y: number(a, 'cy') }, number(a, 'r'), number(a, 'r'));
    case 'ellipse':
      return ellipse({ x: number(a, 'cx'), y: number(a, 'cy') }, number(a, 'rx'), number(a, 'ry'));
    case 'rect':
      return rectangle(a);
    case 'line':
      return `M${a['x1']} ${a['y1']}L${a['x2']} ${a['y2']}`;
    case 'polyline':
      return `M${a['points']}`;
    case 'polygon':
      return `M${a['points']}z`;
    default:
      throw new Error(`icon: no way to draw <${tag}>`);
  }
}

/** The icon, 20 px unless the style says otherwise. Decoration without `label`; with it, an image of that name. */
export function icon(node: IconNode, label?: string): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 24 24"
    role=${label === undefined ? nothing : 'img'}
    aria-label=${label ?? nothing}
    aria-hidden=${label === undefined ? 'true' : nothing}
  >
    <path d=${node.map(outline).join('')} />
  </svg>`;
}
