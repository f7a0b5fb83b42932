/**
 * One line of the first screen: whether somebody is there now, who if it is a partner (Z5), and if nobody is, from when;
 * or by when an answer is promised. It knows the site's settings.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../../../client/elements/define.ts';
import { controls } from '../../../client/elements/tokens.ts';
import { Follow } from '../../follow.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import type { Scene } from '../../scene.ts';
import { byWhen, channelOf, fromWhen } from './when.ts';

/** `<shopbell-availability>`: a paragraph. */
export class ShopbellAvailability extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block !important;
      }
      p {
        margin: 0;
        padding-inline: var(--sb-1);
        color: var(--sb-muted);
        text-wrap: pretty;
      }
      b {
        color: var(--sb-ink);
        font-weight: var(--sb-medium);
      }
      span {
        font-size: var(--sb-small);
      }
      i {
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-inline-end: 6px;
        border: 2px solid var(--sb-muted);
        border-radius: 50%;
      }
      .here b {
        color: var(--sb-good);
      }
      .here i {
        border-color: var(--sb-good);
        background: var(--sb-good);
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  protected readonly follow = new Follow(this, () => [this.scene.settings]);

  protected override render(): TemplateResult {
    const { available } = this.scene.settings.value;
    const [what, help] = this.#words();
    return html`<p class="availability ${available ? 'here' : ''}" role="status">
      <i></i><b>${what}</b> <span>${help ?? nothing}</span>
    </p>`;
  }

  /** How it stands, and what that means for the visitor. */
  #words(): readonly [string, string?] {
    const words = waitingTexts[this.scene.texts.language];
    const { availability } = words;
    const settings = this.scene.settings.value;
    const { answering, name } = settings;
    if (answering.who === 'partner') return [words.partner.answers(answering.name, name), words.partner.sees];
    if (answering.who === 'team') {
      const chat = channelOf(settings, 'chat');
      if (chat?.state !== 'queue') return [availability.here];
      const { answer } = chat;
      const help = answer.when === 'within' ? availability.within(answer.minutes) : availability.busyHelp;
      return [availability.busy, help];
    }
    const answer = channelOf(settings, 'message')?.answer;
    if (answer?.when === 'by') {
      // PR3: what was shown counts.
      this.scene.visit.promised = answer.at;
      return [availability.away, words.promise.before(byWhen(answer.at, this.scene, words.by))];
    }
    if (answer?.when !== 'from') return [availability.away, availability.awayHelp];
    return [availability.away, availability.back(fromWhen(answer.at, this.scene, words.when))];
  }
}

define('shopbell-availability', ShopbellAvailability);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-availability': ShopbellAvailability;
  }
}
