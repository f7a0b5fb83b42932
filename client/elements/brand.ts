/**
 * From one colour of the shop's owner to everything that carries it: fills, their text, tints, links, the stage of a call,
 * in light and in dark. It knows OKLCH and the contrast formula of WCAG 2; it promises ≥ 4.5 : 1 for every pair of text
 * and background that it makes, whatever the owner picked. It knows no element; the neutral colours are tokens.ts's.
 */

/** The brand of Shopbell itself, until a site has its own: a deep teal. */
export const DEFAULT_BRAND = '#0f6e68';

/** What is derived from a brand colour for one scheme, each as #rrggbb. */
export interface BrandColours {
  /** Background of the bell and of primary actions, at rest, under the pointer, pressed. */
  readonly brand: string;
  readonly 'brand-hover': string;
  readonly 'brand-active': string;
  /** Text and icons on these three. */
  readonly 'on-brand': string;
  /** Text, links, icons and focus rings in the brand's hue on surface, canvas and tint. */
  readonly 'brand-text': string;
  /** Background of the own bubble; carries ink, muted and brand text. */
  readonly 'brand-tint': string;
  /** Background of a call, dark in both schemes; carries white. */
  readonly stage: string;
}

/** Light and dark are equals. */
export type Scheme = 'light' | 'dark';

/** Of a scheme: the backgrounds and texts that a brand must get along with (the darkest and the lightest of tokens.ts). */
export const NEUTRALS = {
  light: { surface: '#fffefc', raised: '#f2eee8', ink: '#231f1a', muted: '#645c52' },
  dark: { surface: '#1e1b18', raised: '#2d2925', ink: '#f2ede6', muted: '#b8aea2' },
} as const;

interface Lch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

type Rgb = readonly [number, number, number];

/** WCAG 2, 1.4.3: text needs this much. */
const TEXT_CONTRAST = 4.5;
/** A brand this close to carrying white text is darkened a little instead of getting black text. */
const NEARLY_WHITE_CONTRAST = 3.2;
/** Step of the search for a lightness: below what an eye tells apart. */
const STEP = 0.004;

const toLinear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
const fromLinear = (channel: number): number =>
  channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;

function parse(hex: string): Rgb {
  const full = /^#?([0-9a-f]{6})$/i.exec(hex.trim())?.[1] ?? DEFAULT_BRAND.slice(1);
  const channel = (at: number): number => Number.parseInt(full.slice(at, at + 2), 16) / 255;
  return [channel(0), channel(2), channel(4)];
}

/** Relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [r, g, b] = parse(hex);
  return 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b);
}

/** Contrast of two colours by WCAG 2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Oklab by Björn Ottosson (https://bottosson.github.io/posts/oklab/), in polar form. */
function toLch(hex: string): Lch {
  const [r, g, b] = parse(hex).map(toLinear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const A = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const B = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(A, B), h: Math.atan2(B, A) };
}

function toRgb({ l: lightness, c, h }: Lch): Rgb {
  const [A, B] = [c * Math.cos(h), c * Math.sin(h)];
  const l = (lightness + 0.3963377774 * A + 0.2158037573 * B) ** 3;
  const m = (lightness - 0.1055613458 * A - 0.0638541728 * B) ** 3;
  const s = (lightness - 0.0894841775 * A - 1.291485548 * B) ** 3;
  return [
    fromLinear(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    fromLinear(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    fromLinear(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const inGamut = (rgb: Rgb): boolean => rgb.every((channel) => channel >= -0.0005 && channel <= 1.0005);

/** The nearest colour that a screen can show: same lightness and hue, less chroma if need be. */
function toHex(colour: Lch): string {
  const l = Math.min(1, Math.max(0, colour.l));
  let [low, high] = [0, colour.c];
  if (inGamut(toRgb({ ...colour, l }))) low = high;
  for (let round = 0; round < 12 && low < high; round += 1) {
    const c = (low + high) / 2;
    if (inGamut(toRgb({ ...colour, l, c }))) low = c;
    else high = c;
  }
  const channels = toRgb({ ...colour, l, c: low }).map((channel) =>
    Math.round(Math.min(1, Math.max(0, channel)) * 255),
  );
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Moves the lightness until the colour can be read on (or under) all of `others`; black and white are the ends. */
function readable(start: Lch, direction: 1 | -1, others: readonly string[]): string {
  for (let { l } = start; ; l += direction * STEP) {
    const hex = toHex({ ...start, l });
    if (l <= 0 || l >= 1 || others.every((other) => contrast(hex, other) >= TEXT_CONTRAST)) return hex;
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Fill of primary actions: the owner's colour, moved only as far as needed to be seen and to carry its text. */
function fills(own: Lch, scheme: Scheme): Pick<BrandColours, 'brand' | 'brand-hover' | 'brand-active' | 'on-brand'> {
  // A white bell on white, or a black one on black, would not be seen.
  const seen = { ...own, l: scheme === 'light' ? Math.min(own.l, 0.9) : clamp(own.l, 0.48, 0.92) };
  const white = contrast(toHex(seen), '#ffffff') >= NEARLY_WHITE_CONTRAST;
  const on = white ? '#ffffff' : toHex({ l: 0.2, c: Math.min(own.c, 0.03), h: own.h });
  // White text wants darker fills and dark text lighter ones, so the states move away from their text.
  const direction = white ? -1 : 1;
  const moved = (by: number): string => readable({ ...seen, l: clamp(seen.l + direction * by, 0, 1) }, direction, [on]);
  return { brand: moved(0), 'brand-hover': moved(0.045), 'brand-active': moved(0.09), 'on-brand': on };
}

/** Everything that is derived from `hex` (#rrggbb; anything else counts as the default brand) for one scheme. */
export function brandColours(hex: string, scheme: Scheme): BrandColours {
  const own = toLch(hex);
  const neutral = NEUTRALS[scheme];
  const light = scheme === 'light';
  const tint = toHex({ ...own, l: light ? 0.94 : 0.33, c: Math.min(own.c, light ? 0.026 : 0.045) });
  const text = { ...own, l: light ? Math.min(own.l, 0.52) : Math.max(own.l, 0.74), c: Math.min(own.c, 0.16) };
  return {
    ...fills(own, scheme),
    'brand-text': readable(text, light ? -1 : 1, [neutral.surface, neutral.raised, tint]),
    'brand-tint': tint,
    stage: toHex({ ...own, l: 0.245, c: Math.min(own.c, 0.032) }),
  };
}

/** The declarations of a brand colour, as they stand in a `:host` rule. */
export function brandDeclarations(hex: string): string {
  const dark = brandColours(hex, 'dark');
  return Object.entries(brandColours(hex, 'light'))
    .map(([name, value]) => `--sb-${name}:light-dark(${value},${dark[name as keyof BrandColours]});`)
    .join('');
}

/** A style sheet for a root's `adoptedStyleSheets`, after its own: all that tokens.ts leaves to the brand. */
export function brandStyles(hex: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{${brandDeclarations(hex)}}`);
  return sheet;
}
