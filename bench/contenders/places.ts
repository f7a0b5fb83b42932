/**
 * Names that both ends of the benchmark must agree on: the shop's origin and the key of each site. It knows names only.
 */

/** Web origin of every shop of the benchmark; nothing listens there. */
export const SHOP_ORIGIN = 'http://127.0.0.1:9';

/** Public key of the site with this index. */
export function siteKeyOf(index: number): string {
  return `sb_${String(index).padStart(20, '0')}`;
}
