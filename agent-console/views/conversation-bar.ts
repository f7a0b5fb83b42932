/**
 * The bar under a conversation that nobody answers in yet: take it, leave it, or see who is being asked; and the lines
 * for one that is a colleague's or over. Knows no command, it asks the desk.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import lock from 'lucide/dist/esm/icons/lock.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { CaseView } from '../case-view.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import '../elements/wait.ts';
import { isReservedFor } from '../inbox-list.ts';

/**
 * `<shopbell-conversation-bar>`
 * @fires shopbell-note the agent wants to leave a note
 */
export class ShopbellConversationBar extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--sb-2) var(--sb-4);
        padding: var(--sb-3) var(--sb-4);
        border-block-start: 1px solid var(--sb-hairline);
        background: var(--sb-surface);
      }
      :host([data-asks='me']) {
        background: var(--sb-brand-tint);
      }
      p {
        flex: 1 1 200px;
      }
      .button {
        min-height: max(40px, var(--sb-target));
      }
      .note .icon {
        width: 16px;
        height: 16px;
      }
      .actions {
        display: flex;
        gap: var(--sb-2);
      }
      .left {
        color: var(--sb-muted);
        font-size: var(--sb-small);
      }
      :host([data-asks='me']) .left {
        color: var(--sb-ink);
      }
      @media (max-width: 480px) {
        .actions {
          width: 100%;
        }
        .actions .button {
          flex: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) row!: CaseView;
  /** A note is being written already. */
  @property({ type: Boolean }) noting = false;

  protected override willUpdate(): void {
    this.dataset['asks'] = isReservedFor(this.row, this.desk.me.value.card.id) ? 'me' : 'nobody';
  }

  #accept(words: string): TemplateResult {
    return html`<button class="button primary" @click=${() => this.desk.accept(this.row.id)}>${words}</button>`;
  }

  /** How long the reservation still holds. */
  #left(): TemplateResult {
    const { reservation } = this.row;
    if (reservation === null) return html``;
    return html` <shopbell-wait
      class="left"
      .clock=${this.desk.clock}
      .until=${reservation.expiresAt}
    ></shopbell-wait>`;
  }

  #note(): TemplateResult | typeof nothing {
    if (this.noting) return nothing;
    const write = (): boolean => this.dispatchEvent(new CustomEvent('shopbell-note'));
    return html`<button class="button note" @click=${write}>
      ${icon(lock)}${this.desk.words.texts.conversation.note}
    </button>`;
  }

  /** Who wants this agent: the visitor, or a colleague who is with them. */
  #asks(): string {
    const { texts } = this.desk.words;
    const { transfer } = this.row;
    if (transfer === null) return texts.conversation.asksYou;
    const name = this.desk.cardOf(transfer.from)?.name ?? texts.inbox.someone;
    return texts.transfer.asks(name, this.desk.visitorName(this.row));
  }

  #waiting(): TemplateResult {
    const { conversation: texts, inbox } = this.desk.words.texts;
    const { reservation, id, avoid } = this.row;
    const { advisor } = this.desk.words.texts;
    if (avoid.includes(this.desk.me.value.card.id)) return html`<p>${advisor.replacedYou}</p>`;
    if (isReservedFor(this.row, this.desk.me.value.card.id)) {
      return html`<p>${this.#asks()}${this.#left()}</p>
        <div class="actions">
          <button class="button" @click=${() => this.desk.decline(id)}>${texts.decline}</button>
          ${this.#accept(texts.accept)}
        </div>`;
    }
    if (reservation === null) {
      const why = this.row.front && this.row.callback === null ? inbox.lostAgent : nothing;
      return html`<p>${avoid.length > 0 ? advisor.wantsOther : why}</p>
        <div class="actions">${this.#accept(texts.accept)}</div>`;
    }
    const asked = this.desk.cardOf(reservation.agent)?.name ?? inbox.someone;
    return html`<p>${texts.asksOther(asked)}${this.#left()}</p>
      <div class="actions">
        <button class="button" @click=${() => this.desk.accept(id)}>${texts.takeAnyway}</button>
      </div>`;
  }

  protected override render(): TemplateResult {
    const { conversation: texts } = this.desk.words.texts;
    const { status, agents } = this.row;
    if (status === 'waiting' || isReservedFor(this.row, this.desk.me.value.card.id)) return this.#waiting();
    if (status === 'ended')
      return html`<p class="help">${texts.ended}</p>
        ${this.#note()}`;
    if (agents.length === 0) return html``;
    const names = new Intl.ListFormat(this.desk.words.locale).format(agents.map((agent) => agent.name));
    return html`<p class="help">${texts.notInside(names)}</p>
      ${this.#note()}`;
  }
}

define('shopbell-conversation-bar', ShopbellConversationBar);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-conversation-bar': ShopbellConversationBar;
  }
}
