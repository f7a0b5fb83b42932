/**
 * The floor: the agent's departments with who waits in them and why still, and who is there with how much to do. Knows
 * what is shown; when to ask for it is the watch's business, and why somebody waits is the server's.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import audio from 'lucide/dist/esm/icons/phone.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { FloorAgentView, FloorQueue, FloorView, FloorWait } from '../../protocol/floor.ts';
import type { Presence } from '../../protocol/models.ts';
import { momentText } from '../clock.ts';
import type { Desk } from '../desk.ts';
import { presenceMark } from '../elements/presence.ts';
import '../elements/wait.ts';
import { whyText } from '../floor-reasons.ts';
import { createFloorWatch, type FloorWatch } from '../floor-watch.ts';
import { hashOf } from '../router.ts';
import { floorStyles } from './floor-styles.ts';

/** Who can take something comes first. */
const PRESENCE_ORDER: readonly Presence[] = ['available', 'away', 'offline'];

/** `<shopbell-floor>` */
export class ShopbellFloor extends LitElement {
  static override styles = floorStyles;

  @property({ attribute: false }) desk!: Desk;

  #watch: FloorWatch | undefined;
  readonly #shown = new ObserveController(this, () => this.#floor());
  readonly #clock = new ObserveController(this, () => this.desk.clock);

  /** Puts the focus where this view begins. */
  focusMain(): void {
    this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
  }

  #floor(): FloorWatch {
    return (this.#watch ??= createFloorWatch({ api: this.desk.api, client: this.desk.client }));
  }

  #why({ why }: FloorWait, { agents }: FloorView): string {
    const { words, me } = this.desk;
    return whyText(why, {
      words,
      now: this.#clock.value ?? this.desk.clock.value,
      me: me.value.card.id,
      nameOf: (agent) => agents.find(({ card }) => card.id === agent)?.card.name,
    });
  }

  #wait(wait: FloorWait, view: FloorView): TemplateResult {
    const { floor, inbox, case: caseTexts } = this.desk.words.texts;
    const calling = wait.call === 'video' ? floor.video : floor.audio;
    return html`<li>
      <a class="wait" href=${hashOf({ view: 'inbox', conversation: wait.conversation })}>
        <span class="who">
          ${this.desk.visitorName(wait)}
          ${
            wait.call === 'none'
              ? nothing
              : html`<span class="tag">${icon(wait.call === 'video' ? video : audio)}${calling}</span>`
          }
          ${wait.front ? html`<span class="tag">${inbox.lostAgent}</span>` : nothing}
        </span>
        <span class="since">
          <span class="unseen">${caseTexts.waiting}</span>
          <shopbell-wait .clock=${this.desk.clock} .since=${wait.waitingSince}></shopbell-wait>
        </span>
        <span class="why">${this.#why(wait, view)}</span>
      </a>
    </li>`;
  }

  #hours({ hours }: FloorQueue): string {
    const { floor } = this.desk.words.texts;
    if (hours.kind === 'always') return floor.always;
    const now = this.desk.clock.value;
    const until = hours.until === null ? undefined : momentText(hours.until, now, this.desk.words.locale);
    return hours.kind === 'open' ? floor.open(until) : floor.closed(until);
  }

  #queue(queue: FloorQueue, view: FloorView): TemplateResult {
    const { floor } = this.desk.words.texts;
    const { name, waiting, waits } = queue;
    return html`<section class="card" aria-label=${name}>
      <div class="head">
        <h2>${name}</h2>
        ${waiting === 0 ? nothing : html`<span class="number hot figures">${floor.waiting(waiting)}</span>`}
        <p class="help">${this.#hours(queue)}</p>
      </div>
      ${
        waiting === 0
          ? html`<p class="help">${floor.nobodyWaits}</p>`
          : html`<ul>
              ${repeat(
                waits,
                ({ conversation }) => conversation,
                (wait) => this.#wait(wait, view),
              )}
            </ul>`
      }
      ${waiting > waits.length ? html`<p class="help">${floor.more(waiting - waits.length)}</p>` : nothing}
    </section>`;
  }

  #person({ card, presence, load, capacity, inCall }: FloorAgentView): TemplateResult {
    const { floor, shell } = this.desk.words.texts;
    const isMe = card.id === this.desk.me.value.card.id;
    const state = [shell.presence[presence], ...(inCall ? [floor.inCall] : []), ...(isMe ? [floor.you] : [])];
    const full = load >= capacity ? 'load full' : 'load';
    return html`<li class="person">
      <span class="face" aria-hidden="true">
        <shopbell-avatar .name=${card.name} .photo=${card.photo} size="32"></shopbell-avatar>
        ${presenceMark(presence, '')}
      </span>
      <span class="name">${card.name} <span class="state">${state.join(' · ')}</span></span>
      ${
        presence === 'offline' && load === 0
          ? nothing
          : html`<span class=${load === 0 ? 'load idle' : full}>${floor.load(load, capacity)}</span>`
      }
    </li>`;
  }

  #people({ agents }: FloorView): TemplateResult {
    const { floor } = this.desk.words.texts;
    const sorted = agents.toSorted(
      (one, other) =>
        PRESENCE_ORDER.indexOf(one.presence) - PRESENCE_ORDER.indexOf(other.presence) ||
        one.card.name.localeCompare(other.card.name),
    );
    const isEmpty = sorted.every(({ presence }) => presence === 'offline');
    return html`<section class="card" aria-label=${floor.people}>
      <h2>${floor.people}</h2>
      ${isEmpty ? html`<p class="help">${floor.nobody}</p>` : nothing}
      <ul>
        ${repeat(
          sorted,
          ({ card }) => card.id,
          (agent) => this.#person(agent),
        )}
      </ul>
    </section>`;
  }

  #content(): TemplateResult {
    const { floor, shell } = this.desk.words.texts;
    const shown = this.#shown.value ?? 'loading';
    if (shown === 'failed') {
      return html`<div class="card empty" role="alert">
        <p>${floor.failed} ${shell.unreachableHelp}</p>
        <button class="button" @click=${() => this.#floor().retry()}>${shell.retry}</button>
      </div>`;
    }
    if (shown === 'loading') {
      return html`<div class="sides" role="status">
        <span class="unseen">${shell.loading}</span>
        <div class="card">
          <span class="bone short"></span><span class="bone long"></span><span class="bone"></span>
        </div>
        <div class="card"><span class="bone short"></span><span class="bone long"></span></div>
      </div>`;
    }
    if (shown.queues.length === 0) return html`<div class="card empty"><p>${floor.noDepartments}</p></div>`;
    return html`<div class="sides">
      <div class="column">
        ${repeat(
          shown.queues,
          ({ id }) => id,
          (queue) => this.#queue(queue, shown),
        )}
      </div>
      ${this.#people(shown)}
    </div>`;
  }

  protected override render(): TemplateResult {
    const { floor } = this.desk.words.texts;
    return html`<header>
        <h1 tabindex="-1">${floor.title}</h1>
        <p class="help">${floor.help}</p>
      </header>
      ${this.#content()}`;
  }
}

define('shopbell-floor', ShopbellFloor);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-floor': ShopbellFloor;
  }
}
