/**
 * How often somebody may do something: token buckets per person, shared by all their connections on this node (CO7),
 * and per address for those whom nobody knows yet.
 * It knows the rates; what happens to what is over them is its caller's business.
 */
import { LIMITS } from '../../protocol/constants.ts';
import type { Clock } from '../clock.ts';
import { SERVER_LIMITS } from '../limits.ts';

/** One bucket: so many at once, refilled at so many per second. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** What is counted; a visitor's commands have to fit both of their rates. */
export type Kind = 'visitor-command' | 'agent-command' | 'read' | 'signal' | 'hello' | 'new-visitor';

const ratesFor = (addressFactor: number): Readonly<Record<Kind, readonly Rate[]>> => ({
  'visitor-command': [
    { perSecond: LIMITS.visitorCommandsPerSecond, burst: LIMITS.visitorCommandBurst },
    { perSecond: LIMITS.visitorCommandsPerMinute / 60, burst: LIMITS.visitorCommandsPerMinute },
  ],
  'agent-command': [{ perSecond: LIMITS.agentCommandsPerSecond, burst: LIMITS.agentCommandBurst }],
  // A console that comes back reads every conversation on its screen at once; a visitor never needs more than that.
  read: [{ perSecond: LIMITS.agentCommandsPerSecond, burst: LIMITS.agentCommandBurst + LIMITS.followedConversations }],
  signal: [{ perSecond: LIMITS.signalsPerSecond, burst: LIMITS.signalBurst }],
  hello: [{ perSecond: SERVER_LIMITS.hellosPerSecond, burst: SERVER_LIMITS.helloBurst }],
  'new-visitor': [
    {
      perSecond: SERVER_LIMITS.newVisitorsPerSecond * addressFactor,
      burst: SERVER_LIMITS.newVisitorBurst * addressFactor,
    },
  ],
});

/** After this time every bucket with these rates is full again, so that forgetting it changes nothing. */
function refillMs(rates: readonly Rate[]): number {
  return Math.max(...rates.map(({ perSecond, burst }) => (1_000 * burst) / perSecond));
}

/** The fill of one person's buckets of one kind. */
interface Fill {
  tokens: number[];
  at: number;
}

/** Counts what people do, by kind. */
export interface Limiter {
  /** `who`: a person, or an address. 0: it may be done now, and is counted; else the milliseconds until one more fits. */
  take(kind: Kind, who: string): number;
}

/** Who has done how much of one kind. */
interface Ledger {
  readonly rates: readonly Rate[];
  readonly refillMs: number;
  /** Least recently used first, so that what can be forgotten is found at the front. */
  readonly fills: Map<string, Fill>;
}

class Buckets implements Limiter {
  readonly #clock: Clock;
  readonly #rates: Readonly<Record<Kind, readonly Rate[]>>;
  readonly #ledgers = new Map<Kind, Ledger>();

  constructor(clock: Clock, rates: Readonly<Record<Kind, readonly Rate[]>>) {
    this.#clock = clock;
    this.#rates = rates;
  }

  take(kind: Kind, who: string): number {
    const now = this.#clock.now();
    const { rates, refillMs, fills } = this.#ledger(kind);
    const before = fills.get(who);
    const seconds = before === undefined ? 0 : Math.max(0, now - before.at) / 1_000;
    // Loops, because this runs for every frame.
    const tokens: number[] = [];
    let wait = 0;
    for (const { perSecond, burst } of rates) {
      const count = Math.min(burst, (before?.tokens[tokens.length] ?? burst) + seconds * perSecond);
      tokens.push(count);
      wait = Math.max(wait, Math.ceil(((1 - count) / perSecond) * 1_000));
    }
    fills.delete(who);
    fills.set(who, { tokens: wait === 0 ? tokens.map((count) => count - 1) : tokens, at: now });
    forget(fills, now - refillMs);
    return wait;
  }

  #ledger(kind: Kind): Ledger {
    const known = this.#ledgers.get(kind);
    if (known !== undefined) return known;
    const rates = this.#rates[kind];
    const ledger = { rates, refillMs: refillMs(rates), fills: new Map<string, Fill>() };
    this.#ledgers.set(kind, ledger);
    return ledger;
  }
}

/** Forgets who has done nothing since. */
function forget(fills: Map<string, Fill>, since: number): void {
  for (const [who, fill] of fills) {
    if (fill.at > since) return;
    fills.delete(who);
  }
}

/** A limiter with the rates of `LIMITS` and `SERVER_LIMITS`; an address may do `addressFactor` times as much. */
export function createLimiter(clock: Clock, addressFactor: number): Limiter {
  return new Buckets(clock, ratesFor(addressFactor));
}
