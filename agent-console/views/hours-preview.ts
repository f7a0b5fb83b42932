/**
 * What hours make of the next two weeks, as the server counts them. It asks when the hours have been left alone for a
 * moment, and keeps the last answer while they cannot be kept. Knows days, no fields.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import type { PreviewDay, WrittenHours } from '../../protocol/departments.ts';
import type { Desk } from '../desk.ts';
import { dayText, hoursProblem, openingsText } from '../hours-fields.ts';
import { settingsStyles } from './settings-styles.ts';

/** So long nothing is changed before the server is asked. */
const PAUSE_MS = 300;

/** `<shopbell-hours-preview>` */
export class ShopbellHoursPreview extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      :host {
        gap: var(--sb-2);
      }
      li {
        display: grid;
        grid-template-columns: 92px minmax(0, 1fr);
        gap: 0 var(--sb-3);
        padding: 3px 0;
        font-size: var(--sb-small);
        font-variant-numeric: tabular-nums;
      }
      .closed {
        color: var(--sb-muted);
      }
      .named {
        grid-column: 2;
        color: var(--sb-muted);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) hours!: WrittenHours;
  @state() private days: readonly PreviewDay[] | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #asked: WrittenHours | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('hours')) return;
    clearTimeout(this.#pause);
    if (!hoursProblem(this.hours)) this.#pause = setTimeout(() => void this.#ask(), this.days ? PAUSE_MS : 0);
  }

  async #ask(): Promise<void> {
    const { hours } = this;
    this.#asked = hours;
    const answer = await this.desk.api.previewHours(hours);
    if (this.#asked === hours && 'done' in answer) this.days = answer.done.days;
  }

  #day({ date, openings, name }: PreviewDay): TemplateResult {
    const { locale, texts } = this.desk.words;
    const { closed } = texts.settings.departments.hours;
    return html`<li>
      <span>${dayText(date, locale)}</span>
      <span class=${openings.length === 0 ? 'closed' : ''}>
        ${openings.length === 0 ? closed : openingsText(openings)}
      </span>
      ${name === null ? nothing : html`<span class="named">${name}</span>`}
    </li>`;
  }

  protected override render(): TemplateResult {
    const { days } = this;
    const texts = this.desk.words.texts.settings.departments.hours;
    if (days === undefined) return html`<span class="bone long"></span><span class="bone short"></span>`;
    return html`<h3>${texts.preview}</h3>
      <ol>
        ${days.map((day) => this.#day(day))}
      </ol>`;
  }
}

define('shopbell-hours-preview', ShopbellHoursPreview);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-hours-preview': ShopbellHoursPreview;
  }
}
