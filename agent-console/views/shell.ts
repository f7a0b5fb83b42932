/**
 * The desk on the screen: rail, banner, the view of the address, the card of an incoming call, messages, and the keyboard.
 * Knows which view belongs to which address and where the focus goes when it changes.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Desk } from '../desk.ts';
import '../elements/notices.ts';
import { surfaces } from '../elements/styles.ts';
import { hashOf, type Route } from '../router.ts';
import { focusKind, shortcutOf, type Shortcut } from '../shortcuts.ts';
import './away-dialog.ts';
import './banner.ts';
import './call-strip.ts';
import './floor.ts';
import './inbox.ts';
import type { ShopbellInbox } from './inbox.ts';
import './incoming-call.ts';
import type { ShopbellIncomingCall } from './incoming-call.ts';
import './incoming-transfer.ts';
import './rail.ts';
import './settings.ts';
import './shortcuts-dialog.ts';

/** `<shopbell-shell>` */
export class ShopbellShell extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) / 208px minmax(0, 1fr);
        height: 100dvh;
        overflow: hidden;
      }
      shopbell-rail {
        grid-row: 1 / -1;
      }
      .top {
        grid-column: 2;
      }
      main {
        display: grid;
        min-width: 0;
        min-height: 0;
        outline: none;
      }
      .skip {
        position: fixed;
        inset: var(--sb-2) auto auto var(--sb-2);
        z-index: 4;
        transform: translateY(-64px);
        background: var(--sb-surface);
      }
      .skip:focus {
        transform: none;
      }
      @media (max-width: 1279px) {
        :host {
          grid-template-columns: 64px minmax(0, 1fr);
        }
      }
      @media (max-width: 720px) {
        :host {
          grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
        }
        .top {
          grid-column: 1;
        }
        main {
          grid-row: 2;
        }
        shopbell-rail {
          grid-row: 3;
        }
        :host([data-pane='detail']) shopbell-rail {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private helpOpen = false;
  @query('shopbell-inbox') private inbox!: ShopbellInbox | null;
  @query('shopbell-incoming-call') private incoming!: ShopbellIncomingCall;

  readonly #route = new ObserveController(this, () => this.desk.router.route);
  #shown: string | undefined;
  #life = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.#life = new AbortController();
    const { signal } = this.#life;
    window.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    window.addEventListener('beforeunload', (event) => this.#onUnload(event), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#life.abort();
  }

  protected override willUpdate(): void {
    const route = this.#route.value;
    this.dataset['pane'] = route?.view === 'inbox' && route.conversation !== undefined ? 'detail' : 'list';
  }

  protected override updated(): void {
    const route = this.#route.value;
    const shown = route?.view === 'settings' ? hashOf(route) : route?.view;
    const before = this.#shown;
    this.#shown = shown;
    // Another view: its heading takes the focus, or a screen reader would still be in the view that is gone.
    if (before !== undefined && before !== shown) void this.#focusView();
  }

  async #focusView(): Promise<void> {
    const view = this.renderRoot.querySelector<LitElement & { focusMain(): void }>('main > *');
    await view?.updateComplete;
    view?.focusMain?.();
  }

  async #onAccepted(): Promise<void> {
    await this.updateComplete;
    await this.inbox?.updateComplete;
    this.inbox?.focusMain();
  }

  /** Text that is still on its way lives in this page only, so leaving now would lose it. */
  #onUnload(event: BeforeUnloadEvent): void {
    const timelines = [...this.desk.client.conversations.value.values()];
    if (timelines.some((timeline) => timeline.pending.length > 0)) event.preventDefault();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const shortcut = shortcutOf({
      key: event.key,
      modified: event.ctrlKey || event.altKey || event.metaKey,
      composing: event.isComposing,
      focus: focusKind(),
      dialog: this.helpOpen || this.#isModal(event),
    });
    if (shortcut !== undefined && this.#carryOut(shortcut)) event.preventDefault();
  }

  /** Whether the key was pressed inside a modal dialog. */
  #isModal(event: KeyboardEvent): boolean {
    return event.composedPath().some((node) => node instanceof HTMLDialogElement && node.open);
  }

  /** Does it; false if there was nothing to do. */
  #carryOut(shortcut: Shortcut): boolean {
    const { inbox } = this;
    switch (shortcut) {
      case 'next':
      case 'previous':
        inbox?.step(shortcut === 'next' ? 1 : -1);
        return inbox !== null;
      case 'reply':
      case 'note':
        void inbox?.focusField(shortcut === 'reply' ? 'all' : 'staff');
        return inbox !== null;
      case 'transfer':
        return inbox?.handOver() ?? false;
      case 'help':
        this.helpOpen = true;
        return true;
      case 'accept':
        return this.incoming.accept();
      case 'close':
        return inbox?.closeDrawer() ?? false;
    }
  }

  #view(route: Route): TemplateResult {
    const { shell } = this.desk.words.texts;
    switch (route.view) {
      case 'inbox':
        return html`<shopbell-inbox .desk=${this.desk} .route=${route}></shopbell-inbox>`;
      case 'floor':
        return html`<shopbell-floor .desk=${this.desk}></shopbell-floor>`;
      case 'settings':
        return html`<shopbell-settings .desk=${this.desk} .page=${route.page}></shopbell-settings>`;
      default:
        return html`<section class="empty">
          <h1>${shell.missing}</h1>
          <p>${shell.missingHelp}</p>
          <a class="button primary" href=${hashOf({ view: 'inbox' })}>${shell.toInbox}</a>
        </section>`;
    }
  }

  #skip(): void {
    this.renderRoot.querySelector<HTMLElement>('main')?.focus();
  }

  protected override render(): TemplateResult {
    const { desk } = this;
    const { texts } = desk.words;
    const route = this.#route.value ?? { view: 'missing' };
    return html`<button class="button skip" @click=${this.#skip}>${texts.shell.skip}</button>
      <header class="top">
        <shopbell-banner .desk=${desk}></shopbell-banner>
        <shopbell-call-strip .desk=${desk}></shopbell-call-strip>
      </header>
      <shopbell-rail .desk=${desk} @shopbell-help=${() => (this.helpOpen = true)}></shopbell-rail>
      <main tabindex="-1">${this.#view(route)}</main>
      <shopbell-incoming-call .desk=${desk} @shopbell-accepted=${this.#onAccepted}></shopbell-incoming-call>
      <shopbell-incoming-transfer .desk=${desk} @shopbell-accepted=${this.#onAccepted}></shopbell-incoming-transfer>
      <shopbell-away-dialog .desk=${desk}></shopbell-away-dialog>
      <shopbell-notices .notices=${desk.notices} .closeLabel=${texts.shell.close}></shopbell-notices>
      ${
        this.helpOpen
          ? html`<shopbell-shortcuts-dialog
              .texts=${texts}
              @shopbell-close=${() => (this.helpOpen = false)}
            ></shopbell-shortcuts-dialog>`
          : nothing
      }`;
  }
}

define('shopbell-shell', ShopbellShell);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-shell': ShopbellShell;
  }
}
