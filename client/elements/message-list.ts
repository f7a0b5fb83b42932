/**
 * The messages of a conversation, the newest at the bottom. It knows scrolling (it stays at the newest message unless the
 * reader has scrolled up), what screen readers hear, and when a message has really been in view (D6). It knows no server:
 * what to show comes in, and what people do goes out as events:
 *
 * - `shopbell-older`: the reader came to the top and there is more.
 * - `shopbell-retry` {id}: send a failed message again.
 * - `shopbell-seen` {id}: the newest message of somebody else is in view, in a visible document that has the focus.
 *
 * An empty list shows what stands in its default slot.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import arrowDown from 'lucide/dist/esm/icons/arrow-down.mjs';
import type { AgentId, MessageId } from '../../protocol/ids.ts';
import type { Author, PersonCard } from '../../protocol/models.ts';
import type { TimelineItem } from '../timeline.ts';
import { define } from './define.ts';
import { icon } from './icon.ts';
import { row, rowStyles, typingRow, type Face, type MessageItem, type RowContext } from './message-row.ts';
import type { ChatTexts } from './texts.ts';
import { controls } from './tokens.ts';

/** Detail of `shopbell-retry` (a failed message's id) and `shopbell-seen` (the newest message of somebody else). */
export interface MessageDetail {
  readonly id: MessageId;
}

/** Nearer to the bottom than this counts as being there: half a line of text, and fractions of pixels. */
const BOTTOM_SLACK = 32;
/** Earlier messages are asked for a little before the reader reaches the top. */
const TOP_SLACK = 120;

const isForeign = (item: TimelineItem): item is MessageItem => item.kind === 'message' && !item.own && !item.note;

/** `<shopbell-message-list>`: fills the space that it is given. */
export class ShopbellMessageList extends LitElement {
  static override styles = [
    controls,
    rowStyles,
    css`
      :host {
        display: block;
        position: relative;
        flex: 1;
        min-width: 0;
        min-height: 0;
        height: 100%;
      }
      .scroller {
        display: flex;
        flex-direction: column;
        height: 100%;
        padding: var(--sb-3) var(--sb-4) var(--sb-4);
        overflow: hidden auto;
        overflow-anchor: none;
        overscroll-behavior: contain;
        scrollbar-width: thin;
        scrollbar-color: var(--sb-outline) transparent;
      }
      .scroller:focus-visible {
        outline-offset: -2px;
      }
      .all {
        margin-block-start: auto;
      }
      .older {
        align-self: center;
        min-height: 32px;
        font-size: var(--sb-small);
      }
      .jump {
        position: absolute;
        inset-block-end: var(--sb-3);
        inset-inline: 0;
        width: max-content;
        max-width: calc(100% - var(--sb-8));
        min-width: var(--sb-target);
        margin-inline: auto;
        padding-inline: var(--sb-3);
        border-radius: 22px;
        box-shadow: var(--sb-shadow);
        font-size: var(--sb-small);
      }
    `,
  ];

  /** What to show, oldest first. */
  @property({ attribute: false }) items: readonly TimelineItem[] = [];
  @property({ attribute: false }) texts!: ChatTexts;
  /** BCP 47 tag for dates and times. */
  @property() locale = 'en';
  /** Whether older items exist. */
  @property({ type: Boolean }) more = false;
  /** Who is typing. */
  @property({ attribute: false }) typing: Author | undefined;
  /** Cards of agents, for photos and names; those who joined in `items` are known without. */
  @property({ attribute: false }) people: ReadonlyMap<AgentId, PersonCard> = new Map();
  /** What the visitor's avatar is made from, for somebody who talks with many; empty draws an outline. */
  @property() visitorFace = '';
  /** Origin of the Shopbell server, put before the paths of photos; empty on the server's own pages. */
  @property() server = '';

  /** Whether the reader is at the newest message. */
  @state() private atBottom = true;
  /** Whether something came in since the reader scrolled up. */
  @state() private fresh = false;

