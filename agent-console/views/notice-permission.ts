/** The permission for desktop notices: what it is now, and the button that asks. Never asks by itself. */
import { LitElement, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import { surfaces } from '../elements/styles.ts';
import type { ProfileTexts } from '../settings-texts.ts';

/** What this browser says about notices. */
export function noticePermission(): NotificationPermission | 'missing' {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'missing';
}

/** `<shopbell-notice-permission>` */
export class ShopbellNoticePermission extends LitElement {
  static override styles = [controls, surfaces];

  @property({ attribute: false }) texts!: ProfileTexts;
  @state() private permission = noticePermission();

  async #ask(): Promise<void> {
    this.permission = await Notification.requestPermission();
  }

  protected override render(): TemplateResult {
    switch (this.permission) {
      case 'granted':
        return html`<p role="status">${this.texts.noticesOn}</p>`;
      case 'denied':
        return html`<p role="status">${this.texts.noticesDenied}</p>`;
      case 'missing':
        return html`<p>${this.texts.noticesMissing}</p>`;
      case 'default':
        return html`<button class="button" type="button" @click=${this.#ask}>${this.texts.noticesAllow}</button>`;
    }
  }
}

define('shopbell-notice-permission', ShopbellNoticePermission);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-notice-permission': ShopbellNoticePermission;
  }
}
