/**
 * How often somebody may guess a password. Only failures count, and only for the pair of account and address or for the
 * address alone, so nobody can lock the owner out from elsewhere. The store counts for all nodes; it is told neither
 * accounts nor addresses. Knows no passwords.
 */
import type { Clock, IdSource } from '../clock.ts';
import { SERVER_LIMITS, SERVER_TIMES } from '../limits.ts';
import type { Store } from '../store/store.ts';
import { hashSecret } from './passwords.ts';

/** Failures of one account from one address. */
const PER_ACCOUNT = { limit: SERVER_LIMITS.guessesPerAccount, windowMs: SERVER_TIMES.guessMs };
/** Failures from one address, whatever the account. */
const PER_ADDRESS = { limit: SERVER_LIMITS.guessesPerAddress, windowMs: SERVER_TIMES.addressGuessMs };

/** A guess that may be made and counts as failed until it is taken back, or how long to wait. */
export type Guess = { readonly takeBack: () => Promise<void> } | { readonly waitMs: number };

export interface GuessParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/**
 * Begins a guess at this account from this home. It is counted before anybody knows whether it is right, because
 * checking takes a while in which a thousand more guesses fit.
 */
export async function beginGuess({ store, clock, ids }: GuessParts, account: string, home: string): Promise<Guess> {
  const id = ids.uuid();
  const keys = [
    { key: hashSecret(`${account.toLowerCase()} ${home}`), ...PER_ACCOUNT },
    { key: hashSecret(home), ...PER_ADDRESS },
  ];
  const waitMs = await store.people.attempt({ id, at: clock.now(), keys });
  return waitMs > 0 ? { waitMs } : { takeBack: () => store.people.takeBackAttempt(id) };
}
