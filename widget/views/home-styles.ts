/**
 * How the first screen looks. It knows the classes of home.ts and nothing else; all that matters fits into 360 × 640.
 */
import { css } from 'lit';

/** Cards, and cards that are buttons: here and on what comes after. */
export const cardStyles = css`
  .card {
    border: 1px solid var(--sb-hairline);
    border-radius: var(--sb-radius-card);
    background: var(--sb-surface);
    box-shadow: 0 1px 2px rgb(30 20 8 / 6%);
  }
  button.card {
    margin: 0;
    color: inherit;
    font: inherit;
    cursor: pointer;
    touch-action: manipulation;
    transition:
      background-color var(--sb-fast) var(--sb-ease),
      transform var(--sb-fast) var(--sb-ease);
  }
  button.card:hover {
    background: var(--sb-raised);
  }
  button.card:active {
    background: var(--sb-pressed);
    transform: scale(0.985);
  }
  button.card b {
    font-weight: var(--sb-bold);
  }
`;

/** Styles of `<shopbell-home>`. */
export const homeStyles = css`
  :host {
    display: flex !important;
    flex-direction: column;
    min-height: 0;
    container-type: size;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--sb-outline) transparent;
  }
  section {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: var(--sb-3);
    padding: 0 var(--sb-4) max(var(--sb-3), env(safe-area-inset-bottom));
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  h2 {
    padding-inline: var(--sb-1);
    font-size: 24px;
    font-weight: var(--sb-bold);
    letter-spacing: -0.015em;
    line-height: var(--sb-line-tight);
    text-wrap: balance;
  }
  h3 {
    padding-inline: var(--sb-1);
    font-size: var(--sb-large);
    font-weight: var(--sb-bold);
    line-height: var(--sb-line-tight);
  }

  ul {
    display: flex;
    justify-content: center;
    margin-inline: calc(-1 * var(--sb-2));
    list-style: none;
  }
  li {
    display: flex;
    flex: 1 1 0;
    flex-direction: column;
    align-items: center;
    min-width: 0;
    max-width: 104px;
    line-height: 1.3;
    overflow-wrap: anywhere;
    text-align: center;
  }
  li b {
    margin-block-start: var(--sb-1);
    font-weight: var(--sb-medium);
  }
  li span,
  small {
    color: var(--sb-muted);
    font-size: var(--sb-tiny);
    text-wrap: balance;
  }
  abbr {
    text-decoration: none;
    text-transform: uppercase;
  }

  .write {
    display: grid;
    gap: 10px;
    padding: 14px var(--sb-3) 10px;
  }
  .hint {
    padding-inline: var(--sb-1);
    color: var(--sb-muted);
    font-size: var(--sb-tiny);
  }
  .open {
    display: grid;
    text-align: start;
    gap: var(--sb-1);
    padding: 14px var(--sb-4);
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--sb-2);
    font-size: var(--sb-large);
    line-height: 1.3;
  }
  .about > span {
    color: var(--sb-muted);
    font-size: var(--sb-small);
  }
  .about > .unread {
    padding: 1px var(--sb-2);
    border-radius: 10px;
    background: var(--sb-end);
    color: var(--sb-on-end);
    font-size: var(--sb-tiny);
    font-weight: var(--sb-bold);
  }
  .last {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
    overflow-wrap: anywhere;
  }
  .go {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--sb-1);
    min-height: 40px;
    margin-block-start: var(--sb-1);
    border-radius: var(--sb-radius-control);
    background: var(--sb-brand);
    color: var(--sb-on-brand);
    font-weight: var(--sb-medium);
  }

  /* Room for what comes right after, so that nothing jumps. */
  :not(:defined) {
    min-height: 22px;
  }
  shopbell-channels:not(:defined) {
    min-height: 118px;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    justify-content: space-between;
    gap: 0 var(--sb-3);
    margin-block-start: auto;
    font-size: var(--sb-small);
  }
  .link {
    display: flex;
    align-items: center;
    gap: var(--sb-1);
    min-height: 32px;
    padding-inline: var(--sb-1);
    color: var(--sb-brand-text);
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .link .icon {
    width: 16px;
    height: 16px;
  }
  /* A small phone: nothing that matters may need scrolling. */
  @container (max-height: 600px) {
    section {
      gap: 8px;
    }
  }
`;
