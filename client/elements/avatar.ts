/**
 * A person's face: the photo, or initials on a calm colour of their own where there is none (E13), or an outline for
 * somebody without a name. It knows no person and no presence; decoration only, because a name always stands beside it.
 */
import { LitElement, css, html, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import user from 'lucide/dist/esm/icons/user.mjs';
import { define } from './define.ts';
import { icon } from './icon.ts';

/** First letters of the first and the last word, whatever the script. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...(word ?? '')].find((letter) => /\p{L}|\p{N}/u.test(letter))?.toUpperCase()).join('');
}

/** An angle on the colour wheel that stays the same for a name. */
function hue(name: string): number {
  return [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
}

/** `<shopbell-avatar>`: round, `size` pixels wide. */
export class ShopbellAvatar extends LitElement {
  static override styles = css`
    :host {
      --size: 36px;
      display: inline-grid;
      width: var(--size);
      height: var(--size);
      flex: none;
      place-items: center;
      overflow: hidden;
      border-radius: 50%;
      background: light-dark(oklch(0.9 0.045 var(--hue, 70)), oklch(0.4 0.05 var(--hue, 70)));
      color: light-dark(oklch(0.33 0.06 var(--hue, 70)), oklch(0.94 0.03 var(--hue, 70)));
      font: 600 calc(var(--size) * 0.38) / 1 var(--sb-font, sans-serif);
      user-select: none;
    }
    :host([hidden]) {
      display: none !important;
    }
    img {
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
    .icon {
      width: 56%;
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.75;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
    @media (forced-colors: active) {
      :host {
        border: 1px solid;
      }
    }
  `;

  /** Name of the person; empty or absent draws an outline. */
  @property() name: string | undefined;
  /** Address of the photo, or null. */
  @property() photo: string | null = null;
  /** Width and height in pixels. */
  @property({ type: Number }) size = 36;
  /** The address that did not load. */
  @state() private broken: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('size')) this.style.setProperty('--size', `${this.size}px`);
    if (changed.has('name')) this.style.setProperty('--hue', String(hue(this.name ?? '')));
  }

  protected override render(): TemplateResult {
    const { photo } = this;
    if (photo !== null && photo !== '' && photo !== this.broken) {
      return html`<img src=${photo} alt="" decoding="async" @error=${() => (this.broken = photo)} />`;
    }
    const letters = initials(this.name ?? '');
    return letters === '' ? icon(user) : html`<span>${letters}</span>`;
  }
}

define('shopbell-avatar', ShopbellAvatar);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-avatar': ShopbellAvatar;
  }
}
