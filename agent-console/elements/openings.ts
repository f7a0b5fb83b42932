/**
 * The openings of one day: from and to, as often as it opens. Knows times; knows neither which day it is nor what depends
 * on it.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import plus from 'lucide/dist/esm/icons/plus.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Opening } from '../../protocol/departments.ts';
import { minuteOf, MOST_OPENINGS, openingsProblem, timeText, withOpening } from '../hours-fields.ts';
import type { HoursTexts } from '../settings-texts.ts';
import { fieldStyles } from './fields.ts';
import { surfaces } from './styles.ts';

/**
 * `<shopbell-openings>`
 * @fires shopbell-change the openings are others now: `detail` is the list
 */
export class ShopbellOpenings extends LitElement {
  static override styles = [
    controls,
    surfaces,
    fieldStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--sb-1);
        min-width: 0;
      }
      .line {
        display: flex;
        align-items: center;
        gap: var(--sb-2);
        min-height: 40px;
      }
      .line .field {
        flex: 0 1 132px;
        width: auto;
        min-width: 0;
        font-variant-numeric: tabular-nums;
      }
      .closed {
        min-width: 84px;
        color: var(--sb-muted);
      }
      .round {
        flex: none;
        color: var(--sb-muted);
      }
      @media (max-width: 520px) {
        .line {
          gap: var(--sb-1);
        }
        .line .field {
          padding-inline: var(--sb-2);
        }
        .field::-webkit-calendar-picker-indicator {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) value: readonly Opening[] = [];
  @property({ attribute: false }) texts!: HoursTexts;
  /** Name of the day, for those who hear the fields. */
  @property() day = '';
  @property({ type: Boolean }) readonly = false;

  #change(value: readonly Opening[]): void {
    this.dispatchEvent(new CustomEvent('shopbell-change', { detail: value }));
  }

  async #remove(index: number): Promise<void> {
    this.#change(this.value.filter((_, each) => each !== index));
    // The button is gone with its opening; adding one is what stays.
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.add')?.focus();
  }

  #time(index: number, end: 'from' | 'to'): TemplateResult {
    const opening = this.value[index];
    const onChange = (event: Event): void => {
      const minute = minuteOf((event.target as HTMLInputElement).value, end);
      if (minute === undefined) return this.requestUpdate();
      this.#change(this.value.map((each, place) => (place === index ? { ...each, [end]: minute } : each)));
    };
    const wrong = openingsProblem(this.value) !== undefined;
    return html`<input
      class="field"
      type="time"
      step="300"
      aria-label=${`${this.day}: ${this.texts[end]}`}
      aria-invalid=${wrong ? 'true' : 'false'}
      ?readonly=${this.readonly}
      .value=${live(timeText(opening?.[end] ?? 0))}
      @change=${onChange}
    />`;
  }

  #add(): TemplateResult | typeof nothing {
    if (this.readonly || this.value.length >= MOST_OPENINGS) return nothing;
    const { add, addTo } = this.texts;
    const name = addTo(this.day);
    return html`<button
      class="round add"
      type="button"
      title=${add}
      aria-label=${name}
      @click=${() => this.#change(withOpening(this.value))}
    >
      ${icon(plus)}
    </button>`;
  }

  #line(index: number): TemplateResult {
    const { texts, value } = this;
    return html`<div class="line">
      ${this.#time(index, 'from')}<span aria-hidden="true">–</span>${this.#time(index, 'to')}
      ${
        this.readonly
          ? nothing
          : html`<button
              class="round"
              type="button"
              aria-label=${texts.remove(this.day)}
              @click=${() => this.#remove(index)}
            >
              ${icon(x)}
            </button>`
      }
      ${index === value.length - 1 ? this.#add() : nothing}
    </div>`;
  }

  protected override render(): TemplateResult {
    const { texts, value } = this;
    const problem = openingsProblem(value);
    return html`${
      value.length === 0
        ? html`<div class="line"><span class="closed">${texts.closed}</span>${this.#add()}</div>`
        : value.map((_, index) => this.#line(index))
    }
    ${problem === undefined ? nothing : html`<p class="error">${texts[problem]}</p>`}`;
  }
}

define('shopbell-openings', ShopbellOpenings);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-openings': ShopbellOpenings;
  }
}
