/**
 * The reminder beside the bell while a call goes on and the window is closed: nobody shall forget an open microphone, and
 * hanging up stays one click. It comes with the first call. It knows the visit and the call's model.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import phoneOff from 'lucide/dist/esm/icons/phone-off.mjs';
import type { ActiveCall } from '../../client/call/call.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { duration } from '../../client/elements/times.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { WidgetCallTexts } from '../locales/texts.ts';
import { Follow } from '../follow.ts';
import type { Scene } from '../scene.ts';
import { isInCall } from '../visit.ts';

/** `<shopbell-running-call>`: stands left of the bell; draws nothing while the window is open or there is no call. */
export class ShopbellRunningCall extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block !important;
        position: absolute;
        inset: auto 68px 6px auto;
        width: max-content;
      }
      div {
        display: flex;
        gap: var(--sb-1);
        padding: 0;
        border-radius: 24px;
        background: var(--sb-stage);
        color: var(--sb-on-stage);
        color-scheme: dark;
        box-shadow: var(--sb-shadow);
        --sb-focus: #fff;
      }
      .button {
        border-color: transparent;
        border-radius: 24px;
        background: transparent;
      }
      .button:hover {
        background: rgb(255 255 255 / 16%);
      }
      i {
        width: 10px;
        height: 10px;
        border-radius: 50%;
        background: #83d3a0;
      }
      @media (forced-colors: active) {
        div {
          border: 1px solid;
        }
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;
  @property({ attribute: false }) texts!: WidgetCallTexts;

  protected readonly follow = new Follow(this, () => {
    const { visit, client } = this.scene;
    return [visit.state, client.call.state];
  });

  #tick: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#tick);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    clearTimeout(this.#tick);
    if (this.#call !== undefined) this.#tick = setTimeout(() => this.requestUpdate(), 1000);
  }

  get #call(): ActiveCall | undefined {
    const { visit, client } = this.scene;
    const call = client.call.state.value;
    return !visit.state.value.open && isInCall(call) && !call.elsewhere ? call : undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { visit, client } = this.scene;
    const call = this.#call;
    if (call === undefined) return nothing;
    const seconds = call.connectedAt === null ? undefined : (client.serverNow() - call.connectedAt) / 1000;
    return html`<div role="group" aria-label=${this.texts.running}>
      <button class="button" @click=${() => visit.open()}>
        <i></i>${this.texts.backToCall}
        ${seconds === undefined ? nothing : html`<span class="figures">${duration(seconds)}</span>`}
      </button>
      <button class="round danger" aria-label=${this.texts.hangUp} @click=${() => visit.hangUp()}>
        ${icon(phoneOff)}
      </button>
    </div>`;
  }
}

define('shopbell-running-call', ShopbellRunningCall);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-running-call': ShopbellRunningCall;
  }
}
