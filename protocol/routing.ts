/**
 * Why somebody is asked to take a conversation, in facts that a screen words in the agent's language (RT8). Shapes only;
 * the domain's routing states them.
 */
import { z } from 'zod';

const because = <Kind extends string, Facts extends z.ZodRawShape>(kind: Kind, facts: Facts) =>
  z.strictObject({ kind: z.literal(kind), ...facts });

const count = z.number().int().nonnegative();

/** One fact among those that led to a reservation. */
export const routingReason = z.discriminatedUnion('kind', [
  /** How long the visitor has waited; `front`: for having lost an agent. */
  because('waiting', { seconds: count, front: z.boolean() }),
  /** Conversations and reservations that the agent has, of as many as they take. */
  because('load', { load: count, capacity: count }),
  because('language', { language: z.string(), spoken: z.boolean() }),
  because('skills', { skills: z.array(z.string()), known: z.boolean() }),
  /** This agent has spoken with the visitor before. */
  because('advisor', {}),
  /** A colleague who is inside asks for somebody else. */
  because('transfer', {}),
  /** Everybody else who could was asked already. */
  because('again', {}),
]);
export type RoutingReason = z.infer<typeof routingReason>;
