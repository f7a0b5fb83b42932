/**
 * The screen before a call: what the browser is about to ask and why, and if that failed, what happened and how to go on
 * (G2). It knows words and the choice between voice and camera; it asks no browser for anything and shows no own picture:
 * before the permission there is none.
 *
 * - `shopbell-continue` {media}: now ask the browser.
 * - `shopbell-cancel`: no call; back to text.
 */
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import circleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import type { MediaFailure } from '../../protocol/errors.ts';
import type { Media } from '../../protocol/models.ts';
import { define } from './define.ts';
import { icon } from './icon.ts';
import type { CallTexts } from './texts.ts';
import { controls } from './tokens.ts';

/** Detail of `shopbell-continue`: what the person chose. */
export interface ContinueDetail {
  readonly media: Media;
}

/** Nothing that a person can do on this page changes these. */
const FINAL: ReadonlySet<MediaFailure> = new Set(['insecure', 'forbidden-by-page']);

/** `<shopbell-call-explain>`: as high as its words; place it in the middle of what it replaces. */
export class ShopbellCallExplain extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        max-width: 420px;
        margin-inline: auto;
      }
      .sign {
        display: grid;
        width: 56px;
        height: 56px;
        margin-block-end: var(--sb-4);
        place-items: center;
        border-radius: 50%;
        background: var(--sb-brand-tint);
        color: var(--sb-brand-text);
      }
      .sign.warn {
        background: var(--sb-warn-tint);
        color: var(--sb-warn);
      }
      .sign .icon {
        width: 26px;
        height: 26px;
      }
      h2 {
        margin: 0 0 var(--sb-2);
        font-size: var(--sb-title);
        font-weight: var(--sb-bold);
        line-height: var(--sb-line-tight);
        text-wrap: balance;
      }
      p {
        margin: 0 0 var(--sb-1);
        text-wrap: pretty;
      }
      .more {
        color: var(--sb-muted);
      }
      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(180px, 1fr));
        gap: var(--sb-2);
        margin: var(--sb-6) 0 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-block-end: var(--sb-2);
        padding: 0;
        font-size: var(--sb-small);
        font-weight: var(--sb-medium);
      }
      label {
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: center;
        gap: 0 var(--sb-3);
        min-height: 60px;
        padding: var(--sb-2) var(--sb-3);
        border: 1px solid var(--sb-outline);
        border-radius: var(--sb-radius-card);
        background: var(--sb-surface);
        cursor: pointer;
        transition: background-color var(--sb-fast) var(--sb-ease);
      }
      label:hover {
        background: var(--sb-raised);
      }
      label:has(:checked) {
        border-color: var(--sb-brand-text);
        background: var(--sb-brand-tint);
        box-shadow: inset 0 0 0 1px var(--sb-brand-text);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--sb-focus);
        outline-offset: 2px;
      }
      input {
        width: 18px;
        height: 18px;
        margin: 0;
        grid-area: 1 / 3 / 3;
        accent-color: var(--sb-brand-text);
      }
      input:focus-visible {
        outline: none;
      }
      label .icon {
        grid-row: 1 / 3;
      }
      b {
        align-self: end;
        font-weight: var(--sb-medium);
        line-height: var(--sb-line-tight);
      }
      small {
        align-self: start;
        color: var(--sb-muted);
        font-size: var(--sb-tiny);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--sb-2);
        margin-block-start: var(--sb-6);
      }
      .actions > * {
        flex: 1 1 auto;
      }
      @media (forced-colors: active) {
        label:has(:checked) {
          outline: 3px solid Highlight;
        }
      }
    `,
  ];

  @property({ attribute: false }) texts!: CallTexts;
  /** What was asked for; the person may still choose. */
  @property({ attribute: false }) media: Media = { audio: true, video: false };
  /** Why the last try failed, or null. */
  @property({ attribute: false }) failure: MediaFailure | null = null;
  /** The page cannot call at all (no https). */
  @property({ type: Boolean }) insecure = false;

  /** What is chosen now. */
  @state() private video = false;

  /** Puts the focus on the way on. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.primary')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('media')) this.video = this.media.video;
  }

  protected override render(): TemplateResult {
    const { explain } = this.texts;
    const failure = this.insecure ? 'insecure' : this.failure;
    const final = failure !== null && FINAL.has(failure);
    const way = failure === null ? explain.start : final ? explain.byText : explain.retry;
    return html`<section aria-labelledby="title">
      ${failure === null ? this.#before() : this.#failed(failure)} ${final ? nothing : this.#choice()}
      <div class="actions">
        <button class="button primary" @click=${() => this.#go(final)}>${way}</button>
        ${
          final
            ? nothing
            : html`<button class="button quiet" @click=${() => this.#go(true)}>
                ${failure === null ? explain.cancel : explain.byText}
              </button>`
        }
      </div>
    </section>`;
  }

  #before(): TemplateResult {
    const { explain } = this.texts;
    const media = { audio: true, video: this.video };
    return html`<div class="sign">${icon(this.video ? video : mic)}</div>
      <h2 id="title">${explain.title(media)}</h2>
      <p>${explain.ask(media)}</p>
      <p class="more">${explain.unrecorded}</p>`;
  }

  #failed(failure: MediaFailure): TemplateResult {
    const { title, text } = this.texts.explain.failure[failure];
    return html`<div role="alert">
      <div class="sign warn">${icon(circleAlert)}</div>
      <h2 id="title">${title}</h2>
      <p>${text}</p>
    </div>`;
  }

  #choice(): TemplateResult {
    const { explain } = this.texts;
    return html`<fieldset>
      <legend>${explain.choice}</legend>
      ${this.#tile(false, html`${icon(mic)}<b>${explain.audio}</b><small>${explain.audioHint}</small>`)}
      ${this.#tile(true, html`${icon(video)}<b>${explain.video}</b><small>${explain.videoHint}</small>`)}
    </fieldset>`;
  }

  #tile(withVideo: boolean, words: TemplateResult): TemplateResult {
    return html`<label>
      ${words}<input
        type="radio"
        name="media"
        .checked=${this.video === withVideo}
        @change=${() => {
          this.video = withVideo;
        }}
      />
    </label>`;
  }

  #go(cancel: boolean): void {
    const detail: ContinueDetail = { media: { audio: true, video: this.video } };
    this.dispatchEvent(
      cancel
        ? new CustomEvent('shopbell-cancel', { bubbles: true })
        : new CustomEvent<ContinueDetail>('shopbell-continue', { detail, bubbles: true }),
    );
  }
}

define('shopbell-call-explain', ShopbellCallExplain);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-call-explain': ShopbellCallExplain;
  }
}