  /** Keys of items that appeared while the list was open: only these are announced, not history. */
  readonly #live = new Set<string>();
  #faces: ReadonlyMap<AgentId, Face> = new Map();
  #anchor: { element: HTMLElement; top: number } | undefined;
  #focused: Element | null = null;
  /** Where the list stood when it last told. */
  #top = 0;
  /** First key for which older items were asked. */
  #asked: string | undefined;
  #seen: MessageId | undefined;
  #markInView = false;
  #mark: Element | null = null;
  readonly #resizes = new ResizeObserver(() => this.#settle());
  readonly #views = new IntersectionObserver((entries) => {
    this.#markInView = entries.at(-1)?.isIntersecting ?? false;
    this.#tellSeen();
  });
  readonly #attention = (): void => this.#tellSeen();

  private get scroller(): HTMLElement {
    return this.renderRoot.querySelector('.scroller') as HTMLElement;
  }

  private get all(): HTMLElement {
    return this.renderRoot.querySelector('.all') as HTMLElement;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('focus', this.#attention);
    document.addEventListener('visibilitychange', this.#attention);
    if (this.hasUpdated) this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('focus', this.#attention);
    document.removeEventListener('visibilitychange', this.#attention);
    this.#resizes.disconnect();
    this.#views.disconnect();
    this.#mark = null;
    this.#markInView = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('items') || changed.has('people') || changed.has('server')) this.#faces = this.#collectFaces();
    if (changed.has('items')) this.#compare(changed.get('items') ?? []);
    if (!this.hasUpdated) return;
    const element = this.all.querySelector<HTMLElement>('.message');
    this.#anchor = element === null ? undefined : { element, top: element.offsetTop };
    this.#focused = this.shadowRoot?.activeElement ?? null;
  }

  protected override firstUpdated(): void {
    this.#watch();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('items') && !changed.has('typing')) return;
    if (!this.atBottom && this.#anchor?.element.isConnected === true) {
      this.scroller.scrollTop += this.#anchor.element.offsetTop - this.#anchor.top;
    }
    this.#settle();
    // A button that did its work and went away must not take the focus with it.
    if (this.#focused !== null && !this.#focused.isConnected) this.scroller.focus();
    this.#watchMark();
    this.#tellSeen();
  }

  protected override render(): TemplateResult {
    const { list } = this.texts;
    const failed = this.items.findLast((item) => item.kind === 'message' && item.delivery === 'failed');
    const said = failed?.kind === 'message' ? `${list.failed}: ${failed.text.slice(0, 80)}` : nothing;
    return html`
      <div
        class="scroller"
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label=${list.label}
        tabindex="0"
        @scroll=${this.#scrolled}
      >
        ${this.more ? this.#older() : nothing}
        <div class="all">${this.#rows()}</div>
      </div>
      ${this.atBottom ? nothing : this.#way()}
      <span class="unseen" role="status">${said}</span>
    `;
  }

  #rows(): TemplateResult {
    const { items, typing } = this;
    const newest = items.findLast(isForeign);
    const context: RowContext = {
      texts: this.texts.list,
      locale: this.locale,
      face: (agent) => this.#faces.get(agent),
      visitorFace: this.visitorFace,
      announced: (item) => this.#live.has(item.key) && !(item.kind === 'message' && item.own),
      marked: newest?.id,
      retry: (id) => this.#emit('retry', { id }),
    };
    return html`${items.length === 0 ? html`<slot></slot>` : nothing}
    ${repeat(
      items,
      (item) => item.key,
      (item) => row(item, context),
    )}
    ${typing === undefined || typing.kind === 'system' ? nothing : typingRow(typing, context)}`;
  }

  #older(): TemplateResult {
    return html`<button class="button quiet older" aria-live="off" @click=${() => this.#emit('older')}>
      ${this.texts.list.older}
    </button>`;
  }

  /** The way back to the newest message. */
  #way(): TemplateResult {
    const { fresh, newest } = this.texts.list;
    return html`<button
      class="button jump ${this.fresh ? 'primary' : ''}"
      aria-label=${this.fresh ? nothing : newest}
      @click=${this.#jump}
    >
      ${icon(arrowDown)}${this.fresh ? fresh : nothing}
    </button>`;
  }

  #emit(name: 'older' | 'retry' | 'seen', detail?: MessageDetail): void {
    this.dispatchEvent(new CustomEvent(`shopbell-${name}`, { detail, bubbles: true }));
  }

  /** Who is known by now: those who joined in what is shown, and the cards that were given. */
  #collectFaces(): ReadonlyMap<AgentId, Face> {
    const joined = this.items.flatMap((item) =>
      item.kind === 'notice' && item.event.type === 'participant.joined' ? [item.event.body.agent] : [],
    );
    const cards = [...joined, ...this.people.values()];
    const address = (photo: string | null): string | null => (photo === null ? null : `${this.server}${photo}`);
    return new Map(cards.map((card) => [card.id, { name: card.name, photo: address(card.photo) }]));
  }

  /** What is new against what was shown: it is announced, and it decides where the reader stands. */
  #compare(before: readonly TimelineItem[]): void {
    const known = new Set(before.map((item) => item.key));
    const first = this.items.findIndex((item) => item.kind !== 'day' && known.has(item.key));
    if (first < 0) {
      // Another conversation, or the first look at this one: all of it is history.
      this.#live.clear();
      this.#asked = undefined;
      this.fresh = false;
      this.atBottom = true;
      return;
    }
    // What stands before the first known item is history that was fetched. New items need not be last: own messages that
    // are still on their way stay below them.
    const added = this.items.slice(first).filter((item) => !known.has(item.key));
    for (const item of added) this.#live.add(item.key);
    if (added.some((item) => item.kind === 'message' && item.own)) this.atBottom = true;
    if (!this.atBottom && added.some((item) => item.kind === 'message')) this.fresh = true;
  }

  #watch(): void {
    this.#resizes.observe(this.scroller);
    this.#resizes.observe(this.all);
    this.#watchMark();
  }

  #watchMark(): void {
    const mark = this.all.querySelector('.mark');
    if (mark === this.#mark) return;
    this.#views.disconnect();
    this.#mark = mark;
    this.#markInView = false;
    if (mark !== null) this.#views.observe(mark);
  }

  /** Back to the newest message, if that is where the reader was; and more history if there is room for it. */
  #settle(): void {
    const { scroller } = this;
    if (this.atBottom) scroller.scrollTop = scroller.scrollHeight;
    this.#top = scroller.scrollTop;
    if (scroller.scrollTop > TOP_SLACK || scroller.clientHeight === 0) return;
    const first = this.items.find((item) => item.kind !== 'day')?.key;
    if (!this.more || first === undefined || first === this.#asked) return;
    this.#asked = first;
    this.#emit('older');
  }

  #scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    // Only a reader moves the list upwards; a list that became shorter or longer leaves it where it is.
    const upwards = scrollTop < this.#top;
    this.#top = scrollTop;
    this.atBottom = scrollHeight - scrollTop - clientHeight < BOTTOM_SLACK || (this.atBottom && !upwards);
    if (this.atBottom) this.fresh = false;
    else this.#settle();
  }

  #jump(): void {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.scroller.focus({ preventScroll: true });
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: calm ? 'auto' : 'smooth' });
  }

  /** Seen is only what a person can have seen: in view, in a visible document that has the focus (D6). */
  #tellSeen(): void {
    const newest = this.items.findLast(isForeign);
    if (newest === undefined || newest.id === this.#seen || !this.#markInView) return;
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    if (!this.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
    this.#seen = newest.id;
    this.#emit('seen', { id: newest.id });
  }
}

define('shopbell-message-list', ShopbellMessageList);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-message-list': ShopbellMessageList;
  }
}
