/**
 * The conversations that this visitor has had before, so that whoever comes next knows what they are about: number, day,
 * the last words, and with whom. Each opens in the same view, where one who is not inside can only read. Staff only.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { ConversationId, VisitorId } from '../../protocol/ids.ts';
import type { EarlierConversation } from '../../protocol/models.ts';
import { momentText } from '../clock.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import { hashOf } from '../router.ts';

/** `<shopbell-earlier>`: takes no room where there was nothing. */
export class ShopbellEarlier extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      ul {
        display: grid;
        gap: var(--sb-2);
        margin: var(--sb-2) 0 0;
        padding: 0;
        list-style: none;
      }
      a {
        display: grid;
        gap: 2px;
        padding: var(--sb-2);
        border: 1px solid var(--sb-hairline);
        border-radius: var(--sb-radius-control);
        background: var(--sb-surface);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--sb-raised);
      }
      .top {
        display: flex;
        justify-content: space-between;
        gap: var(--sb-2);
      }
      .words {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) visitor!: VisitorId;
  /** The one that is open now, which is none of the earlier ones. */
  @property({ attribute: false }) conversation!: ConversationId;
  @state() private found: readonly EarlierConversation[] | 'failed' = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('visitor') || changed.has('conversation')) void this.#load(this.visitor);
  }

  async #load(visitor: VisitorId): Promise<void> {
    const answer = await this.desk.api.earlier(visitor);
    if (visitor === this.visitor) this.found = 'done' in answer ? answer.done.conversations : 'failed';
  }

  #line({ id, caseNumber, startedAt, lastMessage, with: name }: EarlierConversation): TemplateResult {
    const { words, clock } = this.desk;
    const { advisor } = words.texts;
    return html`<li>
      <a href=${hashOf({ view: 'inbox', conversation: id })}>
        <span class="top">
          <b class="figures">${caseNumber}</b>
          <span class="help figures">${momentText(lastMessage?.at ?? startedAt, clock.value, words.locale)}</span>
        </span>
        ${lastMessage === null ? nothing : html`<span class="words" dir="auto">${lastMessage.text}</span>`}
        <span class="help">${name === null ? advisor.withNobody : advisor.with(name)}</span>
      </a>
    </li>`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { advisor } = this.desk.words.texts;
    if (this.found === 'failed') {
      return html`<h3>${advisor.earlier}</h3>
        <p class="help" role="alert">${advisor.earlierFailed}</p>`;
    }
    const others = this.found.filter(({ id }) => id !== this.conversation);
    if (others.length === 0) return nothing;
    return html`<h3>${advisor.earlier}</h3>
      <ul>
        ${others.map((each) => this.#line(each))}
      </ul>`;
  }
}

define('shopbell-earlier', ShopbellEarlier);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-earlier': ShopbellEarlier;
  }
}
