/**
 * A text that is there to be copied: read only, with a button that copies it and says so. Knows the clipboard and its
 * absence on plain http pages; knows nothing of what the text is.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import check from 'lucide/dist/esm/icons/check.mjs';
import copy from 'lucide/dist/esm/icons/copy.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { ShellTexts } from '../texts.ts';
import { fieldStyles } from './fields.ts';
import { surfaces } from './styles.ts';

/** How long the button says that it copied. */
const SAYS_MS = 2_500;

/** `<shopbell-copy-text>` */
export class ShopbellCopyText extends LitElement {
  static override styles = [
    controls,
    surfaces,
    fieldStyles,
    css`
      :host {
        display: grid;
        gap: var(--sb-1);
      }
      div {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: start;
        gap: var(--sb-2);
      }
      .button {
        min-height: 40px;
      }
      textarea.field {
        resize: none;
        field-sizing: content;
        min-height: 40px;
        overflow-wrap: anywhere;
      }
      @media (max-width: 480px) {
        div {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  @property() value = '';
  /** Name of the field for screen readers. */
  @property() label = '';
  @property({ attribute: false }) texts!: Pick<ShellTexts, 'copy' | 'copied' | 'copyFailed'>;
  @state() private outcome: 'none' | 'copied' | 'failed' = 'none';

  async #copy(): Promise<void> {
    this.renderRoot.querySelector('textarea')?.select();
    try {
      await navigator.clipboard.writeText(this.value);
      this.outcome = 'copied';
      setTimeout(() => {
        this.outcome = 'none';
      }, SAYS_MS);
    } catch {
      this.outcome = 'failed';
    }
  }

  protected override render(): TemplateResult {
    const copied = this.outcome === 'copied';
    return html`<div>
        <textarea
          class="field verbatim"
          readonly
          rows="2"
          spellcheck="false"
          aria-label=${this.label}
          .value=${this.value}
        ></textarea>
        <button class="button" type="button" @click=${this.#copy}>
          ${icon(copied ? check : copy)}<span>${copied ? this.texts.copied : this.texts.copy}</span>
        </button>
      </div>
      <p class=${this.outcome === 'failed' ? 'error' : 'unseen'} role="status">
        ${copied ? this.texts.copied : this.outcome === 'failed' ? this.texts.copyFailed : nothing}
      </p>`;
  }
}

define('shopbell-copy-text', ShopbellCopyText);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-copy-text': ShopbellCopyText;
  }
}
