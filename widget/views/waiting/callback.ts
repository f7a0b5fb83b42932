/**
 * Calling back: the visitor chooses a time and writes a number, or sees when they will be called and takes it back. Loaded
 * when somebody wants it. It knows the visit and the site's free times; the number goes out with the wish and is kept
 * nowhere here.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import phone from 'lucide/dist/esm/icons/phone.mjs';
import { define } from '../../../client/elements/define.ts';
import { icon } from '../../../client/elements/icon.ts';
import { controls } from '../../../client/elements/tokens.ts';
import type { Refusal } from '../../../protocol/errors.ts';
import type { CallbackOffer, CallbackView } from '../../../protocol/models.ts';
import { Follow } from '../../follow.ts';
import { callbackTexts, type CallbackTexts } from '../../locales/callback.ts';
import { firstName, type Scene } from '../../scene.ts';
import { callbackStyles } from './callback-styles.ts';
import { dayKey, dayName, timeName, whenName, zoneName } from './callback-times.ts';

type Problem = keyof CallbackTexts['problems'];

/** What is wrong with the number itself. */
const NUMBER_PROBLEMS: ReadonlySet<Problem> = new Set(['unreadable', 'country', 'service']);

/** What the visitor has chosen: as soon as possible, or a time. */
type Choice = 'soon' | number;

/**
 * `<shopbell-callback>`: a form, or what was agreed.
 * @fires shopbell-close the visitor wants nothing of this any more
 */
export class ShopbellCallback extends LitElement {
  static override styles = [controls, callbackStyles];

  @property({ attribute: false }) scene!: Scene;

  @state() private offer: CallbackOffer | 'loading' | 'failed' = 'loading';
  @state() private day: string | undefined;
  @state() private choice: Choice | undefined;
  @state() private number = '';
  @state() private problem: Problem | undefined;
  @state() private busy = false;
  /** Another time shall be chosen for what was agreed. */
  @state() private changing = false;

  protected readonly follow = new Follow(this, () => [this.scene.visit.state, this.scene.client.conversations]);

