/** How the ways on from waiting look, whichever part offers them: words in one column, large enough for a finger. */
import { css } from 'lit';

/** Styles of `.ways`. */
export const waysStyles = css`
  .ways {
    margin: 0;
  }
  .ways .button {
    display: block;
    padding-inline: 0;
    font-size: var(--sb-small);
    text-align: start;
  }
`;
