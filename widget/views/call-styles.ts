/**
 * How a call shares the window with the conversation: below it, beside it where the window is large, in a drawer on a
 * phone. It knows the classes of call.ts and nothing else.
 */
import { css } from 'lit';

/** Styles of `<shopbell-call>`. */
export const callStyles = css`
  :host {
    display: block !important;
    min-height: 0;
    height: 100%;
    container-type: size;
  }
  .explain {
    display: flex;
    flex-direction: column;
    height: 100%;
    padding: var(--sb-6) var(--sb-6) max(var(--sb-6), env(safe-area-inset-bottom));
    overflow-y: auto;
  }
  .explain > * {
    width: 100%;
    margin-block: auto;
  }
  .call {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .stage {
    position: relative;
    flex: 1 1 0;
    min-height: 0;
  }
  .stage shopbell-call-stage {
    min-height: 0;
  }
  .corner {
    display: flex;
    position: absolute;
    z-index: 3;
    inset-block-start: max(var(--sb-2), env(safe-area-inset-top));
    inset-inline-end: var(--sb-2);
    gap: var(--sb-1);
  }
  .corner .round {
    --sb-focus: #fff;
    background: rgb(0 0 0 / 35%);
    color: var(--sb-on-stage);
  }
  .corner .round:hover {
    background: rgb(0 0 0 / 60%);
  }
  .room {
    display: none;
  }
  .before {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--sb-2) var(--sb-3);
    padding: var(--sb-3) var(--sb-4);
    border-block-end: 1px solid var(--sb-hairline);
    color: var(--sb-muted);
    font-size: var(--sb-small);
  }
  .before p {
    flex: 1 1 180px;
    margin: 0;
    text-wrap: pretty;
  }
  .before .button {
    min-height: 36px;
    padding-inline: var(--sb-3);
    color: var(--sb-ink);
    font-size: var(--sb-small);
  }

  .drawer {
    display: flex;
    flex: none;
    flex-direction: column;
    min-height: 0;
  }
  .withText .drawer {
    flex: 0 0 clamp(200px, 46%, 320px);
  }
  .handle {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--sb-2);
    width: 100%;
    min-height: 44px;
    margin: 0;
    padding: 0 var(--sb-4);
    border: 0;
    border-block-end: 1px solid transparent;
    background: var(--sb-surface);
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .handle:not([aria-expanded='true']) {
    min-height: calc(48px + env(safe-area-inset-bottom));
    padding-block-end: env(safe-area-inset-bottom);
  }
  .handle:focus-visible {
    outline-offset: -3px;
  }
  .handle b {
    font-weight: var(--sb-medium);
  }
  .handle > .icon:last-child {
    margin-inline-start: auto;
  }
  .withText .handle {
    border-color: var(--sb-hairline);
  }
  .unread {
    padding: 1px var(--sb-2);
    border-radius: 10px;
    background: var(--sb-end);
    color: var(--sb-on-end);
    font-size: var(--sb-tiny);
    font-weight: var(--sb-bold);
  }
  shopbell-chat {
    flex: 1;
  }

  /* The keyboard is open: the composer needs the room more than the picture. */
  @container (max-height: 430px) {
    .withText .drawer {
      flex-basis: 66%;
    }
  }
  @container (min-width: 620px) {
    .call {
      display: grid;
      grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) 340px;
    }
    .stage {
      grid-row: 1 / 3;
    }
    .before {
      grid-column: 2;
    }
    .drawer {
      grid-area: 2 / 2;
    }
    .handle {
      display: none;
    }
  }
  @media (min-width: 900px) {
    .room {
      display: inline-flex;
    }
  }
`;
