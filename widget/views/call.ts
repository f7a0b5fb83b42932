/**
 * Everything that is drawn of calls: what is explained before, the call with the conversation beside or below it, and the
 * small reminder while the window is closed. It comes with the first call. It knows the visit and the call's model; the
 * devices and the connection are theirs.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import bellOff from 'lucide/dist/esm/icons/bell-off.mjs';
import chevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import chevronUp from 'lucide/dist/esm/icons/chevron-up.mjs';
import maximize from 'lucide/dist/esm/icons/maximize-2.mjs';
import messageSquare from 'lucide/dist/esm/icons/message-square.mjs';
import minimize from 'lucide/dist/esm/icons/minimize-2.mjs';
import '../../client/elements/call-explain.ts';
import type { ContinueDetail } from '../../client/elements/call-explain.ts';
import '../../client/elements/call-stage.ts';
import type { AnswerDetail, StagePerson, SwitchDetail } from '../../client/elements/call-stage.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { WidgetCallTexts } from '../locales/texts.ts';
import { Follow } from '../follow.ts';
import { agentOf, firstName, photoAddress, type Scene } from '../scene.ts';
import { incomingCall } from '../visit.ts';
import { callStyles } from './call-styles.ts';
import './chat.ts';

/** Below this width the window fills the screen, and the messages wait in a drawer until they are asked for. */
const PHONE = '(max-width: 479.98px)';

/** `<shopbell-call>`: fills its place. */
export class ShopbellCall extends LitElement {
  static override styles = [controls, callStyles];

  @property({ attribute: false }) scene!: Scene;
  @property({ attribute: false }) texts!: WidgetCallTexts;
  /** The visitor wants a large window for the call; the window around it follows. */
  @property({ type: Boolean, reflect: true }) wide = false;

  /** Whether the messages are shown, once the visitor has chosen. */
  @state() private text: boolean | undefined;

  protected readonly follow = new Follow(this, () => {
    const { visit, client } = this.scene;
    return [visit.state, visit.unread, client.call.state, client.conversations];
  });

  /** E4: a call that nobody took leads straight back to the conversation, which says how it goes on. */
  protected override updated(): void {
    const { call } = this.scene.client;
    const state = call.state.value;
    if (state.phase === 'ended' && state.reason === 'missed') call.dismiss();
  }

  /** Puts the focus on what matters most in this moment. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('shopbell-call-explain, shopbell-call-stage')?.focus(options);
  }

  protected override render(): TemplateResult {
    return this.scene.visit.state.value.explain === undefined ? this.#call() : this.#explain();
  }

  /** Until the visitor chooses: where there is room, but not while a call rings, whose answers need it. */
  get #withText(): boolean {
    return this.text ?? (!matchMedia(PHONE).matches && incomingCall(this.scene.client.call.state.value) === undefined);
  }

  #explain(): TemplateResult {
    const { visit, client } = this.scene;
    const call = client.call.state.value;
    return html`<div class="explain">
      <shopbell-call-explain
        .texts=${this.texts.elements}
        .media=${visit.state.value.explain ?? { audio: true, video: false }}
        .failure=${call.phase === 'ended' ? call.failure : null}
        .insecure=${!isSecureContext}
        @shopbell-continue=${(event: CustomEvent<ContinueDetail>) => visit.call(event.detail.media)}
        @shopbell-cancel=${() => visit.dismissExplanation()}
      ></shopbell-call-explain>
    </div>`;
  }

  #call(): TemplateResult {
    const { client, visit } = this.scene;
    const { call } = client;
    return html`<div class="call ${this.#withText ? 'withText' : ''}">
      <div class="stage">
        <shopbell-call-stage
          .state=${call.state.value}
          .texts=${this.texts.elements}
          .person=${this.#person()}
          .now=${() => this.scene.client.serverNow()}
          @shopbell-answer=${(event: CustomEvent<AnswerDetail>) => void call.answer(event.detail.media)}
          @shopbell-decline=${() => void call.decline()}
          @shopbell-microphone=${(event: CustomEvent<SwitchDetail>) => void call.setMicrophone(event.detail.on)}
          @shopbell-camera=${(event: CustomEvent<SwitchDetail>) => void call.setCamera(event.detail.on)}
          @shopbell-hang-up=${() => visit.hangUp()}
          @shopbell-dismiss=${() => call.dismiss()}
        ></shopbell-call-stage>
        <div class="corner">
          <button
            class="round room"
            aria-label=${this.wide ? this.texts.smaller : this.texts.larger}
            @click=${this.#room}
          >
            ${icon(this.wide ? minimize : maximize)}
          </button>
          <button class="round" aria-label=${this.scene.texts.panel.minimise} @click=${() => visit.close()}>
            ${icon(chevronDown)}
          </button>
        </div>
      </div>
      ${this.#beforeAnswer()} ${this.#drawer()}
    </div>`;
  }

  #person(): StagePerson | undefined {
    const { client, settings } = this.scene;
    const call = client.call.state.value;
    if (call.phase === 'idle') return undefined;
    const agent = agentOf(client.conversations.value.get(call.conversation));
    if (agent === undefined) return { name: settings.value.name, photo: null };
    return { name: firstName(agent), title: agent.title, photo: photoAddress(this.scene, agent) };
  }

  /** What answering means, and silence, while it rings. */
  #beforeAnswer(): TemplateResult | typeof nothing {
    const { visit, client } = this.scene;
    const incoming = incomingCall(client.call.state.value);
    if (incoming === undefined) return nothing;
    return html`<div class="before">
      <p>${this.texts.beforeAnswer}</p>
      ${
        visit.state.value.silenced === incoming.call
          ? nothing
          : html`<button class="button" @click=${() => visit.silence()}>${icon(bellOff)}${this.texts.silence}</button>`
      }
    </div>`;
  }

  #drawer(): TemplateResult {
    const unread = this.scene.visit.unread.value;
    const withText = this.#withText;
    return html`<div class="drawer">
      <button class="handle" aria-expanded=${withText ? 'true' : 'false'} aria-controls="text" @click=${this.#toggle}>
        ${icon(messageSquare)}<b>${this.texts.text}</b>
        ${unread === 0 ? nothing : html`<span class="unread">${this.texts.unread(unread)}</span>`}
        ${icon(withText ? chevronDown : chevronUp)}
      </button>
      <shopbell-chat id="text" .scene=${this.scene} ?hidden=${!withText}></shopbell-chat>
    </div>`;
  }

  #toggle(): void {
    this.text = !this.#withText;
  }

  #room(): void {
    // Beside a large picture there is always room for text.
    this.text = true;
    this.wide = !this.wide;
  }
}

define('shopbell-call', ShopbellCall);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-call': ShopbellCall;
  }
}
