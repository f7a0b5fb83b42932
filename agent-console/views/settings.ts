/** The settings: their menu and the page that is open. Knows the pages' names; each page knows itself. */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import profile from 'lucide/dist/esm/icons/user-round.mjs';
import shop from 'lucide/dist/esm/icons/store.mjs';
import people from 'lucide/dist/esm/icons/users-round.mjs';
import departments from 'lucide/dist/esm/icons/clock.mjs';
import waiting from 'lucide/dist/esm/icons/hourglass.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import { hashOf, SETTINGS_PAGES, type SettingsPage } from '../router.ts';
import './settings-departments.ts';
import './settings-people.ts';
import './settings-profile.ts';
import './settings-shop.ts';
import './settings-waiting.ts';

const ICONS = { profile, people, departments, shop, waiting } as const;

/** `<shopbell-settings>` */
export class ShopbellSettings extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: grid;
        grid-template-columns: 200px minmax(0, 1fr);
        min-height: 0;
        background: var(--sb-canvas);
      }
      nav {
        padding: var(--sb-6) var(--sb-3);
        border-inline-end: 1px solid var(--sb-hairline);
        background: var(--sb-surface);
      }
      nav h1 {
        padding: 0 10px var(--sb-3);
      }
      nav ul {
        display: grid;
        gap: 2px;
      }
      nav a {
        display: flex;
        align-items: center;
        gap: var(--sb-3);
        min-height: 40px;
        padding: var(--sb-1) 10px;
        border-radius: var(--sb-radius-control);
        color: var(--sb-ink);
        text-decoration: none;
        white-space: nowrap;
      }
      nav a:hover {
        background: var(--sb-raised);
      }
      nav a[aria-current] {
        background: var(--sb-brand-tint);
        color: var(--sb-brand-text);
        font-weight: var(--sb-medium);
      }
      .page {
        min-height: 0;
        overflow-y: auto;
        padding: var(--sb-6) var(--sb-8) var(--sb-8);
      }
      .page > h2 {
        margin-block-end: var(--sb-1);
        font-size: var(--sb-title);
      }
      @media (max-width: 860px) {
        :host {
          grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
        }
        nav {
          padding: var(--sb-2) var(--sb-3);
          border-inline-end: 0;
          border-block-end: 1px solid var(--sb-hairline);
          overflow-x: auto;
        }
        nav h1 {
          position: absolute;
          clip-path: inset(50%);
        }
        nav ul {
          display: flex;
          gap: var(--sb-1);
        }
        .page {
          padding: var(--sb-4) var(--sb-4) var(--sb-8);
        }
      }
      @media (max-width: 480px) {
        nav .icon {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property() page: SettingsPage = 'profile';

  readonly #me = new ObserveController(this, () => this.desk.me);

  /** The pages that this person can do something with. */
  get #pages(): readonly SettingsPage[] {
    return this.#me.value?.role === 'agent' ? SETTINGS_PAGES.filter((page) => page !== 'waiting') : SETTINGS_PAGES;
  }

  /** Puts the focus where this view begins. */
  focusMain(): void {
    this.renderRoot.querySelector<HTMLElement>('.page > h2')?.focus();
  }

  #open(): TemplateResult {
    switch (this.page) {
      case 'profile':
        return html`<shopbell-settings-profile .desk=${this.desk}></shopbell-settings-profile>`;
      case 'people':
        return html`<shopbell-settings-people .desk=${this.desk}></shopbell-settings-people>`;
      case 'departments':
        return html`<shopbell-settings-departments .desk=${this.desk}></shopbell-settings-departments>`;
      case 'shop':
        return html`<shopbell-settings-shop .desk=${this.desk}></shopbell-settings-shop>`;
      case 'waiting':
        return html`<shopbell-settings-waiting .desk=${this.desk}></shopbell-settings-waiting>`;
    }
  }

  protected override render(): TemplateResult {
    const { settings } = this.desk.words.texts;
    return html`<nav aria-label=${settings.title}>
        <h1>${settings.title}</h1>
        <ul>
          ${this.#pages.map(
            (page) =>
              html`<li>
                <a href=${hashOf({ view: 'settings', page })} aria-current=${page === this.page ? 'page' : nothing}>
                  ${icon(ICONS[page])}${settings.pages[page]}
                </a>
              </li>`,
          )}
        </ul>
      </nav>
      <div class="page">
        <h2 tabindex="-1">${settings.pages[this.page]}</h2>
        ${this.#open()}
      </div>`;
  }
}

define('shopbell-settings', ShopbellSettings);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-settings': ShopbellSettings;
  }
}
