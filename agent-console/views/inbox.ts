/**
 * The inbox: the list and beside it one conversation, or on a narrow window one of the two. Knows which of them has the
 * focus after a change; the parts know the rest.
 */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import bell from 'lucide/dist/esm/icons/concierge-bell.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { Audience } from '../../protocol/events.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import { neighbour, rowsOf } from '../inbox-list.ts';
import { hashOf, type Route } from '../router.ts';
import './conversation-list.ts';
import type { ShopbellConversationList } from './conversation-list.ts';
import './conversation.ts';
import type { ShopbellConversation } from './conversation.ts';
import { startSteps } from './start-steps.ts';

/** Below this width the console shows one pane at a time. */
const ONE_PANE = '(max-width: 720px)';

/** `<shopbell-inbox>` */
export class ShopbellInbox extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(280px, 340px) minmax(0, 1fr);
        min-height: 0;
      }
      shopbell-conversation-list {
        border-inline-end: 1px solid var(--sb-hairline);
      }
      .quiet-bell {
        display: grid;
        place-items: center;
        width: 72px;
        height: 72px;
        border-radius: 50%;
        background: var(--sb-brand-tint);
        color: var(--sb-brand-text);
      }
      .quiet-bell .icon {
        width: 32px;
        height: 32px;
      }
      .steps {
        display: grid;
        gap: var(--sb-2);
        margin-block-start: var(--sb-2);
        text-align: start;
      }
      .steps a {
        display: flex;
        align-items: center;
        gap: var(--sb-3);
        min-height: 44px;
        padding: var(--sb-2) var(--sb-4);
        border: 1px solid var(--sb-hairline);
        border-radius: var(--sb-radius-control);
        background: var(--sb-surface);
        color: var(--sb-ink);
        text-decoration: none;
      }
      .steps a:hover {
        background: var(--sb-raised);
      }
      .steps .icon {
        color: var(--sb-brand-text);
      }
      @media (max-width: 720px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
        :host([data-pane='list']) .detail,
        :host([data-pane='detail']) shopbell-conversation-list {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) route!: Extract<Route, { view: 'inbox' }>;
  @query('shopbell-conversation-list') private list!: ShopbellConversationList;
  @query('shopbell-conversation') private open!: ShopbellConversation | null;

  readonly #inbox = new ObserveController(this, () => this.desk.client.inbox);

  get #conversation(): ConversationId | undefined {
    return this.route.conversation;
  }

  /** Puts the focus where this view begins. */
  focusMain(): void {
    if (this.open === null) this.list.renderRoot.querySelector<HTMLElement>('h1')?.focus();
    else this.open.focusMain();
  }

  /** Writes a reply or a note in the open conversation. */
  async focusField(audience: Audience): Promise<void> {
    await this.open?.focusField(audience);
  }

  /** Hands the open conversation over; false if there is none that could be. */
  handOver(): boolean {
    return this.open?.handOver() ?? false;
  }

  /** Closes what lies over the conversation; false if nothing did. */
  closeDrawer(): boolean {
    return this.open?.closeDrawer() ?? false;
  }

  /** Goes to the next or the previous row of the list, and puts the focus on it. */
  step(by: 1 | -1): void {
    const { client, me, router, tab } = this.desk;
    const rows = rowsOf(tab.value, client.inbox.value, me.value.card.id);
    const row = neighbour(rows, this.#conversation, by);
    if (row === undefined) return;
    router.replace({ view: 'inbox', conversation: row.id });
    this.list.focusRow(row.id);
  }

  protected override willUpdate(): void {
    this.dataset['pane'] = this.#conversation === undefined ? 'list' : 'detail';
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('route')?.conversation;
    const moved = changed.has('route') && changed.get('route') !== undefined && before !== this.#conversation;
    if (moved && window.matchMedia(ONE_PANE).matches) void this.#changePane(before);
  }

  /** The pane that had the focus is gone: it goes to the one that came. */
  async #changePane(before: ConversationId | undefined): Promise<void> {
    await this.open?.updateComplete;
    if (this.#conversation !== undefined) this.open?.focusMain();
    else if (before !== undefined) this.list.focusRow(before);
  }

  #onKey(event: KeyboardEvent): void {
    // Enter on the row that is open already: on into the conversation.
    if (event.key !== 'Enter' || this.#conversation === undefined) return;
    const row = event.composedPath()[0];
    if (row instanceof HTMLElement && row.dataset['conversation'] === this.#conversation) {
      event.preventDefault();
      this.open?.focusMain();
    }
  }

  #nothingOpen(): TemplateResult {
    const { inbox } = this.desk.words.texts;
    if ((this.#inbox.value?.size ?? 0) === 0 && this.desk.me.value.role === 'owner') {
      return html`<section class="empty detail">
        <span class="quiet-bell">${icon(bell)}</span>
        <h2>${inbox.startTitle}</h2>
        <p>${inbox.startHelp}</p>
        ${startSteps(this.desk)}
      </section>`;
    }
    const [first, ...others] = rowsOf('waiting', this.#inbox.value ?? new Map(), this.desk.me.value.card.id);
    if (first !== undefined) {
      return html`<section class="empty detail">
        <span class="quiet-bell">${icon(bell)}</span>
        <h2>${inbox.showWaiting(others.length + 1)}</h2>
        <a class="button primary" href=${hashOf({ view: 'inbox', conversation: first.id })}>${inbox.openFirst}</a>
      </section>`;
    }
    return html`<section class="empty detail">
      <span class="quiet-bell">${icon(bell)}</span>
      <h2>${inbox.pick}</h2>
      <p>${inbox.pickHelp}</p>
    </section>`;
  }

  protected override render(): TemplateResult {
    const { desk } = this;
    const conversation = this.#conversation;
    return html`<shopbell-conversation-list
        .desk=${desk}
        .selected=${conversation}
        @keydown=${this.#onKey}
      ></shopbell-conversation-list>
      ${
        conversation === undefined
          ? this.#nothingOpen()
          : html`<shopbell-conversation
              class="detail"
              .desk=${desk}
              .conversation=${conversation}
            ></shopbell-conversation>`
      }`;
  }
}

define('shopbell-inbox', ShopbellInbox);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-inbox': ShopbellInbox;
  }
}
