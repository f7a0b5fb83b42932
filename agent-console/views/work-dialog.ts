/**
 * What somebody is given to do: departments, how much at once, and the topics they know. Knows the form; what exists and who may decide
 * it is the server's business.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Department, Work } from '../../protocol/departments.ts';
import type { DepartmentId } from '../../protocol/ids.ts';
import type { Colleague } from '../api.ts';
import type { Desk } from '../desk.ts';
import '../elements/dialog.ts';
import { fieldStyles, selectField, textField } from '../elements/fields.ts';
import { surfaces } from '../elements/styles.ts';

/** Conversations at once that are offered; who answers more of them answers none of them well. */
const CAPACITIES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20] as const;

/** Topics as they were typed: one between each two commas. */
function topicsIn(text: string): string[] {
  const topics = text.split(',').map((topic) => topic.trim());
  return [...new Set(topics.filter((topic) => topic !== ''))];
}

/**
 * `<shopbell-work-dialog>`
 * @fires shopbell-close the person is done with it
 */
export class ShopbellWorkDialog extends LitElement {
  static override styles = [
    controls,
    surfaces,
    fieldStyles,
    css`
      fieldset {
        display: grid;
        gap: var(--sb-1);
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 var(--sb-1);
        font-weight: var(--sb-medium);
      }
      .check {
        display: flex;
        align-items: center;
        gap: var(--sb-2);
        min-height: 32px;
      }
      .check input {
        width: 18px;
        height: 18px;
        margin: 0;
        accent-color: var(--sb-brand);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) colleague!: Colleague;
  @state() private departments: readonly Department[] = [];
  @state() private edits: Partial<Work> = {};
  /** As it is typed. */
  @state() private topics: string | undefined;
  @state() private busy = false;
  @state() private problem: string | undefined;

  get #work(): Work {
    return { ...this.colleague.work, ...this.edits };
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    const answer = await this.desk.api.departments();
    if ('done' in answer) this.departments = answer.done.departments;
  }

  #edit(change: Partial<Work>): void {
    this.edits = { ...this.edits, ...change };
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('shopbell-close'));
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    const work = this.topics === undefined ? this.#work : { ...this.#work, skills: topicsIn(this.topics) };
    const answer = await this.desk.api.changeWork(this.colleague.card.id, work);
    this.busy = false;
    const { settings } = this.desk.words.texts;
    if ('refused' in answer) {
      this.problem = answer.refused.code === 'forbidden' ? settings.forbidden : settings.notSaved;
      return;
    }
    this.desk.notices.say(settings.saved);
    await this.desk.refreshColleagues();
    this.#close();
  }

  #department({ id, name }: Department): TemplateResult {
    const { departments } = this.#work;
    const onChange = (event: Event): void => {
      const isIn = (event.target as HTMLInputElement).checked;
      const others: DepartmentId[] = departments.filter((each) => each !== id);
      this.#edit({ departments: isIn ? [...others, id] : others });
    };
    return html`<label class="check">
      <input type="checkbox" .checked=${departments.includes(id)} @change=${onChange} />
      <span>${name}</span>
    </label>`;
  }

  #fields(): TemplateResult {
    const { people: texts } = this.desk.words.texts.settings;
    const { chatCapacity, callCapacity, skills } = this.#work;
    const most = CAPACITIES.some((each) => each === chatCapacity) ? CAPACITIES : [...CAPACITIES, chatCapacity];
    return html`<fieldset>
        <legend>${texts.inDepartments}</legend>
        ${this.departments.map((department) => this.#department(department))}
      </fieldset>
      ${selectField<string>({
        id: 'capacity',
        label: texts.capacity,
        help: texts.capacityHelp,
        value: String(chatCapacity),
        options: most.map((each) => [String(each), String(each)] as const),
        onChange: (value) => this.#edit({ chatCapacity: Number(value) }),
      })}
      ${textField({
        id: 'topics',
        label: texts.topics,
        help: texts.topicsHelp,
        value: this.topics ?? skills.join(', '),
        onInput: (value) => (this.topics = value),
      })}
      <label class="check">
        <input
          type="checkbox"
          .checked=${callCapacity > 0}
          @change=${(event: Event) => {
            this.#edit({ callCapacity: (event.target as HTMLInputElement).checked ? 1 : 0 });
          }}
        />
        <span>${texts.takesCalls}</span>
      </label>`;
  }

  protected override render(): TemplateResult {
    const { settings, shell } = this.desk.words.texts;
    return html`<shopbell-dialog
      .heading=${settings.people.workOf(this.colleague.card.name)}
      .closeLabel=${shell.close}
      @shopbell-close=${this.#close}
    >
      <div role="alert">${this.problem === undefined ? nothing : html`<p class="problem">${this.problem}</p>`}</div>
      <form novalidate @submit=${this.#submit}>
        ${this.#fields()}
        <div class="actions"><button class="button primary" ?disabled=${this.busy}>${settings.save}</button></div>
      </form>
    </shopbell-dialog>`;
  }
}

define('shopbell-work-dialog', ShopbellWorkDialog);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-work-dialog': ShopbellWorkDialog;
  }
}
