/**
 * A colleague asks this agent to take a conversation: a card at the top of the desk with who asks, the visitor, the note,
 * and two ways to go on. It opens the conversation quietly, because the note is one of its messages. Never takes the
 * focus from somebody who works.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { ConversationRow, TransferView } from '../../protocol/models.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import '../elements/wait.ts';
import { isReservedFor } from '../inbox-list.ts';

/** A row whose transfer asks this agent. */
type AskingRow = ConversationRow & { readonly transfer: TransferView };

/**
 * `<shopbell-incoming-transfer>`: draws nothing unless a colleague asks.
 * @fires shopbell-accepted the agent takes the conversation
 */
export class ShopbellIncomingTransfer extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: contents;
      }
      .card {
        position: fixed;
        z-index: 2;
        inset-block-start: calc(var(--sb-3) + env(safe-area-inset-top));
        inset-inline-end: var(--sb-3);
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--sb-3) var(--sb-4);
        width: min(440px, 100vw - 24px);
        padding: var(--sb-4);
        box-shadow: var(--sb-shadow);
        animation: drop var(--sb-slow) var(--sb-ease);
      }
      .words {
        display: grid;
        gap: var(--sb-1);
        min-width: 0;
      }
      .note {
        grid-column: 1 / -1;
        max-height: 96px;
        padding: var(--sb-2) var(--sb-3);
        overflow-y: auto;
        border: 1px solid var(--sb-warn-line);
        border-radius: var(--sb-radius-control);
        background: var(--sb-warn-tint);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .actions {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: end;
        gap: var(--sb-2);
      }
      .actions .help {
        margin-inline-end: auto;
      }
      .button {
        min-height: max(40px, var(--sb-target));
      }
      @keyframes drop {
        from {
          opacity: 0;
          transform: translateY(-8px);
        }
      }
      @media (max-width: 480px) {
        .actions .button {
          flex: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;

  readonly #inbox = new ObserveController(this, () => this.desk.client.inbox);
  readonly #timelines = new ObserveController(this, () => this.desk.client.conversations);
  #opened: ConversationId | undefined;

  get #asking(): AskingRow | undefined {
    const me = this.desk.me.value.card.id;
    const rows = [...(this.#inbox.value?.values() ?? [])];
    return rows.find((row): row is AskingRow => row.transfer !== null && isReservedFor(row, me));
  }

  protected override updated(): void {
    const asking = this.#asking?.id;
    if (asking === this.#opened) return;
    this.#opened = asking;
    // Without it the card is still complete but for the note.
    if (asking !== undefined) this.desk.client.open(asking).catch(() => undefined);
  }

  #note({ id, transfer }: AskingRow): string | undefined {
    const events = this.#timelines.value?.get(id)?.events ?? [];
    const note = events.findLast(({ type, body }) => type === 'message.posted' && body.message === transfer.note);
    return note?.type === 'message.posted' ? note.body.text : undefined;
  }

  async #accept(id: ConversationId): Promise<void> {
    if (await this.desk.accept(id)) this.dispatchEvent(new CustomEvent('shopbell-accepted'));
  }

  protected override render(): TemplateResult | typeof nothing {
    const row = this.#asking;
    if (row === undefined) return nothing;
    const { words, cardOf, visitorName, clock, decline } = this.desk;
    const { transfer: texts, inbox } = words.texts;
    const from = cardOf(row.transfer.from);
    const name = from?.name ?? inbox.someone;
    const note = this.#note(row);
    return html`<section class="card" aria-labelledby="who">
      <shopbell-avatar .name=${name} .photo=${from?.photo ?? null} size="40"></shopbell-avatar>
      <div class="words">
        <div role="alert"><h2 id="who">${texts.asks(name, visitorName(row))}</h2></div>
        <p class="help">${row.transfer.warm ? texts.stays(name) : texts.goes(name)}</p>
      </div>
      ${note === undefined ? nothing : html`<p class="note">${note}</p>`}
      <div class="actions">
        <shopbell-wait class="help" .clock=${clock} .until=${row.reservation?.expiresAt}></shopbell-wait>
        <button class="button" type="button" @click=${() => decline(row.id)}>${texts.decline}</button>
        <button class="button primary" type="button" @click=${() => this.#accept(row.id)}>${texts.accept}</button>
      </div>
    </section>`;
  }
}

define('shopbell-incoming-transfer', ShopbellIncomingTransfer);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-incoming-transfer': ShopbellIncomingTransfer;
  }
}
