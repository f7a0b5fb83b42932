import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { AgentId, MessageId } from '../../protocol/ids.ts';
import type { Author, PersonCard } from '../../protocol/models.ts';
import type { TimelineItem } from '../timeline.ts';
import { define } from './define.ts';
import type { ElementTexts } from './texts.ts';

/** Detail of `shopbell-retry` (a failed message's id) and `shopbell-seen` (the newest message of somebody else). */
export interface MessageDetail {
  readonly id: MessageId;
}

/** `<shopbell-message-list>` */
export class ShopbellMessageList extends LitElement {
  /** What to show, oldest first. */
  @property({ attribute: false }) items: readonly TimelineItem[] = [];
  @property({ attribute: false }) texts!: ElementTexts;
  /** BCP 47 tag for dates and times. */
  @property() locale = 'en';
  /** Whether older items exist. */
  @property({ type: Boolean }) more = false;
  /** Who is typing. */
  @property({ attribute: false }) typing: Author | undefined;
  /** Cards of agents, for photos and names. */
  @property({ attribute: false }) people: ReadonlyMap<AgentId, PersonCard> = new Map();
  /** Origin of the Shopbell server, put before the paths of photos; empty on the server's own pages. */
  @property() server = '';
}

define('shopbell-message-list', ShopbellMessageList);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-message-list': ShopbellMessageList;
  }
}
