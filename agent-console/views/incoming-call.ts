/**
 * A call that rings here, as a card at the top of the desk: who, from which page, for how long, and two ways to go on.
 * It takes the focus, so that Enter accepts, except from somebody who is writing. Knows nothing of devices.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import phone from 'lucide/dist/esm/icons/phone.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import type { ActiveCall } from '../../client/call/call.ts';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { CallId } from '../../protocol/ids.ts';
import type { Desk } from '../desk.ts';
import { rememberFocus } from '../elements/focus.ts';
import { surfaces } from '../elements/styles.ts';
import '../elements/wait.ts';
import { visitorFace } from '../row-line.ts';
import { focusKind } from '../shortcuts.ts';

/**
 * `<shopbell-incoming-call>`: draws nothing unless a call rings.
 * @fires shopbell-accepted the agent takes the call
 */
export class ShopbellIncomingCall extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: contents;
      }
      .card {
        position: fixed;
        z-index: 2;
        inset-block-start: calc(var(--sb-3) + env(safe-area-inset-top));
        inset-inline-end: var(--sb-3);
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--sb-3) var(--sb-4);
        width: min(500px, 100vw - 24px);
        padding: var(--sb-4);
        box-shadow: var(--sb-shadow);
        animation: drop var(--sb-slow) var(--sb-ease);
      }
      .page {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .actions {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        justify-content: end;
        gap: var(--sb-2);
      }
      .button {
        min-height: max(40px, var(--sb-target));
      }
      .good {
        border-color: transparent;
        background: var(--sb-good);
        color: var(--sb-surface);
      }
      .good:hover,
      .good:active {
        background: color-mix(in oklab, var(--sb-good) 88%, var(--sb-ink));
      }
      shopbell-avatar {
        animation: ring 1.8s ease-in-out infinite;
      }
      @keyframes ring {
        10%,
        30% {
          transform: rotate(-6deg);
        }
        20%,
        40% {
          transform: rotate(6deg);
        }
        50% {
          transform: none;
        }
      }
      @keyframes drop {
        from {
          opacity: 0;
          transform: translateY(-8px);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        shopbell-avatar {
          animation: none;
        }
      }
      @media (max-width: 480px) {
        .actions .button {
          flex: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;

  readonly #call = new ObserveController(this, () => this.desk.client.call.state);
  readonly #plan = new ObserveController(this, () => this.desk.calls.plan);
  readonly #inbox = new ObserveController(this, () => this.desk.client.inbox);
  #shown: CallId | undefined;
  #returnFocus: (() => void) | undefined;

  /** The call that the card shows now. */
  get #ringing(): ActiveCall | undefined {
    const call = this.#call.value;
    if (call?.phase !== 'ringing' || call.elsewhere || this.#plan.value !== undefined) return undefined;
    return call;
  }

  protected override updated(): void {
    const ringing = this.#ringing?.call;
    if (ringing === this.#shown) return;
    this.#shown = ringing;
    this.#returnFocus?.();
    this.#returnFocus = undefined;
    // Enter shall accept, but never take a letter or a line from somebody who is writing.
    if (ringing === undefined || focusKind() === 'text') return;
    this.#returnFocus = rememberFocus();
    this.renderRoot.querySelector<HTMLElement>('.good')?.focus();
  }

  /** Accepts as the caller wishes; false if nothing rings. */
  accept(): boolean {
    const call = this.#ringing;
    if (call === undefined) return false;
    this.#answer(call.media.video);
    return true;
  }

  #answer(camera: boolean): void {
    // The focus goes on to the conversation, not back.
    this.#returnFocus = undefined;
    void this.desk.calls.answer({ audio: true, video: camera });
    this.dispatchEvent(new CustomEvent('shopbell-accepted'));
  }

  protected override render(): TemplateResult | typeof nothing {
    const call = this.#ringing;
    if (call === undefined) return nothing;
    const { desk } = this;
    const { call: texts } = desk.words.texts;
    const row = this.#inbox.value?.get(call.conversation);
    if (row === undefined) return nothing;
    const name = desk.visitorName(row);
    const { video: withVideo } = call.media;
    const answer = (camera: boolean) => () => {
      this.#answer(camera);
    };
    return html`<section class="card" aria-labelledby="who">
      <shopbell-avatar .name=${visitorFace(row.caseNumber)} size="48"></shopbell-avatar>
      <div class="words">
        <div role="alert"><h2 id="who">${withVideo ? texts.incomingVideo(name) : texts.incomingAudio(name)}</h2></div>
        <p class="help page">${row.page === null ? row.siteName : `${texts.from} ${row.page.title || row.page.url}`}</p>
        <p class="help">
          ${texts.rings} <shopbell-wait .clock=${desk.clock} .since=${row.call?.startedAt}></shopbell-wait>
        </p>
      </div>
      <div class="actions">
        <button class="button" @click=${() => desk.client.call.decline()}>${texts.notNow}</button>
        ${withVideo ? html`<button class="button" @click=${answer(false)}>${texts.acceptWithoutCamera}</button>` : nothing}
        <button class="button good" @click=${answer(withVideo)}>
          ${icon(withVideo ? video : phone)}${texts.accept}
        </button>
      </div>
    </section>`;
  }
}

define('shopbell-incoming-call', ShopbellIncomingCall);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-incoming-call': ShopbellIncomingCall;
  }
}
