/**
 * One line of the first screen: whether somebody is there now, and what happens if not; never a promised time. It knows
 * the site's settings.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../../../client/elements/define.ts';
import { controls } from '../../../client/elements/tokens.ts';
import { Follow } from '../../follow.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import type { Scene } from '../../scene.ts';

/** `<shopbell-availability>`: a paragraph. */
export class ShopbellAvailability extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block !important;
      }
      p {
        margin: 0;
        padding-inline: var(--sb-1);
        color: var(--sb-muted);
        text-wrap: pretty;
      }
      b {
        color: var(--sb-ink);
        font-weight: var(--sb-medium);
      }
      i {
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-inline-end: 6px;
        border: 2px solid var(--sb-muted);
        border-radius: 50%;
      }
      .here b {
        color: var(--sb-good);
      }
      .here i {
        border-color: var(--sb-good);
        background: var(--sb-good);
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  protected readonly follow = new Follow(this, () => [this.scene.settings]);

  protected override render(): TemplateResult {
    const words = waitingTexts[this.scene.texts.language].availability;
    const { available } = this.scene.settings.value;
    return html`<p class="availability ${available ? 'here' : ''}" role="status">
      <i></i><b>${available ? words.here : words.away}</b> <span>${available ? nothing : words.awayHelp}</span>
    </p>`;
  }
}

define('shopbell-availability', ShopbellAvailability);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-availability': ShopbellAvailability;
  }
}
