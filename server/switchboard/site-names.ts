/**
 * Names of sites for the inbox's rows, remembered for a moment, because every change of a conversation needs one and
 * they hardly ever change. Knows nothing else of sites.
 */
import type { SiteId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** A renamed site is seen under its new name after this time. */
const REMEMBER_MS = 10_000;

export interface SiteNames {
  /** The site's name; empty for a site that is gone. */
  of(site: SiteId): Promise<string>;
}

/** Site names out of this store. */
export function createSiteNames(store: Store, clock: Clock): SiteNames {
  const known = new Map<SiteId, { readonly name: string; readonly until: number }>();
  return {
    async of(site) {
      const remembered = known.get(site);
      if (remembered && clock.now() < remembered.until) return remembered.name;
      const name = (await store.people.site(site))?.name ?? '';
      known.set(site, { name, until: clock.now() + REMEMBER_MS });
      return name;
    },
  };
}
