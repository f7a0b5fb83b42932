import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Audience } from '../../protocol/events.ts';
import { define } from './define.ts';
import type { ElementTexts } from './texts.ts';

/** Detail of `shopbell-send`. */
export interface SendDetail {
  readonly text: string;
}

/** Detail of `shopbell-typing`. */
export interface TypingDetail {
  readonly on: boolean;
}

/** `<shopbell-composer>` */
export class ShopbellComposer extends LitElement {
  @property({ attribute: false }) texts!: ElementTexts;
  /** Name of the field for screen readers, such as "Message to Mia". */
  @property() label = '';
  /** Sending is not possible now; writing is. */
  @property({ type: Boolean }) busy = false;
  /** What stands in the field; changes as the person types. */
  @property() value = '';
  /** `staff` tints the field and shows a lock: a note. */
  @property() audience: Audience = 'all';

  /** Puts the cursor into the field. */
  focusField(): void {}
}

define('shopbell-composer', ShopbellComposer);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-composer': ShopbellComposer;
  }
}
