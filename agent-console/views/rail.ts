/**
 * The left rail: the places of the console, the team and who of them is there, and the agent's own face with the switch
 * between available and away. On a phone it is the bar at the bottom. It knows no conversation beyond a number.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import bell from 'lucide/dist/esm/icons/concierge-bell.mjs';
import floor from 'lucide/dist/esm/icons/layout-dashboard.mjs';
import inbox from 'lucide/dist/esm/icons/inbox.mjs';
import keyboard from 'lucide/dist/esm/icons/keyboard.mjs';
import signOut from 'lucide/dist/esm/icons/log-out.mjs';
import settings from 'lucide/dist/esm/icons/settings-2.mjs';
import profile from 'lucide/dist/esm/icons/user-round.mjs';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { PersonCard, Presence } from '../../protocol/models.ts';
import { attend } from '../attention.ts';
import type { Desk } from '../desk.ts';
import { presenceMark } from '../elements/presence.ts';
import { hashOf, type Route } from '../router.ts';
import { railStyles } from './rail-styles.ts';

/** Available people first, then those who are away. */
const PRESENCE_ORDER: readonly Presence[] = ['available', 'away', 'offline'];

/**
 * `<shopbell-rail>`
 * @fires shopbell-help the agent wants to see the shortcuts
 */
export class ShopbellRail extends LitElement {
  static override styles = railStyles;

  @property({ attribute: false }) desk!: Desk;

  readonly #route = new ObserveController(this, () => this.desk.router.route);
  readonly #inbox = new ObserveController(this, () => this.desk.client.inbox);
  readonly #me = new ObserveController(this, () => this.desk.me);
  readonly #colleagues = new ObserveController(this, () => this.desk.colleagues);
  readonly #presences = new ObserveController(this, () => this.desk.client.presences);

  /** How many conversations want something from this agent: the number in the title. */
  get #badge(): number {
    const rows = [...(this.#inbox.value?.values() ?? [])];
    const { me, presence } = this.desk;
    const quiet = { isMentor: false, watching: undefined, ringing: undefined };
    const situation = { rows, me: me.value.card.id, presence: presence.value, ...quiet };
    return attend(undefined, situation).badge;
  }

  #presenceOf(agent: AgentId): Presence {
    return this.#presences.value?.get(agent) ?? 'offline';
  }

  #face(card: PersonCard, presence: Presence, size: number): TemplateResult {
    const label = this.desk.words.texts.shell.presence[presence];
    return html`<span class="face">
      <shopbell-avatar .name=${card.name} .photo=${card.photo} size=${size}></shopbell-avatar>
      ${presenceMark(presence, label)}
    </span>`;
  }

  #place(route: Route, words: TemplateResult, badge = 0): TemplateResult {
    const here = this.#route.value?.view === route.view;
    return html`<li>
      <a class="place" href=${hashOf(route)} aria-current=${here ? 'page' : nothing}>
        ${words} ${badge === 0 ? nothing : html`<span class="badge figures">${badge}</span>`}
      </a>
    </li>`;
  }

  #team(): TemplateResult {
    const { me, words } = this.desk;
    const { shell } = words.texts;
    const others = (this.#colleagues.value ?? []).filter((each) => each.card.id !== me.value.card.id && !each.invited);
    if (others.length === 0) return html``;
    const rank = (agent: AgentId): number => PRESENCE_ORDER.indexOf(this.#presenceOf(agent));
    const team = others.toSorted(
      (one, other) => rank(one.card.id) - rank(other.card.id) || one.card.name.localeCompare(other.card.name),
    );
    return html`<h2 class="name">${shell.team}</h2>
      <ul>
        ${team.map(
          ({ card }) =>
            html`<li class="person">
              ${this.#face(card, this.#presenceOf(card.id), 28)}<span class="name">${card.name}</span>
            </li>`,
        )}
      </ul>`;
  }

  #switch(): TemplateResult {
    const { shell } = this.desk.words.texts;
    const available = this.#me.value?.switch === 'available';
    return html`<button
      class="switch"
      role="switch"
      aria-checked=${available ? 'true' : 'false'}
      aria-label=${shell.switchLabel}
      title=${shell.switchHelp[available ? 'available' : 'away']}
      @click=${() => this.desk.setPresence(available ? 'away' : 'available')}
    >
      <span class="track"></span><span class="word">${shell.presence[available ? 'available' : 'away']}</span>
    </button>`;
  }

  #closeMenu(): void {
    this.renderRoot.querySelector<HTMLElement>('#menu')?.hidePopover();
  }

  /** Whoever has visitors is asked what becomes of them first. */
  #signOut(): void {
    this.#closeMenu();
    if (!this.desk.handing.go('sign-out')) this.desk.signOut();
  }

  #menu(): TemplateResult {
    const { words, me } = this.desk;
    const { shell, settings: settingsTexts } = words.texts;
    const help = (): void => {
      this.#closeMenu();
      this.dispatchEvent(new CustomEvent('shopbell-help'));
    };
    return html`<div id="menu" popover="auto" aria-label=${shell.account}>
      <div class="who">
        <strong>${me.value.card.name}</strong>
        <span class="help">${me.value.email} · ${settingsTexts.people.roles[me.value.role]}</span>
      </div>
      <p class="help">${shell.switchHelp[me.value.switch]}</p>
      <hr />
      <a class="item" href=${hashOf({ view: 'settings', page: 'profile' })} @click=${this.#closeMenu}>
        ${icon(profile)}${shell.profile}
      </a>
      <button class="item keys" type="button" @click=${help}>${icon(keyboard)}${shell.shortcuts}</button>
      <button class="item" type="button" @click=${this.#signOut}>${icon(signOut)}${shell.signOut}</button>
    </div>`;
  }

  protected override render(): TemplateResult {
    const { shell, floor: floorTexts } = this.desk.words.texts;
    const { card, switch: presence } = this.#me.value ?? this.desk.me.value;
    return html`<div class="brand" aria-hidden="true">
        <span class="mark">${icon(bell)}</span><span class="name">Shopbell</span>
      </div>
      <nav aria-label=${shell.navigation}>
        <ul class="places">
          ${this.#place({ view: 'inbox' }, html`${icon(inbox)}<span class="name">${shell.inbox}</span>`, this.#badge)}
          ${this.#place({ view: 'floor' }, html`${icon(floor)}<span class="name">${floorTexts.title}</span>`)}
          ${this.#place({ view: 'settings', page: 'profile' }, html`${icon(settings)}<span class="name">${shell.settings}</span>`)}
        </ul>
      </nav>
      <section class="team" aria-label=${shell.team}>${this.#team()}</section>
      <section class="own" aria-label=${shell.you}>
        ${this.#switch()}
        <button class="me" popovertarget="menu">
          ${this.#face(card, presence, 32)}<span class="name">${card.name}</span>
          <span class="unseen">${shell.account}</span>
        </button>
        ${this.#menu()}
      </section>`;
  }
}

define('shopbell-rail', ShopbellRail);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-rail': ShopbellRail;
  }
}
