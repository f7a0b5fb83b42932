/**
 * Whom to ask to take a conversation: people with presence and load, departments with who is there, a note, and whether
 * one leaves or stays. It knows what to show of each choice; whether somebody can be asked is the server's to say.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Presence, TransferTarget } from '../../protocol/models.ts';
import type { AgentChoice, DepartmentChoice, TransferChoices } from '../../protocol/transfer-choices.ts';
import type { CaseView } from '../case-view.ts';
import { languageName } from '../clock.ts';
import type { Desk } from '../desk.ts';
import '../elements/dialog.ts';
import { field, fieldStyles } from '../elements/fields.ts';
import { presenceMark, presenceStyles } from '../elements/presence.ts';
import { surfaces } from '../elements/styles.ts';

/** Who can be asked first. */
const ORDER: readonly Presence[] = ['available', 'away', 'offline'];

/**
 * `<shopbell-transfer-dialog>`
 * @fires shopbell-close the agent is done with it
 */
export class ShopbellTransferDialog extends LitElement {
  static override styles = [
    controls,
    surfaces,
    fieldStyles,
    presenceStyles,
    css`
      fieldset {
        display: grid;
        gap: var(--sb-1);
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 var(--sb-1);
        font-weight: var(--sb-medium);
      }
      .choices {
        display: grid;
        gap: 2px;
        max-height: 232px;
        overflow-y: auto;
      }
      .choice {
        display: grid;
        grid-template-columns: auto auto minmax(0, 1fr);
        align-items: center;
        gap: var(--sb-3);
        min-height: 48px;
        padding: var(--sb-1) var(--sb-2);
        border-radius: var(--sb-radius-control);
      }
      .choice:hover {
        background: var(--sb-raised);
      }
      .choice:has(:checked) {
        background: var(--sb-brand-tint);
      }
      .choice:has(:disabled) {
        opacity: 0.6;
      }
      .choice.plain {
        grid-template-columns: auto minmax(0, 1fr);
      }
      input[type='radio'] {
        width: 18px;
        height: 18px;
        margin: 0;
        accent-color: var(--sb-brand);
      }
      .face {
        position: relative;
        display: grid;
      }
      .face .presence {
        position: absolute;
        inset: auto -2px -2px auto;
      }
      .words {
        display: grid;
        min-width: 0;
      }
      .group {
        padding-block-start: var(--sb-2);
        color: var(--sb-muted);
        font-size: var(--sb-small);
        font-weight: var(--sb-medium);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) row!: CaseView;
  @state() private choices: TransferChoices | 'failed' | undefined;
  @state() private chosen: { readonly to: TransferTarget; readonly name: string } | undefined;
  @state() private warm: 'cold' | 'warm' = 'cold';
  @state() private note = '';
  @state() private busy = false;
  @state() private problem: string | undefined;

  protected override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    const answer = await this.desk.api.transferChoices();
    this.choices = 'done' in answer ? answer.done : 'failed';
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('shopbell-close'));
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { desk, chosen, note } = this;
    if (this.busy) return;
    this.problem = chosen === undefined ? desk.words.texts.transfer.choose : undefined;
    if (chosen === undefined) return;
    this.busy = true;
    this.problem = await desk.handing.transfer(this.row.id, { ...chosen, warm: this.warm === 'warm', note });
    this.busy = false;
    if (this.problem === undefined) this.#close();
    else void this.#load();
  }

  #choose(to: TransferTarget, name: string) {
    return (): void => {
      this.chosen = { to, name };
      this.problem = undefined;
    };
  }

  #agent({ card, presence, load, capacity }: AgentChoice): TemplateResult {
    const { words } = this.desk;
    const { transfer: texts, shell } = words.texts;
    const isFull = load >= capacity;
    const languages = card.languages.map((tag) => languageName(tag, words.locale)).join(', ');
    const about = presence === 'available' ? texts.load(load, capacity) : shell.presence[presence];
    return html`<label class="choice">
      <input
        type="radio"
        name="to"
        ?disabled=${presence !== 'available' || isFull}
        @change=${this.#choose({ agent: card.id }, card.name)}
      />
      <span class="face">
        <shopbell-avatar .name=${card.name} .photo=${card.photo} size="32"></shopbell-avatar>
        ${presenceMark(presence, shell.presence[presence])}
      </span>
      <span class="words">
        <span>${card.name}</span>
        <span class="help figures">${languages === '' ? about : `${about} · ${languages}`}</span>
      </span>
    </label>`;
  }

  #department({ id, name, isOpen, available }: DepartmentChoice): TemplateResult {
    const { transfer: texts } = this.desk.words.texts;
    return html`<label class="choice plain">
      <input type="radio" name="to" ?disabled=${available === 0} @change=${this.#choose({ department: id }, name)} />
      <span class="words">
        <span>${name}</span>
        <span class="help figures">${texts.department(isOpen, available)}</span>
      </span>
    </label>`;
  }

  #everybody(): TemplateResult {
    const { transfer: texts, shell } = this.desk.words.texts;
    const { choices } = this;
    if (choices === 'failed') {
      return html`<p role="alert">${texts.loadFailed}</p>
        <button class="button" type="button" @click=${this.#load}>${shell.retry}</button>`;
    }
    if (choices === undefined) {
      return html`<div role="status">
        <span class="unseen">${shell.loading}</span><span class="bone long"></span><span class="bone short"></span>
      </div>`;
    }
    const inside = new Set(this.row.agents.map((agent) => agent.id));
    const rank = (each: AgentChoice): number => ORDER.indexOf(each.presence);
    const people = choices.agents
      .filter(({ card }) => !inside.has(card.id))
      .toSorted((one, other) => rank(one) - rank(other) || one.load - other.load);
    return html`<div class="choices" role="radiogroup" aria-label=${texts.title}>
      <p class="group">${texts.people}</p>
      ${people.length === 0 ? html`<p class="group">${texts.nobody}</p>` : people.map((each) => this.#agent(each))}
      <p class="group">${texts.departments}</p>
      ${choices.departments.map((each) => this.#department(each))}
    </div>`;
  }

  #way(way: 'cold' | 'warm', words: string, help: string): TemplateResult {
    return html`<label class="choice plain">
      <input
        type="radio"
        name="how"
        .checked=${this.warm === way}
        @change=${() => {
          this.warm = way;
        }}
      />
      <span class="words"><span>${words}</span><span class="help">${help}</span></span>
    </label>`;
  }

  protected override render(): TemplateResult {
    const { transfer: texts, shell } = this.desk.words.texts;
    const { call } = this.row;
    const note = html`<textarea
      class="field"
      id="note"
      rows="2"
      maxlength="2000"
      aria-describedby="note-help"
      .value=${this.note}
      @input=${(event: Event) => {
        this.note = (event.target as HTMLTextAreaElement).value;
      }}
    ></textarea>`;
    return html`<shopbell-dialog .heading=${texts.title} .closeLabel=${shell.close} @shopbell-close=${this.#close}>
      <form novalidate @submit=${this.#submit}>
        ${this.#everybody()} ${field({ id: 'note', label: texts.note, help: texts.noteHelp }, note)}
        <fieldset>
          <legend>${texts.how}</legend>
          ${this.#way('cold', texts.cold, call === null ? texts.coldHelp : texts.coldHelpInCall)}
          ${this.#way('warm', texts.warm, texts.warmHelp)}
        </fieldset>
        <div role="alert">${this.problem === undefined ? nothing : html`<p class="error">${this.problem}</p>`}</div>
        <div class="actions"><button class="button primary" ?disabled=${this.busy}>${texts.start}</button></div>
      </form>
    </shopbell-dialog>`;
  }
}

define('shopbell-transfer-dialog', ShopbellTransferDialog);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-transfer-dialog': ShopbellTransferDialog;
  }
}
