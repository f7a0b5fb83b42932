/** How the list looks: dense but quiet. */
import { css } from 'lit';
import { controls } from '../../client/elements/tokens.ts';
import { skeletons, surfaces } from '../elements/styles.ts';
import { promiseClockStyles } from './promise-clock.ts';

/** Styles of `<shopbell-conversation-list>`. */
export const listStyles = [
  controls,
  surfaces,
  skeletons,
  css`
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      background: var(--sb-surface);
    }
    /* As high as the conversation's head beside it. */
    .tabs {
      display: flex;
      align-items: end;
      gap: var(--sb-1);
      height: 56px;
      padding: 0 var(--sb-3);
      border-block-end: 1px solid var(--sb-hairline);
    }
    .tab {
      display: flex;
      align-items: center;
      gap: 6px;
      min-height: 44px;
      margin-block-end: -1px;
      padding: var(--sb-1) var(--sb-2);
      border: 0;
      border-block: 2px solid transparent;
      background: transparent;
      color: var(--sb-muted);
      font: inherit;
      font-weight: var(--sb-medium);
      cursor: pointer;
    }
    .tab:hover {
      color: var(--sb-ink);
    }
    .tab:focus-visible {
      outline-offset: -2px;
      border-radius: var(--sb-radius-control);
    }
    .tab[aria-selected='true'] {
      border-block-end-color: var(--sb-brand-text);
      color: var(--sb-ink);
    }
    .count {
      min-width: 20px;
      padding: 0 6px;
      border-radius: 10px;
      background: var(--sb-raised);
      color: var(--sb-muted);
      font-size: var(--sb-tiny);
      line-height: 20px;
      text-align: center;
    }
    .count.hot {
      background: var(--sb-warn-tint);
      color: var(--sb-warn);
      font-weight: var(--sb-bold);
    }
    .panel {
      flex: 1;
      min-height: 0;
      overflow-y: auto;
      scrollbar-width: thin;
      padding: var(--sb-1) var(--sb-2) var(--sb-4);
    }
    .panel > .empty {
      min-height: 60%;
    }
    .item {
      display: grid;
      grid-template: 'face who when' auto 'face line mark' auto / auto 1fr auto;
      align-content: center;
      column-gap: var(--sb-3);
      min-height: var(--desk-row, 48px);
      padding: 5px var(--sb-2);
      border-radius: var(--sb-radius-control);
      color: inherit;
      text-decoration: none;
      line-height: 1.3;
    }
    .item:hover {
      background: var(--sb-raised);
    }
    .item[aria-current] {
      background: var(--sb-brand-tint);
    }
    .item:focus-visible {
      outline-offset: -2px;
    }
    .face {
      grid-area: face;
      position: relative;
      align-self: center;
      display: inline-flex;
    }
    .channel {
      position: absolute;
      inset-block-end: -4px;
      inset-inline-end: -6px;
      display: grid;
      place-items: center;
      width: 18px;
      height: 18px;
      border-radius: 50%;
      background: var(--sb-good);
      color: var(--sb-surface);
    }
    .channel .icon {
      width: 11px;
      height: 11px;
      stroke-width: 2.5;
    }
    .who {
      grid-area: who;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .fresh .who {
      font-weight: var(--sb-bold);
    }
    .when {
      grid-area: when;
      justify-self: end;
      align-self: center;
      font-size: var(--sb-small);
      color: var(--sb-muted);
    }
    .wait {
      display: inline-flex;
      align-items: center;
      gap: var(--sb-1);
      color: var(--sb-warn);
      font-weight: var(--sb-medium);
    }
    .wait .icon {
      width: 14px;
      height: 14px;
    }
    .line {
      grid-area: line;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      font-size: var(--sb-small);
      color: var(--sb-muted);
    }
    .line .icon {
      width: 13px;
      height: 13px;
      margin-inline-end: 4px;
      vertical-align: -2px;
    }
    .item[aria-current] :is(.line, .when) {
      color: var(--sb-ink);
    }
    .line.calling {
      color: var(--sb-good);
      font-weight: var(--sb-medium);
    }
    .mark {
      grid-area: mark;
      justify-self: end;
      display: inline-flex;
      align-items: center;
      min-height: 18px;
      font-size: var(--sb-tiny);
      color: var(--sb-muted);
    }
    .tag.mine {
      padding: 0 6px;
      border-radius: 9px;
      background: var(--sb-brand);
      color: var(--sb-on-brand);
      font-weight: var(--sb-medium);
    }
    .unread {
      min-width: 18px;
      padding: 0 5px;
      border-radius: 9px;
      background: var(--sb-brand);
      color: var(--sb-on-brand);
      font-weight: var(--sb-bold);
      line-height: 18px;
      text-align: center;
    }
    .bones {
      display: flex;
      align-items: center;
      gap: var(--sb-3);
      height: var(--desk-row, 48px);
      padding-inline: var(--sb-2);
    }
    .lines {
      display: grid;
      flex: 1;
      gap: var(--sb-2);
    }
    .steps {
      display: none;
    }
    @media (max-width: 720px) {
      .steps {
        display: grid;
        gap: var(--sb-1);
        text-align: start;
      }
    }
    .steps a {
      display: flex;
      align-items: center;
      gap: var(--sb-3);
      min-height: 44px;
      text-decoration: none;
    }
  `,
  promiseClockStyles,
];
