/**
 * What the visitor may expect inside a conversation: what was promised, that somebody is asked, that nobody is there, that
 * it has ended. Once a person is there, only what was promised is said. It knows the visit and the site's settings.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../../client/elements/define.ts';
import { controls } from '../../../client/elements/tokens.ts';
import { Follow } from '../../follow.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import type { Timeline } from '../../../client/timeline.ts';
import type { Scene } from '../../scene.ts';
import { isInCall } from '../../visit.ts';
import '../remember.ts';
import './promise.ts';
import './queue.ts';
import { replacement } from './someone-else.ts';
import { channelOf, fromWhen } from './when.ts';
import { waysStyles } from './ways.ts';

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
    waysStyles,
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
      .callback {
        max-height: 60vh;
        margin: 0 var(--sb-3) var(--sb-2);
        padding: 1px;
        overflow-y: auto;
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
  /** The form of a call-back is shown. */
  @state() private calling = false;
  /** What a call-back is drawn with is here. */
  @state() private canDraw = false;

  protected readonly follow = new Follow(this, () => {
    const { visit, client, settings } = this.scene;
    return [visit.state, client.conversations, client.call.state, settings];
  });

  protected override render(): TemplateResult {
    return html`<shopbell-promise .scene=${this.scene}></shopbell-promise>${this.#state()}`;
  }

  #state(): TemplateResult | typeof nothing {
    const { visit, client, texts, settings } = this.scene;
    const words = waitingTexts[texts.language].expectation;
    if (visit.timeline === undefined) return nothing;
    const { status, head, callback } = visit.timeline.view;
    if (callback !== null || this.calling) return this.#callback();
    if (status === 'ended') {
      return html`<div class="state ended" role="status">
        <div><b>${isLeft(visit.timeline) ? words.left : words.ended}</b><span>${words.endedHelp}</span></div>
        <button class="button" @click=${() => visit.leave()}>${words.leave}</button>
      </div>`;
    }
    // A call says itself how it stands.
    if (isInCall(client.call.state.value) || head === 0) return nothing;
    if (status === 'open') return this.#inVain();
    const { available, answering } = settings.value;
    const isQueued = visit.timeline.place !== undefined;
    const replaced = replacement(this.scene, visit.timeline);
    if (replaced !== undefined) {
      const queue = html`<div class="state"><shopbell-queue .scene=${this.scene}></shopbell-queue></div>`;
      return html`${replaced}${isQueued ? queue : nothing}`;
    }
    return html`<div class="state">
      ${isQueued && answering.who !== 'partner' && !isCallMissed(visit.timeline) ? nothing : this.#expected()}
      ${isQueued ? html`<shopbell-queue .scene=${this.scene}></shopbell-queue>` : nothing}
      ${available ? nothing : html`<shopbell-remember .scene=${this.scene}></shopbell-remember>`} ${this.#instead()}
    </div>`;
  }

  /** What was agreed, or the form for it. */
  #callback(): TemplateResult | typeof nothing {
    if (!this.canDraw) {
      void import('./callback.ts').then(
        () => (this.canDraw = true),
        () => undefined,
      );
      return nothing;
    }
    const close = (): void => {
      this.calling = false;
    };
    return html`<div class="callback">
      <shopbell-callback .scene=${this.scene} @shopbell-close=${close}></shopbell-callback>
    </div>`;
  }

  /** E4: whoever does not want to wait is called, at no cost and without losing the place. */
  #instead(): TemplateResult | typeof nothing {
    const { settings, texts } = this.scene;
    if (channelOf(settings.value, 'callback') === undefined) return nothing;
    const open = (): void => {
      this.calling = true;
    };
    return html`<p class="ways">
      <button class="button quiet" @click=${open}>${waitingTexts[texts.language].callback.instead}</button>
    </p>`;
  }

  /** A call that nobody answered, or a visitor who was not reached: there is always a way on. */
  #inVain(): TemplateResult | typeof nothing {
    const { visit, texts } = this.scene;
    const last = visit.timeline?.events.findLast(({ type }) => type !== 'participant.read');
    if (last?.type === 'call.ended' && last.body.reason === 'missed') {
      return html`<div class="state">${this.#instead()}</div>`;
    }
    if (last?.type !== 'callback.ended' || last.body.outcome !== 'missed') return nothing;
    const words = waitingTexts[texts.language].callback;
    return html`<div class="state" role="status"><b>${words.missed}</b><span>${words.missedHelp}</span></div>`;
  }

  /** Who is asked, or that nobody can be; a call that nobody took is not passed over (E4). */
  #expected(): TemplateResult {
    const { settings, texts, visit } = this.scene;
    const { available, answering, name } = settings.value;
    const { partner, expectation: words } = waitingTexts[texts.language];
    const said = (title: string, help: string): TemplateResult =>
      html`<div role="status"><b>${title}</b><span>${help}</span></div>`;
    if (answering.who === 'partner') return said(partner.answers(answering.name, name), partner.sees);
    if (isCallMissed(visit.timeline)) return said(words.missed, words.missedHelp);
    return available ? said(words.asking, words.askingHelp) : said(words.away, this.#away(words.awayHelp));
  }

  /** Also from when somebody is there, where that is known. */
  #away(help: string): string {
    const { settings, texts } = this.scene;
    const answer = channelOf(settings.value, 'message')?.answer;
    const words = waitingTexts[texts.language];
    if (answer?.when !== 'from') return help;
    return words.expectation.awayFrom(fromWhen(answer.at, this.scene, words.when));
  }
}

define('shopbell-expectation', ShopbellExpectation);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-expectation': ShopbellExpectation;
  }
}
