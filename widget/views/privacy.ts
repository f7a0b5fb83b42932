/**
 * What happens with what the visitor writes, in plain words (G1), and the switch that has it remembered for longer. It
 * comes right after the first screen, and knows that screen's foot and nothing of conversations.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import { lateTexts } from '../locales/late.ts';
import type { Scene } from '../scene.ts';
import './remember.ts';

/** `<shopbell-privacy>`: lines for the foot of the first screen. */
export class ShopbellPrivacy extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: contents !important;
      }
      summary {
        display: flex;
        align-items: center;
        min-height: 32px;
        padding-inline: var(--sb-1);
        color: var(--sb-muted);
        text-decoration: underline;
        text-underline-offset: 3px;
        list-style: none;
        cursor: pointer;
      }
      shopbell-remember {
        padding-inline: var(--sb-1);
      }
      details[open] {
        flex-basis: 100%;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      details p {
        margin: 0;
        padding: var(--sb-1) var(--sb-1) var(--sb-2);
        color: var(--sb-muted);
        text-wrap: pretty;
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  #opened(event: Event): void {
    if (event.target instanceof HTMLDetailsElement && event.target.open) event.target.scrollIntoView({ block: 'end' });
  }

  protected override render(): TemplateResult {
    const words = lateTexts[this.scene.texts.language].privacy;
    return html`<details @toggle=${this.#opened}>
        <summary>${words.title}</summary>
        <p>${words.text}</p>
      </details>
      <shopbell-remember .scene=${this.scene}></shopbell-remember>`;
  }
}

define('shopbell-privacy', ShopbellPrivacy);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-privacy': ShopbellPrivacy;
  }
}
