/**
 * A small picture of the bell and its panel in a brand colour, light and dark side by side, with the colours that the
 * widget will really derive. Decoration: nothing in it can be used.
 */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import bell from 'lucide/dist/esm/icons/concierge-bell.mjs';
import { brandStyles } from '../../client/elements/brand.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls, tokens } from '../../client/elements/tokens.ts';
import type { ShopTexts } from '../settings-texts.ts';

/** One scheme of the preview: a root of its own, so that the brand's colours reach no further. */
class ShopbellBrandSample extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: grid;
        gap: var(--sb-3);
        padding: var(--sb-3);
        border: 1px solid var(--sb-hairline);
        border-radius: var(--sb-radius-card);
        background: var(--sb-surface);
        font-size: var(--sb-small);
      }
      strong {
        font-weight: var(--sb-bold);
      }
      .bubble {
        justify-self: start;
        padding: var(--sb-2) var(--sb-3);
        border-radius: var(--sb-radius-card);
        border-end-start-radius: var(--sb-radius-tip);
        background: var(--sb-raised);
      }
      .bubble.own {
        justify-self: end;
        border-radius: var(--sb-radius-card);
        border-end-end-radius: var(--sb-radius-tip);
        background: var(--sb-brand-tint);
      }
      .foot {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--sb-3);
      }
      .sham {
        padding: var(--sb-2) var(--sb-3);
        border-radius: var(--sb-radius-control);
        background: var(--sb-brand);
        color: var(--sb-on-brand);
        font-weight: var(--sb-medium);
      }
      .bell {
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 50%;
        background: var(--sb-brand);
        color: var(--sb-on-brand);
        flex: none;
      }
    `,
  ];

  @property({ attribute: false }) texts!: ShopTexts;
  @property() name = '';
  @property() brand = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    const root = this.renderRoot;
    if (!changed.has('brand') || !(root instanceof ShadowRoot)) return;
    const own = root.adoptedStyleSheets.slice(0, ShopbellBrandSample.elementStyles.length);
    root.adoptedStyleSheets = [...own, brandStyles(this.brand)];
  }

  protected override render(): TemplateResult {
    return html`<strong>${this.name}</strong>
      <span class="bubble">${this.texts.previewHello}</span>
      <span class="bubble own">${this.texts.previewAsk}</span>
      <span class="foot">
        <span class="sham">${this.texts.previewWrite}</span><span class="bell">${icon(bell)}</span>
      </span>`;
  }
}

define('shopbell-brand-sample', ShopbellBrandSample);

/** `<shopbell-brand-preview>` */
export class ShopbellBrandPreview extends LitElement {
  static override styles = css`
    :host {
      display: grid;
      gap: 12px;
    }
  `;

  @property({ attribute: false }) texts!: ShopTexts;
  @property() name = '';
  @property() brand = '';

  protected override render(): TemplateResult {
    return html`${(['light', 'dark'] as const).map(
      (scheme) =>
        html`<shopbell-brand-sample
          data-scheme=${scheme}
          aria-hidden="true"
          .texts=${this.texts}
          .name=${this.name}
          .brand=${this.brand}
        ></shopbell-brand-sample>`,
    )}`;
  }
}

define('shopbell-brand-preview', ShopbellBrandPreview);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-brand-sample': ShopbellBrandSample;
    'shopbell-brand-preview': ShopbellBrandPreview;
  }
}
