/** How the floor looks: departments with who waits on the one side, who is there on the other. */
import { css } from 'lit';
import { controls } from '../../client/elements/tokens.ts';
import { presenceStyles } from '../elements/presence.ts';
import { skeletons, surfaces } from '../elements/styles.ts';

/** Styles of `<shopbell-floor>`. */
export const floorStyles = [
  controls,
  surfaces,
  skeletons,
  presenceStyles,
  css`
    :host {
      display: block;
      min-height: 0;
      overflow-y: auto;
      padding: var(--sb-6) var(--sb-8) var(--sb-8);
    }
    header {
      display: grid;
      gap: var(--sb-1);
      margin-block-end: var(--sb-4);
    }
    .sides {
      display: grid;
      grid-template-columns: minmax(0, 640px) minmax(240px, 320px);
      align-items: start;
      gap: var(--sb-6);
    }
    .column {
      display: grid;
      gap: var(--sb-4);
      min-width: 0;
    }
    .card {
      display: grid;
      gap: var(--sb-3);
      min-width: 0;
      padding: var(--sb-4);
    }
    .card > .head {
      display: grid;
      grid-template-columns: 1fr auto;
      align-items: baseline;
      gap: 0 var(--sb-3);
    }
    .card > .head > .help {
      grid-column: 1 / -1;
    }
    .number {
      font-size: var(--sb-small);
      color: var(--sb-muted);
    }
    .number.hot {
      color: var(--sb-warn);
      font-weight: var(--sb-medium);
    }
    .wait,
    .person {
      display: grid;
      align-items: center;
      column-gap: var(--sb-3);
      min-height: var(--desk-row, 48px);
      padding: var(--sb-1) var(--sb-2);
      margin-inline: calc(-1 * var(--sb-2));
      border-radius: var(--sb-radius-control);
      color: inherit;
      text-decoration: none;
      line-height: 1.3;
    }
    .wait {
      grid-template-columns: 1fr auto;
      align-items: baseline;
      align-content: center;
    }
    .wait:hover {
      background: var(--sb-raised);
    }
    .wait:focus-visible {
      outline-offset: -2px;
    }
    .who {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 2px var(--sb-2);
      font-weight: var(--sb-medium);
    }
    .tag {
      display: inline-flex;
      align-items: center;
      gap: var(--sb-1);
      padding: 0 var(--sb-2);
      border-radius: 10px;
      background: var(--sb-warn-tint);
      color: var(--sb-warn);
      font-size: var(--sb-tiny);
      line-height: 20px;
    }
    .tag .icon {
      width: 14px;
      height: 14px;
    }
    .since {
      color: var(--sb-warn);
      font-size: var(--sb-small);
      font-weight: var(--sb-medium);
    }
    .why {
      grid-column: 1 / -1;
      font-size: var(--sb-small);
      color: var(--sb-muted);
      text-wrap: pretty;
    }
    .person {
      grid-template-columns: auto 1fr auto;
    }
    .face {
      position: relative;
      display: grid;
    }
    .face .presence {
      position: absolute;
      inset: auto -2px -2px auto;
    }
    .person .name {
      overflow-wrap: anywhere;
    }
    .person .state {
      display: block;
      font-size: var(--sb-small);
      color: var(--sb-muted);
    }
    .load {
      font-size: var(--sb-small);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .load.full {
      color: var(--sb-warn);
      font-weight: var(--sb-medium);
    }
    .load.idle {
      color: var(--sb-muted);
    }
    @media (max-width: 1023px) {
      .sides {
        grid-template-columns: minmax(0, 640px);
      }
    }
    @media (max-width: 860px) {
      :host {
        padding: var(--sb-4) var(--sb-4) var(--sb-8);
      }
    }
  `,
];
