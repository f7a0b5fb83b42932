/**
 * How visitors waited in the last weeks, as two plain tables: by days, and by the pages on which they left. It knows what
 * the server has counted, and nobody's name.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { duration } from '../../client/elements/times.ts';
import type { WaitFigures, WaitReport } from '../../protocol/waiting.ts';
import type { Desk } from '../desk.ts';
import { settingsStyles } from './settings-styles.ts';
import { settingsFailed, settingsLoading } from './settings-waits.ts';

/** `<shopbell-settings-waiting>` */
export class ShopbellSettingsWaiting extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--sb-small);
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: var(--sb-2) 0 var(--sb-2) var(--sb-3);
        border-block-end: 1px solid var(--sb-hairline);
        text-align: end;
        vertical-align: bottom;
      }
      :is(th, td):first-child {
        padding-inline-start: 0;
        text-align: start;
      }
      th {
        font-weight: inherit;
      }
      thead th {
        color: var(--sb-muted);
        line-height: 1.3;
        hyphens: auto;
      }
      .pages th {
        overflow-wrap: anywhere;
      }
      .days tbody th {
        white-space: nowrap;
      }
      tbody tr:last-child > * {
        border-block-end: 0;
      }
      .total > * {
        font-weight: var(--sb-medium);
      }
      @media (max-width: 480px) {
        th,
        td {
          padding-inline-start: var(--sb-1);
        }
        thead th {
          font-size: var(--sb-tiny);
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private report: WaitReport | 'loading' | 'failed' = 'loading';

  readonly #me = new ObserveController(this, () => this.desk.me);

  get #may(): boolean {
    const role = this.#me.value?.role;
    return role === 'owner' || role === 'admin';
  }

  protected override firstUpdated(): void {
    if (this.#may) void this.#load();
  }

  async #load(): Promise<void> {
    this.report = 'loading';
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const answer = await this.desk.api.waits(timeZone);
    this.report = 'done' in answer ? answer.done.report : 'failed';
  }

  protected override render(): TemplateResult {
    const { waiting, shell } = this.desk.words.texts;
    const { report } = this;
    if (!this.#may) return html`<p class="help">${waiting.forbidden}</p>`;
    return html`<p class="intro help">${waiting.help}</p>
      ${report === 'loading' ? settingsLoading(shell) : nothing}
      ${report === 'failed' ? settingsFailed(shell, () => void this.#load()) : nothing}
      ${typeof report === 'string' ? nothing : this.#tables(report)}`;
  }

  #tables({ total, days, pages }: WaitReport): TemplateResult {
    const { waiting } = this.desk.words.texts;
    if (days.length === 0) {
      return html`<div class="column">
        <div class="card empty" role="status">
          <h2>${waiting.none}</h2>
          <p>${waiting.noneHelp}</p>
        </div>
      </div>`;
    }
    return html`<div class="column">
      <section class="card">
        <h2 id="days">${waiting.days}</h2>
        <table class="days" aria-labelledby="days">
          <thead>
            <tr>
              ${[waiting.day, waiting.waited, waiting.taken, waiting.left, waiting.median].map(
                (name) => html`<th scope="col">${name}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            <tr class="total">
              ${this.#cells(waiting.total, total)}
            </tr>
            ${days.map(
              ({ day, ...figures }) =>
                html`<tr>
                  ${this.#cells(this.#dayName(day), figures)}
                </tr>`,
            )}
          </tbody>
        </table>
      </section>
      ${pages.length === 0 ? nothing : this.#pages(pages)}
    </div>`;
  }

  #cells(name: string, { waited, taken, left, medianMs }: WaitFigures): TemplateResult {
    const median = medianMs === null ? '–' : duration(medianMs / 1000);
    return html`<th scope="row">${name}</th>
      ${[waited, taken, left, median].map((figure) => html`<td>${figure}</td>`)}`;
  }

  #pages(pages: WaitReport['pages']): TemplateResult {
    const { waiting } = this.desk.words.texts;
    return html`<section class="card">
      <h2 id="pages">${waiting.pages}</h2>
      <p class="help">${waiting.pagesHelp}</p>
      <table class="pages" aria-labelledby="pages">
        <thead>
          <tr>
            <th scope="col">${waiting.page}</th>
            <th scope="col">${waiting.left}</th>
          </tr>
        </thead>
        <tbody>
          ${pages.map(
            ({ page, left }) =>
              html`<tr>
                <th scope="row" dir="ltr">${page}</th>
                <td>${left}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }

  /** Such as "Mon 23/11": short enough for a phone. */
  #dayName(day: string): string {
    const parts = { weekday: 'short', day: 'numeric', month: 'numeric', timeZone: 'UTC' } as const;
    return new Date(`${day}T00:00Z`).toLocaleDateString(this.desk.words.locale, parts);
  }
}

define('shopbell-settings-waiting', ShopbellSettingsWaiting);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-settings-waiting': ShopbellSettingsWaiting;
  }
}
