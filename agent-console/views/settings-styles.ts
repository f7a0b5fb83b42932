/** How the settings look: one column of cards with help per field, a preview at the side where there is room. */
import { css } from 'lit';
import { controls } from '../../client/elements/tokens.ts';
import { fieldStyles } from '../elements/fields.ts';
import { presenceStyles } from '../elements/presence.ts';
import { skeletons, surfaces } from '../elements/styles.ts';

/** Styles of every page of the settings. */
export const settingsStyles = [
  controls,
  surfaces,
  skeletons,
  fieldStyles,
  presenceStyles,
  css`
    :host {
      display: grid;
      gap: var(--sb-4);
      align-content: start;
    }
    .intro {
      display: grid;
      gap: var(--sb-1);
      max-width: 640px;
    }
    .beside {
      display: grid;
      grid-template-columns: minmax(0, 640px) minmax(220px, 280px);
      align-items: start;
      gap: var(--sb-6);
    }
    .column {
      display: grid;
      gap: var(--sb-4);
      max-width: 640px;
      min-width: 0;
    }
    .card {
      display: grid;
      gap: var(--sb-4);
      min-width: 0;
    }
    .card > h2 + .help {
      margin-block-start: calc(-1 * var(--sb-3));
    }
    .preview {
      position: sticky;
      inset-block-start: var(--sb-4);
      display: grid;
      gap: var(--sb-3);
    }
    @media (max-width: 1180px) {
      .beside {
        grid-template-columns: minmax(0, 640px);
      }
      .preview {
        position: static;
      }
    }
  `,
];
