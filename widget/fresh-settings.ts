/**
 * Whether somebody is there may change while the visitor looks: the settings that came with the page are asked for again
 * while the window is open. What cannot be fetched stays as it was. It knows the settings' door and no screen.
 */
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

/** Keeps the settings fresh while the visitor looks, until the returned function is called. */
export function keepFresh(settings: Cell<SiteSettings>, { server, site }: Mount, visit: Visit): () => void {
  const address = `${server}/v1/sites/${encodeURIComponent(site)}/settings`;
  let timer: ReturnType<typeof setInterval> | undefined;
  const follow = (): void => {
    const { open } = visit.state.value;
    if (open === (timer !== undefined)) return;
    clearInterval(timer);
    timer = open ? setInterval(() => void fetchInto(settings, address), FRESH_MS) : undefined;
    if (open) void fetchInto(settings, address);
  };
  follow();
  const unfollow = visit.state.subscribe(follow);
  return () => {
    unfollow();
    clearInterval(timer);
  };
}
