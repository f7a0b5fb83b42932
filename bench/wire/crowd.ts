/**
 * Many visitors: how they come without being turned away, how they go, and when the server has got over it. It knows
 * the servers' limits, not what is measured.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Contender } from '../contenders/contender.ts';
import type { Guest } from './dialects.ts';

/** Coming at once; Shopbell admits 60 connections per address that have not said hello. */
const COMING = 40;

/** Visitors who share an address where many come at once. */
const PER_ADDRESS = 50;

/** Hosts that are used of a /24 of the loopback network. */
const HOSTS = 250;

/** A server that has used this little of its core in so many looks in a row has nothing left to do. */
const LOOK_MS = 100;
const CALM_MS = 10;
const CALM_LOOKS = 3;

/** Lets so many come, a few at a time; resolves to all of them in their order. */
export async function gather<Somebody>(count: number, come: (index: number) => Promise<Somebody>): Promise<Somebody[]> {
  const all: Somebody[] = [];
  while (all.length < count) {
    const first = all.length;
    const some = Array.from({ length: Math.min(COMING, count - first) }, (_, index) => come(first + index));
    all.push(...(await Promise.all(some)));
  }
  return all;
}

/** The address of this visitor: all of 127.0.0.0/8 is this machine, and each address has ports of its own. */
export function addressOf(index: number): string {
  const place = Math.floor(index / PER_ADDRESS);
  return `127.0.${1 + Math.floor(place / HOSTS)}.${1 + (place % HOSTS)}`;
}

/** Everybody hangs up; resolves when the server has nothing more to do about it. */
export async function sendAway(server: Contender, guests: readonly Guest[]): Promise<void> {
  for (const { socket } of guests) socket.destroy();
  const used = () => server.cpu().ownMs + server.cpu().kernelMs;
  for (let calm = 0, before = used(); calm < CALM_LOOKS;) {
    await pause(LOOK_MS);
    const now = used();
    calm = now - before <= CALM_MS ? calm + 1 : 0;
    before = now;
  }
}

/** How many of these are not who they were before. */
export function strangers(before: readonly Guest[], after: readonly Guest[]): number {
  return before.filter(({ session }, index) => after[index]?.session !== session).length;
}
