/**
 * The last screen: thanks, the number of the case, and the two ways from here, to write again or to go. It asks nothing
 * and holds nobody (G13, G14). It comes long before it is needed. It knows the visit.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import check from 'lucide/dist/esm/icons/check.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import { Follow } from '../follow.ts';
import { lateTexts } from '../locales/late.ts';
import type { Scene } from '../scene.ts';

/** `<shopbell-goodbye>`: fills its place. */
export class ShopbellGoodbye extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex !important;
        flex-direction: column;
        overflow-y: auto;
      }
      section {
        display: flex;
        flex-direction: column;
        align-items: center;
        width: 100%;
        max-width: 388px;
        margin: auto;
        padding: var(--sb-4) var(--sb-6) var(--sb-8);
        text-align: center;
      }
      .sign {
        display: grid;
        width: 64px;
        height: 64px;
        margin-block-end: var(--sb-4);
        place-items: center;
        border-radius: 50%;
        background: var(--sb-brand-tint);
        color: var(--sb-brand-text);
      }
      .sign .icon {
        width: 30px;
        height: 30px;
      }
      h2 {
        margin: 0 0 var(--sb-1);
        font-size: var(--sb-title);
        font-weight: var(--sb-bold);
        line-height: var(--sb-line-tight);
        text-wrap: balance;
      }
      p,
      dd {
        margin: 0;
      }
      dl {
        width: 100%;
        margin: var(--sb-6) 0 0;
        padding: var(--sb-4);
        border: 1px solid var(--sb-hairline);
        border-radius: var(--sb-radius-card);
        background: var(--sb-surface);
      }
      p,
      dt,
      .help {
        color: var(--sb-muted);
      }
      dt,
      .help {
        font-size: var(--sb-small);
        text-wrap: balance;
      }
      .number {
        font-size: var(--sb-display);
        font-weight: var(--sb-bold);
        letter-spacing: 0.04em;
        user-select: all;
      }
      .actions {
        display: flex;
        width: 100%;
        gap: var(--sb-2);
        margin-block-start: var(--sb-6);
      }
      .actions > * {
        flex: 1 1 0;
        padding-inline: var(--sb-2);
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  protected readonly follow = new Follow(this, () => [this.scene.client.conversations]);

  /** Puts the focus on the way out. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.primary')?.focus(options);
  }

  protected override render(): TemplateResult {
    const { visit, texts } = this.scene;
    const words = lateTexts[texts.language].goodbye;
    const caseNumber = visit.timeline?.view.caseNumber ?? '';
    return html`<section>
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
    </section>`;
  }
}

define('shopbell-goodbye', ShopbellGoodbye);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-goodbye': ShopbellGoodbye;
  }
}
