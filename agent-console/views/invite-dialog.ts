/**
 * Inviting somebody: a short form, then the one-time link to hand over. Knows the form and its checks; the link is the
 * server's, and is shown once.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { PersonCard } from '../../protocol/models.ts';
import type { Invitation } from '../api.ts';
import type { Desk } from '../desk.ts';
import '../elements/copy-text.ts';
import '../elements/dialog.ts';
import { fieldStyles, focusFirstError, selectField, textField } from '../elements/fields.ts';
import '../elements/language-picker.ts';
import { surfaces } from '../elements/styles.ts';
import { emailError } from './front.ts';
import './photo-picker.ts';

const ROLES: readonly Invitation['role'][] = ['agent', 'mentor', 'admin'];

/**
 * `<shopbell-invite-dialog>`
 * @fires shopbell-close the agent is done with it
 */
export class ShopbellInviteDialog extends LitElement {
  static override styles = [
    controls,
    surfaces,
    fieldStyles,
    css`
      .help + div + form {
        margin-block-start: var(--sb-4);
      }
      .problem {
        margin-block-start: var(--sb-3);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  /** A link that was made already, with its person; without it the form is shown. */
  @property({ attribute: false }) made: { readonly card: PersonCard; readonly link: string } | undefined;
  @state() private fields: Invitation | undefined;
  @state() private busy = false;
  @state() private checked = false;
  @state() private problem: string | undefined;

  get #fields(): Invitation {
    const { words } = this.desk;
    const language = words.locale.slice(0, 2);
    return (
      this.fields ?? {
        name: '',
        email: '',
        title: words.texts.settings.people.jobTitleDefault,
        languages: [language],
        role: 'agent',
      }
    );
  }

  #edit(change: Partial<Invitation>): void {
    this.fields = { ...this.#fields, ...change };
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('shopbell-close'));
  }

  #problemOf(refusal: Refusal): string {
    const { people, forbidden } = this.desk.words.texts.settings;
    if (refusal.code === 'conflict') return people.emailTaken;
    return refusal.code === 'forbidden' ? forbidden : people.failed;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    this.checked = true;
    this.problem = undefined;
    await this.updateComplete;
    if (this.renderRoot.querySelector('[aria-invalid="true"]') !== null) {
      focusFirstError(this.renderRoot);
      return;
    }
    this.busy = true;
    const { name, email, title } = this.#fields;
    const invitation = { ...this.#fields, name: name.trim(), email: email.trim(), title: title.trim() };
    const answer = await this.desk.api.invite(invitation);
    this.busy = false;
    if ('refused' in answer) {
      this.problem = this.#problemOf(answer.refused);
      return;
    }
    this.made = { card: answer.done.agent.card, link: answer.done.link };
    await this.desk.refreshColleagues();
  }

  #inputs(): TemplateResult {
    const { settings, front } = this.desk.words.texts;
    const { people: texts } = settings;
    const { name, email, title, role } = this.#fields;
    const required = this.checked && name.trim() === '' ? front.required : undefined;
    const wrong = this.checked ? emailError(email, front) : undefined;
    const onName = (value: string): void => this.#edit({ name: value });
    const onEmail = (value: string): void => this.#edit({ email: value });
    const onTitle = (value: string): void => this.#edit({ title: value });
    return html`${textField({ id: 'name', label: texts.name, value: name, maxlength: 60, error: required, onInput: onName })}
    ${textField({ id: 'email', label: texts.email, type: 'email', value: email, error: wrong, onInput: onEmail })}
    ${textField({ id: 'title', label: texts.jobTitle, value: title, maxlength: 60, onInput: onTitle })}
    ${selectField({
      id: 'role',
      label: texts.role,
      help: texts.rolesHelp[role],
      value: role,
      options: ROLES.map((each) => [each, texts.roles[each]] as const),
      onChange: (value) => this.#edit({ role: value }),
    })}`;
  }

  #form(): TemplateResult {
    const { people: texts } = this.desk.words.texts.settings;
    return html`<p class="help">${texts.inviteHelp}</p>
      <div role="alert">${this.problem === undefined ? nothing : html`<p class="problem">${this.problem}</p>`}</div>
      <form novalidate @submit=${this.#submit}>
        ${this.#inputs()}
        <div class="row">
          <span class="label">${texts.languages}</span>
          <shopbell-language-picker
            .words=${this.desk.words}
            .value=${this.#fields.languages}
            .label=${texts.languages}
            @shopbell-change=${(event: CustomEvent<readonly string[]>) => {
              this.#edit({ languages: event.detail });
            }}
          ></shopbell-language-picker>
        </div>
        <div class="actions"><button class="button primary" ?disabled=${this.busy}>${texts.makeLink}</button></div>
      </form>`;
  }

  async #onPhoto({ detail: card }: CustomEvent<PersonCard>): Promise<void> {
    if (this.made !== undefined) this.made = { ...this.made, card };
    await this.desk.refreshColleagues();
  }

  #link({ card, link }: { card: PersonCard; link: string }): TemplateResult {
    const { settings, shell } = this.desk.words.texts;
    return html`<div class="form" role="status">
      <p>${settings.people.linkHelp(card.name)}</p>
      <shopbell-copy-text .value=${link} .label=${settings.people.link} .texts=${shell}></shopbell-copy-text>
      <shopbell-photo-picker .desk=${this.desk} .card=${card} @shopbell-change=${this.#onPhoto}></shopbell-photo-picker>
      <div class="actions"><button class="button primary" @click=${this.#close}>${settings.people.done}</button></div>
    </div>`;
  }

  protected override render(): TemplateResult {
    const { settings, shell } = this.desk.words.texts;
    const { made } = this;
    return html`<shopbell-dialog
      .heading=${made === undefined ? settings.people.invite : settings.people.linkTitle(made.card.name)}
      .closeLabel=${shell.close}
      @shopbell-close=${this.#close}
    >
      ${made === undefined ? this.#form() : this.#link(made)}
    </shopbell-dialog>`;
  }
}

define('shopbell-invite-dialog', ShopbellInviteDialog);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-invite-dialog': ShopbellInviteDialog;
  }
}
