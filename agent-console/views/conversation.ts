/**
 * One conversation: who it is, what was said, the call if there is one, and where the agent goes on. It follows the
 * timeline that the client keeps, and tells that the agent has read something only when the list says it was really in
 * view. Knows the arrangement; each part knows itself.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import type { MessageDetail } from '../../client/elements/message-list.ts';
import '../../client/elements/message-list.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { items, type Timeline } from '../../client/timeline.ts';
import type { Audience, EventFrame } from '../../protocol/events.ts';
import type { AgentId, ConversationId, MessageId } from '../../protocol/ids.ts';
import type { PersonCard } from '../../protocol/models.ts';
import { caseView, type CaseView } from '../case-view.ts';
import type { Desk } from '../desk.ts';
import { isMine } from '../inbox-list.ts';
import { visitorFace } from '../row-line.ts';
import './callback-card.ts';
import './call-area.ts';
import { hasCall } from './call-area.ts';
import './case-panel.ts';
import './conversation-bar.ts';
import { conversationHead } from './conversation-head.ts';
import { conversationStyles } from './conversation-styles.ts';
import './reply-box.ts';
import './transfer-bar.ts';
import './transfer-dialog.ts';
import type { ShopbellReplyBox } from './reply-box.ts';

/** Below this width the case lies over the conversation instead of beside it. */
const DRAWER = '(max-width: 1100px)';

/** The newest message for all that is not this agent's own: the one that the list reports when it is in view. */
function newestForeign({ events }: Timeline, me: AgentId): MessageId | undefined {
  const isForeign = ({ type, by, audience }: EventFrame): boolean =>
    type === 'message.posted' && audience !== 'staff' && !(by.kind === 'agent' && by.id === me);
  const newest = events.findLast(isForeign);
  return newest?.type === 'message.posted' ? newest.body.message : undefined;
}

