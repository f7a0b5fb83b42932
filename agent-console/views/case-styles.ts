/** How the case panel looks. */
import { css } from 'lit';
import { controls } from '../../client/elements/tokens.ts';
import { presenceStyles } from '../elements/presence.ts';
import { surfaces } from '../elements/styles.ts';

/** Styles of `<shopbell-case-panel>`. */
export const caseStyles = [
  controls,
  surfaces,
  presenceStyles,
  css`
    :host {
      display: flex;
      flex-direction: column;
      gap: var(--sb-4);
      padding: 0 var(--sb-4) var(--sb-6);
      overflow: hidden auto;
      scrollbar-width: thin;
      background: var(--sb-canvas);
    }
    header {
      position: sticky;
      inset-block-start: 0;
      z-index: 1;
      display: flex;
      align-items: center;
      justify-content: space-between;
      min-height: 56px;
      margin-inline-end: calc(-1 * var(--sb-2));
      background: inherit;
    }
    .visitor {
      display: flex;
      align-items: center;
      gap: var(--sb-3);
    }
    .name {
      font-weight: var(--sb-medium);
    }
    dl {
      display: grid;
      gap: 6px;
    }
    dl > div {
      display: flex;
      justify-content: space-between;
      gap: var(--sb-3);
    }
    dt {
      color: var(--sb-muted);
    }
    dd {
      text-align: end;
    }
    dd.number {
      font-weight: var(--sb-bold);
      letter-spacing: 0.04em;
    }
    .hot dd {
      color: var(--sb-warn);
      font-weight: var(--sb-bold);
    }
    section {
      display: grid;
      gap: var(--sb-2);
      padding-block-start: var(--sb-4);
      border-block-start: 1px solid var(--sb-hairline);
    }
    .page {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 var(--sb-2);
      color: inherit;
      text-decoration: none;
      overflow-wrap: anywhere;
    }
    .page:hover .title {
      text-decoration: underline;
    }
    .page.main {
      padding: var(--sb-2) var(--sb-3);
      border: 1px solid var(--sb-hairline);
      border-radius: var(--sb-radius-control);
      background: var(--sb-surface);
    }
    .page.main .title {
      font-weight: var(--sb-medium);
    }
    .page .icon {
      grid-area: 1 / 2;
      width: 16px;
      height: 16px;
      margin-block-start: 3px;
      color: var(--sb-muted);
    }
    .address {
      grid-column: 1;
      color: var(--sb-muted);
      font-size: var(--sb-small);
    }
    summary {
      min-height: 28px;
      color: var(--sb-muted);
      font-size: var(--sb-small);
      cursor: pointer;
    }
    details ul {
      display: grid;
      gap: var(--sb-2);
      font-size: var(--sb-small);
    }
    .person {
      display: grid;
      grid-template: 'face name' auto 'face title' auto / auto 1fr;
      column-gap: var(--sb-3);
      line-height: 1.3;
      padding-block: var(--sb-1);
    }
    .face {
      grid-area: face;
      position: relative;
      align-self: center;
      display: inline-flex;
    }
    .face .presence {
      position: absolute;
      inset-block-end: -2px;
      inset-inline-end: -2px;
      width: 10px;
      height: 10px;
    }
    .history {
      display: grid;
      gap: var(--sb-2);
      font-size: var(--sb-small);
    }
    .history li {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: var(--sb-3);
    }
    .history .figures {
      color: var(--sb-muted);
    }
  `,
];
