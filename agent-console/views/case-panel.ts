/**
 * The case beside the conversation: where the visitor is, which language, how long they have waited, the speakable number,
 * who is in it, and who was asked. Staff only; it shows nothing that the visitor did not send. It changes nothing.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import external from 'lucide/dist/esm/icons/external-link.mjs';
import x from 'lucide/dist/esm/icons/x.mjs';
import '../../client/elements/avatar.ts';
import { define } from '../../client/elements/define.ts';
import { icon } from '../../client/elements/icon.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { Page, PersonCard, Presence } from '../../protocol/models.ts';
import { pagesOf, type CaseView } from '../case-view.ts';
import { momentText, languageName } from '../clock.ts';
import type { Desk } from '../desk.ts';
import { presenceMark } from '../elements/presence.ts';
import '../elements/wait.ts';
import { reasonText } from '../reasons.ts';
import { visitorFace } from '../row-line.ts';
import { caseStyles } from './case-styles.ts';
import './earlier.ts';

/**
 * `<shopbell-case-panel>`
 * @fires shopbell-close the agent wants the panel closed
 */
export class ShopbellCasePanel extends LitElement {
  static override styles = caseStyles;

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) row!: CaseView;
  @property({ attribute: false }) events: readonly EventFrame[] = [];

  readonly #presences = new ObserveController(this, () => this.desk.client.presences);

  #close(): void {
    this.dispatchEvent(new CustomEvent('shopbell-close', { bubbles: true, composed: true }));
  }

  #page(page: Page, main: boolean): TemplateResult {
    const { case: texts } = this.desk.words.texts;
    const { host, pathname } = new URL(page.url);
    return html`<a
      class=${main ? 'page main' : 'page'}
      href=${page.url}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      <span class="title">${page.title || host}</span>
      ${main ? html`<span class="address">${host}${pathname}</span>` : nothing} ${icon(external, texts.opensNewTab)}
    </a>`;
  }

  #facts(): TemplateResult {
    const { words, clock } = this.desk;
    const { case: texts } = words.texts;
    const { row } = this;
    return html`<dl>
      <div>
        <dt>${texts.caseNumber}</dt>
        <dd class="number figures">${row.caseNumber}</dd>
      </div>
      ${
        row.waitingSince === null
          ? nothing
          : html`<div class="hot">
              <dt>${texts.waiting}</dt>
              <dd><shopbell-wait .clock=${clock} .since=${row.waitingSince}></shopbell-wait></dd>
            </div>`
      }
      <div>
        <dt>${texts.language}</dt>
        <dd>${languageName(row.locale, words.locale)}</dd>
      </div>
      ${
        row.siteName === undefined
          ? nothing
          : html`<div>
              <dt>${texts.shop}</dt>
              <dd>${row.siteName}</dd>
            </div>`
      }
      <div>
        <dt>${texts.started}</dt>
        <dd class="figures">${momentText(row.startedAt, clock.value, words.locale)}</dd>
      </div>
    </dl>`;
  }

  #pages(): TemplateResult {
    const { case: texts } = this.desk.words.texts;
    const before = pagesOf(this.row, this.events);
    return html`<section>
      <h3>${texts.page}</h3>
      ${this.row.page === null ? html`<p class="help">${texts.noPage}</p>` : this.#page(this.row.page, true)}
      ${
        before.length === 0
          ? nothing
          : html`<details>
              <summary>${texts.pages}</summary>
              <ul>
                ${before.map(({ page }) => html`<li>${this.#page(page, false)}</li>`)}
              </ul>
            </details>`
      }
    </section>`;
  }

  #person(card: PersonCard): TemplateResult {
    const { shell } = this.desk.words.texts;
    const presence: Presence = this.#presences.value?.get(card.id) ?? 'offline';
    const self = card.id === this.desk.me.value.card.id;
    return html`<li class="person">
      <span class="face">
        <shopbell-avatar .name=${card.name} .photo=${card.photo} size="32"></shopbell-avatar>
        ${presenceMark(presence, shell.presence[presence])}
      </span>
      <span class="name">${card.name}${self ? html` <span class="help">(${shell.you})</span>` : nothing}</span>
      <span class="help">${card.title}</span>
    </li>`;
  }

  #history(): TemplateResult {
    const { words, clock } = this.desk;
    const { case: texts, inbox } = words.texts;
    const lines = this.events.flatMap((event) => {
      if (event.type === 'reservation.made') {
        const name = this.desk.cardOf(event.body.agent)?.name ?? inbox.someone;
        return [{ at: event.at, line: texts.asked(name), why: reasonText(event.body.because, words) }];
      }
      if (event.type !== 'reservation.ended') return [];
      const name = this.desk.cardOf(event.body.agent)?.name ?? inbox.someone;
      return [{ at: event.at, line: texts.outcome[event.body.outcome](name), why: '' }];
    });
    if (lines.length === 0) return html``;
    return html`<section>
      <h3>${texts.history}</h3>
      <ol class="history">
        ${lines.map(
          ({ at, line, why }) =>
            html`<li>
              <span class="figures">${momentText(at, clock.value, words.locale)}</span>
              <span>${line}${why === '' ? nothing : html`<span class="help"> ${why}</span>`}</span>
            </li>`,
        )}
      </ol>
    </section>`;
  }

  protected override render(): TemplateResult {
    const { case: texts, shell } = this.desk.words.texts;
    const { row } = this;
    return html`<header>
        <h2 tabindex="-1">${texts.title}</h2>
        <button class="round" type="button" aria-label=${shell.close} @click=${this.#close}>${icon(x)}</button>
      </header>
      <div class="visitor">
        <shopbell-avatar .name=${visitorFace(row.caseNumber)} size="48"></shopbell-avatar>
        <div>
          <p class="name">${this.desk.visitorName(row)}</p>
          <p class="help">${texts.anonymous}</p>
        </div>
      </div>
      ${this.#facts()}${this.#pages()}
      <section>
        <h3>${texts.participants}</h3>
        ${
          row.agents.length === 0
            ? html`<p class="help">${texts.nobody}</p>`
            : html`<ul>
                ${row.agents.map((card) => this.#person(card))}
              </ul>`
        }
      </section>
      ${
        row.visitor === undefined
          ? nothing
          : html`<shopbell-earlier
              .desk=${this.desk}
              .visitor=${row.visitor}
              .conversation=${row.id}
            ></shopbell-earlier>`
      }
      ${this.#history()}`;
  }
}

define('shopbell-case-panel', ShopbellCasePanel);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-case-panel': ShopbellCasePanel;
  }
}
