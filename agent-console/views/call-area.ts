/**
 * The place of a call in its conversation: the explain screen before the browser asks, then the stage. Both come from the
 * client room and are loaded when a call is near, not before. Knows which conversation it stands in; the call itself is
 * the client's.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { CallState } from '../../client/call/call.ts';
import type { ContinueDetail } from '../../client/elements/call-explain.ts';
import type { AnswerDetail, SwitchDetail } from '../../client/elements/call-stage.ts';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { CallPlan } from '../calls.ts';
import type { CaseView } from '../case-view.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import { visitorFace } from '../row-line.ts';

const IDLE: CallState = { phase: 'idle' };

/** Whether a call, or the plan of one, is on this desk for the conversation. */
export function hasCall(desk: Desk, row: Pick<CaseView, 'id'>): boolean {
  const call = desk.client.call.state.value;
  if (desk.calls.plan.value?.conversation === row.id) return true;
  // What rings here is the card at the top, until the agent has answered.
  if (call.phase === 'idle' || (call.phase === 'ringing' && !call.elsewhere)) return false;
  return call.conversation === row.id;
}

/** `<shopbell-call-area>` */
export class ShopbellCallArea extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: block;
        min-height: 0;
      }
      .explain {
        display: grid;
        place-items: center;
        height: 100%;
        padding: var(--sb-4);
        overflow: auto;
        background: var(--sb-canvas);
      }
      shopbell-call-stage {
        display: block;
        height: 100%;
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) row!: CaseView;
  @state() private loaded: 'no' | 'yes' | 'failed' = 'no';

  readonly #call = new ObserveController(this, () => this.desk.client.call.state);
  readonly #plan = new ObserveController(this, () => this.desk.calls.plan);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      await Promise.all([
        import('../../client/elements/call-stage.ts'),
        import('../../client/elements/call-explain.ts'),
      ]);
      this.loaded = 'yes';
    } catch {
      this.loaded = 'failed';
    }
  }

  #explain(plan: CallPlan): TemplateResult {
    const { calls, words } = this.desk;
    return html`<div class="explain">
      <shopbell-call-explain
        .texts=${words.elements}
        .media=${plan.media}
        .insecure=${!window.isSecureContext}
        @shopbell-continue=${(event: CustomEvent<ContinueDetail>) => calls.proceed(event.detail.media)}
        @shopbell-cancel=${() => calls.cancel()}
      ></shopbell-call-explain>
    </div>`;
  }

  #stage(): TemplateResult {
    const { client, words, visitorName, clock } = this.desk;
    return html`<shopbell-call-stage
      .state=${this.#call.value ?? IDLE}
      .texts=${words.elements}
      .person=${{ name: visitorName(this.row), photo: null, face: visitorFace(this.row.caseNumber) }}
      .now=${() => clock.value}
      @shopbell-microphone=${(event: CustomEvent<SwitchDetail>) => client.call.setMicrophone(event.detail.on)}
      @shopbell-camera=${(event: CustomEvent<SwitchDetail>) => client.call.setCamera(event.detail.on)}
      @shopbell-answer=${(event: CustomEvent<AnswerDetail>) => this.desk.calls.answer(event.detail.media)}
      @shopbell-decline=${() => client.call.decline()}
      @shopbell-hang-up=${() => client.call.end()}
      @shopbell-dismiss=${() => {
        client.call.dismiss();
      }}
    ></shopbell-call-stage>`;
  }

  protected override render(): TemplateResult {
    const { call: texts, shell } = this.desk.words.texts;
    if (this.loaded === 'failed') {
      return html`<div class="empty" role="alert">
        <p>${texts.failed}</p>
        <button class="button" @click=${this.#load}>${shell.retry}</button>
      </div>`;
    }
    if (this.loaded === 'no') return html`<div class="empty" role="status"><p>${shell.loading}</p></div>`;
    const plan = this.#plan.value;
    return plan?.conversation === this.row.id ? this.#explain(plan) : this.#stage();
  }
}

define('shopbell-call-area', ShopbellCallArea);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-call-area': ShopbellCallArea;
  }
}
