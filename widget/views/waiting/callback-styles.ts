/** How the call-back looks: a card with large targets. */
import { css } from 'lit';

export const callbackStyles = css`
  :host {
    display: block !important;
  }
  section {
    padding: var(--sb-4);
    border-radius: var(--sb-radius-card);
    background: var(--sb-surface);
    box-shadow: 0 0 0 1px var(--sb-hairline);
  }
  form,
  section {
    display: grid;
    gap: var(--sb-3);
  }
  h3 {
    display: flex;
    align-items: center;
    gap: var(--sb-2);
    margin: 0;
    font-size: var(--sb-body);
    font-weight: var(--sb-bold);
    outline: none;
  }
  h3 .icon {
    width: 18px;
    height: 18px;
    color: var(--sb-brand-text);
  }
  p {
    margin: 0;
    text-wrap: pretty;
  }
  .small {
    color: var(--sb-muted);
    font-size: var(--sb-small);
  }
  fieldset {
    display: grid;
    gap: var(--sb-2);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  .label {
    padding: 0;
    margin-block-end: var(--sb-1);
    font-size: var(--sb-small);
    font-weight: var(--sb-medium);
  }
  .label {
    margin-block-end: calc(-1 * var(--sb-2));
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: var(--sb-2);
  }
  .days {
    flex-wrap: nowrap;
    margin-inline: calc(-1 * var(--sb-4));
    padding: 3px var(--sb-4);
    overflow-x: auto;
    scrollbar-width: thin;
  }
  .chip {
    position: relative;
    display: inline-flex;
    flex: none;
    align-items: center;
    justify-content: center;
    box-sizing: border-box;
    min-height: 44px;
    padding: 0 var(--sb-3);
    border: 1px solid var(--sb-control-border, var(--sb-hairline));
    border-radius: var(--sb-radius-control);
    background: var(--sb-surface);
    color: var(--sb-ink);
    font: inherit;
    font-size: var(--sb-small);
    font-variant-numeric: tabular-nums;
    cursor: pointer;
  }
  .chip:has(:checked),
  .chip[aria-pressed='true'] {
    border-color: var(--sb-brand-text);
    background: var(--sb-brand-tint);
    color: var(--sb-brand-text);
    font-weight: var(--sb-medium);
  }
  .chip:has(:focus-visible) {
    outline: 2px solid var(--sb-brand-text);
    outline-offset: 2px;
  }
  .chip input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .field {
    box-sizing: border-box;
    width: 100%;
    min-height: 44px;
    padding: 0 var(--sb-3);
    border: 1px solid var(--sb-muted);
    border-radius: var(--sb-radius-control);
    background: var(--sb-surface);
    color: var(--sb-ink);
    font: inherit;
    font-size: 16px;
  }
  .field[aria-invalid='true'] {
    border-color: var(--sb-bad);
  }
  .error {
    color: var(--sb-bad);
    font-size: var(--sb-small);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--sb-2);
  }
  /* Where both do not fit side by side, each takes the whole line. */
  .actions .button {
    flex: 1 1 auto;
  }
`;
