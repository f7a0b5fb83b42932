/**
 * The door to the numbers of visitors who want to be called: they are in no event and no state, so that they can be
 * deleted. Every method is one atomic step. Knows no rule of how long a number is kept.
 */
import type { CommandId, ConversationId } from '../../protocol/ids.ts';

/** A number, written before its wish is decided. */
export interface CallbackNumber {
  /** The command that wishes for the call-back. */
  readonly id: CommandId;
  readonly conversation: ConversationId;
  /** As people read it, with its country: `+43 664 1234567`. */
  readonly number: string;
  /** When somebody looks whether it is still needed. */
  readonly lookAt: number;
}

export interface CallbackStore {
  /** Keeps the number unless it is there; whether it was not. */
  save(number: CallbackNumber): Promise<boolean>;
  number(id: CommandId): Promise<string | undefined>;
  /** Those that somebody should look at now. */
  due(now: number, limit: number): Promise<readonly Pick<CallbackNumber, 'id' | 'conversation'>[]>;
  lookAgain(id: CommandId, at: number): Promise<void>;
  forget(id: CommandId): Promise<void>;
  /** Deletes the numbers of this conversation, but not the one of this wish. */
  forgetOthers(conversation: ConversationId, kept?: CommandId): Promise<void>;
}
