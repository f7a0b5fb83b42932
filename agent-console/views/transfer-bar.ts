/**
 * The line above the reply box while somebody else is being asked to take the conversation: who, for how long, and the
 * way back. Draws nothing without a transfer. It asks the desk.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import arrows from 'lucide/dist/esm/icons/arrow-right-left.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { CaseView } from '../case-view.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import '../elements/wait.ts';

/** `<shopbell-transfer-bar>` */
export class ShopbellTransferBar extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--sb-1) var(--sb-3);
        padding: var(--sb-2) var(--sb-4);
        border-block-start: 1px solid var(--sb-hairline);
        background: var(--sb-brand-tint);
      }
      p {
        flex: 1 1 140px;
      }
      .icon {
        color: var(--sb-brand-text);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) row!: CaseView;

  protected override render(): TemplateResult | typeof nothing {
    const { transfer, reservation, id } = this.row;
    if (transfer === null) return nothing;
    const { words, handing, cardOf, clock } = this.desk;
    const { transfer: texts } = words.texts;
    const asked = reservation === null ? undefined : cardOf(reservation.agent)?.name;
    return html`<div class="line" role="status">
      ${icon(arrows)}
      <p>${asked === undefined ? texts.pendingIn(handing.nameOf(transfer.to)) : texts.pending(asked)}</p>
      ${
        reservation === null
          ? nothing
          : html`<shopbell-wait class="help" .clock=${clock} .until=${reservation.expiresAt}></shopbell-wait>`
      }
      <button class="button" type="button" @click=${() => handing.cancel(id)}>${texts.cancel}</button>
    </div>`;
  }
}

define('shopbell-transfer-bar', ShopbellTransferBar);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-transfer-bar': ShopbellTransferBar;
  }
}
