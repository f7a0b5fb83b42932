/**
 * Which quick starts a site offers, as a card of its own: a topic for each, or nothing. Knows the topics that the people of
 * the console know about, so that a topic which nobody has is noticed here and not by visitors.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { ObserveController } from '../../client/elements/observe.ts';
import type { QuickStart } from '../../protocol/models.ts';
import type { ConsoleSite } from '../api.ts';
import type { Desk } from '../desk.ts';
import { cardFoot } from '../elements/card-foot.ts';
import { textField } from '../elements/fields.ts';
import { settingsStyles } from './settings-styles.ts';

const KINDS: readonly QuickStart[] = ['order', 'product', 'return'];

/**
 * `<shopbell-quick-starts-form>`
 * @fires shopbell-saved the card was saved: `detail` is the site
 */
export class ShopbellQuickStartsForm extends LitElement {
  static override styles = settingsStyles;

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) site!: ConsoleSite;
  @property({ type: Boolean }) readonly = false;
  /** What was changed and not saved. */
  @state() private edits: Partial<Record<QuickStart, string>> = {};
  @state() private busy = false;

  readonly #colleagues = new ObserveController(this, () => this.desk.colleagues);

  #topic(kind: QuickStart): string {
    return this.edits[kind] ?? this.site.topics[kind] ?? '';
  }

  get #changed(): boolean {
    return KINDS.some((kind) => this.#topic(kind).trim() !== (this.site.topics[kind] ?? ''));
  }

  async #save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { settings } = this.desk.words.texts;
    const wanted = KINDS.map((kind) => [kind, this.#topic(kind).trim()] as const);
    const topics = Object.fromEntries(wanted.filter(([, topic]) => topic !== ''));
    this.busy = true;
    const answer = await this.desk.api.changeSite(this.site.id, { topics });
    this.busy = false;
    if ('refused' in answer) {
      this.desk.notices.say(answer.refused.code === 'forbidden' ? settings.forbidden : settings.notSaved, 'problem');
      return;
    }
    this.edits = {};
    this.desk.notices.say(settings.saved);
    this.dispatchEvent(new CustomEvent<ConsoleSite>('shopbell-saved', { detail: answer.done.site }));
  }

  #field(kind: QuickStart): TemplateResult {
    const { quickStarts: texts } = this.desk.words.texts.advisor;
    const value = this.#topic(kind);
    const known = this.#colleagues.value?.flatMap(({ work }) => work.skills);
    const isUnknown = value.trim() !== '' && known !== undefined && !known.includes(value.trim());
    return textField({
      id: `topic-${kind}`,
      label: texts.topic(texts.chips[kind]),
      ...(isUnknown && { help: texts.nobodyKnows }),
      value,
      maxlength: 40,
      readonly: this.readonly,
      onInput: (topic) => (this.edits = { ...this.edits, [kind]: topic }),
    });
  }

  protected override render(): TemplateResult {
    const { advisor, settings } = this.desk.words.texts;
    const foot = { texts: settings, changed: this.#changed, busy: this.busy, onUndo: () => (this.edits = {}) };
    return html`<form class="card" novalidate @submit=${(event: SubmitEvent) => this.#save(event)}>
      <h2>${advisor.quickStarts.title}</h2>
      <p class="help">${advisor.quickStarts.help}</p>
      ${KINDS.map((kind) => this.#field(kind))}${this.readonly ? nothing : cardFoot(foot)}
    </form>`;
  }
}

define('shopbell-quick-starts-form', ShopbellQuickStartsForm);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-quick-starts-form': ShopbellQuickStartsForm;
  }
}
