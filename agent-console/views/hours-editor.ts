/**
 * Opening hours as fields: zone, week, public holidays, and the days that are different. It changes nothing by itself;
 * whoever shows it keeps the hours. Knows how hours are written, not when they are saved.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import plus from 'lucide/dist/esm/icons/plus.mjs';
import trash from 'lucide/dist/esm/icons/trash.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import type { Opening, WrittenHours } from '../../protocol/departments.ts';
import type { Region } from '../api.ts';
import type { Desk } from '../desk.ts';
import { field, selectField, textField } from '../elements/fields.ts';
import '../elements/openings.ts';
import { COUNTRIES, likeMonday, regionParts, weekdayNames, withDay } from '../hours-fields.ts';
import { settingsStyles } from './settings-styles.ts';

type SpecialDay = WrittenHours['special'][number];

/** Every zone that the browser knows. */
const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

/**
 * `<shopbell-hours-editor>`
 * @fires shopbell-change the hours are others now: `detail` is all of them
 */
export class ShopbellHoursEditor extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
      .week {
        display: grid;
        grid-template-columns: minmax(96px, auto) minmax(0, 1fr);
        gap: var(--sb-1) var(--sb-4);
      }
      .week > .name {
        line-height: 40px;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--sb-4);
      }
      .specials {
        display: grid;
        gap: var(--sb-3);
      }
      .special {
        display: grid;
        grid-template-columns: 172px minmax(0, 1fr) auto;
        align-items: start;
        gap: var(--sb-3);
        padding: var(--sb-4);
      }
      .special shopbell-openings {
        grid-column: 1 / -1;
      }
      @media (max-width: 520px) {
        .week {
          grid-template-columns: minmax(0, 1fr);
        }
        .week > .name {
          margin-block-start: var(--sb-2);
          line-height: var(--sb-line);
        }
        .actions .button {
          white-space: normal;
        }
        .pair {
          grid-template-columns: minmax(0, 1fr);
        }
        .special {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .special > :nth-child(2) {
          grid-area: 2 / 1 / auto / -1;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) value!: WrittenHours;
  @property({ type: Boolean }) readonly = false;
  /** The states of the chosen country. */
  @state() private states: readonly Region[] = [];
  #country = '';

  protected override willUpdate(): void {
    const { country } = regionParts(this.value.region);
    if (country === this.#country) return;
    this.#country = country;
    this.states = [];
    if (country !== '') void this.#loadStates(country);
  }

  async #loadStates(country: string): Promise<void> {
    const answer = await this.desk.api.regions(country);
    if (country === this.#country && 'done' in answer) this.states = answer.done.regions;
  }

  #change(change: Partial<WrittenHours>): void {
    this.dispatchEvent(new CustomEvent('shopbell-change', { detail: { ...this.value, ...change } }));
  }

  get #texts() {
    return this.desk.words.texts.settings.departments.hours;
  }

  #zone(): TemplateResult {
    const texts = this.#texts;
    const { zone } = this.value;
    const zones = ZONES.includes(zone) ? ZONES : [zone, ...ZONES];
    return selectField({
      id: 'zone',
      label: texts.zone,
      value: zone,
      options: zones.map((each) => [each, each.replaceAll('_', ' ')] as const),
      onChange: (value) => this.#change({ zone: value }),
    });
  }

  #holidays(): TemplateResult {
    const texts = this.#texts;
    const { locale } = this.desk.words;
    const names = new Intl.DisplayNames([locale], { type: 'region' });
    const { country, region } = regionParts(this.value.region);
    const countries = COUNTRIES.map((code) => [code, names.of(code) ?? code] as const);
    return html`<div class="pair">
      ${selectField<string>({
        id: 'country',
        label: texts.holidays,
        value: country,
        options: [['', texts.noHolidays], ...countries],
        onChange: (value) => this.#change({ region: value === '' ? null : value }),
      })}
      ${
        this.states.length === 0
          ? nothing
          : selectField<string>({
              id: 'state',
              label: texts.state,
              value: region,
              options: [[country, texts.wholeCountry], ...this.states.map(({ code, name }) => [code, name] as const)],
              onChange: (value) => this.#change({ region: value }),
            })
      }
    </div>`;
  }

  #week(): TemplateResult {
    const texts = this.#texts;
    const { locale } = this.desk.words;
    return html`<div class="week" role="group" aria-label=${texts.week}>
        ${weekdayNames(locale).map(
          (name, day) =>
            html`<span class="name">${name}</span>
              <shopbell-openings
                .value=${this.value.week[day] ?? []}
                .texts=${texts}
                .day=${name}
                ?readonly=${this.readonly}
                @shopbell-change=${({ detail }: CustomEvent<readonly Opening[]>) => {
                  this.#change(withDay(this.value, day, detail));
                }}
              ></shopbell-openings>`,
        )}
      </div>
      ${
        this.readonly
          ? nothing
          : html`<div class="actions">
              <button class="button" type="button" @click=${() => this.#change(likeMonday(this.value))}>
                ${texts.likeMonday}
              </button>
            </div>`
      }`;
  }

  #editSpecial(index: number, change: Partial<SpecialDay>): void {
    const special = this.value.special.map((day, each) => (each === index ? { ...day, ...change } : day));
    this.#change({ special });
  }

  #date({ date }: SpecialDay, index: number): TemplateResult {
    const texts = this.#texts;
    const twice = this.value.special.findIndex((other) => other.date === date) !== index;
    const id = `date-${index}`;
    return field(
      { id, label: texts.day, error: twice ? texts.twice : undefined },
      html`<input
        class="field"
        id=${id}
        type="date"
        required
        aria-invalid=${twice ? 'true' : 'false'}
        ?readonly=${this.readonly}
        .value=${date}
        @change=${(event: Event) => {
          const { value } = event.target as HTMLInputElement;
          if (value !== '') this.#editSpecial(index, { date: value as SpecialDay['date'] });
        }}
      />`,
    );
  }

  #name({ name }: SpecialDay, index: number): TemplateResult {
    return textField({
      id: `name-${index}`,
      label: this.#texts.dayName,
      value: name,
      maxlength: 60,
      readonly: this.readonly,
      onInput: (value) => this.#editSpecial(index, { name: value }),
    });
  }

  #removal(day: SpecialDay, index: number): TemplateResult {
    if (this.readonly) return html`<span></span>`;
    const remove = (): void => this.#change({ special: this.value.special.filter((_, each) => each !== index) });
    return html`<button
      class="round"
      type="button"
      aria-label=${this.#texts.removeDay(day.name || day.date)}
      @click=${remove}
    >
      ${icon(trash)}
    </button>`;
  }

  #special(day: SpecialDay, index: number): TemplateResult {
    return html`<div class="special card">
      ${this.#date(day, index)}${this.#name(day, index)}${this.#removal(day, index)}
      <shopbell-openings
        .value=${day.openings}
        .texts=${this.#texts}
        .day=${day.name || day.date}
        ?readonly=${this.readonly}
        @shopbell-change=${({ detail }: CustomEvent<readonly Opening[]>) => {
          this.#editSpecial(index, { openings: [...detail] });
        }}
      ></shopbell-openings>
    </div>`;
  }

  #specials(): TemplateResult {
    const texts = this.#texts;
    const { special } = this.value;
    const add = (): void => {
      const tomorrow = new Date(this.desk.clock.value + 86_400_000).toISOString().slice(0, 10);
      this.#change({ special: [...special, { date: tomorrow as SpecialDay['date'], name: '', openings: [] }] });
    };
    return html`<div class="specials" role="group" aria-label=${texts.special}>
      <span class="label">${texts.special}</span>
      <p class="help">${texts.specialHelp}</p>
      ${special.map((day, index) => this.#special(day, index))}
      ${
        this.readonly
          ? nothing
          : html`<div class="actions">
              <button class="button" type="button" @click=${add}>${icon(plus)}${texts.addDay}</button>
            </div>`
      }
    </div>`;
  }

  protected override render(): TemplateResult {
    return html`${this.#zone()}${this.#week()}${this.#holidays()}${this.#specials()}`;
  }
}

define('shopbell-hours-editor', ShopbellHoursEditor);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-hours-editor': ShopbellHoursEditor;
  }
}
