/**
 * Quick starts under the field of the first message: one click says what it is about, so that somebody who knows is asked
 * first (E1). Never needed: a second click takes it back, and whoever just writes is served as well. It knows the visit and
 * which of them the shop offers.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { QuickStart } from '../../protocol/models.ts';
import { Follow } from '../follow.ts';
import { lateTexts } from '../locales/late.ts';
import type { Scene } from '../scene.ts';

/** `<shopbell-quick-starts>`: takes no room where the shop offers none. */
export class ShopbellQuickStarts extends LitElement {
  static override styles = [
    controls,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        gap: var(--sb-2);
      }
      .button {
        position: relative;
        min-height: 36px;
        padding-inline: var(--sb-3);
        border-color: var(--sb-outline);
        border-radius: 18px;
        font-size: var(--sb-small);
      }
      /* A finger gets 44 px, the row stays low. */
      .button::after {
        content: '';
        position: absolute;
        inset: -5px 0;
      }
      .button[aria-pressed='true'] {
        border-color: var(--sb-brand-text);
        background: var(--sb-brand-tint);
        color: var(--sb-brand-text);
      }
      @media (forced-colors: active) {
        .button[aria-pressed='true'] {
          border-color: Highlight;
          outline: 1px solid Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  protected readonly follow = new Follow(this, () => [this.scene.settings]);

  protected override render(): TemplateResult | typeof nothing {
    const { texts, settings } = this.scene;
    const { quickStarts } = settings.value;
    if (quickStarts.length === 0) return nothing;
    const words = lateTexts[texts.language].quickStarts;
    return html`<div role="group" aria-label=${words.label}>
      ${quickStarts.map((kind) => this.#chip(kind, words[kind]))}
    </div>`;
  }

  #chip(kind: QuickStart, word: string): TemplateResult {
    const { visit } = this.scene;
    const choose = (): void => {
      visit.topic = visit.topic === kind ? undefined : kind;
      this.requestUpdate();
    };
    return html`<button class="button" aria-pressed=${visit.topic === kind ? 'true' : 'false'} @click=${choose}>
      ${word}
    </button>`;
  }
}

define('shopbell-quick-starts', ShopbellQuickStarts);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-quick-starts': ShopbellQuickStarts;
  }
}
