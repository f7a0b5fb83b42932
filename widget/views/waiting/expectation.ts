/**
 * What the visitor may expect inside a conversation: that somebody is asked, that nobody is there, that it has ended.
 * Nothing is said once a person is there. It knows the visit and the site's settings.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../../../client/elements/define.ts';
import { controls } from '../../../client/elements/tokens.ts';
import { Follow } from '../../follow.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import type { Timeline } from '../../../client/timeline.ts';
import type { Scene } from '../../scene.ts';
import { isInCall } from '../../visit.ts';
import '../remember.ts';
import './queue.ts';

/** Whether the visitor's call was the last thing that was tried, and nobody took it (E4). */
export function isCallMissed(timeline: Timeline | undefined): boolean {
  const last = timeline?.events.findLast(({ type }) => TRIED.has(type));
  return last?.type === 'call.ended' && last.body.reason === 'missed';
}

/** Events after which a missed call is no news any more. */
const TRIED: ReadonlySet<string> = new Set(['call.ended', 'call.started', 'participant.joined', 'message.posted']);

/** Whether the conversation has ended before anybody came. */
function isLeft(timeline: Timeline): boolean {
  return timeline.events.every(({ type }) => type !== 'participant.joined') && !timeline.more;
}

/** `<shopbell-expectation>`: a card above the composer; takes no room while there is nothing to say. */
export class ShopbellExpectation extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block !important;
        flex: none;
      }
      .state {
        margin: 0 var(--sb-4) var(--sb-2);
        padding: var(--sb-2) var(--sb-3);
        border-radius: var(--sb-radius-control);
        background: var(--sb-raised);
        font-size: var(--sb-small);
        text-wrap: pretty;
      }
      b {
        display: block;
        font-weight: var(--sb-medium);
      }
      span {
        color: var(--sb-muted);
      }
      .ended {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--sb-3);
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  protected readonly follow = new Follow(this, () => {
    const { visit, client, settings } = this.scene;
    return [visit.state, client.conversations, client.call.state, settings];
  });

  protected override render(): TemplateResult | typeof nothing {
    const { visit, client, texts, settings } = this.scene;
    const words = waitingTexts[texts.language].expectation;
    if (visit.timeline === undefined) return nothing;
    const { status, head } = visit.timeline.view;
    if (status === 'ended') {
      return html`<div class="state ended" role="status">
        <div><b>${isLeft(visit.timeline) ? words.left : words.ended}</b><span>${words.endedHelp}</span></div>
        <button class="button" @click=${() => visit.leave()}>${words.leave}</button>
      </div>`;
    }
    // A call says itself how it stands.
    if (status === 'open' || head === 0 || isInCall(client.call.state.value)) return nothing;
    const { available } = settings.value;
    return html`<div class="state">
      ${visit.timeline.place === undefined ? this.#asking() : html`<shopbell-queue .scene=${this.scene}></shopbell-queue>`}
      ${available ? nothing : html`<shopbell-remember .scene=${this.scene}></shopbell-remember>`}
    </div>`;
  }

  /** Somebody is asked, or nobody can be; a call that nobody took is not passed over (E4). */
  #asking(): TemplateResult {
    const words = waitingTexts[this.scene.texts.language].expectation;
    const { available } = this.scene.settings.value;
    const isMissed = isCallMissed(this.scene.visit.timeline);
    const title = available ? words.asking : words.away;
    return html`<div role="status">
      <b>${isMissed ? words.missed : title}</b>
      <span>${isMissed ? words.missedHelp : available ? words.askingHelp : words.awayHelp}</span>
    </div>`;
  }
}

define('shopbell-expectation', ShopbellExpectation);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-expectation': ShopbellExpectation;
  }
}
