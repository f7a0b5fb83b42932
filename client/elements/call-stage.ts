/**
 * A call on the screen, from the ringing to its last word: the other face, the own picture, and the few controls. It
 * knows media elements and the states of a call; it knows no connection and no device: what people want goes out.
 *
 * - `shopbell-answer` {media}, `shopbell-decline`: about a call that rings here.
 * - `shopbell-microphone` {on}, `shopbell-camera` {on}, `shopbell-hang-up`: about a call that runs.
 * - `shopbell-dismiss`: the end was read.
 *
 * All sound comes from one audio element; pictures are muted, or the same voice would be heard twice.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import mic from 'lucide/dist/esm/icons/mic.mjs';
import micOff from 'lucide/dist/esm/icons/mic-off.mjs';
import move from 'lucide/dist/esm/icons/move.mjs';
import phone from 'lucide/dist/esm/icons/phone.mjs';
import phoneOff from 'lucide/dist/esm/icons/phone-off.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import videoOff from 'lucide/dist/esm/icons/video-off.mjs';
import volume from 'lucide/dist/esm/icons/volume-2.mjs';
import type { Media } from '../../protocol/models.ts';
import type { ActiveCall, CallState, EndedCall } from '../call/call.ts';
import './avatar.ts';
import { callStageStyles } from './call-stage-styles.ts';
import { define } from './define.ts';
import { icon } from './icon.ts';
import type { CallTexts, StageTexts } from './texts.ts';
import { duration } from './times.ts';
import { controls } from './tokens.ts';

/** The other person as the stage shows them; `photo` is an address or null. */
export interface StagePerson {
  readonly name: string;
  readonly title?: string;
  readonly photo: string | null;
  /** What the initials are made from, if not the name. */
  readonly face?: string;
}

/** Detail of `shopbell-microphone` and `shopbell-camera`. */
export interface SwitchDetail {
  readonly on: boolean;
}

/** Detail of `shopbell-answer`. */
export interface AnswerDetail {
  readonly media: Media;
}

/** The own picture moves through the corners in this order. */
const CORNERS = ['bottom-end', 'bottom-start', 'top-start', 'top-end'] as const;

const AUDIO: Media = { audio: true, video: false };
const VIDEO: Media = { audio: true, video: true };

/** `<shopbell-call-stage>`: fills its place; draws nothing while there is no call. */
export class ShopbellCallStage extends LitElement {
  static override styles = [controls, callStageStyles];

  @property({ attribute: false }) state: CallState = { phase: 'idle' };
  @property({ attribute: false }) texts!: CallTexts;
  /** The other person, as far as known. */
  @property({ attribute: false }) person: StagePerson | undefined;
  /** The server's clock, for the duration. */
  @property({ attribute: false }) now: () => number = Date.now;

  /** Index into CORNERS. */
  @state() private corner = 0;
  /** The browser does not play sound before somebody touches the page. */
  @state() private silenced = false;

  #tick: ReturnType<typeof setTimeout> | undefined;
  #focused: Element | null = null;

