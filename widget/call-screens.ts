/**
 * The screens of calls and their words, which are loaded with the first call and not before. It knows where they are and
 * whether they have arrived; it knows no call.
 */
import { Cell } from '../client/observable.ts';
import type { WidgetCallTexts, WidgetTexts } from './locales/texts.ts';

/** The screens of one panel. */
export class CallScreens {
  /** Their words, once everything is here. */
  readonly texts = new Cell<WidgetCallTexts | undefined>(undefined);
  #loading = false;

  /** Loads them, once; `missing` is told if they do not come, and the next call tries again. */
  async load(language: WidgetTexts['language'], missing: () => void): Promise<void> {
    if (this.#loading || this.texts.value !== undefined) return;
    this.#loading = true;
    try {
      const words = language === 'de' ? import('./locales/de-call.ts') : import('./locales/en-call.ts');
      const [{ callTexts }] = await Promise.all([words, import('./views/call.ts'), import('./views/running-call.ts')]);
      this.texts.set(callTexts);
    } catch {
      missing();
    }
    this.#loading = false;
  }
}
