/** What a page of the settings shows while it has nothing to show: bones, or a way to try again. Knows no page. */
import { html, type TemplateResult } from 'lit';
import type { ShellTexts } from '../texts.ts';

/** While the server is asked. */
export function settingsLoading(shell: ShellTexts): TemplateResult {
  return html`<div class="column" role="status">
    <span class="unseen">${shell.loading}</span>
    <div class="card"><span class="bone short"></span><span class="bone long"></span><span class="bone"></span></div>
  </div>`;
}

/** When the server did not answer. */
export function settingsFailed(shell: ShellTexts, retry: () => void): TemplateResult {
  return html`<div class="column">
    <div class="card empty" role="alert">
      <p>${shell.unreachableHelp}</p>
      <button class="button" @click=${retry}>${shell.retry}</button>
    </div>
  </div>`;
}
