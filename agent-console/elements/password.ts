/**
 * A password field that can be looked at. Knows showing and hiding; knows no rule of what a good password is.
 */
import { html, type TemplateResult } from 'lit';
import type { FrontTexts } from '../texts.ts';
import { textField, type TextFieldOptions } from './fields.ts';

/** Whether the characters are shown, and the words for it. */
export interface PasswordOptions extends Omit<TextFieldOptions, 'type' | 'verbatim'> {
  readonly shown: boolean;
  readonly texts: Pick<FrontTexts, 'showPassword' | 'hidePassword'>;
  onShow(shown: boolean): void;
}

/** The field with its switch. */
export function passwordField(options: PasswordOptions): TemplateResult {
  const { shown, texts, onShow } = options;
  return html`${textField({ ...options, type: shown ? 'text' : 'password', verbatim: shown })}
    <button
      class="button quiet reveal"
      type="button"
      aria-pressed=${shown ? 'true' : 'false'}
      @click=${() => {
        onShow(!shown);
      }}
    >
      ${shown ? texts.hidePassword : texts.showPassword}
    </button>`;
}
