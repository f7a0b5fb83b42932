/**
 * Whose address counts as one: limits per address are limits per home, because a home with IPv6 has more addresses than
 * anybody could count. Knows nothing of what is limited.
 */
import { isIPv6 } from 'node:net';

/** The home of a peer's address: the address itself, or the /64 of an IPv6 address. */
export function homeOf(peer: string): string {
  const address = peer.replace(/^::ffff:/, '');
  return isIPv6(address) ? network(address) : address;
}

/** The first four groups of an IPv6 address. */
function network(address: string): string {
  const [left = '', right] = address.split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right ? right.split(':') : [];
  const missing = right === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
