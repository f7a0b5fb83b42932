/**
 * The ways in which a visitor can reach the shop now, as they travel to a widget: each with its state, when a person
 * answers and what it costs (CH1). Shapes only; which of them are open is the domain's to say.
 */
import { z } from 'zod';

/** When a person answers. */
const answer = z.discriminatedUnion('when', [
  z.strictObject({ when: z.literal('now') }),
  /** When people are back, by their hours, or the first time that is free for a call-back; milliseconds UTC. */
  z.strictObject({ when: z.literal('from'), at: z.number().int().nonnegative() }),
  /** By when a person will have answered, as is promised to whoever writes now (PR3); milliseconds UTC. */
  z.strictObject({ when: z.literal('by'), at: z.number().int().nonnegative() }),
  /** After this long at most, in four of five cases (QU3). */
  z.strictObject({ when: z.literal('within'), minutes: z.number().int().positive() }),
  /** As soon as somebody is there: nothing is known that could be told. */
  z.strictObject({ when: z.literal('unknown') }),
]);
export type Answer = z.infer<typeof answer>;

/** One way to reach the shop. A shop that does not have it leaves it out. */
const channel = z.strictObject({
  kind: z.enum(['chat', 'audio', 'video', 'callback', 'message', 'contact']),
  /** `later`: it can be chosen now, and a person comes later; `off`: it cannot be chosen. */
  state: z.enum(['now', 'queue', 'later', 'off']),
  answer,
  /** The owner's words about the price; null: free. */
  cost: z.string().nullable(),
});
export type Channel = z.infer<typeof channel>;

/** Who would answer a visitor who writes now. */
const answering = z.discriminatedUnion('who', [
  z.strictObject({ who: z.literal('team') }),
  /** People of another company, by its name (Z5). */
  z.strictObject({ who: z.literal('partner'), name: z.string() }),
  z.strictObject({ who: z.literal('nobody') }),
]);
export type Answering = z.infer<typeof answering>;

/** What a site offers its visitors now; part of its settings, and told anew when it changes (CH5). */
export const offer = z.strictObject({ answering, channels: z.array(channel) });
export type Offer = z.infer<typeof offer>;
