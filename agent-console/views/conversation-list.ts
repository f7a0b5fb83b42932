/**
 * The list: tabs for mine, waiting and all, and one quiet row per conversation. It shows what `inbox-list.ts` puts in
 * order; it opens nothing itself, rows are links.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import type { Desk } from '../desk.ts';
import { countsOf, rowsOf, TABS, type Tab } from '../inbox-list.ts';
import { conversationRow } from './conversation-row.ts';
import { listStyles } from './list-styles.ts';
import { startSteps } from './start-steps.ts';

/** How many grey rows stand for a list that is on its way. */
const BONES = [0, 1, 2, 3, 4];

/** `<shopbell-conversation-list>` */
export class ShopbellConversationList extends LitElement {
  static override styles = listStyles;

  @property({ attribute: false }) desk!: Desk;
  /** The id of the conversation that is open. */
  @property({ attribute: false }) selected: string | undefined;

  readonly #inbox = new ObserveController(this, () => this.desk.client.inbox);
  readonly #tab = new ObserveController(this, () => this.desk.tab);
  readonly #me = new ObserveController(this, () => this.desk.me);
  readonly #person = new ObserveController(this, () => this.desk.client.person);

  /** Puts the focus on a row. */
  focusRow(conversation: ConversationId): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-conversation="${conversation}"]`)?.focus();
  }

  #tabs(counts: Record<Tab, number>): TemplateResult {
    const { inbox } = this.desk.words.texts;
    const select = (tab: Tab): void => {
      this.desk.tab.set(tab);
    };
    return html`<div class="tabs" role="tablist" aria-label=${inbox.tabList} @keydown=${this.#onTabKey}>
      ${TABS.map((tab) => {
        const here = tab === this.#tab.value;
        return html`<button
          class="tab"
          role="tab"
          id=${`tab-${tab}`}
          aria-selected=${here ? 'true' : 'false'}
          aria-controls="panel"
          tabindex=${here ? 0 : -1}
          @click=${() => {
            select(tab);
          }}
        >
          ${inbox.tabs[tab]}<span class=${tab === 'waiting' && counts[tab] > 0 ? 'count figures hot' : 'count figures'}
            >${counts[tab]}</span
          >
        </button>`;
      })}
    </div>`;
  }

  async #onTabKey(event: KeyboardEvent): Promise<void> {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const forward = getComputedStyle(this).direction === 'rtl' ? -step : step;
    const next = TABS.at((TABS.indexOf(this.desk.tab.value) + forward) % TABS.length) ?? 'mine';
    this.desk.tab.set(next);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }

  #rows(rows: readonly ConversationRow[]): TemplateResult {
    return html`<ul aria-label=${this.desk.words.texts.inbox.list}>
      ${repeat(
        rows,
        (row) => row.id,
        (row) => html`<li>${conversationRow(row, this.desk, row.id === this.selected)}</li>`,
      )}
    </ul>`;
  }

  #empty(tab: Tab, counts: Record<Tab, number>): TemplateResult {
    const { inbox } = this.desk.words.texts;
    const away = this.#me.value?.switch === 'away';
    const showWaiting = html`<button
      class="button"
      @click=${() => {
        this.desk.tab.set('waiting');
      }}
    >
      ${inbox.showWaiting(counts.waiting)}
    </button>`;
    const comeBack = html`<p>${inbox.emptyAway}</p>
      <button class="button" @click=${() => this.desk.setPresence('available')}>${inbox.becomeAvailable}</button>`;
    const wayOn = away ? comeBack : counts.all === 0 ? startSteps(this.desk) : nothing;
    return html`<div class="empty">
      <p>${inbox.empty[tab]}</p>
      ${tab === 'mine' && counts.waiting > 0 ? showWaiting : wayOn}
    </div>`;
  }

  #bones(): TemplateResult {
    return html`<div role="status"><span class="unseen">${this.desk.words.texts.shell.loading}</span></div>
      <ul aria-hidden="true">
        ${BONES.map(
          () =>
            html`<li class="bones">
              <span class="bone face"></span
              ><span class="lines"><span class="bone short"></span><span class="bone long"></span></span>
            </li>`,
        )}
      </ul>`;
  }

  protected override render(): TemplateResult {
    const inbox = this.#inbox.value ?? new Map<ConversationId, ConversationRow>();
    const me = this.desk.me.value.card.id;
    const tab = this.#tab.value ?? 'mine';
    const counts = countsOf(inbox, me);
    const rows = rowsOf(tab, inbox, me);
    const list = rows.length === 0 ? this.#empty(tab, counts) : this.#rows(rows);
    return html`<h1 class="unseen" tabindex="-1">${this.desk.words.texts.shell.inbox}</h1>
      ${this.#tabs(counts)}
      <div id="panel" class="panel" role="tabpanel" aria-labelledby=${`tab-${tab}`}>
        ${this.#person.value === undefined ? this.#bones() : list}
      </div>`;
  }
}

define('shopbell-conversation-list', ShopbellConversationList);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-conversation-list': ShopbellConversationList;
  }
}
