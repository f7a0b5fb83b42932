/**
 * One line that says how the connection stands, and only if it does not stand well: nothing that the visitor wrote is
 * lost, and what to do if it does not come back by itself. It knows the visit's line.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import { icon } from '../../client/elements/icon.ts';
import type { Scene } from '../scene.ts';

/** The line; it takes no room while all is well. */
export function line({ visit, texts }: Scene): TemplateResult {
  const { value } = visit.line;
  return html`<div role="status">
    ${value === 'fine' ? nothing : html`<p class="line">${icon(circleAlert)}<span>${texts.line[value]}</span></p>`}
  </div>`;
}

/** How the line looks. */
export const lineStyles = css`
  .line {
    display: flex;
    align-items: center;
    gap: var(--sb-2);
    margin: 0;
    padding: var(--sb-2) var(--sb-4);
    background: var(--sb-warn-tint);
    color: var(--sb-warn);
    font-size: var(--sb-small);
    font-weight: var(--sb-medium);
    line-height: 1.3;
    text-wrap: pretty;
  }
  .line .icon {
    width: 18px;
    height: 18px;
  }
`;
