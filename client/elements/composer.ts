/**
 * The field in which people write, with its send button. It knows keys (Enter sends, Shift+Enter breaks the line, an
 * input method's Enter does neither), the limit of a message, and how to grow to five lines. It knows no conversation:
 *
 * - `shopbell-send` {text}: send this; the field is already empty again.
 * - `shopbell-typing` {on}: the person writes, or has stopped.
 *
 * More buttons of a face go into the slots `start` (before the field) and `end` (before the send button).
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import arrowUp from 'lucide/dist/esm/icons/arrow-up.mjs';
import lock from 'lucide/dist/esm/icons/lock.mjs';
import { LIMITS } from '../../protocol/constants.ts';
import type { Audience } from '../../protocol/events.ts';
import { define } from './define.ts';
import { icon } from './icon.ts';
import type { ChatTexts } from './texts.ts';
import { controls } from './tokens.ts';

/** Detail of `shopbell-send`. */
export interface SendDetail {
  readonly text: string;
}

/** Detail of `shopbell-typing`. */
export interface TypingDetail {
  readonly on: boolean;
}

/** From here on the rest is counted: enough to finish a sentence or two. */
const COUNTED_REST = 300;
/** `KeyboardEvent.keyCode` of a key that an input method has taken; Safari reports it where `isComposing` is false. */
const TAKEN_BY_INPUT_METHOD = 229;

