/**
 * Signing in. Knows the form and the words for each refusal; the account keeps who is signed in.
 */
import { LitElement, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { Api, Me } from '../api.ts';
import { focusFirstError, textField } from '../elements/fields.ts';
import { passwordField } from '../elements/password.ts';
import type { Words } from '../texts.ts';
import { emailError, front, frontStyles } from './front.ts';

const MINUTE_MS = 60_000;

/**
 * `<shopbell-login>`
 * @fires shopbell-entered somebody has signed in: `detail` is who
 */
export class ShopbellLogin extends LitElement {
  static override styles = frontStyles;

  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) words!: Words;
  /** Why nobody is signed in. */
  @property() because: 'nobody' | 'expired' | 'left' = 'nobody';
  @state() private email = '';
  @state() private password = '';
  @state() private shown = false;
  @state() private busy = false;
  @state() private checked = false;
  @state() private problem: string | undefined;

  #problemOf(refusal: Refusal): string {
    const { front: texts, conversation, shell } = this.words.texts;
    if (refusal.code === 'unauthenticated') return texts.wrong;
    if (refusal.code === 'limited') return texts.tooManyTries(Math.ceil((refusal.retryAfter ?? MINUTE_MS) / MINUTE_MS));
    return refusal.code === 'unavailable' ? shell.unreachableHelp : conversation.refused;
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
    const answer = await this.api.login({ email: this.email.trim(), password: this.password });
    this.busy = false;
    if ('refused' in answer) this.problem = this.#problemOf(answer.refused);
    else this.dispatchEvent(new CustomEvent<Me>('shopbell-entered', { detail: answer.done }));
  }

  #form(): TemplateResult {
    const texts = this.words.texts.front;
    return html`<form novalidate @submit=${this.#submit}>
      ${textField({
        id: 'email',
        label: texts.email,
        type: 'email',
        autocomplete: 'username',
        value: this.email,
        error: this.checked ? emailError(this.email, texts) : undefined,
        onInput: (value) => (this.email = value),
      })}
      ${passwordField({
        id: 'password',
        label: texts.password,
        autocomplete: 'current-password',
        value: this.password,
        error: this.checked && this.password === '' ? texts.required : undefined,
        shown: this.shown,
        texts,
        onShow: (shown) => (this.shown = shown),
        onInput: (value) => (this.password = value),
      })}
      <button class="button primary wide" ?disabled=${this.busy}>${texts.signIn}</button>
    </form>`;
  }

  protected override render(): TemplateResult {
    const texts = this.words.texts.front;
    const help = { nobody: texts.signInHelp, expired: texts.expired, left: texts.signedOut }[this.because];
    return front({ heading: texts.signIn, help, problem: this.problem, body: this.#form(), foot: texts.noInvitation });
  }
}

define('shopbell-login', ShopbellLogin);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-login': ShopbellLogin;
  }
}