  /** Puts the focus on the main control of this moment. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[data-main]')?.focus(options);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#tick);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  protected override willUpdate(): void {
    this.#focused = this.shadowRoot?.activeElement ?? null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // The button that was pressed may be gone with its state; the focus stays in the call.
    if (this.#focused !== null && !this.#focused.isConnected) this.focus();
    if (changed.has('state')) void this.#hear();
    this.#countOn();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state: call } = this;
    if (call.phase === 'idle') return nothing;
    const seen = call.phase !== 'ended' && this.#seesFace(call);
    const lost = call.phase === 'reconnecting';
    return html`<section
      class="stage ${seen ? 'seen' : ''} ${lost ? 'lost' : ''}"
      aria-label=${this.texts.stage.label(this.#name)}
    >
      ${call.phase === 'ended' ? this.#ended(call) : this.#active(call, seen)}
    </section>`;
  }

  get #name(): string {
    return this.person?.name ?? this.texts.stage.team;
  }

  #seesFace({ phase, remote, remoteCamera, elsewhere }: ActiveCall): boolean {
    return (phase === 'connected' || phase === 'reconnecting') && remote !== null && remoteCamera && !elsewhere;
  }

  #active(call: ActiveCall, seen: boolean): TemplateResult {
    const { stage } = this.texts;
    const name = this.#name;
    return html`<video
        class="remote"
        ?hidden=${!seen}
        aria-label=${stage.picture(name)}
        autoplay
        playsinline
        .muted=${true}
        .srcObject=${call.remote}
      ></video>
      <audio autoplay aria-label=${stage.sound(name)} .srcObject=${call.remote}></audio>
      ${this.#who(call, seen)} ${this.#self(call)}
      ${
        this.silenced
          ? html`<button class="button answer hear" @click=${this.#hear}>${icon(volume)}${stage.tapToHear}</button>`
          : nothing
      }
      <div class="bar ${call.phase === 'ringing' ? 'choices' : ''}" role="group" aria-label=${stage.controls}>
        ${call.phase === 'ringing' ? this.#answers(call) : this.#controls(call)}
      </div>`;
  }

  #who(call: ActiveCall, seen: boolean): TemplateResult {
    const { stage } = this.texts;
    const talking = call.phase === 'connected' || call.phase === 'reconnecting';
    const waiting = call.phase === 'calling' || call.phase === 'ringing';
    const help = this.#help(call);
    return html`<div class="who">
      ${seen ? nothing : this.#face(waiting)}
      <h2 dir="auto">${this.#name}</h2>
      ${this.person?.title === undefined || seen ? nothing : html`<p class="state small">${this.person.title}</p>`}
      <p class="state">
        <span role="status" class=${call.phase === 'connected' && !call.elsewhere ? 'unseen' : ''}
          >${stateWords(call, stage)}</span
        >
        ${
          talking && call.connectedAt !== null
            ? html`<span class="figures" role="timer" aria-label=${stage.duration}
                >${duration((this.now() - call.connectedAt) / 1000)}</span
              >`
            : nothing
        }
      </p>
      ${help === undefined ? nothing : html`<p class="help" role="status">${help}</p>`}
      ${
        talking && !call.remoteMicrophone && !call.elsewhere
          ? html`<span class="badge">${icon(micOff)}${stage.remoteMuted(this.#name)}</span>`
          : nothing
      }
      ${
        talking && !call.remoteCamera && call.camera
          ? html`<span class="badge">${icon(videoOff)}${stage.remoteCameraOff(this.#name)}</span>`
          : nothing
      }
    </div>`;
  }

  #help({ phase, failure, elsewhere }: ActiveCall): string | undefined {
    const { stage } = this.texts;
    if (elsewhere) return undefined;
    if (phase === 'asking') return stage.askingHelp;
    if (phase === 'reconnecting') return stage.reconnectingHelp;
    return failure === null ? undefined : stage.goesOn[failure];
  }

  #face(ringing: boolean): TemplateResult {
    return html`<div class="face">
      ${ringing ? html`<i class="ring"></i><i class="ring"></i>` : nothing}
      <shopbell-avatar
        .name=${this.person?.face ?? this.person?.name}
        .photo=${this.person?.photo ?? null}
        .size=${112}
      ></shopbell-avatar>
    </div>`;
  }

  #self({ phase, local, camera, elsewhere }: ActiveCall): TemplateResult | typeof nothing {
    if (local === null || !camera || elsewhere || phase === 'ringing') return nothing;
    const { stage } = this.texts;
    return html`<button class="self ${CORNERS[this.corner] ?? ''}" aria-label=${stage.moveSelf} @click=${this.#move}>
      <video aria-label=${stage.you} autoplay playsinline .muted=${true} .srcObject=${local}></video>
      ${icon(move)}
    </button>`;
  }

  #answers({ media }: ActiveCall): TemplateResult {
    const { stage } = this.texts;
    const answer = (withVideo: boolean): TemplateResult =>
      html`<button
        class="button wide ${withVideo === media.video ? 'answer' : 'other'}"
        ?data-main=${withVideo === media.video}
        @click=${() => this.#emit('answer', { media: withVideo ? VIDEO : AUDIO })}
      >
        ${icon(withVideo ? video : phone)}${withVideo ? stage.acceptVideo : stage.acceptAudio}
      </button>`;
    return html`${answer(media.video)} ${answer(!media.video)}
      <button class="button wide danger" @click=${() => this.#emit('decline')}>
        ${icon(phoneOff)}${stage.decline}
      </button>`;
  }

  #controls({ phase, microphone, camera, elsewhere }: ActiveCall): TemplateResult {
    const { stage } = this.texts;
    const early = phase === 'asking' || phase === 'calling';
    return html`${
        phase === 'asking' || elsewhere
          ? nothing
          : html`<button
                class="round control ${microphone ? '' : 'off'}"
                aria-label=${microphone ? stage.microphoneOff : stage.microphoneOn}
                @click=${() => this.#emit('microphone', { on: !microphone })}
              >
                ${icon(microphone ? mic : micOff)}</button
              ><button
                class="round control ${camera ? '' : 'off'}"
                aria-label=${camera ? stage.cameraOff : stage.cameraOn}
                @click=${() => this.#emit('camera', { on: !camera })}
              >
                ${icon(camera ? video : videoOff)}
              </button>`
      }<button
        class="round control end"
        data-main
        aria-label=${early ? stage.cancel : stage.hangUp}
        @click=${() => this.#emit('hang-up')}
      >
        ${icon(phoneOff)}
      </button>`;
  }

  #ended({ reason, failure, seconds }: EndedCall): TemplateResult {
    const { stage, explain } = this.texts;
    const why = failure === null ? undefined : explain.failure[failure];
    return html`<div class="who">
        ${this.#face(false)}
        <h2 dir="auto">${this.#name}</h2>
        <p class="state" role="status">${why?.title ?? stage.ended[reason]}</p>
        ${why === undefined ? nothing : html`<p class="help">${why.text}</p>`}
        ${seconds > 0 ? html`<p class="state figures">${stage.lasted(duration(seconds))}</p>` : nothing}
      </div>
      <div class="bar">
        <button class="button wide answer" data-main @click=${() => this.#emit('dismiss')}>${stage.dismiss}</button>
      </div>`;
  }

  #emit(name: string, detail?: SwitchDetail | AnswerDetail): void {
    this.dispatchEvent(new CustomEvent(`shopbell-${name}`, { detail, bubbles: true }));
  }

  #move(): void {
    this.corner = (this.corner + 1) % CORNERS.length;
  }

  /** Plays the other voice; where the browser refuses, a button asks for the touch that it wants to see first. */
  async #hear(): Promise<void> {
    const audio = this.renderRoot.querySelector('audio');
    if (audio === null || audio.srcObject === null) {
      this.silenced = false;
      return;
    }
    try {
      await audio.play();
      this.silenced = false;
    } catch (error) {
      // Anything else than a refusal is the stream being exchanged, after which this runs again.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.silenced = true;
    }
  }

  /** Draws the duration again when its next second begins. */
  #countOn(): void {
    clearTimeout(this.#tick);
    const { state: call } = this;
    if (call.phase !== 'connected' && call.phase !== 'reconnecting') return;
    if (call.connectedAt === null || !this.isConnected) return;
    const fraction = Math.abs(this.now() - call.connectedAt) % 1000;
    this.#tick = setTimeout(() => this.requestUpdate(), 1000 - fraction);
  }
}

function stateWords({ phase, alerting, media, elsewhere }: ActiveCall, stage: StageTexts): string {
  if (elsewhere) return stage.elsewhere;
  if (phase === 'calling') return alerting ? stage.alerting : stage.calling;
  if (phase === 'ringing') return stage.ringing(media.video);
  return stage[phase];
}

define('shopbell-call-stage', ShopbellCallStage);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-call-stage': ShopbellCallStage;
  }
}
