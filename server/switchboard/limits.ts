/**
 * How often somebody may do something: token buckets per person, shared by all their connections on this node (CO7).
 * It knows the rates; what happens to what is over them is its caller's business.
 */
import { LIMITS } from '../../protocol/constants.ts';
import type { Clock } from '../clock.ts';

/** One bucket: so many at once, refilled at so many per second. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** What is counted; a visitor's commands have to fit both of their rates. */
export type Kind = 'visitor-command' | 'agent-command' | 'read' | 'signal';

const RATES: Readonly<Record<Kind, readonly Rate[]>> = {
  'visitor-command': [
    { perSecond: LIMITS.visitorCommandsPerSecond, burst: LIMITS.visitorCommandBurst },
    { perSecond: LIMITS.visitorCommandsPerMinute / 60, burst: LIMITS.visitorCommandsPerMinute },
  ],
  'agent-command': [{ perSecond: LIMITS.agentCommandsPerSecond, burst: LIMITS.agentCommandBurst }],
  // A console that comes back reads every conversation on its screen at once; a visitor never needs more than that.
  read: [{ perSecond: LIMITS.agentCommandsPerSecond, burst: LIMITS.agentCommandBurst + LIMITS.followedConversations }],
  signal: [{ perSecond: LIMITS.signalsPerSecond, burst: LIMITS.signalBurst }],
};

/** After this time every bucket is full again, so that forgetting it changes nothing. */
const FORGET_MS = 60_000;

/** The fill of one person's buckets of one kind. */
interface Fill {
  tokens: number[];
  at: number;
}

/** Counts what people do, by kind. */
export interface Limiter {
  /** 0 if this may be done now, and it is counted; otherwise the milliseconds after which one more fits. */
  take(kind: Kind, person: string): number;
}

class Buckets implements Limiter {
  readonly #clock: Clock;
  /** Least recently used first, so that what can be forgotten is found at the front. */
  readonly #fills = new Map<string, Fill>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(kind: Kind, person: string): number {
    const now = this.#clock.now();
    const rates = RATES[kind];
    const key = `${kind} ${person}`;
    const before = this.#fills.get(key);
    const seconds = before === undefined ? 0 : Math.max(0, now - before.at) / 1_000;
    const tokens = rates.map(({ perSecond, burst }, index) =>
      Math.min(burst, (before?.tokens[index] ?? burst) + seconds * perSecond),
    );
    const waits = rates.map(({ perSecond }, index) => Math.ceil(((1 - (tokens[index] ?? 0)) / perSecond) * 1_000));
    const wait = Math.max(0, ...waits);
    this.#fills.delete(key);
    this.#fills.set(key, { tokens: wait === 0 ? tokens.map((count) => count - 1) : tokens, at: now });
    this.#forget(now);
    return wait;
  }

  #forget(now: number): void {
    for (const [key, fill] of this.#fills) {
      if (now - fill.at < FORGET_MS) return;
      this.#fills.delete(key);
    }
  }
}

/** A limiter with the rates of `LIMITS`. */
export function createLimiter(clock: Clock): Limiter {
  return new Buckets(clock);
}
