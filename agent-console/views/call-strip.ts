/**
 * A line that says that a call goes on in another place of the console, with the way back to it. Draws nothing while the
 * agent is there. Knows no controls: those are on the stage.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import phone from 'lucide/dist/esm/icons/phone.mjs';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { ConversationId } from '../../protocol/ids.ts';
import { caseView } from '../case-view.ts';
import type { Desk } from '../desk.ts';
import { surfaces } from '../elements/styles.ts';
import '../elements/wait.ts';
import { hashOf } from '../router.ts';

/** `<shopbell-call-strip>` */
export class ShopbellCallStrip extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      :host {
        display: block;
      }
      .line {
        display: flex;
        align-items: center;
        gap: var(--sb-3);
        min-height: 44px;
        padding: var(--sb-1) var(--sb-4);
        border-block-end: 1px solid var(--sb-hairline);
        background: var(--sb-good-tint);
        color: var(--sb-good);
        font-weight: var(--sb-medium);
      }
      p {
        flex: 1;
      }
      .button {
        color: var(--sb-ink);
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;

  readonly #call = new ObserveController(this, () => this.desk.client.call.state);
  readonly #plan = new ObserveController(this, () => this.desk.calls.plan);
  readonly #route = new ObserveController(this, () => this.desk.router.route);

  /** The conversation of a call that is not on the screen, and since when it is connected. */
  #hidden(): { conversation: ConversationId; connectedAt: number | null } | undefined {
    const call = this.#call.value;
    const plan = this.#plan.value;
    const route = this.#route.value;
    const here = route?.view === 'inbox' ? route.conversation : undefined;
    if (plan !== undefined) return plan.conversation === here ? undefined : { ...plan, connectedAt: null };
    if (call === undefined || call.phase === 'idle' || call.phase === 'ringing' || call.conversation === here)
      return undefined;
    if (call.phase === 'ended') return undefined;
    return call;
  }

  protected override render(): TemplateResult | typeof nothing {
    const hidden = this.#hidden();
    if (hidden === undefined) return nothing;
    const { conversation, connectedAt } = hidden;
    const { client, words, clock, visitorName } = this.desk;
    const { call: texts } = words.texts;
    const known = caseView(client.inbox.value.get(conversation), client.conversations.value.get(conversation));
    return html`<div class="line">
      ${icon(phone)}
      <p>${texts.running(known === undefined ? words.texts.case.visitor : visitorName(known))}</p>
      ${connectedAt === null ? nothing : html`<shopbell-wait .clock=${clock} .since=${connectedAt}></shopbell-wait>`}
      <a class="button" href=${hashOf({ view: 'inbox', conversation })}>${texts.goThere}</a>
    </div>`;
  }
}

define('shopbell-call-strip', ShopbellCallStrip);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-call-strip': ShopbellCallStrip;
  }
}
