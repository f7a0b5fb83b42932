/**
 * The agent's own page: the card that visitors see, with its photo, and the permission for desktop notices. Knows the
 * fields and their checks; the server has the last word.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { PersonCard } from '../../protocol/models.ts';
import { languageName } from '../clock.ts';
import type { Desk } from '../desk.ts';
import { cardFoot } from '../elements/card-foot.ts';
import { focusFirstError, textField } from '../elements/fields.ts';
import '../elements/language-picker.ts';
import './notice-permission.ts';
import './photo-picker.ts';
import { settingsStyles } from './settings-styles.ts';

type Fields = Pick<PersonCard, 'name' | 'title' | 'languages'>;

/** `<shopbell-settings-profile>` */
export class ShopbellSettingsProfile extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      .person {
        display: flex;
        align-items: center;
        gap: var(--sb-3);
        padding: var(--sb-4);
      }
      .person strong {
        font-size: var(--sb-large);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  /** What was changed and not saved. */
  @state() private edits: Partial<Fields> = {};
  @state() private busy = false;

  readonly #me = new ObserveController(this, () => this.desk.me);

  get #card(): PersonCard {
    return (this.#me.value ?? this.desk.me.value).card;
  }

  get #fields(): Fields {
    return { ...this.#card, ...this.edits };
  }

  get #changed(): boolean {
    const { name, title, languages } = this.#fields;
    const card = this.#card;
    return name !== card.name || title !== card.title || languages.join() !== card.languages.join();
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { settings } = this.desk.words.texts;
    if (this.#fields.name.trim() === '') {
      focusFirstError(this.renderRoot);
      return;
    }
    this.busy = true;
    const { name, title, languages } = this.#fields;
    const answer = await this.desk.api.changeMe({ name: name.trim(), title: title.trim(), languages });
    this.busy = false;
    if ('refused' in answer) {
      this.desk.notices.say(settings.notSaved, 'problem');
      return;
    }
    this.desk.setMe(answer.done);
    this.edits = {};
    this.desk.notices.say(settings.saved);
    await this.desk.refreshColleagues();
  }

  #onPhoto(event: CustomEvent<PersonCard>): void {
    this.desk.setMe({ ...this.desk.me.value, card: event.detail });
    void this.desk.refreshColleagues();
  }

  #form(): TemplateResult {
    const { settings, front } = this.desk.words.texts;
    const { profile: texts } = settings;
    const { name, title, languages } = this.#fields;
    return html`<form class="card" novalidate @submit=${this.#save}>
      <h2>${texts.card}</h2>
      <shopbell-photo-picker
        .desk=${this.desk}
        .card=${this.#card}
        @shopbell-change=${this.#onPhoto}
      ></shopbell-photo-picker>
      ${textField({
        id: 'name',
        label: texts.name,
        help: texts.nameHelp,
        value: name,
        maxlength: 60,
        error: name.trim() === '' ? front.required : undefined,
        onInput: (value) => (this.edits = { ...this.edits, name: value }),
      })}
      ${textField({
        id: 'title',
        label: texts.jobTitle,
        help: texts.jobTitleHelp,
        value: title,
        maxlength: 60,
        onInput: (value) => (this.edits = { ...this.edits, title: value }),
      })}
      <div class="row">
        <span class="label">${texts.languages}</span>
        <shopbell-language-picker
          .words=${this.desk.words}
          .value=${languages}
          .label=${texts.languages}
          @shopbell-change=${(event: CustomEvent<readonly string[]>) => {
            this.edits = { ...this.edits, languages: [...event.detail] };
          }}
        ></shopbell-language-picker>
        <p class="help">${texts.languagesHelp}</p>
      </div>
      ${cardFoot({ texts: settings, changed: this.#changed, busy: this.busy, onUndo: () => (this.edits = {}) })}
    </form>`;
  }

  #preview(): TemplateResult {
    const { settings } = this.desk.words.texts;
    const { name, title, languages } = this.#fields;
    const spoken = languages.map((code) => languageName(code, this.desk.words.locale)).join(', ');
    return html`<aside class="preview" aria-label=${settings.profile.preview}>
      <h3>${settings.profile.preview}</h3>
      <div class="card person">
        <shopbell-avatar .name=${name} .photo=${this.#card.photo} size="48"></shopbell-avatar>
        <div>
          <strong>${name}</strong>
          <p class="help">${title}</p>
          ${spoken === '' ? nothing : html`<p class="help">${spoken}</p>`}
        </div>
      </div>
      <p class="help">${settings.profile.previewHelp}</p>
    </aside>`;
  }

  protected override render(): TemplateResult {
    const { profile: texts } = this.desk.words.texts.settings;
    return html`<p class="intro help">${texts.help}</p>
      <div class="beside">
        <div class="column">
          ${this.#form()}
          <div class="card">
            <h2>${texts.notices}</h2>
            <p class="help">${texts.noticesHelp}</p>
            <shopbell-notice-permission .texts=${texts}></shopbell-notice-permission>
          </div>
        </div>
        ${this.#preview()}
      </div>`;
  }
}

define('shopbell-settings-profile', ShopbellSettingsProfile);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-settings-profile': ShopbellSettingsProfile;
  }
}
