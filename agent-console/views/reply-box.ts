/**
 * Where the agent writes: a reply that the visitor reads, or a note that only the team reads, each with its own draft. In
 * note mode everything is amber with a lock, so that one can never be mistaken for the other. Knows drafts, sends
 * nothing itself.
 */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import lock from 'lucide/dist/esm/icons/lock.mjs';
import reply from 'lucide/dist/esm/icons/reply.mjs';
import type { SendDetail, ShopbellComposer, TypingDetail } from '../../client/elements/composer.ts';
import '../../client/elements/composer.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Audience } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Desk } from '../desk.ts';

/** `<shopbell-reply-box>` */
export class ShopbellReplyBox extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        padding: var(--sb-2) var(--sb-4) calc(var(--sb-3) + env(safe-area-inset-bottom));
        border-block-start: 1px solid var(--sb-hairline);
        background: var(--sb-surface);
      }
      :host([data-audience='staff']) {
        background: var(--sb-warn-tint);
        border-block-start-color: var(--sb-warn-line);
      }
      .modes {
        display: flex;
        align-items: center;
        gap: var(--sb-1);
        margin-block-end: var(--sb-2);
      }
      .mode {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: max(28px, var(--sb-target) - 4px);
        padding: 0 10px;
        border: 1px solid transparent;
        border-radius: var(--sb-radius-control);
        background: transparent;
        color: var(--sb-muted);
        font: inherit;
        font-size: var(--sb-small);
        font-weight: var(--sb-medium);
        cursor: pointer;
      }
      .mode:hover {
        background: var(--sb-raised);
        color: var(--sb-ink);
      }
      .mode[aria-pressed='true'] {
        background: var(--sb-brand-tint);
        color: var(--sb-brand-text);
      }
      .mode.staff[aria-pressed='true'] {
        border-color: var(--sb-warn-line);
        background: var(--sb-surface);
        color: var(--sb-warn);
      }
      .mode .icon {
        width: 16px;
        height: 16px;
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) conversation!: ConversationId;
  /** Whether a reply is possible; a colleague's conversation takes notes only. */
  @property({ type: Boolean }) canReply = true;
  @state() private audience: Audience = 'all';
  @query('shopbell-composer') private composer!: ShopbellComposer;

  /** Puts the cursor where a reply or a note is written. */
  async focusField(audience: Audience): Promise<void> {
    if (audience === 'staff' || this.canReply) this.#switchTo(audience);
    await this.updateComplete;
    this.composer.focusField();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('conversation')) this.audience = this.desk.drafts.get(this.conversation).audience;
    if (!this.canReply) this.audience = 'staff';
    this.dataset['audience'] = this.audience;
  }

  #keep(text: string): void {
    const draft = this.desk.drafts.get(this.conversation);
    this.desk.drafts.set(this.conversation, {
      audience: this.audience,
      texts: { ...draft.texts, [this.audience]: text },
    });
  }

  #switchTo(audience: Audience): void {
    if (audience === this.audience) return;
    this.audience = audience;
    this.#keep(this.desk.drafts.get(this.conversation).texts[audience]);
    this.desk.client.typing(this.conversation, false);
  }

  async #onMode(audience: Audience): Promise<void> {
    this.#switchTo(audience);
    await this.updateComplete;
    this.composer.focusField();
  }

  #onInput(): void {
    this.#keep(this.composer.value);
  }

  #onSend(event: CustomEvent<SendDetail>): void {
    this.#keep('');
    void this.desk.post(this.conversation, event.detail.text, this.audience);
    // A note is an aside: the next words are for the visitor again, unless one cannot speak here.
    if (this.audience === 'staff' && this.canReply) this.#switchTo('all');
  }

  #onTyping(event: CustomEvent<TypingDetail>): void {
    // Nobody learns that a note is being written.
    if (this.audience === 'all') this.desk.client.typing(this.conversation, event.detail.on);
  }

  #mode(audience: Audience, words: string, sign: TemplateResult): TemplateResult {
    return html`<button
      class="mode ${audience}"
      type="button"
      aria-pressed=${audience === this.audience ? 'true' : 'false'}
      ?hidden=${audience === 'all' && !this.canReply}
      @click=${() => this.#onMode(audience)}
    >
      ${sign}${words}
    </button>`;
  }

  protected override render(): TemplateResult {
    const { texts, elements } = this.desk.words;
    const note = this.audience === 'staff';
    return html`<div class="modes" role="group" aria-label=${texts.conversation.mode}>
        ${this.#mode('all', texts.conversation.reply, icon(reply))}
        ${this.#mode('staff', texts.conversation.note, icon(lock))}
      </div>
      <shopbell-composer
        .texts=${elements}
        .label=${note ? texts.conversation.noteLabel : texts.conversation.replyLabel}
        .audience=${this.audience}
        .value=${live(this.desk.drafts.get(this.conversation).texts[this.audience])}
        @input=${this.#onInput}
        @shopbell-send=${this.#onSend}
        @shopbell-typing=${this.#onTyping}
      ></shopbell-composer>`;
  }
}

define('shopbell-reply-box', ShopbellReplyBox);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-reply-box': ShopbellReplyBox;
  }
}
