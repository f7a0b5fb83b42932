/**
 * Whether somebody is there may change while the visitor looks. While the line is up, the server tells what the site
 * offers (CH5); without it the settings that came with the page are asked for again while the window is open. What cannot
 * be fetched stays as it was. It knows the settings' door and no screen.
 */
import type { Client } from '../client/client.ts';
import type { Cell } from '../client/observable.ts';
import type { SiteSettings } from '../protocol/models.ts';
import type { Mount } from './mount.ts';
import type { Visit } from './visit.ts';

/** As long as the server lets shared answers be kept. */
const FRESH_MS = 30_000;

async function fetchInto(settings: Cell<SiteSettings>, address: string): Promise<void> {
  if (document.hidden) return;
  try {
    const response = await fetch(address, { credentials: 'omit', cache: 'no-cache' });
    if (!response.ok) return;
    const fresh = (await response.json()) as SiteSettings;
    // The same again is no reason to draw anything.
    if (JSON.stringify(fresh) !== JSON.stringify(settings.value)) settings.set(fresh);
  } catch {
    // Offline: the panel says so where it matters.
  }
}

/** Whose settings are kept fresh. */
export interface Kept {
  readonly mount: Mount;
  readonly visit: Visit;
  readonly client: Client;
}

/** Keeps the settings fresh while the visitor looks, until the returned function is called. */
export function keepFresh(settings: Cell<SiteSettings>, { mount, visit, client }: Kept): () => void {
  const address = `${mount.server}/v1/sites/${encodeURIComponent(mount.site)}/settings`;
  const refresh = (): void => void fetchInto(settings, address);
  const isOnline = (): boolean => client.status.value.state === 'online';
  let timer: ReturnType<typeof setInterval> | undefined;
  const follow = (): void => {
    const { open } = visit.state.value;
    if (open === (timer !== undefined)) return;
    clearInterval(timer);
    timer = open ? setInterval(() => (isOnline() ? undefined : refresh()), FRESH_MS) : undefined;
    // Otherwise it is asked for when the line is up.
    if (open && isOnline()) refresh();
  };
  follow();
  const ends = [
    visit.state.subscribe(follow),
    // What was told meanwhile is lost.
    client.status.subscribe(() => (isOnline() && timer !== undefined ? refresh() : undefined)),
    client.offer.subscribe((offer) => {
      if (offer === undefined) return;
      const before = JSON.stringify(settings.value.answering);
      settings.set({ ...settings.value, ...offer, available: offer.answering.who !== 'nobody' });
      // CH4: other people answer, so other faces are shown.
      if (timer !== undefined && JSON.stringify(offer.answering) !== before) refresh();
    }),
  ];
  return () => {
    clearInterval(timer);
    for (const end of ends) end();
  };
}
