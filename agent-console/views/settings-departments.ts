/** The departments, each with its form, and a new one. Knows the list; the form knows the fields. */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import plus from 'lucide/dist/esm/icons/plus.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { Department } from '../../protocol/departments.ts';
import type { Desk } from '../desk.ts';
import './department-form.ts';
import { settingsStyles } from './settings-styles.ts';
import { settingsFailed, settingsLoading } from './settings-waits.ts';

/** `<shopbell-settings-departments>` */
export class ShopbellSettingsDepartments extends LitElement {
  static override styles = settingsStyles;

  @property({ attribute: false }) desk!: Desk;
  @state() private departments: readonly Department[] | 'loading' | 'failed' = 'loading';
  @state() private isMaking = false;

  readonly #me = new ObserveController(this, () => this.desk.me);

  protected override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    this.departments = 'loading';
    const answer = await this.desk.api.departments();
    this.departments = 'done' in answer ? answer.done.departments : 'failed';
  }

  #saved(saved: Department): void {
    if (typeof this.departments === 'string') return;
    this.isMaking = false;
    const isKnown = this.departments.some(({ id }) => id === saved.id);
    this.departments = isKnown
      ? this.departments.map((each) => (each.id === saved.id ? saved : each))
      : [...this.departments, saved];
  }

  #form(department: Department | undefined, others: readonly Department[], may: boolean): TemplateResult {
    const onRemoved = (): void => {
      if (department === undefined) this.isMaking = false;
      else this.departments = others.filter(({ id }) => id !== department.id);
    };
    return html`<shopbell-department-form
      .desk=${this.desk}
      .department=${department}
      .others=${others}
      ?readonly=${!may}
      @shopbell-saved=${({ detail }: CustomEvent<Department>) => this.#saved(detail)}
      @shopbell-removed=${onRemoved}
    ></shopbell-department-form>`;
  }

  #content(): TemplateResult {
    const { shell, settings } = this.desk.words.texts;
    const { departments } = this;
    if (departments === 'loading') return settingsLoading(shell);
    if (departments === 'failed') return settingsFailed(shell, () => void this.#load());
    const role = this.#me.value?.role;
    const may = role === 'owner' || role === 'admin';
    return html`${may ? nothing : html`<p class="help">${settings.readOnly}</p>`}
    ${repeat(
      departments,
      ({ id }) => id,
      (department) => this.#form(department, departments, may),
    )}
    ${this.isMaking ? this.#form(undefined, departments, may) : nothing}
    ${
      may && !this.isMaking
        ? html`<div class="actions">
            <button class="button" @click=${() => (this.isMaking = true)}>
              ${icon(plus)}${settings.departments.add}
            </button>
          </div>`
        : nothing
    }`;
  }

  protected override render(): TemplateResult {
    return html`<p class="intro help">${this.desk.words.texts.settings.departments.help}</p>
      ${this.#content()}`;
  }
}

define('shopbell-settings-departments', ShopbellSettingsDepartments);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-settings-departments': ShopbellSettingsDepartments;
  }
}
