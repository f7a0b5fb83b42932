/**
 * The root of the console: which of its faces is shown, the door or the desk. It carries the tokens that everything below
 * inherits. Knows the account and the address; views know the rest.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../client/elements/define.ts';
import { ObserveController } from '../client/elements/observe.ts';
import { tokens } from '../client/elements/tokens.ts';
import type { AccountKeeper } from './account.ts';
import type { Api, Me } from './api.ts';
import { deskTokens } from './elements/styles.ts';
import type { Router } from './router.ts';
import type { Words } from './texts.ts';
import './views/entrance.ts';
import { front, frontStyles } from './views/front.ts';
import './views/login.ts';
import './views/shell.ts';

/** `<shopbell-console>` */
export class ShopbellConsole extends LitElement {
  static override styles = [
    tokens,
    ...frontStyles,
    deskTokens,
    css`
      :host {
        display: block;
        min-height: 100dvh;
        background: var(--sb-canvas);
      }
    `,
  ];

  @property({ attribute: false }) keeper: AccountKeeper | undefined;
  @property({ attribute: false }) router!: Router;
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) words!: Words;

  readonly #account = new ObserveController(this, () => this.keeper?.account);
  readonly #route = new ObserveController(this, () => this.router?.route);

  #onEntered(event: CustomEvent<Me>): void {
    this.keeper?.enter(event.detail);
    const { view } = this.router.route.value;
    // A spent code has no business in the history; a place that was asked for before signing in stays.
    if (view === 'welcome' || view === 'join') this.router.replace({ view: 'inbox' });
  }

  #entrance(kind: 'welcome' | 'join', code: string): TemplateResult {
    return html`<shopbell-entrance
      .api=${this.api}
      .words=${this.words}
      .kind=${kind}
      .code=${code}
      @shopbell-entered=${this.#onEntered}
    ></shopbell-entrance>`;
  }

  protected override render(): TemplateResult {
    if (this.keeper === undefined) return html``;
    const { shell } = this.words.texts;
    const account = this.#account.value ?? { state: 'loading' };
    const route = this.#route.value;
    if (route?.view === 'welcome' || route?.view === 'join') return this.#entrance(route.view, route.code);
    switch (account.state) {
      case 'signed-in':
        return html`<shopbell-shell .desk=${account.desk}></shopbell-shell>`;
      case 'signed-out':
        return html`<shopbell-login
          .api=${this.api}
          .words=${this.words}
          .because=${account.because}
          @shopbell-entered=${this.#onEntered}
        ></shopbell-login>`;
      case 'unreachable': {
        const body = html`<button class="button wide next" @click=${() => this.keeper?.load()}>${shell.retry}</button>`;
        return front({ heading: shell.unreachable, help: shell.unreachableHelp, body });
      }
      case 'loading':
        return front({
          heading: shell.loading,
          body: html`<p class="next" role="status"><span class="bone long"></span></p>`,
        });
    }
  }
}

define('shopbell-console', ShopbellConsole);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-console': ShopbellConsole;
  }
}
