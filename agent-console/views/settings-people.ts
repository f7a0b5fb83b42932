/**
 * The people of the console: who they are, who is there, who was invited; and the way to invite one more. Knows the list;
 * the dialog knows the form.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import plus from 'lucide/dist/esm/icons/user-round-plus.mjs';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { Colleague } from '../api.ts';
import type { PersonCard } from '../../protocol/models.ts';
import type { Desk } from '../desk.ts';
import { presenceMark } from '../elements/presence.ts';
import './invite-dialog.ts';
import './work-dialog.ts';
import { settingsStyles } from './settings-styles.ts';

/** The invite dialog: closed, with the form, or with a fresh link for somebody. */
type Inviting = 'no' | 'form' | { readonly card: PersonCard; readonly link: string };

/** `<shopbell-settings-people>` */
export class ShopbellSettingsPeople extends LitElement {
  static override styles = [
    settingsStyles,
    css`
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--sb-3);
        max-width: 760px;
      }
      .list {
        display: block;
        max-width: 760px;
        padding: var(--sb-1) 0;
      }
      .list > li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) 96px auto;
        align-items: center;
        gap: 0 var(--sb-4);
        min-height: 64px;
        padding: var(--sb-2) var(--sb-4);
      }
      .list > li + li {
        border-block-start: 1px solid var(--sb-hairline);
      }
      .face {
        position: relative;
        display: inline-flex;
      }
      .face .presence {
        position: absolute;
        inset-block-end: 0;
        inset-inline-end: 0;
      }
      .who {
        min-width: 0;
        line-height: 1.35;
      }
      .who > * {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .name {
        font-weight: var(--sb-medium);
      }
      .pending {
        color: var(--sb-warn);
        font-size: var(--sb-small);
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--sb-2);
      }
      @media (max-width: 600px) {
        .list > li {
          grid-template: 'face name' auto 'face role' auto 'face more' auto / auto minmax(0, 1fr);
        }
        .who {
          grid-area: name;
        }
        .face {
          grid-area: face;
        }
        .role {
          grid-area: role;
        }
        .more {
          grid-area: more;
          justify-content: flex-start;
        }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private inviting: Inviting = 'no';
  /** Whose work is being decided. */
  @state() private working: Colleague | undefined;

  readonly #colleagues = new ObserveController(this, () => this.desk.colleagues);
  readonly #presences = new ObserveController(this, () => this.desk.client.presences);
  readonly #me = new ObserveController(this, () => this.desk.me);

  override connectedCallback(): void {
    super.connectedCallback();
    void this.desk?.refreshColleagues();
  }

  get #mayInvite(): boolean {
    const role = this.#me.value?.role;
    return role === 'owner' || role === 'admin';
  }

  async #inviteAgain({ card }: Colleague): Promise<void> {
    const answer = await this.desk.api.inviteAgain(card.id);
    if ('done' in answer) this.inviting = { card, link: answer.done.link };
    else this.desk.notices.say(this.desk.words.texts.settings.people.failed, 'problem');
  }

  #person(colleague: Colleague): TemplateResult {
    const { settings, shell } = this.desk.words.texts;
    const { card, email, role, invited } = colleague;
    const presence = this.#presences.value?.get(card.id) ?? 'offline';
    const self = card.id === this.desk.me.value.card.id;
    return html`<li>
      <span class="face">
        <shopbell-avatar .name=${card.name} .photo=${card.photo} size="40"></shopbell-avatar>
        ${invited ? nothing : presenceMark(presence, shell.presence[presence])}
      </span>
      <div class="who">
        <p class="name">${card.name}${self ? html` <span class="help">(${shell.you})</span>` : nothing}</p>
        <p class="help">${[card.title, email].filter((part) => part !== '').join(' · ')}</p>
        ${invited ? html`<p class="pending">${settings.people.invited}</p>` : nothing}
      </div>
      <span class="role">${settings.people.roles[role]}</span>
      <span class="more"
        >${
          this.#mayInvite
            ? html`<button class="button" @click=${() => (this.working = colleague)}>${settings.people.work}</button>`
            : nothing
        }
        ${
          invited && this.#mayInvite
            ? html`<button class="button" @click=${() => this.#inviteAgain(colleague)}>
                ${settings.people.inviteAgain}
              </button>`
            : nothing
        }</span
      >
    </li>`;
  }

  #bones(): TemplateResult {
    return html`<li>
      <span class="bone face"></span><span class="who"><span class="bone short"></span></span><span class="bone"></span>
    </li>`;
  }

  protected override render(): TemplateResult {
    const { people: texts } = this.desk.words.texts.settings;
    const colleagues = this.#colleagues.value;
    const { inviting } = this;
    const close = (): void => {
      this.inviting = 'no';
    };
    return html`<div class="top">
        <p class="intro help">${texts.help}</p>
        ${
          this.#mayInvite
            ? html`<button class="button primary" @click=${() => (this.inviting = 'form')}>
                ${icon(plus)}${texts.invite}
              </button>`
            : nothing
        }
      </div>
      <ul class="card list" aria-label=${texts.list}>
        ${colleagues === undefined ? this.#bones() : colleagues.map((colleague) => this.#person(colleague))}
      </ul>
      ${colleagues?.length === 1 ? html`<p class="help">${texts.alone}</p>` : nothing}
      ${
        inviting === 'no'
          ? nothing
          : html`<shopbell-invite-dialog
              .desk=${this.desk}
              .made=${inviting === 'form' ? undefined : inviting}
              @shopbell-close=${close}
            ></shopbell-invite-dialog>`
      }
      ${
        this.working === undefined
          ? nothing
          : html`<shopbell-work-dialog
              .desk=${this.desk}
              .colleague=${this.working}
              @shopbell-close=${() => (this.working = undefined)}
            ></shopbell-work-dialog>`
      }`;
  }
}

define('shopbell-settings-people', ShopbellSettingsPeople);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-settings-people': ShopbellSettingsPeople;
  }
}
