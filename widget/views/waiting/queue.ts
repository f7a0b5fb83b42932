/**
 * Where the visitor stands while they wait: their place, by when somebody comes as far as that can honestly be said, and
 * the way out with one click. It is read out only when something changes that matters. It knows the visit; the card around
 * it is somebody else's.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../../client/elements/define.ts';
import { clockTime } from '../../../client/elements/times.ts';
import { controls } from '../../../client/elements/tokens.ts';
import type { QueuePlace } from '../../../protocol/models.ts';
import { Follow } from '../../follow.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import type { Scene } from '../../scene.ts';
import { waysStyles } from './ways.ts';

/** Up to this place each step is read out, further back every fifth: listening to a queue is no fun. */
const READ_OUT_NEAR = 3;
const READ_OUT_EVERY = 5;

const MINUTE_MS = 60_000;

/** Whether a place is worth interrupting somebody who listens. */
export function isReadOut(told: QueuePlace | undefined, place: QueuePlace): boolean {
  if (told === undefined || told.isAsked !== place.isAsked) return true;
  if (told.position === place.position) return false;
  return place.position <= READ_OUT_NEAR || Math.abs(told.position - place.position) >= READ_OUT_EVERY;
}

/** `<shopbell-queue>`: a few lines; draws nothing while the place is not known. */
export class ShopbellQueue extends LitElement {
  static override styles = [
    controls,
    waysStyles,
    css`
      :host {
        display: block !important;
        font-size: inherit;
      }
      .place {
        display: flex;
        align-items: center;
        gap: var(--sb-3);
      }
      .figure {
        display: grid;
        flex: none;
        box-sizing: border-box;
        min-width: 40px;
        height: 40px;
        padding-inline: var(--sb-2);
        place-items: center;
        border-radius: 20px;
        background: var(--sb-brand-tint);
        color: var(--sb-brand-text);
        font-weight: var(--sb-bold);
        font-variant-numeric: tabular-nums;
      }
      b {
        display: block;
        font-weight: var(--sb-medium);
      }
      .words {
        min-width: 0;
      }
      .words span {
        color: var(--sb-muted);
      }
      .unseen {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  /** What is read out, until something else matters. */
  @state() private spoken = '';

  protected readonly follow = new Follow(this, () => [this.scene.visit.state, this.scene.client.conversations]);
  #told: QueuePlace | undefined;
  /** Draws again when the estimate has passed. */
  #late: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#late);
  }

  get #words() {
    return waitingTexts[this.scene.texts.language].queue;
  }

  protected override willUpdate(): void {
    const place = this.scene.visit.timeline?.place;
    clearTimeout(this.#late);
    if (place === undefined) return;
    const aheadMs = (place.estimatedAt ?? 0) - this.scene.client.serverNow();
    if (aheadMs > 0) this.#late = setTimeout(() => this.requestUpdate(), aheadMs + 1);
    if (!isReadOut(this.#told, place)) return;
    this.#told = place;
    this.spoken = `${this.#title(place)}. ${this.#estimate(place)}`;
  }

  protected override render(): TemplateResult | typeof nothing {
    const place = this.scene.visit.timeline?.place;
    if (place === undefined) return nothing;
    return html`<p class="unseen" role="status">${this.spoken}</p>
      <div class="place">
        <div class="figure" aria-hidden="true">${place.position}</div>
        <div class="words"><b>${this.#title(place)}</b><span>${this.#estimate(place)}</span></div>
      </div>
      <div class="ways">
        <button class="button quiet" @click=${this.#leave}>${this.#words.leave}</button>
      </div>`;
  }

  #title({ position, isAsked }: QueuePlace): string {
    if (isAsked) return this.#words.asked;
    return position === 1 ? this.#words.next : this.#words.position(position);
  }

  #estimate({ estimatedAt, serving }: QueuePlace): string {
    const { client, locale } = this.scene;
    const words = this.#words;
    if (serving === 0) return words.nobodyServing;
    if (estimatedAt === null) return words.unknown(serving);
    if (estimatedAt <= client.serverNow()) return words.late;
    // A minute that has begun counts whole.
    return words.by(clockTime(Math.ceil(estimatedAt / MINUTE_MS) * MINUTE_MS, locale));
  }

  // G13: at once, and without a question.
  #leave(): void {
    const { client, visit } = this.scene;
    const conversation = visit.timeline?.view.id;
    if (conversation !== undefined) void client.send({ type: 'conversation.end', conversation, body: {} });
  }
}

define('shopbell-queue', ShopbellQueue);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-queue': ShopbellQueue;
  }
}
