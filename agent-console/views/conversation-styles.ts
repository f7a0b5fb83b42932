/** How a conversation is arranged: text with the case beside it, a call above or beside the text, one pane on a phone. */
import { css } from 'lit';
import { controls } from '../../client/elements/tokens.ts';
import { skeletons, surfaces } from '../elements/styles.ts';
import { promiseClockStyles } from './promise-clock.ts';

/** Styles of `<shopbell-conversation>`. */
export const conversationStyles = [
  promiseClockStyles,
  controls,
  surfaces,
  skeletons,
  css`
    :host {
      position: relative;
      display: flex;
      min-width: 0;
      min-height: 0;
      background: var(--sb-surface);
    }
    .talk {
      container-type: inline-size;
      flex: 1;
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
    }
    .head {
      display: flex;
      align-items: center;
      gap: var(--sb-2);
      height: 56px;
      flex: none;
      padding: 0 var(--sb-4);
      border-block-end: 1px solid var(--sb-hairline);
      background: var(--sb-surface);
    }
    .head .round:disabled {
      background: transparent;
      opacity: 0.55;
    }
    .head shopbell-avatar {
      margin-inline-end: var(--sb-1);
    }
    .names {
      flex: 1;
      min-width: 0;
    }
    .names > * {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .back,
    .end .icon {
      display: none;
      color: inherit;
    }
    .body {
      flex: 1;
      display: flex;
      flex-direction: column;
      min-height: 0;
    }
    .text {
      flex: 1;
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
    }
    .opening {
      flex: 1;
      display: grid;
      align-content: end;
      gap: var(--sb-4);
      padding: var(--sb-6) var(--sb-4);
    }
    .opening .bone {
      height: 36px;
      max-width: 420px;
      border-radius: var(--sb-radius-card);
    }
    .talk > .empty,
    .text > .empty {
      flex: 1;
    }
    .case {
      display: flex;
      flex: 0 0 300px;
      min-height: 0;
      border-inline-start: 1px solid var(--sb-hairline);
    }
    shopbell-case-panel {
      flex: 1;
      min-width: 0;
    }

    /* A call stands above the text, and beside it where there is room for both. */
    .calling shopbell-call-area {
      flex: 0 0 46%;
    }
    @container (min-width: 860px) {
      .calling .body {
        flex-direction: row;
      }
      .calling shopbell-call-area {
        flex: 1;
      }
      .calling .text {
        flex: 0 0 clamp(300px, 38%, 420px);
        border-inline-start: 1px solid var(--sb-hairline);
      }
    }

    @media (max-width: 1100px) {
      .case {
        display: none;
      }
      .case.drawer {
        position: absolute;
        inset-block: 0;
        inset-inline-end: 0;
        z-index: 1;
        display: flex;
        width: min(340px, 100%);
        box-shadow: var(--sb-shadow);
        animation: slide var(--sb-slow) var(--sb-ease);
      }
      @keyframes slide {
        from {
          opacity: 0;
          transform: translateX(16px);
        }
      }
    }
    @media (max-width: 720px) {
      .back {
        display: inline-flex;
        margin-inline-start: calc(-1 * var(--sb-2));
      }
      .head {
        gap: var(--sb-1);
        padding-inline: var(--sb-3);
      }
      .case.drawer {
        width: 100%;
        border: 0;
      }
    }
    @media (max-width: 480px) {
      .head {
        gap: 0;
        padding-inline: var(--sb-1);
      }
      .back {
        margin: 0;
      }
      .head shopbell-avatar,
      .end span {
        display: none;
      }
      .head h2 {
        font-size: var(--sb-body);
      }
      .end .icon {
        display: block;
      }
      /* The buttons need the room beside the name: the promise has a line of its own, in line with it. */
      .head {
        flex-wrap: wrap;
        height: auto;
        min-height: 56px;
      }
      .head .promise {
        order: 1;
        box-sizing: border-box;
        flex: 0 0 100%;
        padding: 0 var(--sb-2) var(--sb-2) var(--sb-target);
      }
      .end {
        width: var(--sb-target);
        padding: 0;
        border-color: transparent;
      }
    }
  `,
];