/** `<shopbell-composer>`: as wide as its place; grows upwards if its place is at the bottom. */
export class ShopbellComposer extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      .frame {
        display: flex;
        align-items: end;
        gap: var(--sb-1);
        padding: 3px;
        border: 1px solid var(--sb-outline);
        border-radius: 24px;
        background: var(--sb-surface);
        transition: border-color var(--sb-fast) var(--sb-ease);
      }
      .frame:focus-within {
        border-color: var(--sb-focus);
        box-shadow: 0 0 0 1px var(--sb-focus);
      }
      .note .frame {
        border-color: var(--sb-warn);
        background: var(--sb-warn-tint);
      }
      .hint {
        display: flex;
        align-items: center;
        gap: 6px;
        margin: 0 var(--sb-3) var(--sb-1);
        color: var(--sb-warn);
        font-size: var(--sb-tiny);
        font-weight: var(--sb-medium);
      }
      .hint .icon {
        width: 14px;
        height: 14px;
      }
      /* The unseen copy of the text makes the cell as high as the text, without measuring. */
      .grow {
        display: grid;
        flex: 1;
        min-width: 0;
      }
      textarea,
      .copy {
        grid-area: 1 / 1;
        min-height: var(--sb-target);
        max-height: calc(5lh + 2 * var(--pad));
        margin: 0;
        padding: var(--pad) var(--sb-2) var(--pad) var(--sb-3);
        border: 0;
        font: inherit;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        --pad: calc((var(--sb-target) - 1lh) / 2);
      }
      textarea {
        height: 100%;
        overflow-y: auto;
        border-radius: 20px;
        background: transparent;
        color: inherit;
        resize: none;
        scrollbar-width: thin;
      }
      /* The frame shows it. */
      textarea:focus-visible {
        outline: none;
      }
      textarea::placeholder {
        color: var(--sb-muted);
        opacity: 1;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .copy {
        overflow: hidden;
        visibility: hidden;
      }
      .send {
        width: var(--sb-target);
        height: var(--sb-target);
      }
      .note .send:not([aria-disabled='true']) {
        background: var(--sb-warn);
        color: var(--sb-warn-tint);
      }
      .foot {
        display: flex;
        justify-content: space-between;
        gap: var(--sb-3);
        margin: var(--sb-1) var(--sb-3) 0;
        color: var(--sb-muted);
        font-size: var(--sb-tiny);
      }
      .over {
        color: var(--sb-bad);
      }
      /* Safari on phones zooms into fields with smaller text. */
      @media (pointer: coarse) {
        textarea,
        .copy {
          font-size: 16px;
        }
      }
      @media (forced-colors: active) {
        .frame:focus-within {
          outline: 2px solid Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) texts!: ChatTexts;
  /** Name of the field for screen readers, such as "Message to Mia". */
  @property() label = '';
  /** Sending is not possible now; writing is. */
  @property({ type: Boolean }) busy = false;
  /** What stands in the field; changes as the person types. */
  @property() value = '';
  /** `staff` tints the field and shows a lock: a note. */
  @property() audience: Audience = 'all';

  #typing = false;

  /** Puts the cursor into the field. */
  focusField(): void {
    if (this.hasUpdated) this.field.focus();
    else void this.updateComplete.then(() => this.field.focus());
  }

  private get field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea') as HTMLTextAreaElement;
  }

  /** Characters as the limit counts them: whole code points. */
  get #rest(): number {
    const { length } = this.value;
    // Counting is needed only where half pairs could make a difference.
    return LIMITS.textCodePoints - (length > LIMITS.textCodePoints - COUNTED_REST ? [...this.value].length : length);
  }

  get #sendable(): boolean {
    return !this.busy && this.value.trim() !== '' && this.#rest >= 0;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Only if it differs: setting a field disturbs an input method that is composing in it.
    if (this.field.value !== this.value) this.field.value = this.value;
    // A draft that was exchanged from outside is not typing.
    if (changed.has('value') && this.value === '') this.#typing = false;
  }

  protected override render(): TemplateResult {
    const { composer } = this.texts;
    const note = this.audience === 'staff';
    const rest = this.#rest;
    return html`<div class=${note ? 'note' : ''}>
      ${note ? html`<p class="hint" id="hint">${icon(lock)}${composer.note}</p>` : nothing}
      <div class="frame">
        <slot name="start"></slot>
        <div class="grow">
          <textarea
            rows="1"
            enterkeyhint="send"
            dir="auto"
            placeholder=${composer.placeholder}
            aria-label=${this.label || composer.placeholder}
            aria-describedby="hint count"
            aria-invalid=${rest < 0 ? 'true' : nothing}
            @input=${this.#typed}
            @keydown=${this.#pressed}
            @blur=${() => this.#tell(false)}
          ></textarea>
          <div class="copy" aria-hidden="true" dir="auto">${this.value}&#8203;</div>
        </div>
        <slot name="end"></slot>
        <button
          class="round primary send"
          aria-label=${composer.send}
          aria-disabled=${this.#sendable ? 'false' : 'true'}
          @click=${this.#send}
        >
          ${icon(arrowUp)}
        </button>
      </div>
      <div class="foot" ?hidden=${rest > COUNTED_REST}>
        <span class="over" role="status">${rest < 0 ? composer.tooLong : nothing}</span>
        <span class="figures ${rest < 0 ? 'over' : ''}" id="count"
          >${rest > COUNTED_REST ? nothing : rest < 0 ? composer.over(-rest) : composer.left(rest)}</span
        >
      </div>
    </div>`;
  }

  #typed(): void {
    this.value = this.field.value;
    this.#tell(this.value.trim() !== '', true);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
    if (event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD) return;
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    this.focusField();
    if (!this.#sendable) return;
    const text = this.value.trim();
    this.value = '';
    this.#tell(false);
    this.dispatchEvent(new CustomEvent<SendDetail>('shopbell-send', { detail: { text }, bubbles: true }));
  }

  /** Each stroke says that the person still types; that they stopped is said once. */
  #tell(on: boolean, again = false): void {
    if (on === this.#typing && !(on && again)) return;
    this.#typing = on;
    this.dispatchEvent(new CustomEvent<TypingDetail>('shopbell-typing', { detail: { on }, bubbles: true }));
  }
}

define('shopbell-composer', ShopbellComposer);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-composer': ShopbellComposer;
  }
}
