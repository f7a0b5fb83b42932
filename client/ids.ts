/**
 * Fresh identifiers in a browser. `crypto.randomUUID` does not exist on plain http pages, random values do; so it is
 * made of those. Knows nothing of what the ids name.
 */

/** A random version 4 UUID, also on pages without https. */
export function freshUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, place) => {
    if (place === 6) return ((byte & 0x0f) | 0x40).toString(16);
    if (place === 8) return ((byte & 0x3f) | 0x80).toString(16);
    return byte.toString(16).padStart(2, '0');
  }).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
