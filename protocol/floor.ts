/**
 * The floor as agents see it in the console: who is there with how much to do, and who waits in which department and why
 * still. Shapes only. Nothing here says how long anybody works on anything (L5).
 */
import { z } from 'zod';
import { conversationId, departmentId } from './ids.ts';
import type { CaseNumber } from './ids.ts';
import { personCard, presence, timestamp } from './models.ts';
import { waitingReason } from './routing.ts';

const count = z.number().int().nonnegative();

/** Somebody of the viewer's departments. */
const floorAgent = z.strictObject({
  card: personCard,
  presence,
  /** Conversations and reservations, in all departments, of as many as they take. */
  load: count,
  capacity: count,
  inCall: z.boolean(),
  /** Those that the viewer has, too. */
  departments: z.array(departmentId),
});
export type FloorAgentView = z.infer<typeof floorAgent>;

/** A conversation that waits. */
const floorWait = z.strictObject({
  conversation: conversationId,
  caseNumber: z.custom<CaseNumber>((value) => typeof value === 'string'),
  waitingSince: timestamp,
  /** It lost its agent and waits before all others. */
  front: z.boolean(),
  /** A call rings in it. */
  call: z.enum(['none', 'audio', 'video']),
  why: waitingReason,
});
export type FloorWait = z.infer<typeof floorWait>;

/** A department of the viewer's. */
const floorQueue = z.strictObject({
  id: departmentId,
  name: z.string(),
  /** `always`: it has no hours. `until`: when that changes; null if it does not within a year. */
  hours: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('always') }),
    z.strictObject({ kind: z.enum(['open', 'closed']), until: timestamp.nullable() }),
  ]),
  waiting: count,
  /** Those in greatest need, first to be asked for first (RT3). */
  waits: z.array(floorWait),
});
export type FloorQueue = z.infer<typeof floorQueue>;

/** Answer of the floor door. */
const floorView = z.strictObject({ agents: z.array(floorAgent), queues: z.array(floorQueue) });
export type FloorView = z.infer<typeof floorView>;
