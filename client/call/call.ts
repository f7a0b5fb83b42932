/**
 * What a screen may know of and do with this browser's call: which phase it is in, which tracks are on, how it ended.
 * Shapes only; `model.ts` makes them true.
 */
import type { MediaFailure, Refusal } from '../../protocol/errors.ts';
import type { CallId, ConversationId } from '../../protocol/ids.ts';
import type { CallEndReason, Media, QuickStart, Side } from '../../protocol/models.ts';
import type { Observable } from '../observable.ts';

/** A call that is not over. */
export interface ActiveCall {
  /** asking: the browser asks for devices; calling: we wait for an answer; ringing: we may answer. */
  readonly phase: 'asking' | 'calling' | 'ringing' | 'connecting' | 'connected' | 'reconnecting';
  readonly call: CallId;
  readonly conversation: ConversationId;
  /** Who called. */
  readonly by: Side;
  readonly media: Media;
  /** The other side's browser really rings. */
  readonly alerting: boolean;
  readonly local: MediaStream | null;
  readonly remote: MediaStream | null;
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly remoteMicrophone: boolean;
  readonly remoteCamera: boolean;
  /** When both ends had media for the first time, in server time. */
  readonly connectedAt: number | null;
  /** What this browser could not give, such as a denied camera; the call goes on. */
  readonly failure: MediaFailure | null;
  /** Another tab of this person has the call. */
  readonly elsewhere: boolean;
}

/** A call that is over, until it is dismissed. */
export interface EndedCall {
  readonly phase: 'ended';
  readonly call: CallId;
  readonly conversation: ConversationId;
  /** media: this browser had neither microphone nor camera to give. */
  readonly reason: CallEndReason | 'answered_elsewhere' | 'media';
  /** With 'media' our own; otherwise what kept the other side from it, or 'unreachable' if no way was found. */
  readonly failure: MediaFailure | null;
  readonly seconds: number;
  /** Why the server did not start or continue it. */
  readonly refusal?: Refusal;
}

/** What a screen shows. */
export type CallState = { readonly phase: 'idle' } | ActiveCall | EndedCall;

/** The call of this browser; at most one at a time. */
export interface CallModel {
  readonly state: Observable<CallState>;
  /** Opens the devices, then calls; explain it to the person before. */
  start(conversation: ConversationId, media: Media, topic?: QuickStart): Promise<void>;
  /** Opens the devices, then answers the ringing call. */
  answer(media: Media): Promise<void>;
  /** Declines the ringing call. */
  decline(): Promise<void>;
  /** Stops all local tracks at once, then tells the server. */
  end(): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  /** From audio to video and back inside the call. */
  setCamera(on: boolean): Promise<void>;
  /** Leaves 'ended'. */
  dismiss(): void;
}
