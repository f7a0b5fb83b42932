/**
 * The conversation as text: the messages and the composer. It serves the whole window and, beside a call, a part of it.
 * It knows the visit; who stands at its head, and what is to be expected, is the business of others.
 */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import '../../client/elements/composer.ts';
import type { SendDetail, ShopbellComposer, TypingDetail } from '../../client/elements/composer.ts';
import { define } from '../../client/elements/define.ts';
import '../../client/elements/message-list.ts';
import type { MessageDetail } from '../../client/elements/message-list.ts';
import type { ChatTexts } from '../../client/elements/texts.ts';
import { controls } from '../../client/elements/tokens.ts';
import { items, type Timeline } from '../../client/timeline.ts';
import { Follow } from '../follow.ts';
import { agentOf, firstName, peopleOf, type Scene } from '../scene.ts';
import { loadRest } from './rest.ts';

/** `<shopbell-chat>`: fills its place. */
export class ShopbellChat extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex !important;
        flex-direction: column;
        min-height: 0;
        background: var(--sb-surface);
      }
      .middle {
        display: flex;
        flex: 1;
        flex-direction: column;
        min-height: 0;
      }
      .foot {
        flex: none;
        padding: 0 var(--sb-3) max(var(--sb-3), env(safe-area-inset-bottom));
      }
      .empty {
        margin: 0;
        color: var(--sb-muted);
        text-align: center;
      }
      .skeleton {
        display: grid;
        flex: 1;
        align-content: end;
        gap: var(--sb-3);
        padding: var(--sb-4);
      }
      .skeleton i {
        width: 62%;
        height: 40px;
        border-radius: var(--sb-radius-card);
        background: var(--sb-raised);
      }
      .skeleton :nth-child(even) {
        justify-self: end;
      }
    `,
  ];

  @property({ attribute: false }) scene!: Scene;
  /** The words of the list with those that come later. */
  @state() private elements: ChatTexts | undefined;

  protected readonly follow = new Follow(this, () => {
    const { visit, client, settings } = this.scene;
    return [visit.state, client.conversations, settings];
  });

  protected override firstUpdated(): void {
    void loadRest().then((withNotices) => (this.elements = withNotices?.(this.scene)));
  }

  private get composer(): ShopbellComposer | null {
    return this.renderRoot.querySelector('shopbell-composer');
  }

  /** Puts the cursor where the visitor writes. */
  override focus(): void {
    this.composer?.focusField();
  }

  protected override render(): TemplateResult {
    const { visit, texts, settings } = this.scene;
    const { timeline } = visit;
    const agent = agentOf(timeline);
    return html`<div class="middle">${this.#messages(timeline)}</div>
      <shopbell-expectation .scene=${this.scene}></shopbell-expectation>
      <div class="foot">
        <shopbell-composer
          .texts=${texts.elements}
          .value=${visit.state.value.draft}
          .label=${texts.chat.field(agent === undefined ? settings.value.name : firstName(agent))}
          @input=${this.#drafted}
          @shopbell-send=${(event: CustomEvent<SendDetail>) => visit.write(event.detail.text)}
          @shopbell-typing=${(event: CustomEvent<TypingDetail>) => visit.typing(event.detail.on)}
        ></shopbell-composer>
      </div>`;
  }

  #drafted(): void {
    this.scene.visit.setDraft(this.composer?.value ?? '');
  }

  #messages(timeline: Timeline | undefined): TemplateResult {
    const { client, visit, texts, settings, server, locale } = this.scene;
    if (timeline === undefined && visit.isLoading) {
      return html`<div class="skeleton" role="status" aria-label=${texts.panel.loading}><i></i><i></i><i></i></div>`;
    }
    return html`<shopbell-message-list
      .items=${timeline === undefined ? [] : items(timeline, { kind: 'visitor' })}
      .texts=${this.elements ?? texts.elements}
      .locale=${locale}
      .more=${timeline?.more ?? false}
      .typing=${timeline?.typing}
      .people=${peopleOf(settings.value, timeline)}
      .server=${server}
      @shopbell-older=${() => (timeline === undefined ? undefined : client.older(timeline.view.id))}
      @shopbell-retry=${(event: CustomEvent<MessageDetail>) => client.retry(event.detail.id)}
      @shopbell-seen=${(event: CustomEvent<MessageDetail>) => visit.markSeen(event.detail.id)}
    >
      <p class="empty">${texts.chat.empty}</p>
    </shopbell-message-list>`;
  }
}

define('shopbell-chat', ShopbellChat);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-chat': ShopbellChat;
  }
}
