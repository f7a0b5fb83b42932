/**
 * Counts failed sign-ins in a sliding window, so that passwords cannot be guessed by trying. Only failures count, and
 * only for the pair of account and address or for the address alone, so nobody can lock the owner out from elsewhere.
 * Knows neither passwords nor people.
 */
import type { Clock } from '../clock.ts';
import { SERVER_LIMITS, SERVER_TIMES } from '../limits.ts';

/** At most `limit` failures of one key within `windowMs`. */
interface Window {
  readonly limit: number;
  readonly windowMs: number;
}

/** Failures of one account from one address. */
export const PER_ACCOUNT: Window = { limit: SERVER_LIMITS.guessesPerAccount, windowMs: SERVER_TIMES.guessMs };
/** Failures from one address, whatever the account. */
export const PER_ADDRESS: Window = { limit: SERVER_LIMITS.guessesPerAddress, windowMs: SERVER_TIMES.addressGuessMs };

/** One failed sign-in, with an identity so that it can be taken back. */
interface Failure {
  readonly at: number;
}

export interface Attempts {
  /** Milliseconds until this key may try again, or 0. */
  blockedFor(key: string, window: Window): number;
  /** Notes a failure; the returned function takes it back. */
  failed(key: string, window: Window): () => void;
}

/** An empty count. */
export function createAttempts(clock: Clock): Attempts {
  const failures = new Map<string, Failure[]>();
  const recent = (key: string, { windowMs }: Window) =>
    (failures.get(key) ?? []).filter(({ at }) => at > clock.now() - windowMs);
  return {
    blockedFor(key, window) {
      const times = recent(key, window);
      const oldest = times[times.length - window.limit];
      return oldest === undefined ? 0 : oldest.at + window.windowMs - clock.now();
    },
    failed(key, window) {
      const failure: Failure = { at: clock.now() };
      const times = [...recent(key, window), failure].slice(-window.limit);
      failures.delete(key);
      failures.set(key, times);
      // The oldest are forgotten.
      if (failures.size > SERVER_LIMITS.guessersRemembered) failures.delete(failures.keys().next().value!);
      return () => {
        const left = (failures.get(key) ?? []).filter((other) => other !== failure);
        if (left.length > 0) failures.set(key, left);
        else failures.delete(key);
      };
    },
  };
}
