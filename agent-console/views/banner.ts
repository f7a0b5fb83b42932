/**
 * The line above everything that says how the connection stands, when it does not stand well, and the one question about
 * desktop notices. Knows the states of a link; changes none.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import notices from 'lucide/dist/esm/icons/bell-ring.mjs';
import away from 'lucide/dist/esm/icons/cloud-off.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { LinkStatus } from '../../client/client.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import { noticePermission } from './notice-permission.ts';

/** A connection that comes within this time is no news. */
const PATIENCE_MS = 1_500;
/** Whoever said "not now" is not asked again in this tab. */
const ASKED_KEY = 'shopbell-console-notices-asked';

function wasAsked(): boolean {
  try {
    return sessionStorage.getItem(ASKED_KEY) !== null;
  } catch {
    return true;
  }
}

/** `<shopbell-banner>` */
export class ShopbellBanner extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: block;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--sb-1) var(--sb-3);
        min-height: 44px;
        padding: var(--sb-1) var(--sb-4);
        border-block-end: 1px solid var(--sb-hairline);
      }
      .away {
        background: var(--sb-warn-tint);
        color: var(--sb-warn);
        border-color: var(--sb-warn-line);
      }
      .ask {
        background: var(--sb-surface);
      }
      p {
        flex: 1 1 220px;
      }
      .button {
        color: var(--sb-ink);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  /** The connection has been missed for long enough to say so. */
  @state() private late = false;
  @state() private asked = wasAsked();

  #timer: ReturnType<typeof setTimeout> | undefined;
  #timed: 'no' | 'yes' = 'no';

  readonly #status = new ObserveController(this, () => this.desk.client.status);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(): void {
    const missed = this.#status.value?.state === 'waiting' || this.#status.value?.state === 'connecting';
    if (missed === (this.#timed === 'yes')) return;
    this.#timed = missed ? 'yes' : 'no';
    clearTimeout(this.#timer);
    this.late = false;
    if (!missed) return;
    this.#timer = setTimeout(() => {
      this.late = true;
    }, PATIENCE_MS);
  }

  #restart(): void {
    this.desk.client.stop();
    this.desk.client.start();
  }

  #stopped({ reason }: Extract<LinkStatus, { state: 'stopped' }>): TemplateResult {
    const { shell } = this.desk.words.texts;
    const reload = html`<button
      class="button"
      @click=${() => {
        window.location.reload();
      }}
    >
      ${shell.reload}
    </button>`;
    switch (reason) {
      case 'replaced':
        return html`<p>${shell.replaced}</p>
          <button class="button" @click=${this.#restart}>${shell.useHere}</button>`;
      case 'version':
      case 'badFrame':
        return html`<p>${shell.version}</p>
          ${reload}`;
      default:
        return html`<p>${shell.blocked}</p>
          ${reload}`;
    }
  }

  #away(): TemplateResult | undefined {
    const status = this.#status.value;
    const { shell } = this.desk.words.texts;
    if (status?.state === 'stopped') return this.#stopped(status);
    if (!this.late || status?.state === 'online') return undefined;
    return html`<p>${shell.offline}</p>`;
  }

  async #onAllow(): Promise<void> {
    await Notification.requestPermission();
    this.#onLater();
  }

  #onLater(): void {
    this.asked = true;
    try {
      sessionStorage.setItem(ASKED_KEY, 'yes');
    } catch {
      // Blocked storage: it is asked again after a reload.
    }
  }

  #ask(): TemplateResult {
    const { shell } = this.desk.words.texts;
    return html`<div class="line ask">
      ${icon(notices)}
      <p>${shell.noticesAsk}</p>
      <button class="button" @click=${this.#onAllow}>${shell.noticesAllow}</button>
      <button class="button quiet" @click=${this.#onLater}>${shell.noticesLater}</button>
    </div>`;
  }

  protected override render(): TemplateResult {
    const trouble = this.#away();
    const asks = trouble === undefined && !this.asked && noticePermission() === 'default';
    return html`<div role="status">
        ${trouble === undefined ? nothing : html`<div class="line away">${icon(away)}${trouble}</div>`}
      </div>
      ${asks ? this.#ask() : nothing}`;
  }
}

define('shopbell-banner', ShopbellBanner);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-banner': ShopbellBanner;
  }
}
