/**
 * Refusals: the closed list of codes with their HTTP status and what the sender should do. Domain and switchboard
 * return refusals; they throw only for bugs. Knows nothing of the rules that refuse.
 */
import { z } from 'zod';

/** Every refusal code (ER1). */
export const refusalCode = z.enum([
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'gone',
  'too_large',
  'limited',
  'unsupported',
  'unavailable',
  'internal',
]);
export type RefusalCode = z.infer<typeof refusalCode>;

/** Why something was not done: `message` is for developers and logs, screens word it by `code`. */
export const refusal = z.strictObject({
  code: refusalCode,
  message: z.string(),
  /** Milliseconds after which a retry can succeed. */
  retryAfter: z.number().int().nonnegative().optional(),
  details: z.record(z.string(), z.string()).optional(),
});
export type Refusal = z.infer<typeof refusal>;

/** HTTP status of each refusal code (ER1). */
export const HTTP_STATUS: Readonly<Record<RefusalCode, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  limited: 429,
  unsupported: 426,
  unavailable: 503,
  internal: 500,
};

/** A refusal in one line. */
export function refuse(code: RefusalCode, message: string, more: Omit<Refusal, 'code' | 'message'> = {}): Refusal {
  return { code, message, ...more };
}

/** Media failures of a browser, as words; they travel as the cause of a declined or ended call. */
export const mediaFailure = z.enum(['denied', 'missing', 'busy', 'insecure', 'forbidden-by-page', 'unreachable']);
export type MediaFailure = z.infer<typeof mediaFailure>;
