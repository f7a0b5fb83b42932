/**
 * Tells open widgets when what their site offers has changed, so that nobody looks at a closed way that has opened, or
 * has to ask. Duty does it, so that one node says it once for all. It knows what it has told and no widget.
 */
import type { SiteId } from '../../protocol/ids.ts';
import type { Broker } from '../broker/broker.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';
import type { ShopFront } from './shop-front.ts';

/** People come and go in bursts: a site is told at most this often (CH5). */
const TELL_MS = 2_000;

export interface SiteNewsParts {
  readonly store: Store;
  readonly broker: Broker;
  readonly clock: Clock;
  readonly shopFront: ShopFront;
}

export class SiteNews {
  readonly #parts: SiteNewsParts;
  readonly #told = new Map<SiteId, string>();
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: SiteNewsParts) {
    this.#parts = parts;
  }

  /** Tells each site what it offers now if that is something else than before. */
  async turn(): Promise<void> {
    const { store, broker, clock, shopFront } = this.#parts;
    const now = clock.now();
    if (now - this.#lookedAt < TELL_MS) return;
    this.#lookedAt = now;
    for (const site of await store.people.sites()) {
      const body = await shopFront.offer(site);
      const text = JSON.stringify(body);
      if (this.#told.get(site.id) === text) continue;
      this.#told.set(site.id, text);
      broker.publish(`site:${site.id}`, { type: 'signal', signal: { kind: 'signal', type: 'offer', body } });
    }
  }
}
