/**
 * "Someone else, please", as a visitor meets it: one click in the line of the case, without a question, and while somebody
 * else is looked for a word on how that goes and a way back to the one before. It knows the conversation's events.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../../../client/elements/define.ts';
import { controls } from '../../../client/elements/tokens.ts';
import type { Timeline } from '../../../client/timeline.ts';
import type { CommandInput } from '../../../protocol/commands.ts';
import { Follow } from '../../follow.ts';
import { waitingTexts } from '../../locales/waiting.ts';
import { firstName, type Scene } from '../../scene.ts';

/** With whom the visitor has spoken last, or whom they did not want. */
type Standing =
  | { readonly kind: 'nobody' | 'known' }
  | { readonly kind: 'replaced'; readonly name: string; readonly missed: boolean };

function standingOf({ events }: Timeline): Standing {
  let missed = false;
  for (const event of events.toReversed()) {
    if (event.type === 'replacement.missed') missed = true;
    if (event.type === 'participant.joined' || event.type === 'participant.restored') return { kind: 'known' };
    const last = event.type === 'conversation.queued' ? event.body.replaced?.at(-1) : undefined;
    if (last !== undefined) return { kind: 'replaced', name: firstName(last), missed };
  }
  return { kind: 'nobody' };
}

function send({ client, visit }: Scene, type: 'participant.replace' | 'participant.restore'): void {
  const { conversation } = visit.state.value;
  if (conversation === undefined) return;
  const command: CommandInput = { type, conversation, body: {} };
  void client.send(command);
}

/** What is said while somebody else is looked for; nothing, if nobody else is. */
export function replacement(scene: Scene, timeline: Timeline): TemplateResult | undefined {
  const standing = standingOf(timeline);
  if (timeline.view.status !== 'waiting' || standing.kind !== 'replaced') return undefined;
  const words = waitingTexts[scene.texts.language].someoneElse;
  return html`<div class="state ended" role="status">
    <div>
      <b>${standing.missed ? words.missed : words.looking}</b>
      <span>${standing.missed ? words.missedHelp : words.lookingHelp}</span>
    </div>
    <button class="button" @click=${() => send(scene, 'participant.restore')}>${words.back(standing.name)}</button>
  </div>`;
}

/** `<shopbell-someone-else>`: a button; takes no room while there is nobody whom somebody else could replace. */
export class ShopbellSomeoneElse extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        margin-inline-start: auto;
      }
      /* A finger gets 44 px, the line stays low. */
      .button {
        position: relative;
        min-height: 32px;
        padding: 0 var(--sb-1);
        color: var(--sb-muted);
        font-size: var(--sb-small);
      }
      .button::after {
        content: '';
        position: absolute;
        inset: -6px 0;
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;

  protected readonly follow = new Follow(this, () => [this.scene.visit.state, this.scene.client.conversations]);

  protected override render(): TemplateResult | typeof nothing {
    const { visit, texts } = this.scene;
    const { timeline } = visit;
    if (timeline === undefined || !visit.isRunning || standingOf(timeline).kind !== 'known') return nothing;
    return html`<button class="button quiet" @click=${() => send(this.scene, 'participant.replace')}>
      ${waitingTexts[texts.language].someoneElse.ask}
    </button>`;
  }
}

define('shopbell-someone-else', ShopbellSomeoneElse);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-someone-else': ShopbellSomeoneElse;
  }
}
