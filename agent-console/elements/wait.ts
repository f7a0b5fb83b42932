/**
 * A length of time that ticks: how long somebody has waited, or how long is left. Knows seconds and tabular figures;
 * knows nothing of who waits.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Observable } from '../../client/observable.ts';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { duration } from '../../client/elements/times.ts';
import { isoDuration } from '../clock.ts';

/** `<shopbell-wait>`: counts up from `since`, or down to `until`, by the desk's clock. */
export class ShopbellWait extends LitElement {
  static override styles = css`
    :host {
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
  `;

  /** Server time, told each second. */
  @property({ attribute: false }) clock!: Observable<number>;
  @property({ attribute: false }) since: number | undefined;
  @property({ attribute: false }) until: number | undefined;

  readonly #now = new ObserveController(this, () => this.clock);

  protected override render(): TemplateResult {
    const now = this.#now.value ?? 0;
    // The last second is shown as 0:01 for its whole length, so 0:00 really means over.
    const length = this.until === undefined ? now - (this.since ?? now) : this.until - now + 999;
    return html`<time datetime=${isoDuration(length)}>${duration(length / 1_000)}</time>`;
  }
}

define('shopbell-wait', ShopbellWait);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-wait': ShopbellWait;
  }
}
