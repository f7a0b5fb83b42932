/**
 * What the two relays say, in the shapes and sizes of Shopbell's own wire, so that all three move the same bytes. It
 * knows shapes only.
 */
import { randomUUID } from 'node:crypto';
import { PROTOCOL_VERSION, TIMES } from '../../protocol/constants.ts';
import type { CommandFrame } from '../../protocol/frames.ts';

/** A message on its way to the server. */
export type PostFrame = Extract<CommandFrame, { type: 'message.post' }>;

/** The greeting of a browser; one that comes back names its earlier session. */
export interface HelloFrame {
  readonly resume?: { readonly session: string };
}

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

/** Stands for the life of a store. */
const EPOCH = randomUUID();

/** The answer to a greeting: a relay believes what it is told. */
export function welcomeBody({ resume }: HelloFrame): object {
  return {
    ...{ protocol: PROTOCOL_VERSION, session: resume?.session ?? randomUUID(), epoch: EPOCH, serverTime: Date.now() },
    ...{ heartbeatMs: TIMES.visitorHeartbeatMs, person: { kind: 'visitor', id: randomUUID() } },
    ...{ reset: false, conversations: [] },
  };
}
