/**
 * The foundations of everything that is drawn: colours in light and dark, type, space, shape and motion as custom
 * properties for a root's `:host`, from where they are inherited; and the few controls that all parts share. It knows no
 * part. Sizes are px and em, never rem: a shop's page may set its root font to anything.
 *
 * Schemes follow the system unless the root says otherwise with `data-scheme="light"` or `"dark"`.
 */
import { css, unsafeCSS, type CSSResult } from 'lit';
import { brandDeclarations, DEFAULT_BRAND, NEUTRALS } from './brand.ts';

const { light, dark } = NEUTRALS;
const neutral = (name: keyof typeof light) => unsafeCSS(`light-dark(${light[name]},${dark[name]})`);

/** All custom properties (`--sb-…`) but the brand's, for a root inside something that has those: the widget's window. */
export const ground = css`
  :host {
    color-scheme: light dark !important;
    --sb-canvas: light-dark(#f8f5f1, #161412);
    --sb-surface: ${neutral('surface')};
    --sb-raised: ${neutral('raised')};
    --sb-pressed: light-dark(#e8e2d9, #3a352f);
    --sb-hairline: light-dark(#e5dfd6, #393430);
    --sb-outline: light-dark(#8c8377, #8a8074);
    --sb-ink: ${neutral('ink')};
    --sb-muted: ${neutral('muted')};
    --sb-good: light-dark(#17683a, #83d3a0);
    --sb-good-tint: light-dark(#e2f3e6, #1b3526);
    --sb-warn: light-dark(#7a4700, #f0c377);
    --sb-warn-tint: light-dark(#fcf0d6, #3b2d15);
    --sb-warn-line: light-dark(#e6c88f, #6a5225);
    --sb-bad: light-dark(#ae2419, #ffa599);
    --sb-bad-tint: light-dark(#fdebe8, #43221e);
    --sb-end: #c5281c;
    --sb-end-hover: #a81f15;
    --sb-on-end: #fff;
    --sb-on-stage: #fff;
    --sb-focus: var(--sb-brand-text);

    --sb-font: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
    --sb-tiny: 12px;
    --sb-small: 13px;
    --sb-body: 15px;
    --sb-large: 17px;
    --sb-title: 20px;
    --sb-display: 26px;
    --sb-line: 1.45;
    --sb-line-tight: 1.2;
    --sb-regular: 400;
    --sb-medium: 550;
    --sb-bold: 650;

    --sb-1: 4px;
    --sb-2: 8px;
    --sb-3: 12px;
    --sb-4: 16px;
    --sb-6: 24px;
    --sb-8: 32px;
    /* Least size of what is touched: the console, made for a mouse, sets 32px. */
    --sb-target: 44px;

    --sb-radius-tip: 4px;
    --sb-radius-control: 8px;
    --sb-radius-card: 14px;
    --sb-radius-panel: 20px;
    --sb-shadow: 0 8px 28px light-dark(rgb(50 38 22 / 16%), rgb(0 0 0 / 55%)), 0 1px 3px rgb(30 20 8 / 12%);

    --sb-fast: 120ms;
    --sb-slow: 200ms;
    --sb-ease: cubic-bezier(0.2, 0, 0.1, 1);
  }
  :host([data-scheme='light']) {
    color-scheme: light !important;
  }
  :host([data-scheme='dark']) {
    color-scheme: dark !important;
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --sb-fast: 0s;
      --sb-slow: 0s;
    }
  }
`;

const withDefaultBrand = (): CSSResult[] => [
  ground,
  css`
    :host {
      ${unsafeCSS(brandDeclarations(DEFAULT_BRAND))};
    }
  `,
];

/**
 * All custom properties, for the styles of a root: console, or an element that stands alone. Pure, so that the arithmetic
 * of colours stays out of bundles that do not use it.
 */
export const tokens = /* @__PURE__ */ withDefaultBrand();

/**
 * Shared controls, for the styles of every part: `.button` (with `.primary`, `.quiet` or `.danger`), `.round` (a button
 * with an icon alone), `.field` (input, textarea, select), `.icon`, `.unseen` (for screen readers only), `.figures`
 * (numbers that change). Every control shows its focus, and its edge in forced colours.
 */
export const controls = css`
  :host {
    font: var(--sb-regular) var(--sb-body) / var(--sb-line) var(--sb-font);
    color: var(--sb-ink);
    text-align: start;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--sb-focus);
    outline-offset: 2px;
  }
  .button,
  .round {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--sb-2);
    min-height: var(--sb-target);
    margin: 0;
    padding: var(--sb-1) var(--sb-4);
    border: 1px solid var(--sb-hairline);
    border-radius: var(--sb-radius-control);
    background: var(--sb-surface);
    color: inherit;
    font: inherit;
    font-weight: var(--sb-medium);
    line-height: var(--sb-line-tight);
    text-align: center;
    cursor: pointer;
    touch-action: manipulation;
    transition:
      background-color var(--sb-fast) var(--sb-ease),
      transform var(--sb-fast) var(--sb-ease);
  }
  .round {
    width: var(--sb-target);
    padding: 0;
    border-color: transparent;
    border-radius: 50%;
    background: transparent;
    flex: none;
  }
  .button:hover,
  .round:hover {
    background: var(--sb-raised);
  }
  .button:active,
  .round:active {
    background: var(--sb-pressed);
    transform: scale(0.98);
  }
  .primary {
    border-color: transparent;
    background: var(--sb-brand);
    color: var(--sb-on-brand);
  }
  .primary:hover {
    background: var(--sb-brand-hover);
  }
  .primary:active {
    background: var(--sb-brand-active);
  }
  .quiet {
    border-color: transparent;
    background: transparent;
    color: var(--sb-brand-text);
  }
  .danger {
    border-color: transparent;
    background: var(--sb-end);
    color: var(--sb-on-end);
  }
  .danger:hover,
  .danger:active {
    background: var(--sb-end-hover);
  }
  :is(.button, .round):is(:disabled, [aria-disabled='true']) {
    background: var(--sb-raised);
    color: var(--sb-muted);
    cursor: default;
    transform: none;
  }
  .field {
    width: 100%;
    min-height: var(--sb-target);
    margin: 0;
    padding: var(--sb-2) var(--sb-3);
    border: 1px solid var(--sb-outline);
    border-radius: var(--sb-radius-control);
    background: var(--sb-surface);
    color: var(--sb-ink);
    font: inherit;
  }
  .field::placeholder {
    color: var(--sb-muted);
    opacity: 1;
  }
  .icon {
    width: 20px;
    height: 20px;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .figures {
    font-variant-numeric: tabular-nums;
  }
  @media (forced-colors: active) {
    :is(.button, .round):is(:disabled, [aria-disabled='true']) {
      border-color: GrayText;
      color: GrayText;
    }
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
