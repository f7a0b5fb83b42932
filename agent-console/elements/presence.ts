/**
 * Presence as a mark on somebody's face: filled for available, half for away, hollow for offline, so that the shape says
 * it too and not only the colour. Knows no person.
 */
import { css, html, type TemplateResult } from 'lit';
import type { Presence } from '../../protocol/models.ts';

/** The mark, with `label` in words for those who do not see it. */
export function presenceMark(presence: Presence, label: string): TemplateResult {
  return html`<span class="presence ${presence}"><span class="unseen">${label}</span></span>`;
}

/** Styles of the mark. */
export const presenceStyles = css`
  .presence {
    display: inline-block;
    width: 12px;
    height: 12px;
    border-radius: 50%;
    border: 2px solid var(--sb-muted);
    background: var(--sb-surface);
    box-shadow: 0 0 0 2px var(--sb-surface);
    flex: none;
  }
  .presence.available {
    border-color: var(--sb-good);
    background: var(--sb-good);
  }
  .presence.away {
    border-color: var(--sb-warn);
    background: linear-gradient(90deg, var(--sb-warn) 50%, var(--sb-surface) 50%);
  }
  @media (forced-colors: active) {
    .presence {
      forced-color-adjust: none;
    }
  }
`;
