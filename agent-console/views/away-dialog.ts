/**
 * What shall become of the conversations of an agent who goes: keep them, hand all over, or one after the other. Draws
 * nothing unless the desk asks. It closes by itself when none is left.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import type { Desk } from '../desk.ts';
import '../elements/dialog.ts';
import { fieldStyles } from '../elements/fields.ts';
import { surfaces } from '../elements/styles.ts';

/** `<shopbell-away-dialog>` */
export class ShopbellAwayDialog extends LitElement {
  static override styles = [
    controls,
    surfaces,
    fieldStyles,
    css`
      .rows {
        display: grid;
        gap: var(--sb-1);
        max-height: 240px;
        margin: var(--sb-3) 0;
        padding: 0;
        overflow-y: auto;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--sb-3);
        min-height: 48px;
      }
      .words {
        display: grid;
        min-width: 0;
      }
      .line {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;

  readonly #going = new ObserveController(this, () => this.desk.handing.going);
  readonly #inbox = new ObserveController(this, () => this.desk.client.inbox);

  protected override updated(): void {
    const going = this.#going.value;
    if (going === undefined || this.#inbox.value === undefined || this.desk.handing.mine().length > 0) return;
    this.desk.handing.gone();
    if (going === 'sign-out') this.desk.signOut();
  }

  #isInCall({ id }: ConversationRow): boolean {
    const call = this.desk.client.call.state.value;
    return call.phase !== 'idle' && call.phase !== 'ended' && call.conversation === id;
  }

  #all(): void {
    const { handing } = this.desk;
    for (const row of handing.mine()) if (!this.#isInCall(row)) void handing.leave(row.id, true);
  }

  #row(row: ConversationRow, isOnly: boolean): TemplateResult {
    const { words, visitorName, handing } = this.desk;
    const { away } = words.texts.transfer;
    const name = visitorName(row);
    const inCall = this.#isInCall(row);
    return html`<li>
      <span class="words">
        <span>${name}</span>
        <span class="help line">${inCall ? away.inCall : (row.lastMessage?.text ?? '')}</span>
      </span>
      <button
        class="button"
        type="button"
        aria-label=${away.oneLabel(name)}
        ?hidden=${isOnly}
        ?disabled=${inCall}
        @click=${() => handing.leave(row.id, true)}
      >
        ${away.one}
      </button>
    </li>`;
  }

  #keep(going: 'away' | 'sign-out'): TemplateResult {
    const { words, handing, signOut } = this.desk;
    const { away } = words.texts.transfer;
    const isLeaving = going === 'sign-out';
    const go = (): void => {
      handing.gone();
      if (isLeaving) signOut();
    };
    return html`<button class=${isLeaving ? 'button' : 'button primary'} type="button" @click=${go}>
      ${isLeaving ? away.signOutAnyway : away.keep}
    </button>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const going = this.#going.value;
    const { words, handing } = this.desk;
    const rows = handing.mine();
    if (going === undefined || rows.length === 0) return nothing;
    const { away } = words.texts.transfer;
    const isLeaving = going === 'sign-out';
    return html`<shopbell-dialog
      .heading=${away.title(rows.length)}
      .closeLabel=${words.texts.shell.close}
      @shopbell-close=${() => {
        handing.gone();
      }}
    >
      <p class="help">${isLeaving ? away.helpSignOut : away.help}</p>
      <ul class="rows">
        ${rows.map((row) => this.#row(row, rows.length === 1))}
      </ul>
      <div class="actions">
        ${isLeaving ? nothing : this.#keep(going)}
        <button class=${isLeaving ? 'button primary' : 'button'} type="button" @click=${this.#all}>
          ${away.all(rows.length)}
        </button>
        ${isLeaving ? this.#keep(going) : nothing}
      </div>
    </shopbell-dialog>`;
  }
}

define('shopbell-away-dialog', ShopbellAwayDialog);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-away-dialog': ShopbellAwayDialog;
  }
}
