/**
 * The card over a conversation whose visitor wants to be called: when, and, for the agent who shall call, the number with
 * what came of it. The number is asked for when it is needed and kept nowhere else. Knows one conversation.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import phone from 'lucide/dist/esm/icons/phone.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { CallbackView } from '../../protocol/models.ts';
import { callbackLine } from '../callback-line.ts';
import type { CaseView } from '../case-view.ts';
import type { Desk } from '../desk.ts';
import '../elements/copy-text.ts';
import { surfaces } from '../elements/styles.ts';
import { isMine, isReservedFor } from '../inbox-list.ts';

/** `<shopbell-callback-card>`: takes no room where no call-back is wished for. */
export class ShopbellCallbackCard extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: block;
      }
      section {
        display: grid;
        gap: var(--sb-2);
        padding: var(--sb-3) var(--sb-4);
        border-block-end: 1px solid var(--sb-hairline);
        background: var(--sb-surface);
      }
      .due {
        background: var(--sb-brand-tint);
      }
      h3 {
        display: flex;
        align-items: center;
        gap: var(--sb-2);
        margin: 0;
        color: var(--sb-ink);
        font-size: var(--sb-body);
      }
      h3 .icon {
        width: 18px;
        height: 18px;
        flex: none;
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .due .help {
        color: var(--sb-ink);
      }
      .call {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--sb-2) var(--sb-3);
      }
      .number {
        font-size: var(--sb-title, 1.25em);
        font-variant-numeric: tabular-nums;
      }
      a.number {
        display: inline-flex;
        align-items: center;
        min-height: var(--sb-target);
        color: var(--sb-brand-text);
      }
      shopbell-copy-text {
        flex: 1 1 220px;
        max-width: 340px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--sb-2);
      }
      .button {
        min-height: max(40px, var(--sb-target));
      }
      @media (max-width: 480px) {
        .actions .button {
          flex: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) row!: CaseView;
  @state() private number:
    { readonly is: 'asked' | 'failed' } | { readonly is: 'known'; readonly text: string } | undefined;
  @state() private busy = false;

  readonly #clock = new ObserveController(this, () => this.desk.clock);

  get #isDue(): boolean {
    return this.row.callback !== null && this.row.callback.dueAt === null;
  }

  /** Whether this agent shall call. */
  get #isOurs(): boolean {
    const me = this.desk.me.value.card.id;
    return this.#isDue && (isMine(this.row, me) || isReservedFor(this.row, me));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('row');
    if (before !== undefined && before.id !== this.row.id) this.number = undefined;
    if (!this.#isOurs) this.number = undefined;
    else if (this.number === undefined) void this.#read();
  }

  async #read(): Promise<void> {
    const { id } = this.row;
    const asked = { is: 'asked' } as const;
    this.number = asked;
    const answer = await this.desk.api.callbackNumber(id);
    if (this.row.id !== id || this.number !== asked) return;
    this.number = 'done' in answer ? { is: 'known', text: answer.done.number } : { is: 'failed' };
  }

  async #done(reached: boolean): Promise<void> {
    this.busy = true;
    await this.desk.calledBack(this.row.id, reached);
    this.busy = false;
  }

  #call(): TemplateResult | typeof nothing {
    const { callback: texts, shell } = this.desk.words.texts;
    const { number } = this;
    if (number?.is === 'failed') {
      return html`<p role="alert">${texts.numberFailed}</p>
        <div class="actions"><button class="button" @click=${() => this.#read()}>${shell.retry}</button></div>`;
    }
    if (number?.is !== 'known') return html`<p class="help">${shell.loading}</p>`;
    return html`<div class="call">
      <a class="number" href=${`tel:${number.text.replaceAll(' ', '')}`} aria-label=${`${texts.number} ${number.text}`}
        >${number.text}</a
      >
      <shopbell-copy-text .value=${number.text} .label=${texts.number} .texts=${shell}></shopbell-copy-text>
    </div>`;
  }

  #outcome({ missed }: CallbackView): TemplateResult | typeof nothing {
    const { callback: texts } = this.desk.words.texts;
    // Who is asked comes first; how it went is for whoever is inside.
    if (!isMine(this.row, this.desk.me.value.card.id)) return nothing;
    return html`<p class="help">${missed === 0 ? texts.help : texts.second}</p>
      <div class="actions">
        <button class="button" ?disabled=${this.busy} @click=${() => this.#done(false)}>${texts.notReached}</button>
        <button class="button primary" ?disabled=${this.busy} @click=${() => this.#done(true)}>${texts.reached}</button>
      </div>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { callback, page } = this.row;
    if (callback === null) return nothing;
    const { desk } = this;
    const { callback: texts } = desk.words.texts;
    const line = callbackLine(callback, desk.words, this.#clock.value ?? 0);
    if (!this.#isOurs) {
      return html`<section>
        <h3>${icon(phone)}${line}</h3>
        <p class="help">${texts.ends(callback.digits)}</p>
      </section>`;
    }
    return html`<section class="due">
      <h3>${icon(phone)}${line}</h3>
      ${page === null ? nothing : html`<p class="help">${texts.page(page.title || page.url)}</p>`} ${this.#call()}
      ${this.#outcome(callback)}
    </section>`;
  }
}

define('shopbell-callback-card', ShopbellCallbackCard);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-callback-card': ShopbellCallbackCard;
  }
}
