/**
 * Why somebody is asked to take a conversation, and why nobody is yet, in facts that a screen words in the agent's
 * language (RT8, RT14). Shapes only; the domain's routing states them.
 */
import { z } from 'zod';
import { agentId } from './ids.ts';

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
  /** The agent who has spoken with the visitor before cannot come now. */
  because('deputy', { advisor: agentId, name: z.string() }),
  /** A colleague who is inside asks for somebody else. */
  because('transfer', {}),
  /** Everybody else who could was asked already. */
  because('again', {}),
]);
export type RoutingReason = z.infer<typeof routingReason>;

/** When it goes on by itself, in milliseconds UTC. */
const at = z.number().int();

/** Why a conversation waits at this moment (RT14). */
export const waitingReason = z.discriminatedUnion('kind', [
  /** This agent is asked, until then. */
  because('reserved', { agent: agentId, until: at }),
  /** Somebody is about to be asked. */
  because('next', {}),
  /** Nobody of its department is here; from `overflowsAt` on, if there is such a moment, it may wait elsewhere. */
  because('nobody', { overflowsAt: at.nullable() }),
  /** Those who are here have as many conversations as they take; with `call`: nobody is free for a call. */
  because('busy', { call: z.boolean() }),
  /** Who speaks the language and knows the topics is busy; from `at` on anybody is asked. */
  because('fitting', { language: z.string(), skills: z.array(z.string()), at }),
  /** Everybody who is free was asked; from `at` on they are asked again. */
  because('asked', { at }),
  /** Nobody is free but people whom the visitor does not want. */
  because('avoided', {}),
]);
export type WaitingReason = z.infer<typeof waitingReason>;
