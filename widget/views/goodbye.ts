/**
 * The last screen: thanks, the number of the case, and the two ways from here, to write again or to go. It asks nothing
 * and holds nobody (G13, G14). It knows the visit.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import check from 'lucide/dist/esm/icons/check.mjs';
import { icon } from '../../client/elements/icon.ts';
import type { Scene } from '../scene.ts';

/** The screen; its `.primary` is the way out. */
export function goodbye({ visit, texts }: Scene): TemplateResult {
  const words = texts.goodbye;
  const caseNumber = visit.timeline?.view.caseNumber ?? '';
  return html`<div class="screen bye">
    <div class="sign">${icon(check)}</div>
    <div role="status">
      <h2>${words.thanks}</h2>
      <p>${words.text}</p>
    </div>
    ${
      caseNumber === ''
        ? nothing
        : html`<dl>
            <dt>${words.caseNumber}</dt>
            <dd class="number figures">${caseNumber}</dd>
            <dd class="help">${words.caseHelp}</dd>
          </dl>`
    }
    <div class="actions">
      <button class="button" @click=${() => visit.goToChat()}>${words.again}</button>
      <button class="button primary" @click=${() => visit.leave()}>${words.close}</button>
    </div>
  </div>`;
}

/** How the screen looks. */
export const goodbyeStyles = css`
  .bye {
    display: flex;
    flex-direction: column;
    align-items: center;
    padding: var(--sb-4) max(var(--sb-6), calc(50% - 170px)) var(--sb-8);
    overflow-y: auto;
    text-align: center;
  }
  .bye::before,
  .bye::after {
    content: '';
    flex: 1;
  }
  .bye .sign {
    display: grid;
    width: 64px;
    height: 64px;
    margin-block-end: var(--sb-4);
    place-items: center;
    border-radius: 50%;
    background: var(--sb-brand-tint);
    color: var(--sb-brand-text);
  }
  .bye .sign .icon {
    width: 30px;
    height: 30px;
  }
  .bye h2 {
    margin: 0 0 var(--sb-1);
    font-size: var(--sb-title);
    font-weight: var(--sb-bold);
    line-height: var(--sb-line-tight);
    text-wrap: balance;
  }
  .bye p {
    margin: 0;
    color: var(--sb-muted);
    text-wrap: pretty;
  }
  .bye dl {
    width: 100%;
    margin: var(--sb-6) 0 0;
    padding: var(--sb-4);
    border: 1px solid var(--sb-hairline);
    border-radius: var(--sb-radius-card);
    background: var(--sb-surface);
  }
  .bye :is(dt, .help) {
    color: var(--sb-muted);
    font-size: var(--sb-small);
  }
  .bye dd {
    margin: 0;
  }
  .bye .number {
    font-size: var(--sb-display);
    font-weight: var(--sb-bold);
    letter-spacing: 0.04em;
    user-select: all;
  }
  .bye .actions {
    display: flex;
    width: 100%;
    gap: var(--sb-2);
    margin-block-start: var(--sb-6);
  }
  .bye .actions > * {
    flex: 1 1 0;
    padding-inline: var(--sb-2);
  }
`;
