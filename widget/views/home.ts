/**
 * The first screen: who answers, a field to write in at once (F5) or the open conversation if there is one, and room for
 * what comes right after it: who is there now, calls, and in plain words what happens with what is written (G1). Nothing
 * here asks for a name, an address or a topic. It knows the visit and the site.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import chevronRight from 'lucide/dist/esm/icons/chevron-right.mjs';
import '../../client/elements/avatar.ts';
import '../../client/elements/composer.ts';
import type { SendDetail, ShopbellComposer } from '../../client/elements/composer.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import type { PersonCard } from '../../protocol/models.ts';
import { Follow } from '../follow.ts';
import { firstName, photoAddress, type Scene } from '../scene.ts';
import { cardStyles, homeStyles } from './home-styles.ts';
import { loadRest } from './rest.ts';

/** As many faces as fit side by side on a phone; those who are there come first. */
const FACES = 4;

/** The name of a language in the reader's own; what is no language is shown as it was written. */
function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames(reader, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** `<shopbell-home>`: fills its place, scrolls only where it must. */
export class ShopbellHome extends LitElement {
  static override styles = [controls, cardStyles, homeStyles];

  @property({ attribute: false }) scene!: Scene;

  protected readonly follow = new Follow(this, () => {
    const { visit, client, settings } = this.scene;
    return [visit.state, visit.unread, client.conversations, settings];
  });

  protected override firstUpdated(): void {
    void loadRest();
  }

  private get composer(): ShopbellComposer | null {
    return this.renderRoot.querySelector('shopbell-composer');
  }

  /** Puts the cursor where the visitor writes, or on the way back to the conversation. */
  override focus(options?: FocusOptions): void {
    if (this.composer !== null) this.composer.focusField();
    else this.renderRoot.querySelector<HTMLElement>('.open')?.focus(options);
  }

  protected override render(): TemplateResult {
    const { visit, texts, settings } = this.scene;
    const { team, contactUrl } = settings.value;
    return html`<section>
      <h2>${texts.home.greeting}</h2>
      <shopbell-availability .scene=${this.scene}></shopbell-availability>
      ${team.length === 0 ? nothing : this.#team(team)} ${visit.isRunning ? this.#conversation() : this.#write()}
      <shopbell-channels .scene=${this.scene}></shopbell-channels>
      <div class="foot">
        ${
          contactUrl === null
            ? nothing
            : html`<a class="link" href=${contactUrl}>${texts.home.contact}${icon(chevronRight)}</a>`
        }
        <shopbell-privacy .scene=${this.scene}></shopbell-privacy>
      </div>
    </section>`;
  }

  #team(team: readonly PersonCard[]): TemplateResult {
    return html`<ul aria-label=${this.scene.texts.home.team}>
      ${team.slice(0, FACES).map((card) => this.#person(card))}
    </ul>`;
  }

  /** Languages as short codes for the eye, as names for the ear (E13). */
  #person(card: PersonCard): TemplateResult {
    const { language } = this.scene.texts;
    return html`<li>
      <shopbell-avatar .name=${card.name} .photo=${photoAddress(this.scene, card)} .size=${52}></shopbell-avatar>
      <b dir="auto">${firstName(card)}</b>
      <span dir="auto">${card.title}</span>
      <small>
        ${card.languages.map((tag) => html`<abbr title=${languageName(tag, language)}>${tag.slice(0, 2)}</abbr> `)}
      </small>
    </li>`;
  }

  #write(): TemplateResult {
    const { visit, texts, settings } = this.scene;
    return html`<div class="card write">
      <h3>${texts.home.write}</h3>
      <shopbell-composer
        .texts=${texts.elements}
        .value=${visit.state.value.draft}
        .label=${texts.home.field(settings.value.name)}
        @input=${() => visit.setDraft(this.composer?.value ?? '')}
        @shopbell-send=${(event: CustomEvent<SendDetail>) => visit.write(event.detail.text)}
      ></shopbell-composer>
      <shopbell-quick-starts .scene=${this.scene}></shopbell-quick-starts>
      <p class="hint">${texts.home.writeHelp}</p>
    </div>`;
  }

  #conversation(): TemplateResult {
    const { visit, texts } = this.scene;
    const { home, chat } = texts;
    const unread = visit.unread.value;
    const last = visit.timeline?.events.findLast((event) => event.type === 'message.posted');
    const caseNumber = visit.timeline?.view.caseNumber ?? '';
    return html`<button class="card open" @click=${() => visit.goToChat()}>
      <span class="about">
        <b>${home.open}</b>
        <span class="figures">${caseNumber === '' ? nothing : chat.caseNumber(caseNumber)}</span>
        ${unread === 0 ? nothing : html`<span class="unread">${home.unread(unread)}</span>`}
      </span>
      ${last?.type === 'message.posted' ? html`<span class="last" dir="auto">${last.body.text}</span>` : nothing}
      <span class="go">${home.goOn}${icon(chevronRight)}</span>
    </button>`;
  }
}

define('shopbell-home', ShopbellHome);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-home': ShopbellHome;
  }
}
