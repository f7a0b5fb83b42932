/**
 * What the console's parts share on top of the client room's tokens and controls: its denser targets, cards, headings,
 * empty states and skeletons. Knows no part.
 */
import { css } from 'lit';

/** For the root alone: a mouse is precise, so targets are smaller than in the widget; a finger gets the full size. */
export const deskTokens = css`
  :host {
    --sb-target: 32px;
    --desk-row: 48px;
  }
  @media (pointer: coarse) {
    :host {
      --sb-target: 44px;
      --desk-row: 60px;
    }
  }
`;

/** Headings, cards, lines of help, empty states, links. */
export const surfaces = css`
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1,
  h2,
  h3 {
    line-height: var(--sb-line-tight);
    font-weight: var(--sb-bold);
    text-wrap: balance;
  }
  /* These take the focus from the program only, to say where one is; there is nothing to press. */
  [tabindex='-1']:focus-visible {
    outline: none;
  }
  h1 {
    font-size: var(--sb-title);
  }
  h2 {
    font-size: var(--sb-large);
  }
  h3 {
    font-size: var(--sb-small);
    font-weight: var(--sb-medium);
    color: var(--sb-muted);
  }
  a {
    color: var(--sb-brand-text);
    text-underline-offset: 2px;
  }
  .help {
    font-size: var(--sb-small);
    color: var(--sb-muted);
    text-wrap: pretty;
  }
  .card {
    background: var(--sb-surface);
    border: 1px solid var(--sb-hairline);
    border-radius: var(--sb-radius-card);
    padding: var(--sb-6);
  }
  .problem {
    display: flex;
    gap: var(--sb-2);
    padding: var(--sb-2) var(--sb-3);
    border-radius: var(--sb-radius-control);
    background: var(--sb-bad-tint);
    color: var(--sb-bad);
  }
  .empty {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: var(--sb-3);
    padding: var(--sb-6) var(--sb-4);
    text-align: center;
    color: var(--sb-muted);
  }
  .empty :is(h1, h2, .button:not(.primary)) {
    color: var(--sb-ink);
  }
  .empty p {
    max-width: 44ch;
    text-wrap: balance;
  }
  .button {
    text-decoration: none;
    white-space: nowrap;
  }
  @media (max-width: 480px) {
    .card {
      padding: var(--sb-4);
    }
  }
`;

/** Grey shapes in place of what is still on its way; they breathe, unless motion is unwelcome. */
export const skeletons = css`
  .bone {
    display: block;
    height: 12px;
    border-radius: 6px;
    background: var(--sb-raised);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  .bone.face {
    width: 32px;
    height: 32px;
    border-radius: 50%;
    flex: none;
  }
  .bone.short {
    width: 38%;
  }
  .bone.long {
    width: 72%;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .bone {
      animation: none;
    }
  }
`;
