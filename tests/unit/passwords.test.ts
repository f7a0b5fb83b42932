/** Passwords at rest. */
import { describe, expect, it } from 'vitest';
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
