/**
 * What happens with what the visitor writes, in plain words (G1), and the switch that has it remembered for longer. It
 * comes right after the first screen, and knows that screen's foot and nothing of conversations.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
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
        padding: 0 var(--sb-1) var(--sb-2);
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
  @state() private isOpen = false;

  async #turned(event: Event): Promise<void> {
    const details = event.target as HTMLDetailsElement;
    this.isOpen = details.open;
    await this.updateComplete;
    if (details.open) details.scrollIntoView({ block: 'end' });
  }

  protected override render(): TemplateResult {
    const words = lateTexts[this.scene.texts.language].privacy;
    // Whoever has just come is asked for nothing: the switch is for those who want to know.
    return html`<details @toggle=${this.#turned}>
      <summary>${words.title}</summary>
      <p>${words.text}</p>
      ${this.isOpen ? html`<shopbell-remember .scene=${this.scene}></shopbell-remember>` : nothing}
    </details>`;
  }
}

define('shopbell-privacy', ShopbellPrivacy);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-privacy': ShopbellPrivacy;
  }
}
