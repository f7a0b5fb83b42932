/**
 * Whether somebody is there may change while the visitor looks: the settings that came with the page are asked for again
 * while the window is open. What cannot be fetched stays as it was. It knows the settings' door and no screen.
 */
import { Cell, type Observable } from '../client/observable.ts';
import type { SiteSettings } from '../protocol/models.ts';
import type { Mount } from './mount.ts';

/** As long as the server lets shared answers be kept. */
const FRESH_MS = 30_000;

/** The settings of one page. */
export class FreshSettings {
  readonly settings: Observable<SiteSettings>;
  readonly #cell: Cell<SiteSettings>;
  readonly #address: string;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ settings, server, site }: Pick<Mount, 'settings' | 'server' | 'site'>) {
    this.#cell = new Cell(settings);
    this.settings = this.#cell;
    this.#address = `${server}/v1/sites/${encodeURIComponent(site)}/settings`;
  }

  /** Keeps them fresh, or stops doing so. */
  follow(on: boolean): void {
    if (on === (this.#timer !== undefined)) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (!on) return;
    this.#timer = setInterval(() => void this.#fetch(), FRESH_MS);
    void this.#fetch();
  }

  async #fetch(): Promise<void> {
    if (document.visibilityState === 'hidden') return;
    try {
      const response = await fetch(this.#address, { credentials: 'omit', cache: 'no-cache' });
      if (!response.ok) return;
      const settings = (await response.json()) as SiteSettings;
      // The same again is no reason to draw anything.
      if (JSON.stringify(settings) !== JSON.stringify(this.#cell.value)) this.#cell.set(settings);
    } catch {
      // Offline: the panel says so where it matters.
    }
  }
}
