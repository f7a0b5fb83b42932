/**
 * One department: its name, whether partners answer, its hours with a preview, what it promises, and who takes over. It is saved as a
 * whole. Knows the fields; what fits together is the server's to say.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import type { Department, NewDepartment, PromiseCaveat, WrittenHours } from '../../protocol/departments.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Desk } from '../desk.ts';
import { cardFoot } from '../elements/card-foot.ts';
import { focusFirstError, selectField, textField } from '../elements/fields.ts';
import { emptyDepartment, hoursProblem, officeHours, settingsOf } from '../hours-fields.ts';
import './hours-editor.ts';
import './hours-preview.ts';
import { verdictText } from './promise-field.ts';
import { settingsStyles } from './settings-styles.ts';

/** Stands for nobody in the choice of an overflow. */
const NOBODY = '';

/**
 * `<shopbell-department-form>`
 * @fires shopbell-saved it was saved: `detail` is the department
 * @fires shopbell-removed it was removed, or never made
 */
export class ShopbellDepartmentForm extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      :host,
      .card {
        grid-template-columns: minmax(0, 1fr);
      }
      .check {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        align-items: start;
        gap: 0 var(--sb-2);
      }
      .check input {
        width: 18px;
        height: 18px;
        margin: 3px 0 0;
        accent-color: var(--sb-brand);
      }
      .check .help {
        grid-column: 2;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: var(--sb-2);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  /** Absent: a new one. */
  @property({ attribute: false }) department: Department | undefined;
  /** All of them, for the choice of an overflow. */
  @property({ attribute: false }) others: readonly Department[] = [];
  @property({ type: Boolean }) readonly = false;
  @state() private edits: Partial<NewDepartment> = {};
  @state() private busy = false;
  /** A new one is not told what is missing before it is sent. */
  @state() private checked = false;

  get #saved(): NewDepartment {
    return this.department === undefined ? emptyDepartment() : settingsOf(this.department);
  }

  get #fields(): NewDepartment {
    return { ...this.#saved, ...this.edits };
  }

  get #texts() {
    return this.desk.words.texts.settings.departments;
  }

  #edit(change: Partial<NewDepartment>): void {
    this.edits = { ...this.edits, ...change };
  }

  #hasChanged(): boolean {
    return JSON.stringify(settingsOf(this.#fields)) !== JSON.stringify(this.#saved);
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.checked = true;
    await this.updateComplete;
    const { hours } = this.#fields;
    if (this.renderRoot.querySelector('[aria-invalid="true"]') !== null || (hours !== null && hoursProblem(hours))) {
      focusFirstError(this.renderRoot);
      return;
    }
    this.busy = true;
    const settings = settingsOf(this.#fields);
    const { api } = this.desk;
    const answer = await (this.department === undefined
      ? api.createDepartment(settings)
      : api.changeDepartment(this.department.id, settings));
    this.busy = false;
    if ('refused' in answer) return this.#explain(answer.refused);
    this.edits = {};
    this.#confirm(answer.done.caveat);
    this.dispatchEvent(new CustomEvent<Department>('shopbell-saved', { detail: answer.done.department }));
  }

  #confirm(caveat: PromiseCaveat | null): void {
    const { settings, promises } = this.desk.words.texts;
    if (caveat === null) this.desk.notices.say(settings.saved);
    else this.desk.notices.say(`${settings.saved} ${verdictText(caveat.report, promises)}`, 'kind');
  }

  async #remove(): Promise<void> {
    if (this.department === undefined) return this.#gone();
    this.busy = true;
    const answer = await this.desk.api.removeDepartment(this.department.id);
    this.busy = false;
    if ('done' in answer) this.#gone();
    else if (answer.refused.code === 'conflict') this.desk.notices.say(this.#texts.inUse, 'problem');
    else this.#explain(answer.refused);
  }

  #gone(): void {
    this.dispatchEvent(new CustomEvent('shopbell-removed'));
  }

  #explain({ code, details }: Refusal): void {
    const { settings } = this.desk.words.texts;
    const { overflowCircle } = this.#texts;
    if (code === 'invalid' && details?.['field'] === 'overflow') this.desk.notices.say(overflowCircle, 'problem');
    else this.desk.notices.say(code === 'forbidden' ? settings.forbidden : settings.notSaved, 'problem');
  }

  #basics(): TemplateResult {
    const texts = this.#texts;
    const { name, kind, overflow } = this.#fields;
    const others = this.others.filter(({ id }) => id !== this.department?.id);
    return html`${textField({
      id: 'name',
      label: texts.name,
      value: name,
      maxlength: 60,
      readonly: this.readonly,
      error: this.checked && name.trim() === '' ? this.desk.words.texts.front.required : undefined,
      onInput: (value) => this.#edit({ name: value }),
    })}
    ${selectField({
      id: 'kind',
      label: texts.kind,
      help: texts.kindHelp[kind],
      value: kind,
      options: [
        ['team', texts.kinds.team],
        ['partner', texts.kinds.partner],
      ],
      onChange: (value) => this.#edit({ kind: value }),
    })}
    ${selectField<string>({
      id: 'overflow',
      label: texts.overflow,
      help: texts.overflowHelp,
      value: overflow ?? NOBODY,
      options: [[NOBODY, texts.nobody], ...others.map((each) => [each.id, each.name] as const)],
      onChange: (value) => this.#edit({ overflow: others.find(({ id }) => id === value)?.id ?? null }),
    })}`;
  }

  #hours(hours: WrittenHours | null): TemplateResult {
    const texts = this.#texts;
    const own = this.#saved.hours ?? officeHours(Intl.DateTimeFormat().resolvedOptions().timeZone);
    return html`<div class="check">
        <input
          id="has-hours"
          type="checkbox"
          aria-describedby="has-hours-help"
          ?disabled=${this.readonly}
          .checked=${hours !== null}
          @change=${(event: Event) => {
            this.#edit({ hours: (event.target as HTMLInputElement).checked ? own : null });
          }}
        />
        <label for="has-hours">${texts.hasHours}</label>
        <p class="help" id="has-hours-help">${hours === null ? texts.withoutHours : texts.withHours}</p>
      </div>
      ${
        hours === null
          ? nothing
          : html`<shopbell-hours-editor
              .desk=${this.desk}
              .value=${hours}
              ?readonly=${this.readonly}
              @shopbell-change=${({ detail }: CustomEvent<WrittenHours>) => this.#edit({ hours: detail })}
            ></shopbell-hours-editor>`
      }`;
  }

  #promise(): TemplateResult {
    const { hours, promise } = this.#fields;
    return html`<shopbell-promise-field
      .desk=${this.desk}
      .department=${this.department}
      .value=${promise}
      ?timed=${hours !== null}
      ?readonly=${this.readonly}
      @shopbell-change=${({ detail }: CustomEvent<Department['promise']>) => this.#edit({ promise: detail })}
    ></shopbell-promise-field>`;
  }

  #foot(): TemplateResult | typeof nothing {
    if (this.readonly) return nothing;
    const texts = this.#texts;
    return html`<div class="foot">
      ${cardFoot({
        texts: this.desk.words.texts.settings,
        changed: this.#hasChanged(),
        busy: this.busy,
        onUndo: () => (this.edits = {}),
      })}
      <button class="button quiet" type="button" ?disabled=${this.busy} @click=${this.#remove}>
        ${this.department === undefined ? texts.discard : texts.remove}
      </button>
    </div>`;
  }

  protected override render(): TemplateResult {
    const { hours, name } = this.#fields;
    return html`<div class="beside">
      <form class="card" novalidate aria-label=${name || this.#texts.fresh} @submit=${this.#save}>
        <h2>${name || this.#texts.fresh}</h2>
        ${this.#basics()}${this.#hours(hours)}${this.#promise()}${this.#foot()}
      </form>
      ${
        hours === null
          ? nothing
          : html`<aside class="preview" aria-label=${this.#texts.hours.preview}>
              <shopbell-hours-preview .desk=${this.desk} .hours=${hours}></shopbell-hours-preview>
            </aside>`
      }
    </div>`;
  }
}

define('shopbell-department-form', ShopbellDepartmentForm);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-department-form': ShopbellDepartmentForm;
  }
}
