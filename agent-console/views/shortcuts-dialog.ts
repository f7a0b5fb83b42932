/** The keyboard shortcuts, as a dialog. Knows the list that `shortcuts.ts` carries out. */
import { LitElement, css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { define } from '../../client/elements/define.ts';
import { controls } from '../../client/elements/tokens.ts';
import '../elements/dialog.ts';
import { surfaces } from '../elements/styles.ts';
import { SHORTCUT_KEYS, type Shortcut } from '../shortcuts.ts';
import type { ConsoleTexts } from '../texts.ts';

const ORDER = Object.keys(SHORTCUT_KEYS) as Shortcut[];

/**
 * `<shopbell-shortcuts-dialog>`
 * @fires shopbell-close
 */
export class ShopbellShortcutsDialog extends LitElement {
  static override styles = [
    controls,
    surfaces,
    css`
      dl {
        display: grid;
        gap: var(--sb-1);
        margin-block-start: var(--sb-3);
      }
      div {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--sb-4);
        min-height: 36px;
      }
      kbd {
        min-width: 28px;
        padding: 2px var(--sb-2);
        border: 1px solid var(--sb-outline);
        border-block-end-width: 2px;
        border-radius: 6px;
        font: inherit;
        font-size: var(--sb-small);
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) texts!: ConsoleTexts;

  #name(key: string): string {
    const { enter, escape } = this.texts.shortcuts;
    return key === 'Enter' ? enter : key === 'Escape' ? escape : key;
  }

  protected override render(): TemplateResult {
    const { shortcuts, shell } = this.texts;
    const close = (): boolean => this.dispatchEvent(new CustomEvent('shopbell-close'));
    return html`<shopbell-dialog .heading=${shortcuts.title} .closeLabel=${shell.close} @shopbell-close=${close}>
      <p class="help">${shortcuts.help}</p>
      <dl>
        ${ORDER.map(
          (shortcut) =>
            html`<div>
              <dt>${shortcuts.keys[shortcut]}</dt>
              <dd><kbd>${this.#name(SHORTCUT_KEYS[shortcut])}</kbd></dd>
            </div>`,
        )}
      </dl>
    </shopbell-dialog>`;
  }
}

define('shopbell-shortcuts-dialog', ShopbellShortcutsDialog);

declare global {
  interface HTMLElementTagNameMap {
    'shopbell-shortcuts-dialog': ShopbellShortcutsDialog;
  }
}
