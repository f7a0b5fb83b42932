/**
 * The ways to talk other than writing, side by side as equal tiles. A way that is not open now says why. It knows the
 * visit and the site's settings.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import phone from 'lucide/dist/esm/icons/phone.mjs';
import phoneCall from 'lucide/dist/esm/icons/phone-call.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import { define } from '../../../client/elements/define.ts';
import { icon } from '../../../client/elements/icon.ts';
import { controls } from '../../../client/elements/tokens.ts';
import type { Channel } from '../../../protocol/channels.ts';
import { Follow } from '../../follow.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import type { Scene } from '../../scene.ts';
import { cardStyles } from '../home-styles.ts';
import { channelOf, fromWhen } from './when.ts';

/** The ways that are calls, in their order. */
const KINDS = ['audio', 'video'] as const;
type Call = (typeof KINDS)[number];
const ICONS = { audio: phone, video } as const;

/** `<shopbell-channels>`: a row of tiles, as wide as its place. */
export class ShopbellChannels extends LitElement {
  static override styles = [
    controls,
    cardStyles,
    css`
      :host {
        display: block !important;
      }
      .tiles {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--sb-3);
      }
      .tile.wide {
        grid-template: auto 1fr / auto 1fr;
        justify-items: start;
        column-gap: var(--sb-3);
        margin-block-start: var(--sb-3);
        padding-inline: var(--sb-4);
        text-align: start;
      }
      .tile.wide .sign {
        grid-row: 1 / 3;
        margin: 0;
      }
      .tile.wide b {
        align-self: end;
      }
      shopbell-callback {
        margin-block-start: var(--sb-3);
      }
      .tile {
        display: grid;
        grid-template-rows: auto auto 1fr;
        justify-items: center;
        gap: 2px;
        padding: var(--sb-3) var(--sb-2);
        line-height: 1.3;
        text-align: center;
      }
      .tile .sign {
        display: grid;
        width: 44px;
        height: 44px;
        margin-block-end: 6px;
        place-items: center;
        border-radius: 50%;
        background: var(--sb-brand-tint);
        color: var(--sb-brand-text);
      }
      .tile > span:last-child {
        color: var(--sb-muted);
        font-size: var(--sb-tiny);
        text-wrap: balance;
      }
      .tile > span:last-child::first-letter {
        text-transform: uppercase;
      }
      .phone {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--sb-2);
        margin: var(--sb-1) 0 0;
        padding-inline: var(--sb-1);
        color: var(--sb-muted);
        font-size: var(--sb-small);
      }
      .phone a {
        display: inline-flex;
        align-items: center;
        gap: var(--sb-1);
        min-height: 32px;
        color: var(--sb-brand-text);
        text-underline-offset: 3px;
      }
      .phone .icon {
        width: 16px;
        height: 16px;
      }
      .tile[aria-disabled='true'] {
        background: transparent;
        box-shadow: none;
        color: var(--sb-muted);
        cursor: default;
        transform: none;
      }
      .tile[aria-disabled='true'] .sign {
        background: var(--sb-raised);
        color: var(--sb-muted);
      }
      /* A small phone: the screen around it is the container. */
      @container (max-height: 600px) {
        .tile {
          grid-template: auto 1fr / auto auto;
          place-content: center;
          justify-items: start;
          column-gap: 8px;
          padding: 6px var(--sb-2);
          text-align: start;
        }
        .tile .sign {
          grid-row: 1 / 3;
          width: 28px;
          height: 28px;
          margin: 0;
        }
        .tile b {
          align-self: end;
        }
        .tile > span:last-child {
          text-wrap: pretty;
        }
        .tile.wide {
          grid-template: auto / auto auto 1fr;
          align-items: center;
          margin-block-start: 6px;
          padding-block: 3px;
        }
        .tile.wide .sign {
          grid-row: 1;
        }
        .tile.wide b {
          align-self: center;
        }
        .phone {
          margin: 0;
        }
        .phone a {
          min-height: 24px;
        }
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;
  /** The form of a call-back is shown. */
  @state() private calling = false;

  protected readonly follow = new Follow(this, () => [this.scene.settings, this.scene.client.conversations]);

  get #words() {
    return waitingTexts[this.scene.texts.language].channels;
  }

  protected override render(): TemplateResult {
    return html`<div class="tiles" role="group" aria-label=${this.#words.label}>
        ${KINDS.map((kind) => this.#tile(kind))}
      </div>
      ${this.#callback()}${this.#phone()}`;
  }

  /** The shop's own telephone; no number without its price (E5). */
  #phone(): TemplateResult | typeof nothing {
    const { phone: shop } = this.scene.settings.value;
    if (shop === null) return nothing;
    return html`<p class="phone">
      <a class="link" href="tel:${shop.number.replace(/[^+\d]/g, '')}"
        ><span class="unseen">${this.#words.telephone}: </span>${icon(phone)}<bdi>${shop.number}</bdi></a
      >
      <span dir="auto">${shop.cost}</span>
    </p>`;
  }

  #callback(): TemplateResult | typeof nothing {
    if (this.calling) {
      const close = (): void => {
        this.calling = false;
        void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.wide')?.focus());
      };
      return html`<shopbell-callback .scene=${this.scene} @shopbell-close=${close}></shopbell-callback>`;
    }
    const { visit, settings, texts } = this.scene;
    const channel = channelOf(settings.value, 'callback');
    if (channel === undefined || visit.timeline?.view.callback) return nothing;
    const { callback: words, when } = waitingTexts[texts.language];
    const { answer } = channel;
    const help = answer.when === 'from' ? words.tileFrom(fromWhen(answer.at, this.scene, when)) : words.tileHelp;
    const open = (): void =>
      void import('./callback.ts').then(
        () => (this.calling = true),
        () => undefined,
      );
    return html`<button class="card tile wide" @click=${open}>
      <span class="sign">${icon(phoneCall)}</span><b>${words.tile}</b><span>${help}</span>
    </button>`;
  }

  #tile(kind: Call): TemplateResult {
    const { visit, settings } = this.scene;
    const words = this.#words;
    const channel = channelOf(settings.value, kind);
    const isOpen = channel?.state === 'now' || channel?.state === 'queue';
    const call = (): void => (isOpen ? visit.explain({ audio: true, video: kind === 'video' }) : undefined);
    return html`<button class="card tile" aria-disabled=${isOpen ? 'false' : 'true'} @click=${call}>
      <span class="sign">${icon(ICONS[kind])}</span>
      <b>${words[kind]}</b>
      <span>${this.#state(channel)}</span>
    </button>`;
  }

  /** When somebody answers and what it costs, or why nobody does (G2). */
  #state(channel: Channel | undefined): string {
    const words = this.#words;
    if (channel?.state === 'now') return channel.cost ?? words.free;
    if (channel?.state === 'queue') {
      return channel.answer.when === 'within' ? words.within(channel.answer.minutes) : words.busy;
    }
    if (this.scene.settings.value.available) return words.noCalls;
    if (channel?.answer.when !== 'from') return words.nobodyFree;
    return fromWhen(channel.answer.at, this.scene, waitingTexts[this.scene.texts.language].when);
  }
}

define('shopbell-channels', ShopbellChannels);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-channels': ShopbellChannels;
  }
}
