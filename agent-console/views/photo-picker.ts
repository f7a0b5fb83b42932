/**
 * Choosing, looking at, using and removing one's photo. Knows which files the server takes, and shows the choice before
 * it leaves the browser; the server makes it small and takes out what a camera wrote into it.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { PersonCard } from '../../protocol/models.ts';
import type { Desk } from '../desk.ts';
import { fieldStyles } from '../elements/fields.ts';
import { surfaces } from '../elements/styles.ts';

const TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/webp'];
/** What the server takes at most. */
const MOST_BYTES = 5 * 1024 * 1024;

/**
 * `<shopbell-photo-picker>`
 * @fires shopbell-change the photo is another one now: `detail` is the card
 */
export class ShopbellPhotoPicker extends LitElement {
  static override styles = [
    controls,
    surfaces,
    fieldStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: auto 1fr;
        align-items: center;
        gap: var(--sb-2) var(--sb-4);
      }
      .words {
        display: grid;
        gap: var(--sb-2);
      }
      @media (max-width: 480px) {
        :host {
          gap: var(--sb-3);
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) card!: PersonCard;
  /** A chosen file that was not sent yet, and its address in this browser. */
  @state() private chosen: { readonly file: File; readonly url: string } | undefined;
  @state() private busy = false;
  @state() private problem: string | undefined;
  @query('input') private input!: HTMLInputElement;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
  }

  #forget(): void {
    if (this.chosen !== undefined) URL.revokeObjectURL(this.chosen.url);
    this.chosen = undefined;
    this.input.value = '';
  }

  #onFile(): void {
    const { profile: texts } = this.desk.words.texts.settings;
    const file = this.input.files?.[0];
    if (file === undefined) return;
    this.problem = undefined;
    if (!TYPES.includes(file.type)) this.problem = texts.photoType;
    else if (file.size > MOST_BYTES) this.problem = texts.photoSize;
    if (this.problem !== undefined) {
      this.#forget();
      return;
    }
    if (this.chosen !== undefined) URL.revokeObjectURL(this.chosen.url);
    this.chosen = { file, url: URL.createObjectURL(file) };
  }

  async #send(photo: File | undefined): Promise<void> {
    const { api, words } = this.desk;
    this.busy = true;
    this.problem = undefined;
    const answer = await (photo === undefined ? api.removePhoto(this.card.id) : api.setPhoto(this.card.id, photo));
    this.busy = false;
    this.#forget();
    if ('refused' in answer) this.problem = words.texts.settings.profile.photoFailed;
    else this.dispatchEvent(new CustomEvent<PersonCard>('shopbell-change', { detail: answer.done.card }));
  }

  #choice(): TemplateResult {
    const { profile: texts } = this.desk.words.texts.settings;
    const has = this.card.photo !== null;
    return html`<button
        class="button"
        type="button"
        @click=${() => {
          this.input.click();
        }}
      >
        ${has ? texts.changePhoto : texts.choosePhoto}
      </button>
      ${
        has
          ? html`<button
              class="button quiet"
              type="button"
              ?disabled=${this.busy}
              @click=${() => this.#send(undefined)}
            >
              ${texts.removePhoto}
            </button>`
          : nothing
      }`;
  }

  #decision(file: File): TemplateResult {
    const { profile: texts } = this.desk.words.texts.settings;
    return html`<button class="button primary" type="button" ?disabled=${this.busy} @click=${() => this.#send(file)}>
        ${texts.usePhoto}
      </button>
      <button class="button quiet" type="button" @click=${this.#forget}>${texts.cancel}</button>`;
  }

  protected override render(): TemplateResult {
    const { profile: texts } = this.desk.words.texts.settings;
    const { chosen } = this;
    return html`<shopbell-avatar
        .name=${this.card.name}
        .photo=${chosen?.url ?? this.card.photo}
        size="72"
      ></shopbell-avatar>
      <div class="words">
        <div class="actions">${chosen === undefined ? this.#choice() : this.#decision(chosen.file)}</div>
        <p class=${this.problem === undefined ? 'help' : 'error'} role="status">${this.problem ?? texts.photoHelp}</p>
      </div>
      <input type="file" hidden accept=${TYPES.join()} aria-label=${texts.photo} @change=${this.#onFile} />`;
  }
}

define('shopbell-photo-picker', ShopbellPhotoPicker);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-photo-picker': ShopbellPhotoPicker;
  }
}
