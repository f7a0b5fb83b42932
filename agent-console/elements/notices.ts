/**
 * The short messages at the foot of the desk. Knows how they look and that screen readers hear them; what they say and
 * when they go is `notices.ts`'s of the room.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import check from 'lucide/dist/esm/icons/check.mjs';
import heart from 'lucide/dist/esm/icons/heart-handshake.mjs';
import alert from 'lucide/dist/esm/icons/triangle-alert.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Notice, Notices } from '../notices.ts';

const ICONS = { plain: check, kind: heart, problem: alert } as const;

/** `<shopbell-notices>` */
export class ShopbellNotices extends LitElement {
  static override styles = [
    controls,
    css`
      /* Over the list, where nobody writes. */
      :host {
        position: fixed;
        z-index: 3;
        inset-block-end: calc(var(--sb-4) + env(safe-area-inset-bottom));
        inset-inline-start: 220px;
        display: grid;
        gap: var(--sb-2);
        width: 316px;
        pointer-events: none;
      }
      @media (max-width: 1279px) {
        :host {
          inset-inline-start: 76px;
        }
      }
      @media (max-width: 720px) {
        :host {
          inset: calc(64px + env(safe-area-inset-top)) var(--sb-3) auto;
          width: auto;
        }
      }
      .notice {
        display: flex;
        align-items: center;
        gap: var(--sb-3);
        padding: var(--sb-1) var(--sb-1) var(--sb-1) var(--sb-4);
        border: 1px solid var(--sb-hairline);
        border-radius: var(--sb-radius-card);
        background: var(--sb-surface);
        box-shadow: var(--sb-shadow);
        pointer-events: auto;
        animation: rise var(--sb-slow) var(--sb-ease);
      }
      .notice > .icon {
        color: var(--sb-good);
      }
      .problem > .icon {
        color: var(--sb-bad);
      }
      p {
        flex: 1;
        margin: 0;
        padding-block: var(--sb-2);
        line-height: 1.35;
      }
      .act {
        border: 0;
        padding: 0;
        min-height: 24px;
        background: none;
        color: var(--sb-accent);
        font: inherit;
        font-weight: 600;
        text-decoration: underline;
        text-underline-offset: 2px;
        cursor: pointer;
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(8px);
        }
      }
    `,
  ];

  @property({ attribute: false }) notices!: Notices;
  @property() closeLabel = '';

  readonly #shown = new ObserveController(this, () => this.notices.shown);

  override connectedCallback(): void {
    super.connectedCallback();
    // On the host, which is there before the first message: a region that appears with its text is not read out.
    this.setAttribute('role', 'status');
  }

  protected override render(): TemplateResult {
    return html`${repeat(
      this.#shown.value ?? [],
      (notice) => notice.id,
      (notice) =>
        html`<div class="notice ${notice.tone}">
          ${icon(ICONS[notice.tone])}
          <p>${notice.text} ${this.#action(notice)}</p>
          <button
            class="round"
            type="button"
            aria-label=${this.closeLabel}
            @click=${() => {
              this.notices.close(notice.id);
            }}
          >
            ${icon(x)}
          </button>
        </div>`,
    )}`;
  }

  #action({ id, action }: Notice): TemplateResult | typeof nothing {
    if (action === undefined) return nothing;
    const act = (): void => {
      this.notices.close(id);
      action.run();
    };
    return html`<button class="act" type="button" @click=${act}>${action.label}</button>`;
  }
}

define('shopbell-notices', ShopbellNotices);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-notices': ShopbellNotices;
  }
}
