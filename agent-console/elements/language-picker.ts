/**
 * The languages that somebody answers in, in their order: taken away one by one, added from a list of names. Knows codes
 * and how the reader calls them; knows nobody.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import x from 'lucide/dist/esm/icons/x.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import { languageName } from '../clock.ts';
import type { Words } from '../texts.ts';
import { fieldStyles } from './fields.ts';
import { surfaces } from './styles.ts';

/** Languages of Europe and its visitors; a shop anywhere finds its own among them. */
const CODES =
  'ar bg bs cs da de el en es et fa fi fr ga he hi hr hu id is it ja ko lb lt lv mk mt nl no pl pt ro ru sk sl sq sr sv th tr uk vi zh'.split(
    ' ',
  );
/** As many as the server keeps. */
const MOST = 12;

/**
 * `<shopbell-language-picker>`
 * @fires shopbell-change the languages are others now: `detail` is the list of codes
 */
export class ShopbellLanguagePicker extends LitElement {
  static override styles = [
    controls,
    surfaces,
    fieldStyles,
    css`
      :host {
        display: grid;
        gap: var(--sb-2);
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--sb-2);
      }
      li {
        display: flex;
        align-items: center;
        padding-inline-start: var(--sb-3);
        border-radius: 999px;
        background: var(--sb-raised);
      }
    `,
  ];

  @property({ attribute: false }) value: readonly string[] = [];
  @property({ attribute: false }) words!: Words;
  @property() label = '';

  #change(value: readonly string[]): void {
    this.dispatchEvent(new CustomEvent('shopbell-change', { detail: value }));
  }

  async #remove(code: string): Promise<void> {
    this.#change(this.value.filter((each) => each !== code));
    // The button is gone with its language; the list of more is what stays.
    await this.updateComplete;
    this.renderRoot.querySelector('select')?.focus();
  }

  #add(event: Event): void {
    const select = event.target as HTMLSelectElement;
    if (select.value !== '') this.#change([...this.value, select.value]);
    select.value = '';
  }

  protected override render(): TemplateResult {
    const { locale, texts } = this.words;
    const more = CODES.filter((code) => !this.value.includes(code))
      .map((code) => [code, languageName(code, locale)] as const)
      .sort(([, one], [, other]) => one.localeCompare(other, locale));
    return html`<ul aria-label=${this.label} ?hidden=${this.value.length === 0}>
        ${this.value.map(
          (code) =>
            html`<li>
              <span>${languageName(code, locale)}</span>
              <button
                class="round"
                type="button"
                aria-label=${texts.settings.removeLanguage(languageName(code, locale))}
                @click=${() => this.#remove(code)}
              >
                ${icon(x)}
              </button>
            </li>`,
        )}
      </ul>
      <select
        class="field"
        aria-label=${texts.settings.addLanguage}
        ?disabled=${this.value.length >= MOST}
        @change=${this.#add}
      >
        <option value="">${texts.settings.addLanguage}</option>
        ${more.map(([code, name]) => html`<option value=${code}>${name}</option>`)}
      </select>`;
  }
}

define('shopbell-language-picker', ShopbellLanguagePicker);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-language-picker': ShopbellLanguagePicker;
  }
}
