/**
 * What a department promises: a choice of lengths, and in words how such a promise was kept lately and what visitors are
 * shown instead where it was not. The server judges; it is asked when the choice has been left alone for a moment.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import type { Department, PromiseReport } from '../../protocol/departments.ts';
import type { Desk } from '../desk.ts';
import { selectField } from '../elements/fields.ts';
import type { PromiseTexts } from '../promise-texts.ts';
import { settingsStyles } from './settings-styles.ts';

/** Lengths that are offered, in minutes. */
const LENGTHS = [30, 60, 120, 240, 360, 480, 720, 1440];
/** Stands for no promise. */
const NONE = '';

/** A length of time in words: "2 hours", "3 hours 30 minutes". */
export function lengthText(minutes: number, texts: PromiseTexts): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return texts.minutes(rest);
  return rest === 0 ? texts.hours(hours) : `${texts.hours(hours)} ${texts.minutes(rest)}`;
}

/** What the report says, as sentences. */
export function verdictText(report: PromiseReport, texts: PromiseTexts): string {
  const { verdict, minutes, made, cases } = report;
  if (verdict.kind === 'refused') return texts.refused[verdict.reason];
  const { share, kept, early } = report;
  if (share === null && kept === null) return texts.untried;
  const isShare = (share ?? 1) <= (kept ?? 1);
  const percent = Math.floor(Math.min(share ?? 1, kept ?? 1) * 100);
  return [
    texts.kept(lengthText(minutes, texts), percent, isShare ? cases : made),
    ...(verdict.kind === 'lengthened' ? [texts.instead(lengthText(verdict.minutes, texts))] : []),
    ...(early === null ? [] : [texts.early(Math.floor(early * 100))]),
  ].join(' ');
}

/**
 * `<shopbell-promise-field>`
 * @fires shopbell-change it was changed: `detail` is the promise or null
 */
export class ShopbellPromiseField extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      fieldset {
        display: grid;
        gap: var(--sb-1);
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      .verdict {
        margin: 0;
        color: var(--sb-ink);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  /** Absent: it is new, and nothing is known of it. */
  @property({ attribute: false }) department: Department | undefined;
  @property({ attribute: false }) value: Department['promise'] = null;
  @property({ type: Boolean }) timed = false;
  @property({ type: Boolean }) readonly = false;
  @state() private report: PromiseReport | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value') || changed.has('department')) void this.#ask();
  }

  async #ask(): Promise<void> {
    const { department, value } = this;
    this.report = undefined;
    if (department === undefined || value === null) return;
    const answer = await this.desk.api.promiseReport(department.id, value.minutes);
    if (this.value === value && 'done' in answer) this.report = answer.done.report;
  }

  protected override render(): TemplateResult {
    const texts = this.desk.words.texts.promises;
    const { value, report } = this;
    const lengths = [...new Set([...LENGTHS, ...(value === null ? [] : [value.minutes])])].toSorted((a, b) => a - b);
    const options: [string, string][] = lengths.map((minutes) => [String(minutes), lengthText(minutes, texts)]);
    return html`<fieldset ?disabled=${this.readonly}>
      ${selectField<string>({
        id: 'promise',
        label: texts.label,
        help: this.timed ? texts.withHours : texts.withoutHours,
        value: value === null ? NONE : String(value.minutes),
        options: [[NONE, texts.none], ...options],
        onChange: (chosen) => this.#change(chosen === NONE ? null : { minutes: Number(chosen) }),
      })}
      <p class="verdict help" role="status">${report === undefined ? nothing : verdictText(report, texts)}</p>
    </fieldset>`;
  }

  #change(detail: Department['promise']): void {
    this.dispatchEvent(new CustomEvent('shopbell-change', { detail }));
  }
}

define('shopbell-promise-field', ShopbellPromiseField);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-promise-field': ShopbellPromiseField;
  }
}
