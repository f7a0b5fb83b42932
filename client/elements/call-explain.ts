import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { MediaFailure } from '../../protocol/errors.ts';
import type { Media } from '../../protocol/models.ts';
import { define } from './define.ts';
import type { ElementTexts } from './texts.ts';

/** Detail of `shopbell-continue`: what the person chose. */
export interface ContinueDetail {
  readonly media: Media;
}

/** `<shopbell-call-explain>` */
export class ShopbellCallExplain extends LitElement {
  @property({ attribute: false }) texts!: ElementTexts;
  /** What was asked for; the person may still choose. */
  @property({ attribute: false }) media: Media = { audio: true, video: false };
  /** Why the last try failed, or null. */
  @property({ attribute: false }) failure: MediaFailure | null = null;
  /** The page cannot call at all (no https). */
  @property({ type: Boolean }) insecure = false;
}

define('shopbell-call-explain', ShopbellCallExplain);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-call-explain': ShopbellCallExplain;
  }
}
