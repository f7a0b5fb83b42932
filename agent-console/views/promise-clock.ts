/** How a running promise stands, as a clock time: calm at first, amber when it is at risk, red when it was not kept. */
import { css, html, type TemplateResult } from 'lit';
import clock from 'lucide/dist/esm/icons/clock.mjs';
import alert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import { icon } from '../../client/elements/icon.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import { momentText } from '../clock.ts';
import type { Desk } from '../desk.ts';

/** Styles of the clock, for whoever draws it. */
export const promiseClockStyles = css`
  .promise {
    display: inline-flex;
    align-items: center;
    gap: var(--sb-1);
    color: var(--sb-muted);
    font-size: var(--sb-small);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .promise .icon {
    width: 14px;
    height: 14px;
  }
  .promise.risk,
  .promise.late {
    font-weight: var(--sb-medium);
  }
  .promise.risk {
    color: var(--sb-warn);
  }
  .promise.late {
    color: var(--sb-bad);
  }
`;

/** Amber from here on, in percent of the time. */
const RISK = 75;

/** The clock. */
export function promiseClock(
  { by, stage, again }: NonNullable<ConversationRow['promise']>,
  desk: Desk,
): TemplateResult {
  const { locale, texts } = desk.words;
  const words = texts.promises;
  const time = momentText(by, desk.clock.value, locale);
  const look = stage === 100 ? 'late' : stage >= RISK ? 'risk' : '';
  return html`<span class="promise ${look}" title=${words.label}>
    ${icon(look === '' ? clock : alert)}
    ${stage === 100 ? words.late(time) : words.by(time)}${again ? `, ${words.again}` : ''}
  </span>`;
}
