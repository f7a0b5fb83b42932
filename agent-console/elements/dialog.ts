/**
 * A modal dialog on the browser's own `<dialog>`: open as long as it is on the page. Knows focus, Escape and the click
 * beside it; knows nothing of its content. Whoever renders it removes it on `shopbell-close`.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import x from 'lucide/dist/esm/icons/x.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import { rememberFocus } from './focus.ts';
import { surfaces } from './styles.ts';

/**
 * `<shopbell-dialog>`: the content goes into its slot.
 * @fires shopbell-close the person wants it closed: Escape, the cross, or a click beside it
 */
export class ShopbellDialog extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      dialog {
        width: min(460px, 100vw - 32px);
        max-height: calc(100dvh - 48px);
        padding: 0;
        border: 1px solid var(--sb-hairline);
        border-radius: var(--sb-radius-card);
        background: var(--sb-surface);
        color: var(--sb-ink);
        box-shadow: var(--sb-shadow);
      }
      dialog[open] {
        animation: rise var(--sb-slow) var(--sb-ease);
      }
      dialog::backdrop {
        background: rgb(20 16 12 / 45%);
      }
      .frame {
        padding: var(--sb-4) var(--sb-6) var(--sb-6);
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--sb-3);
        margin: 0 calc(-1 * var(--sb-2)) var(--sb-3) 0;
      }
      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(8px);
        }
      }
    `,
  ];

  @property() heading = '';
  /** Name of the cross. */
  @property() closeLabel = '';

  #returnFocus: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#returnFocus = rememberFocus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#returnFocus?.();
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    // The browser would choose the cross; whoever opened the dialog came for its content.
    this.querySelector<HTMLElement>('input, select, .primary')?.focus();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('shopbell-close'));
  }

  #onCancel(event: Event): void {
    // The owner decides; the browser would close it behind the owner's back.
    event.preventDefault();
    this.#close();
  }

  #onClick(event: MouseEvent): void {
    if (event.target === this.#dialog) this.#close();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @cancel=${this.#onCancel} @pointerdown=${this.#onClick}>
      <div class="frame">
        <div class="head">
          <h2 id="heading">${this.heading}</h2>
          <button class="round" type="button" aria-label=${this.closeLabel} @click=${this.#close}>${icon(x)}</button>
        </div>
        <slot></slot>
      </div>
    </dialog>`;
  }
}

define('shopbell-dialog', ShopbellDialog);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-dialog': ShopbellDialog;
  }
}
