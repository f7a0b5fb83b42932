/**
 * The switch by which a visitor has the conversation remembered on this device, beyond this tab: off until they turn it
 * on, and nothing is left when they turn it off (L1). It knows where it is kept and no conversation.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { forget, isRemembered, remember } from '../../client/device.ts';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import { tabKeep } from '../../client/storage.ts';
import { lateTexts } from '../locales/late.ts';
import { STORAGE_KEY } from '../mount.ts';
import type { Scene } from '../scene.ts';

/** `<shopbell-remember>`: one line, as wide as its place. */
export class ShopbellRemember extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block !important;
        flex-basis: 100%;
        font-size: var(--sb-small);
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--sb-3);
        min-height: 44px;
        cursor: pointer;
      }
      span {
        flex: 1;
        line-height: 1.3;
        text-wrap: pretty;
      }
      small {
        display: block;
        color: var(--sb-muted);
        font-size: var(--sb-tiny);
      }
      input {
        all: unset;
        position: relative;
        flex: none;
        box-sizing: border-box;
        width: 38px;
        height: 22px;
        border: 1px solid var(--sb-outline);
        border-radius: 11px;
        background: var(--sb-raised);
        cursor: pointer;
      }
      input::after {
        content: '';
        position: absolute;
        inset-block: 3px;
        inset-inline-start: 3px;
        width: 14px;
        border-radius: 50%;
        background: var(--sb-muted);
        transition: inset-inline-start var(--sb-fast) var(--sb-ease);
      }
      input:checked {
        border-color: var(--sb-brand);
        background: var(--sb-brand);
      }
      input:checked::after {
        inset-inline-start: 19px;
        background: var(--sb-on-brand);
      }
      input:focus-visible {
        outline: 2px solid var(--sb-brand-text);
        outline-offset: 2px;
      }
      @media (forced-colors: active) {
        input {
          forced-color-adjust: none;
          border-color: ButtonText;
          background: ButtonFace;
        }
        input::after {
          background: ButtonText;
        }
        input:checked {
          background: Highlight;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        input::after {
          transition: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  /** Another tab has turned it. */
  readonly #turned = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('storage', this.#turned);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('storage', this.#turned);
  }

  #turn(event: Event): void {
    const box = event.target as HTMLInputElement;
    const kept = tabKeep(STORAGE_KEY).load();
    if (!box.checked) forget(STORAGE_KEY);
    else if (kept !== undefined) remember(STORAGE_KEY, kept);
    // Where the browser blocks storage it stays off.
    box.checked = isRemembered(STORAGE_KEY);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const words = lateTexts[this.scene.texts.language].privacy;
    return html`<label>
      <span>${words.remember} <small>${words.rememberHelp}</small></span>
      <input type="checkbox" role="switch" .checked=${isRemembered(STORAGE_KEY)} @change=${this.#turn} />
    </label>`;
  }
}

define('shopbell-remember', ShopbellRemember);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-remember': ShopbellRemember;
  }
}