/** `<shopbell-conversation>` */
export class ShopbellConversation extends LitElement {
  static override styles = conversationStyles;

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) conversation!: ConversationId;
  @state() private opening: 'yes' | 'no' | 'failed' = 'yes';
  @state() private drawerOpen = false;
  @state() private handingOver = false;
  /** A note is being written where one cannot reply. */
  @state() private noting = false;
  /** The newest message of the visitor that was really in view. */
  @state() private seen: MessageId | undefined;
  @query('shopbell-reply-box') private replyBox!: ShopbellReplyBox | null;

  readonly #inbox = new ObserveController(this, () => this.desk.client.inbox);
  readonly #timelines = new ObserveController(this, () => this.desk.client.conversations);
  readonly #colleagues = new ObserveController(this, () => this.desk.colleagues);
  readonly #case = new ObserveController(this, () => this.desk.caseOpen);
  readonly #call = new ObserveController(this, () => this.desk.client.call.state);
  readonly #plan = new ObserveController(this, () => this.desk.calls.plan);

  /** Puts the focus at the top of the conversation. */
  focusMain(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  }

  /** Puts the cursor where a reply or a note is written, if one can be. */
  async focusField(audience: Audience): Promise<void> {
    if (audience === 'staff') this.noting = true;
    await this.updateComplete;
    await this.replyBox?.focusField(audience);
  }

  /** Opens the choice of whom to ask; false if this agent cannot hand it over now. */
  handOver(): boolean {
    const row = this.#row;
    this.handingOver = row !== undefined && isMine(row, this.desk.me.value.card.id) && row.transfer === null;
    return this.handingOver;
  }

  #closeTransfer(): void {
    this.handingOver = false;
  }

  /** Closes what lies over the conversation; false if nothing did. */
  closeDrawer(): boolean {
    const open = this.drawerOpen;
    this.drawerOpen = false;
    return open;
  }

  get #row(): CaseView | undefined {
    return caseView(this.#inbox.value?.get(this.conversation), this.#timeline);
  }

  get #timeline(): Timeline | undefined {
    return this.#timelines.value?.get(this.conversation);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('conversation')) return;
    this.drawerOpen = false;
    this.handingOver = false;
    this.seen = undefined;
    this.noting = false;
    void this.#open(this.conversation);
  }

  protected override updated(): void {
    const row = this.#row;
    const timeline = this.#timeline;
    if (row === undefined || timeline === undefined || this.seen === undefined) return;
    // Only somebody who is in the conversation reads it for the visitor: looking on is not an answer (D6). What was
    // seen before accepting counts from then on.
    const me = this.desk.me.value.card.id;
    if (isMine(row, me) && this.seen === newestForeign(timeline, me)) {
      this.desk.client.markRead(this.conversation);
    }
  }

  async #open(conversation: ConversationId): Promise<void> {
    this.opening = 'yes';
    try {
      await this.desk.client.open(conversation);
      if (conversation === this.conversation) this.opening = 'no';
    } catch {
      if (conversation === this.conversation) this.opening = 'failed';
    }
  }

  /** Everybody whose face may stand beside a message. */
  #people(row: CaseView): ReadonlyMap<AgentId, PersonCard> {
    const cards = [...(this.#colleagues.value ?? []).map((each) => each.card), ...row.agents];
    return new Map(cards.map((card) => [card.id, card]));
  }

  #toggleCase(): void {
    if (window.matchMedia(DRAWER).matches) this.drawerOpen = !this.drawerOpen;
    else this.desk.caseOpen.update((open) => !open);
  }

  #closeCase(): void {
    if (!this.closeDrawer()) this.desk.caseOpen.set(false);
    this.renderRoot.querySelector<HTMLElement>('.case-toggle')?.focus();
  }

  #messages(row: CaseView, timeline: Timeline): TemplateResult {
    const { client, me, words } = this.desk;
    return html`<shopbell-message-list
      .items=${items(timeline, { kind: 'agent', id: me.value.card.id })}
      .texts=${words.elements}
      .locale=${words.locale}
      .more=${timeline.more}
      .typing=${timeline.typing}
      .people=${this.#people(row)}
      .visitorFace=${visitorFace(row.caseNumber)}
      @shopbell-older=${() => client.older(this.conversation)}
      @shopbell-retry=${(event: CustomEvent<MessageDetail>) => {
        client.retry(event.detail.id);
      }}
      @shopbell-seen=${(event: CustomEvent<MessageDetail>) => {
        this.seen = event.detail.id;
      }}
    ></shopbell-message-list>`;
  }

  #foot(row: CaseView): TemplateResult {
    const mine = row.status === 'open' && isMine(row, this.desk.me.value.card.id);
    const noting = this.noting || this.desk.drafts.get(row.id).texts.staff !== '';
    const bar = html`<shopbell-conversation-bar
      .desk=${this.desk}
      .row=${row}
      .noting=${noting}
      @shopbell-note=${() => this.focusField('staff')}
    ></shopbell-conversation-bar>`;
    // Who waits wants an answer: nothing else is offered beside it.
    if (row.status === 'waiting' || (!mine && !noting)) return bar;
    return html`${mine ? html`<shopbell-transfer-bar .desk=${this.desk} .row=${row}></shopbell-transfer-bar>` : bar}
      <shopbell-reply-box .desk=${this.desk} .conversation=${row.id} .canReply=${mine}></shopbell-reply-box>`;
  }

  #nothing(): TemplateResult {
    const { conversation: texts, shell } = this.desk.words.texts;
    if (this.opening === 'yes') {
      return html`<div class="opening" role="status">
        <span class="unseen">${shell.loading}</span>
        <span class="bone short"></span><span class="bone long"></span><span class="bone short"></span>
      </div>`;
    }
    return html`<div class="empty" role="alert">
      <p>${this.opening === 'failed' ? texts.loadFailed : texts.notFound}</p>
      ${
        this.opening === 'failed'
          ? html`<button class="button" @click=${() => this.#open(this.conversation)}>${shell.retry}</button>`
          : html`<a class="button" href="#/inbox">${shell.toInbox}</a>`
      }
    </div>`;
  }

  protected override render(): TemplateResult {
    const row = this.#row;
    const timeline = this.#timeline;
    if (row === undefined) return html`<section class="talk">${this.#nothing()}</section>`;
    const { desk } = this;
    const { case: caseTexts } = desk.words.texts;
    const calling = (this.#call.value?.phase ?? this.#plan.value) !== undefined && hasCall(desk, row);
    return html`<section class=${calling ? 'talk calling' : 'talk'}>
        ${conversationHead({
          desk,
          row,
          caseOpen: this.#case.value === true,
          onCase: () => {
            this.#toggleCase();
          },
          onTransfer: () => {
            this.handOver();
          },
        })}
        <div class="body">
          ${calling ? html`<shopbell-call-area .desk=${desk} .row=${row}></shopbell-call-area>` : nothing}
          <div class="text">
            <shopbell-callback-card .desk=${desk} .row=${row}></shopbell-callback-card>
            ${timeline === undefined ? this.#nothing() : this.#messages(row, timeline)} ${this.#foot(row)}
          </div>
        </div>
      </section>
      ${
        this.handingOver
          ? html`<shopbell-transfer-dialog
              .desk=${desk}
              .row=${row}
              @shopbell-close=${this.#closeTransfer}
            ></shopbell-transfer-dialog>`
          : nothing
      }
      <aside
        class=${this.drawerOpen ? 'case drawer' : 'case'}
        aria-label=${caseTexts.title}
        ?hidden=${this.#case.value !== true && !this.drawerOpen}
        @shopbell-close=${this.#closeCase}
      >
        <shopbell-case-panel .desk=${desk} .row=${row} .events=${timeline?.events ?? []}></shopbell-case-panel>
      </aside>`;
  }
}

define('shopbell-conversation', ShopbellConversation);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-conversation': ShopbellConversation;
  }
}
