/**
 * Fresh identifiers in a browser, ordered by the time at which they were made: the server finds the newest ones together
 * instead of all over its index. `crypto.randomUUID` makes others, and does not exist on plain http pages; random values
 * do. Knows nothing of what the ids name.
 */

/** Bytes of a UUID that hold milliseconds since 1970; the rest is random, apart from version and variant (RFC 9562). */
const TIME_BYTES = 6;

/** A version 7 UUID, also on pages without https. `now`: milliseconds UTC. */
export function freshUuid(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = TIME_BYTES - 1, rest = now; place >= 0; place -= 1, rest = Math.floor(rest / 256)) {
    bytes[place] = rest % 256;
  }
  const hex = Array.from(bytes, (byte, place) => {
    if (place === 6) return ((byte & 0x0f) | 0x70).toString(16);
    if (place === 8) return ((byte & 0x3f) | 0x80).toString(16);
    return byte.toString(16).padStart(2, '0');
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