  get #words(): CallbackTexts {
    return callbackTexts[this.scene.texts.language];
  }

  get #agreed(): CallbackView | null {
    return this.scene.visit.timeline?.view.callback ?? null;
  }

  protected override firstUpdated(): void {
    if (this.#agreed === null) void this.#load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.size > 0 && this.offer === 'loading' && this.#agreed === null)
      this.renderRoot.querySelector('h3')?.focus();
  }

  /** Puts the focus where the form begins. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h3')?.focus();
  }

  async #load(): Promise<void> {
    const { server, settings } = this.scene;
    this.offer = 'loading';
    try {
      const response = await fetch(`${server}/v1/sites/${settings.value.key}/callback-slots`, { credentials: 'omit' });
      if (!response.ok) throw new Error(String(response.status));
      const offer = (await response.json()) as CallbackOffer;
      this.offer = offer;
      const [first] = offer.slots;
      this.day = first === undefined ? undefined : dayKey(first);
      this.choice = first === undefined && offer.soon ? 'soon' : undefined;
    } catch {
      this.offer = 'failed';
    }
  }

  async #send(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { client, visit } = this.scene;
    if (this.busy) return;
    if (this.choice === undefined) return this.#refused('noTime');
    if (this.number.trim() === '') return this.#refused('unreadable');
    this.busy = true;
    const conversation = visit.addressed();
    const slot = this.choice === 'soon' ? null : this.choice;
    const reply = await client.send({ type: 'callback.request', conversation, body: { phone: this.number, slot } });
    this.busy = false;
    if ('refused' in reply) return this.#refused(problemOf(reply.refused));
    // Nothing of it stays on this screen.
    this.number = '';
    this.changing = false;
    visit.begin(conversation);
  }

  #refused(problem: Problem): void {
    this.problem = problem;
    if (problem === 'slot') {
      this.choice = undefined;
      void this.#load();
    }
    const field = NUMBER_PROBLEMS.has(problem) ? 'input[type=tel]' : '.error';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(field)?.focus());
  }

  #cancel(): void {
    const { client, visit } = this.scene;
    const conversation = visit.timeline?.view.id;
    if (conversation !== undefined) void client.send({ type: 'callback.cancel', conversation, body: {} });
    this.#close();
  }

  #close(): void {
    this.changing = false;
    this.dispatchEvent(new CustomEvent('shopbell-close', { bubbles: true, composed: true }));
  }

  protected override render(): TemplateResult {
    const agreed = this.#agreed;
    return html`<section aria-labelledby="title">
      ${agreed === null || this.changing ? this.#form() : this.#confirmed(agreed)}
    </section>`;
  }

  /** What will happen, or is about to. */
  #next({ dueAt, slot, missed }: CallbackView): string {
    const words = this.#words;
    const { locale, visit } = this.scene;
    if (dueAt !== null) return words.agreed(whenName(dueAt, locale));
    const agent = visit.timeline?.view.agents.at(-1);
    if (agent !== undefined) return words.calling(firstName(agent));
    return slot === null && missed === 0 ? words.soonAgreed : words.asking;
  }

  #confirmed(agreed: CallbackView): TemplateResult {
    const words = this.#words;
    const { digits, missed } = agreed;
    const change = (): void => {
      this.changing = true;
      void this.#load();
    };
    return html`<h3 id="title" tabindex="-1">${icon(phone)}${words.title}</h3>
      <p role="status">${missed > 0 ? words.missed : nothing} ${this.#next(agreed)}</p>
      <p class="small">${words.ends(digits)} ${words.free}</p>
      <div class="actions">
        <button class="button" type="button" @click=${change}>${words.change}</button>
        <button class="button quiet" type="button" @click=${this.#cancel}>${words.cancel}</button>
      </div>`;
  }

  #form(): TemplateResult {
    const words = this.#words;
    return html`<form novalidate @submit=${this.#send}>
      <h3 id="title" tabindex="-1">${icon(phone)}${words.title}</h3>
      ${this.#offered()}
    </form>`;
  }

  #offered(): TemplateResult {
    const words = this.#words;
    const { offer } = this;
    if (offer === 'loading') return html`<p class="small" role="status">${words.loading}</p>`;
    if (offer === 'failed' || !offer.soon) {
      return html`<p role="status">${offer === 'failed' ? words.failed : words.nobody}</p>
        <div class="actions">
          ${
            offer === 'failed'
              ? html`<button class="button" type="button" @click=${() => this.#load()}>${words.again}</button>`
              : nothing
          }
          <button class="button quiet" type="button" @click=${this.#close}>${words.close}</button>
        </div>`;
    }
    return html`${this.#times(offer)} ${this.#field()}
      <p class="small">${words.privacy} ${words.free}</p>
      <div class="actions">
        <button class="button primary" ?disabled=${this.busy}>${words.send}</button>
        <button class="button quiet" type="button" @click=${this.#close}>${words.close}</button>
      </div>`;
  }

  #times({ slots, zone }: CallbackOffer): TemplateResult {
    const words = this.#words;
    const { locale } = this.scene;
    const days = [...new Map(slots.map((slot) => [dayKey(slot), slot])).entries()];
    const times = slots.filter((slot) => dayKey(slot) === this.day);
    const foreign = zoneName(zone, locale);
    const problem = this.problem === 'noTime' || this.problem === 'slot' ? words.problems[this.problem] : undefined;
    return html`<fieldset aria-describedby=${problem === undefined ? nothing : 'time-error'}>
      <legend>${words.when}</legend>
      <div class="chips">${this.#chip('soon', words.soon)}</div>
      ${
        days.length === 0
          ? nothing
          : html`<div class="chips days" role="group" aria-label=${words.day}>
                ${days.map(
                  ([key, slot]) =>
                    html`<button
                      class="chip"
                      type="button"
                      aria-pressed=${key === this.day}
                      @click=${() => (this.day = key)}
                    >
                      ${dayName(slot, this.scene.client.serverNow(), { locale, words })}
                    </button>`,
                )}
              </div>
              <div class="chips" role="group" aria-label=${words.time}>
                ${times.map((slot) => this.#chip(slot, timeName(slot, locale)))}
              </div>
              ${foreign === undefined ? nothing : html`<p class="small">${words.zone(foreign)}</p>`}`
      }
      ${problem === undefined ? nothing : html`<p class="error" id="time-error" role="alert" tabindex="-1">${problem}</p>`}
    </fieldset>`;
  }

  /** One of all times: radio buttons, so that arrows move and one is chosen. */
  #chip(choice: Choice, label: string): TemplateResult {
    const choose = (): void => {
      this.choice = choice;
      if (this.problem === 'noTime' || this.problem === 'slot') this.problem = undefined;
    };
    return html`<label class="chip">
      <input type="radio" name="when" .checked=${this.choice === choice} @change=${choose} /><span>${label}</span>
    </label>`;
  }

  #field(): TemplateResult {
    const words = this.#words;
    const { problem } = this;
    const wrong = problem === 'noTime' || problem === 'slot' ? undefined : problem;
    return html`<label class="label" for="number">${words.number}</label>
      <input
        class="field"
        id="number"
        type="tel"
        autocomplete="tel"
        inputmode="tel"
        maxlength="40"
        .value=${this.number}
        aria-invalid=${wrong === undefined ? 'false' : 'true'}
        aria-describedby=${wrong === undefined ? nothing : 'number-error'}
        @input=${(event: Event) => {
          this.number = (event.target as HTMLInputElement).value;
          if (wrong !== undefined) this.problem = undefined;
        }}
      />
      ${wrong === undefined ? nothing : html`<p class="error" id="number-error" role="alert" tabindex="-1">${words.problems[wrong]}</p>`}`;
  }
}

/** Which words a refusal gets. */
function problemOf({ code, details }: Refusal): Problem {
  const problem = details?.['problem'];
  if (problem === 'service' || problem === 'unreadable' || problem === 'country') return problem;
  if (details?.['field'] === 'slot' || details?.['claim']?.startsWith('callback:')) return 'slot';
  if (details?.['claim'] !== undefined) return 'one';
  return code === 'invalid' ? 'unreadable' : 'other';
}

define('shopbell-callback', ShopbellCallback);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-callback': ShopbellCallback;
  }
}
