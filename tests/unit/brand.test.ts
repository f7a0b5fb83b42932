/**
 * The promise of the brand colour: whatever an owner picks, everything that is written on it or in it can be read, in
 * both schemes. Contrast is computed here again from WCAG 2, so the code under test does not judge itself.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brandColours, contrast, DEFAULT_BRAND, NEUTRALS, type Scheme } from '../../client/elements/brand.ts';
import { tokens } from '../../client/elements/tokens.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

function luminance(hex: string): number {
  const value = Number.parseInt(hex.slice(1), 16);
  const [r = 0, g = 0, b = 0] = [value >> 16, (value >> 8) & 255, value & 255].map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Every pair of text and background that a brand colour takes part in. */
function pairs(hex: string, scheme: Scheme): Record<string, readonly [text: string, background: string]> {
  const brand = brandColours(hex, scheme);
  const { surface, raised, ink, muted } = NEUTRALS[scheme];
  return {
    'on brand': [brand['on-brand'], brand.brand],
    'on brand, hover': [brand['on-brand'], brand['brand-hover']],
    'on brand, active': [brand['on-brand'], brand['brand-active']],
    'brand text on surface': [brand['brand-text'], surface],
    'brand text on raised': [brand['brand-text'], raised],
    'brand text on tint': [brand['brand-text'], brand['brand-tint']],
    'ink on tint': [ink, brand['brand-tint']],
    'muted on tint': [muted, brand['brand-tint']],
    'white on stage': ['#ffffff', brand.stage],
  };
}

const unreadable = (hex: string, scheme: Scheme): string[] =>
  Object.entries(pairs(hex, scheme))
    .filter(([, [text, background]]) => ratio(text, background) < 4.5)
    .map(([name, colours]) => `${scheme}: ${name} ${colours.join(' on ')}`);

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('brand colour', () => {
  test('whatever colour an owner picks, every text keeps a contrast of 4.5 : 1 in light and dark', () => {
    fc.assert(
      fc.property(anyColour, (hex) => {
        expect(SCHEMES.flatMap((scheme) => unreadable(hex, scheme))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each(['#ffffff', '#000000', '#ffff00', '#0000ff', '#00ff00', '#ff0000', '#808080', '#777777'])(
    'the corner case %s keeps its contrast too',
    (hex) => {
      expect(SCHEMES.flatMap((scheme) => unreadable(hex, scheme))).toEqual([]);
    },
  );

  test('the same check finds the raw colour unreadable, so it can fail', () => {
    expect(ratio('#ffffff', '#ffd400')).toBeLessThan(4.5);
    expect(ratio(NEUTRALS.dark.ink, '#ffd400')).toBeLessThan(4.5);
  });

  test('a colour that carries white text already stays exactly what the owner picked', () => {
    expect(brandColours('#0f6e68', 'light').brand).toBe('#0f6e68');
    expect(brandColours('#1d4ed8', 'light').brand).toBe('#1d4ed8');
  });

  test('a light brand gets dark text instead of being darkened', () => {
    const yellow = brandColours('#ffd400', 'light');
    expect(yellow.brand).toBe('#ffd400');
    expect(luminance(yellow['on-brand'])).toBeLessThan(0.05);
  });

  test('a white brand can be seen on a white page and a black one on a dark page', () => {
    expect(ratio(brandColours('#ffffff', 'light').brand, '#ffffff')).toBeGreaterThan(1.2);
    expect(ratio(brandColours('#000000', 'dark').brand, NEUTRALS.dark.surface)).toBeGreaterThan(2);
  });

  test('what is not a colour counts as the default brand', () => {
    expect(brandColours('url(javascript:x)', 'light')).toEqual(brandColours(DEFAULT_BRAND, 'light'));
  });

  test('the contrast it uses is that of WCAG 2', () => {
    fc.assert(
      fc.property(anyColour, anyColour, (one, other) => {
        expect(contrast(one, other)).toBeCloseTo(ratio(one, other), 10);
      }),
    );
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  });
});

/** The two values of a `light-dark()` custom property in the tokens. */
function token(name: string, scheme: Scheme): string {
  const found = new RegExp(`--sb-${name}:\\s*(?:light-dark\\((#\\w+),\\s*(#\\w+)\\)|(#\\w+))`).exec(
    tokens.map(({ cssText }) => cssText).join('\n'),
  );
  const value = found?.[3] ?? found?.[scheme === 'light' ? 1 : 2];
  if (value === undefined) throw new Error(`tokens has no colour --sb-${name}`);
  return value.length === 4 ? `#${[...value.slice(1)].map((digit) => digit + digit).join('')}` : value;
}

describe('tokens', () => {
  const texts: readonly (readonly [text: string, ...backgrounds: string[]])[] = [
    ['ink', 'canvas', 'surface', 'raised', 'pressed', 'warn-tint', 'good-tint', 'bad-tint'],
    ['muted', 'canvas', 'surface', 'raised', 'warn-tint'],
    ['good', 'canvas', 'surface', 'good-tint'],
    ['warn', 'canvas', 'surface', 'warn-tint'],
    ['bad', 'canvas', 'surface', 'bad-tint'],
    ['brand-text', 'canvas', 'surface', 'raised', 'brand-tint'],
    ['on-brand', 'brand', 'brand-hover', 'brand-active'],
    ['on-end', 'end', 'end-hover'],
  ];
  const cases = SCHEMES.flatMap((scheme) =>
    texts.flatMap(([text, ...backgrounds]) => backgrounds.map((background) => ({ scheme, text, background }))),
  );

  test.each(cases)('$text can be read on $background ($scheme)', ({ scheme, text, background }) => {
    expect(ratio(token(text, scheme), token(background, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SCHEMES)('the edge of a field is seen against what it lies on (%s)', (scheme) => {
    for (const background of ['surface', 'canvas']) {
      expect(ratio(token('outline', scheme), token(background, scheme))).toBeGreaterThanOrEqual(3);
    }
  });
});
