/**
 * What the two relays say, in the shapes and sizes of Shopbell's own wire, so that all three move the same bytes. It
 * knows shapes only.
 */
import type { CommandFrame } from '../../protocol/frames.ts';

/** A message on its way to the server. */
export type PostFrame = Extract<CommandFrame, { type: 'message.post' }>;

/** An author as an event names it: an agent with an id and a name of usual length. */
const BY = { kind: 'agent', id: '2f0ad4c4-6b8e-4b86-9d0e-2f5f6a9f9e41', name: 'Mia Vogel' };

/** What an acknowledgement says. */
export function doneBody(seq: number): object {
  return { seqs: [seq] };
}

/** What the other side of the conversation gets. */
export function eventBody({ id, conversation, body }: PostFrame, seq: number): object {
  const content = { type: 'message.posted', body: { message: id, text: body.text } };
  return { conversation, seq, at: Date.now(), by: BY, ...content };
}
