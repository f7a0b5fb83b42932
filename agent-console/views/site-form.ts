/**
 * One site: three cards that are saved each on its own, the tag, and a preview in the colour that is being chosen. Knows
 * the fields; what is right is `shop-fields.ts`'s, and the server has the last word.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import type { ConsoleSite } from '../api.ts';
import type { Desk } from '../desk.ts';
import { cardFoot } from '../elements/card-foot.ts';
import '../elements/copy-text.ts';
import { field, focusFirstError, textArea, textField } from '../elements/fields.ts';
import {
  isBrand,
  isContact,
  isCostKnown,
  shopChange,
  shopFields,
  wrongOrigin,
  type ShopFields,
} from '../shop-fields.ts';
import './brand-preview.ts';
import './quick-starts-form.ts';
import { settingsStyles } from './settings-styles.ts';

/** The fields of each card. */
const CARDS = { look: ['name', 'brand'], places: ['origins', 'contactUrl'], phone: ['phone', 'phoneCost'] } as const;
type Card = keyof typeof CARDS;

/**
 * `<shopbell-site-form>`
 * @fires shopbell-saved a card was saved: `detail` is the site
 */
export class ShopbellSiteForm extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      .colour {
        display: flex;
        gap: var(--sb-2);
      }
      input[type='color'] {
        width: 48px;
        height: 40px;
        padding: 3px;
        flex: none;
        cursor: pointer;
      }
      .colour .verbatim {
        max-width: 140px;
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) site!: ConsoleSite;
  @property({ type: Boolean }) readonly = false;
  /** What was changed and not saved. */
  @state() private edits: Partial<ShopFields> = {};
  @state() private busy: Card | undefined;
  /** Why the server does not take the number, until another one is written. */
  @state() private refusedPhone: 'unreadable' | 'country' | 'service' | undefined;

  get #fields(): ShopFields {
    return { ...shopFields(this.site), ...this.edits };
  }

  #edit(change: Partial<ShopFields>): void {
    if (change.phone !== undefined) this.refusedPhone = undefined;
    this.edits = { ...this.edits, ...change };
  }

  #changed(card: Card): boolean {
    const saved = shopFields(this.site);
    return CARDS[card].some((name) => this.#fields[name] !== saved[name]);
  }

  #without(card: Card): Partial<ShopFields> {
    const names: readonly string[] = CARDS[card];
    return Object.fromEntries(Object.entries(this.edits).filter(([name]) => !names.includes(name)));
  }

  async #save(card: Card, event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    if (form.querySelector('[aria-invalid="true"]') !== null) {
      focusFirstError(form);
      return;
    }
    const { settings } = this.desk.words.texts;
    const change = shopChange(this.#fields);
    this.busy = card;
    const { name, brand, origins, contactUrl, phone } = change;
    const changes = { look: { name, brand }, places: { origins, contactUrl }, phone: { phone } };
    const answer = await this.desk.api.changeSite(this.site.id, changes[card]);
    this.busy = undefined;
    if ('refused' in answer) {
      const problem = answer.refused.details?.['problem'];
      if (problem === 'unreadable' || problem === 'country' || problem === 'service') {
        this.refusedPhone = problem;
        await this.updateComplete;
        return focusFirstError(form);
      }
      this.desk.notices.say(answer.refused.code === 'forbidden' ? settings.forbidden : settings.notSaved, 'problem');
      return;
    }
    this.edits = this.#without(card);
    this.desk.notices.say(settings.saved);
    this.#saved(answer.done.site);
  }

  #saved(site: ConsoleSite): void {
    this.dispatchEvent(new CustomEvent<ConsoleSite>('shopbell-saved', { detail: site }));
  }

  #foot(card: Card): TemplateResult | typeof nothing {
    if (this.readonly) return nothing;
    return cardFoot({
      texts: this.desk.words.texts.settings,
      changed: this.#changed(card),
      busy: this.busy === card,
      onUndo: () => (this.edits = this.#without(card)),
    });
  }

  #colour(): TemplateResult {
    const { shop: texts } = this.desk.words.texts.settings;
    const { brand } = this.#fields;
    const wrong = isBrand(brand) ? undefined : texts.brandWrong;
    const onInput = (event: Event): void => this.#edit({ brand: (event.target as HTMLInputElement).value });
    return field(
      { id: 'brand', label: texts.brand, help: texts.brandHelp, error: wrong },
      html`<div class="colour">
        <input
          class="field"
          type="color"
          aria-label=${texts.brand}
          ?disabled=${this.readonly}
          .value=${isBrand(brand) ? brand.trim() : this.site.brand}
          @input=${onInput}
        />
        <input
          class="field verbatim"
          id="brand"
          maxlength="7"
          autocomplete="off"
          spellcheck="false"
          ?readonly=${this.readonly}
          .value=${brand}
          aria-invalid=${wrong === undefined ? 'false' : 'true'}
          aria-describedby=${wrong === undefined ? 'brand-help' : 'brand-error brand-help'}
          @input=${onInput}
        />
      </div>`,
    );
  }

  #look(): TemplateResult {
    const { settings, front } = this.desk.words.texts;
    const { shop: texts } = settings;
    const { name } = this.#fields;
    return html`<form class="card" novalidate @submit=${(event: SubmitEvent) => this.#save('look', event)}>
      <h2>${texts.look}</h2>
      ${textField({
        id: 'name',
        label: texts.name,
        help: texts.nameHelp,
        value: name,
        maxlength: 60,
        readonly: this.readonly,
        error: name.trim() === '' ? front.required : undefined,
        onInput: (value) => this.#edit({ name: value }),
      })}
      ${this.#colour()}${this.#foot('look')}
    </form>`;
  }

  #places(): TemplateResult {
    const { shop: texts } = this.desk.words.texts.settings;
    const { origins, contactUrl } = this.#fields;
    const wrong = wrongOrigin(origins);
    return html`<form class="card" novalidate @submit=${(event: SubmitEvent) => this.#save('places', event)}>
      <h2>${texts.places}</h2>
      ${textArea({
        id: 'origins',
        label: texts.origins,
        help: texts.originsHelp,
        value: origins,
        verbatim: true,
        readonly: this.readonly,
        error: wrong === undefined ? undefined : texts.originsWrong(wrong),
        onInput: (value) => this.#edit({ origins: value }),
      })}
      ${textField({
        id: 'contact',
        label: texts.contact,
        help: texts.contactHelp,
        type: 'url',
        value: contactUrl,
        maxlength: 500,
        readonly: this.readonly,
        error: isContact(contactUrl) ? undefined : texts.contactWrong,
        onInput: (value) => this.#edit({ contactUrl: value }),
      })}
      ${this.#foot('places')}
    </form>`;
  }

  #phone(): TemplateResult {
    const { front, settings } = this.desk.words.texts;
    const { shop: texts } = settings;
    const { phone, phoneCost } = this.#fields;
    return html`<form class="card" novalidate @submit=${(event: SubmitEvent) => this.#save('phone', event)}>
      <h2>${texts.phoneCard}</h2>
      ${textField({
        id: 'phone',
        label: texts.phone,
        help: texts.phoneHelp,
        type: 'tel',
        value: phone,
        maxlength: 40,
        readonly: this.readonly,
        error: this.refusedPhone && texts.phoneWrong[this.refusedPhone],
        onInput: (value) => this.#edit({ phone: value }),
      })}
      ${textField({
        id: 'phone-cost',
        label: texts.phoneCost,
        help: texts.phoneCostHelp,
        value: phoneCost,
        maxlength: 120,
        readonly: this.readonly,
        error: isCostKnown(this.#fields) ? undefined : front.required,
        onInput: (value) => this.#edit({ phoneCost: value }),
      })}
      ${this.#foot('phone')}
    </form>`;
  }

  protected override render(): TemplateResult {
    const { settings, shell } = this.desk.words.texts;
    const { shop: texts } = settings;
    const { name, brand } = this.#fields;
    return html`<div class="beside">
      <div class="column">
        ${this.#look()}${this.#places()}${this.#phone()}
        <shopbell-quick-starts-form
          .desk=${this.desk}
          .site=${this.site}
          ?readonly=${this.readonly}
          @shopbell-saved=${(event: CustomEvent<ConsoleSite>) => this.#saved(event.detail)}
        ></shopbell-quick-starts-form>
        <div class="card">
          <h2>${texts.tag}</h2>
          <p class="help">${texts.tagHelp}</p>
          <shopbell-copy-text .value=${this.site.tag} .label=${texts.tagLabel} .texts=${shell}></shopbell-copy-text>
        </div>
      </div>
      <aside class="preview" aria-label=${texts.preview}>
        <h3>${texts.preview}</h3>
        <shopbell-brand-preview
          .texts=${texts}
          .name=${name}
          .brand=${isBrand(brand) ? brand.trim() : this.site.brand}
        ></shopbell-brand-preview>
      </aside>
    </div>`;
  }
}

define('shopbell-site-form', ShopbellSiteForm);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-site-form': ShopbellSiteForm;
  }
}
