/** Passwords at rest and the count of failed sign-ins. */
import { describe, expect, it } from 'vitest';
import { SERVER_LIMITS, SERVER_TIMES } from '../../server/limits.ts';
import { createAttempts, PER_ACCOUNT } from '../../server/switchboard/attempts.ts';
import { hashPassword, verifyPassword } from '../../server/switchboard/passwords.ts';

describe('passwords', () => {
  it('are stored as argon2id with at least 19 MiB and two passes, salted', async () => {
    const [first, second] = await Promise.all([hashPassword('the same words'), hashPassword('the same words')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword('the same words', second)).toBe(true);
    expect(await verifyPassword('the same word', second)).toBe(false);
  });

  it('[ER4] are checked against something even when nobody has that e-mail', async () => {
    expect(await verifyPassword('anything', undefined)).toBe(false);
    expect(await verifyPassword('anything', null)).toBe(false);
  });

  it('are the same however the keyboard composes an umlaut', async () => {
    expect(await verifyPassword('schöne Grüße', await hashPassword('scho\u0308ne Gru\u0308ße'))).toBe(true);
  });
});

describe('failed sign-ins', () => {
  const at = { now: 0 };
  const clock = { now: () => at.now, after: () => ({ cancel: () => {} }) };

  it('block a key after the fifth within 15 minutes, until the first of them is 15 minutes old', () => {
    const attempts = createAttempts(clock);
    for (let count = 0; count < SERVER_LIMITS.guessesPerAccount; count += 1) {
      expect(attempts.blockedFor('mia', PER_ACCOUNT)).toBe(0);
      attempts.failed('mia', PER_ACCOUNT);
      at.now += 60_000;
    }
    expect(attempts.blockedFor('mia', PER_ACCOUNT)).toBe(SERVER_TIMES.guessMs - 5 * 60_000);
    expect(attempts.blockedFor('tom', PER_ACCOUNT)).toBe(0);
    at.now += 10 * 60_000;
    expect(attempts.blockedFor('mia', PER_ACCOUNT)).toBe(0);
  });

  it('of more accounts than fit are forgotten, the oldest first', () => {
    const attempts = createAttempts(clock);
    const block = (key: string) => {
      for (let count = 0; count < SERVER_LIMITS.guessesPerAccount; count += 1) attempts.failed(key, PER_ACCOUNT);
    };
    block('first');
    block('second');
    for (let other = 2; other <= SERVER_LIMITS.guessersRemembered; other += 1) attempts.failed(`${other}`, PER_ACCOUNT);
    expect(attempts.blockedFor('first', PER_ACCOUNT)).toBe(0);
    expect(attempts.blockedFor('second', PER_ACCOUNT)).toBeGreaterThan(0);
  });

  it('are not counted when they are taken back, and then take nothing else with them', () => {
    const attempts = createAttempts(clock);
    for (let count = 0; count < 4; count += 1) attempts.failed('mia', PER_ACCOUNT);
    const takeBack = attempts.failed('mia', PER_ACCOUNT);
    expect(attempts.blockedFor('mia', PER_ACCOUNT)).toBeGreaterThan(0);
    takeBack();
    takeBack();
    expect(attempts.blockedFor('mia', PER_ACCOUNT)).toBe(0);
    attempts.failed('mia', PER_ACCOUNT);
    expect(attempts.blockedFor('mia', PER_ACCOUNT)).toBeGreaterThan(0);
  });
});
