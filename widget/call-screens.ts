/**
 * The screens of calls and their words, which are loaded with the first call and not before. It knows where they are and
 * whether they have arrived; it knows no call.
 */
import { Cell, type Observable } from '../client/observable.ts';
import type { WidgetCallTexts, WidgetTexts } from './locales/texts.ts';

/** Whether calls can be drawn. */
export type CallScreensState =
  { readonly at: 'absent' } | { readonly at: 'failed' } | { readonly at: 'ready'; readonly texts: WidgetCallTexts };

/** The screens of one panel. */
export class CallScreens {
  readonly state: Observable<CallScreensState>;
  readonly #state = new Cell<CallScreensState>({ at: 'absent' });
  #loading = false;

  constructor() {
    this.state = this.#state;
  }

  /** Loads them, once; after a failure again. */
  async load(language: WidgetTexts['language']): Promise<void> {
    if (this.#loading || this.#state.value.at === 'ready') return;
    this.#loading = true;
    this.#state.set({ at: 'absent' });
    try {
      const words = language === 'de' ? import('./locales/de-call.ts') : import('./locales/en-call.ts');
      const [{ callTexts }] = await Promise.all([words, import('./views/call.ts'), import('./views/running-call.ts')]);
      this.#state.set({ at: 'ready', texts: callTexts });
    } catch {
      this.#state.set({ at: 'failed' });
    }
    this.#loading = false;
  }
}
