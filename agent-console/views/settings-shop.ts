/**
 * The shop: name and colour with a preview, the addresses where the bell may hang, and the tag to paste. One form per
 * site. Knows the fields; `shop-fields.ts` knows what is right.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { ConsoleSite } from '../api.ts';
import type { Desk } from '../desk.ts';
import { settingsStyles } from './settings-styles.ts';
import { settingsFailed, settingsLoading } from './settings-waits.ts';
import './site-form.ts';

/** `<shopbell-settings-shop>` */
export class ShopbellSettingsShop extends LitElement {
  static override styles = settingsStyles;

  @property({ attribute: false }) desk!: Desk;
  @state() private sites: readonly ConsoleSite[] | 'loading' | 'failed' = 'loading';

  readonly #me = new ObserveController(this, () => this.desk.me);

  protected override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    this.sites = 'loading';
    const answer = await this.desk.api.sites();
    this.sites = 'done' in answer ? answer.done.sites : 'failed';
  }

  #onSaved(event: CustomEvent<ConsoleSite>): void {
    if (typeof this.sites === 'string') return;
    this.sites = this.sites.map((site) => (site.id === event.detail.id ? event.detail : site));
  }

  #content(): TemplateResult {
    const { shell, settings } = this.desk.words.texts;
    if (this.sites === 'loading') return settingsLoading(shell);
    if (this.sites === 'failed') return settingsFailed(shell, () => void this.#load());
    const role = this.#me.value?.role;
    const may = role === 'owner' || role === 'admin';
    return html`${may ? nothing : html`<p class="help">${settings.readOnly}</p>`}
    ${repeat(
      this.sites,
      (site) => site.id,
      (site) =>
        html`<shopbell-site-form
          .desk=${this.desk}
          .site=${site}
          ?readonly=${!may}
          @shopbell-saved=${this.#onSaved}
        ></shopbell-site-form>`,
    )}`;
  }

  protected override render(): TemplateResult {
    return html`<p class="intro help">${this.desk.words.texts.settings.shop.help}</p>
      ${this.#content()}`;
  }
}

define('shopbell-settings-shop', ShopbellSettingsShop);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-settings-shop': ShopbellSettingsShop;
  }
}
