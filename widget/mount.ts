/**
 * What the loader hands to the panel when it has loaded it: the place to draw in, the bell, and what it has learned from
 * the tag. Types only, because the two are separate bundles.
 */
import type { SiteKey } from '../protocol/ids.ts';
import type { SiteSettings } from '../protocol/models.ts';

/** The bell as the panel sees it. */
export interface Bell {
  readonly button: HTMLButtonElement;
  /** Turns the bell into the panel's closing button and back, for eyes and for screen readers. */
  setOpen(open: boolean): void;
  /** Shows how many messages wait unread; 0 takes the badge away. */
  setUnread(count: number): void;
  /** One gentle swing: a person has answered. */
  swing(): void;
}

/** Everything that the panel needs to know of its surroundings. */
export interface Mount {
  /** Shadow root of the one element that Shopbell adds to the page. */
  readonly root: ShadowRoot;
  readonly bell: Bell;
  /** Web origin of the Shopbell server. */
  readonly server: string;
  readonly site: SiteKey;
  readonly settings: SiteSettings;
  /** BCP 47, of the tag, the page or the browser. */
  readonly locale: string;
}

/** What the panel gives back to the loader. */
export interface Panel {
  open(): void;
  close(): void;
  readonly isOpen: boolean;
}

/** Export of the panel's bundle. */
export interface PanelModule {
  createPanel(mount: Mount): Panel;
}

/**
 * The one key that Shopbell writes: in `sessionStorage`, and only after the visitor has opened the widget, and in
 * `localStorage` only while they wish it (L1).
 */
export const STORAGE_KEY = 'shopbell';
