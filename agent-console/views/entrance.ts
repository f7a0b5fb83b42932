/**
 * Where a one-time link leads: the owner's first steps, or joining a team. It asks what the code opens, and spends it
 * only when the form is sent, so that no preview of a mail program can use it up. Knows the two forms, nothing of codes.
 */
import { LitElement, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Api, Me, Peeked } from '../api.ts';
import { focusFirstError, textField } from '../elements/fields.ts';
import { passwordField } from '../elements/password.ts';
import type { Words } from '../texts.ts';
import { emailError, front, frontStyles, passwordError } from './front.ts';

/**
 * `<shopbell-entrance>`
 * @fires shopbell-entered the code was spent and somebody is in: `detail` is who
 */
export class ShopbellEntrance extends LitElement {
  static override styles = frontStyles;

  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) words!: Words;
  @property() code = '';
  /** Which kind of link was opened. */
  @property() kind: 'welcome' | 'join' = 'join';
  @state() private opens: Peeked | 'asking' | 'spent' | 'unreachable' = 'asking';
  @state() private name = '';
  @state() private email = '';
  @state() private password = '';
  @state() private shown = false;
  @state() private busy = false;
  @state() private checked = false;
  @state() private problem: string | undefined;

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('code')) void this.#peek();
  }

  async #peek(): Promise<void> {
    this.opens = 'asking';
    const answer = await this.api.peek(this.code);
    if ('done' in answer) this.opens = answer.done;
    else this.opens = answer.refused.code === 'unavailable' ? 'unreachable' : 'spent';
  }

  #problemOf(refusal: Refusal): string | undefined {
    const { front: texts, conversation, shell } = this.words.texts;
    if (refusal.code === 'conflict') return texts.emailTaken;
    return refusal.code === 'unavailable' ? shell.unreachableHelp : conversation.refused;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy || typeof this.opens === 'string') return;
    this.checked = true;
    this.problem = undefined;
    await this.updateComplete;
    if (this.renderRoot.querySelector('[aria-invalid="true"]') !== null) {
      focusFirstError(this.renderRoot);
      return;
    }
    this.busy = true;
    const owner = this.opens.purpose === 'owner' ? { name: this.name.trim(), email: this.email.trim() } : {};
    const answer = await this.api.redeem({ code: this.code, password: this.password, ...owner });
    this.busy = false;
    if ('done' in answer) this.dispatchEvent(new CustomEvent<Me>('shopbell-entered', { detail: answer.done }));
    else if (['not_found', 'gone'].includes(answer.refused.code)) this.opens = 'spent';
    else this.problem = this.#problemOf(answer.refused);
  }

  #ownFields(): TemplateResult {
    const texts = this.words.texts.front;
    return html`${textField({
      id: 'name',
      label: texts.yourName,
      help: texts.yourNameHelp,
      autocomplete: 'given-name',
      maxlength: 60,
      value: this.name,
      error: this.checked && this.name.trim() === '' ? texts.required : undefined,
      onInput: (value) => (this.name = value),
    })}
    ${textField({
      id: 'email',
      label: texts.email,
      help: texts.emailHelp,
      type: 'email',
      autocomplete: 'username',
      value: this.email,
      error: this.checked ? emailError(this.email, texts) : undefined,
      onInput: (value) => (this.email = value),
    })}`;
  }

  #form(opens: Peeked): TemplateResult {
    const texts = this.words.texts.front;
    const owner = opens.purpose === 'owner';
    return html`<form novalidate @submit=${this.#submit}>
      ${
        owner
          ? this.#ownFields()
          : // Password managers want to know whose password this is.
            html`<input
              class="unseen"
              type="email"
              autocomplete="username"
              tabindex="-1"
              aria-hidden="true"
              readonly
              .value=${opens.email}
            />`
      }
      ${passwordField({
        id: 'password',
        label: texts.choosePassword,
        help: texts.passwordHelp,
        autocomplete: 'new-password',
        value: this.password,
        error: this.checked ? passwordError(this.password, texts) : undefined,
        shown: this.shown,
        texts,
        onShow: (shown) => (this.shown = shown),
        onInput: (value) => (this.password = value),
      })}
      <button class="button primary wide" ?disabled=${this.busy}>${owner ? texts.openShop : texts.joinTeam}</button>
    </form>`;
  }

  protected override render(): TemplateResult {
    const { front: texts, shell } = this.words.texts;
    const { opens, problem } = this;
    if (opens === 'asking') {
      return front({ heading: texts.welcome, body: html`<p class="next"><span class="bone long"></span></p>` });
    }
    if (opens === 'unreachable') {
      const body = html`<button class="button wide next" @click=${this.#peek}>${shell.retry}</button>`;
      return front({ heading: shell.unreachable, help: shell.unreachableHelp, body });
    }
    if (opens === 'spent') {
      const help = this.kind === 'welcome' ? texts.spentOwner : texts.spentInvitation;
      return front({
        heading: texts.spent,
        help,
        body: html`<a class="button wide next" href="#/inbox">${texts.toSignIn}</a>`,
      });
    }
    if (opens.purpose === 'owner') {
      return front({ heading: texts.welcome, help: texts.welcomeHelp, problem, body: this.#form(opens) });
    }
    const help = texts.joinHelp(opens.email);
    return front({ heading: texts.join(opens.name), help, problem, body: this.#form(opens) });
  }
}

define('shopbell-entrance', ShopbellEntrance);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-entrance': ShopbellEntrance;
  }
}
