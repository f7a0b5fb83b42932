/**
 * What the server's rooms may say to the operator: one line with an object of plain facts. Message text, tokens and
 * addresses never go in. It knows no logger; the composition root hands in Fastify's.
 */

/** One level of the log: facts first, then a fixed sentence. */
type Write = (facts: Readonly<Record<string, unknown>>, sentence: string) => void;

/** A logger like pino's. */
export interface Log {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** What may be logged of a thrown thing: its kind and message, and the stack that only operators see. */
export function errorFacts(error: unknown): { readonly error: string; readonly stack?: string } {
  if (!(error instanceof Error)) return { error: String(error) };
  return { error: `${error.name}: ${error.message}`, ...(error.stack === undefined ? {} : { stack: error.stack }) };
}
