/** The foot of a settings card: save and undo, alive only when there is something to save. Knows no field. */
import { html, type TemplateResult } from 'lit';
import type { SettingsTexts } from '../settings-texts.ts';

/** What the foot needs. */
export interface CardFootOptions {
  readonly texts: SettingsTexts;
  readonly changed: boolean;
  readonly busy: boolean;
  onUndo(): void;
}

/** The two buttons; the first one sends the form that it stands in. */
export function cardFoot({ texts, changed, busy, onUndo }: CardFootOptions): TemplateResult {
  return html`<div class="actions">
    <button class="button primary" ?disabled=${!changed || busy}>${texts.save}</button>
    <button class="button quiet" type="button" ?hidden=${!changed} @click=${onUndo}>${texts.undo}</button>
  </div>`;
}
