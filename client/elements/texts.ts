/**
 * Every text of the shared parts, as a type: a language is one record of it, so a missing text does not compile. The
 * words serve both faces, so they never say "visitor" or "agent" where they can say "you" or a name; a face that wants
 * other words spreads the record. It knows no language.
 */
import type { EventFrame } from '../../protocol/events.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { CallEndReason, Media } from '../../protocol/models.ts';
import type { MediaFailure } from '../../protocol/errors.ts';
import type { EndedCall } from '../call/call.ts';

/** Texts of the message list and its notices. Times and durations arrive already written. */
export interface ListTexts {
  /** Name of the whole list for screen readers. */
  readonly label: string;
  readonly you: string;
  /** Stands for the visitor where a name would stand. */
  readonly visitor: string;
  readonly today: string;
  readonly yesterday: string;
  /** Button: show what was said before. */
  readonly older: string;
  /** Button while the reader has scrolled up: nothing new, or something new. */
  readonly newest: string;
  readonly fresh: string;
  readonly sending: string;
  readonly sent: string;
  /** It has reached a browser of the other side; nobody need have looked. */
  readonly delivered: string;
  readonly read: string;
  readonly failed: string;
  readonly retry: string;
  readonly readBy: (name: string | undefined, time: string) => string;
  readonly note: string;
  readonly typing: (name: string) => string;
  readonly notice: NoticeTexts;
}

/** What happened, in one short line each, never signed with a person's face (F9). */
export interface NoticeTexts {
  readonly queued: string;
  readonly reopened: string;
  readonly requeued: string;
  /** The name of a partner, where it is one. */
  readonly overflow: (partner?: string) => string;
  /** Back from a partner. */
  readonly returned: string;
  /** To a partner's person: please hand it over. */
  readonly returnDue: string;
  readonly ended: string;
  readonly joined: (name: string) => string;
  /** Somebody comes in the place of who was there before. */
  readonly deputy: (name: string, other: string) => string;
  readonly left: (name: string) => string;
  readonly lost: (name: string) => string;
  readonly callStarted: (video: boolean) => string;
  readonly callEnded: (reason: CallEndReason, duration: string) => string;
  /** Somebody takes over from somebody else, who has left. */
  readonly takesOver: (name: string, from: string) => string;
  /** For a person whose name is not known here. */
  readonly somebody: string;
  /** Lines for what only one of the faces tells, or tells in words that come later. */
  readonly more?: (event: EventFrame, name: (agent: AgentId) => string) => string | undefined;
}

/** Texts of the composer. */
export interface ComposerTexts {
  readonly placeholder: string;
  readonly send: string;
  readonly left: (characters: number) => string;
  readonly tooLong: string;
  readonly over: (characters: number) => string;
  /** Says that only staff will see this text. */
  readonly note: string;
}

/** Texts of the screen before a call. */
export interface ExplainTexts {
  readonly title: (media: Media) => string;
  /** What the browser is about to ask, and what happens with it (G2). */
  readonly ask: (media: Media) => string;
  readonly unrecorded: string;
  readonly choice: string;
  readonly audio: string;
  readonly audioHint: string;
  readonly video: string;
  readonly videoHint: string;
  readonly start: string;
  readonly cancel: string;
  readonly retry: string;
  readonly byText: string;
  readonly failure: Readonly<Record<MediaFailure, { readonly title: string; readonly text: string }>>;
}

/** Texts of the call itself. */
export interface StageTexts {
  /** Name of the region; `name` of the other person. */
  readonly label: (name: string) => string;
  /** Stands for the other person where nobody's name is known yet. */
  readonly team: string;
  readonly asking: string;
  readonly calling: string;
  readonly alerting: string;
  readonly ringing: (video: boolean) => string;
  readonly connecting: string;
  readonly connected: string;
  readonly reconnecting: string;
  readonly reconnectingHelp: string;
  readonly elsewhere: string;
  readonly duration: string;
  /** A key press while the browser asks: what to look for. */
  readonly askingHelp: string;
  readonly microphoneOff: string;
  readonly microphoneOn: string;
  readonly cameraOff: string;
  readonly cameraOn: string;
  readonly hangUp: string;
  readonly cancel: string;
  readonly acceptAudio: string;
  readonly acceptVideo: string;
  readonly decline: string;
  readonly dismiss: string;
  readonly tapToHear: string;
  readonly moveSelf: string;
  readonly you: string;
  readonly controls: string;
  readonly sound: (name: string) => string;
  readonly picture: (name: string) => string;
  readonly remoteMuted: (name: string) => string;
  readonly remoteCameraOff: (name: string) => string;
  /** The call goes on although something of ours is missing. */
  readonly goesOn: Readonly<Record<MediaFailure, string>>;
  readonly ended: Readonly<Record<EndedCall['reason'], string>>;
  readonly lasted: (duration: string) => string;
}

/** Texts of the chat's parts. */
export interface ChatTexts {
  readonly list: ListTexts;
  readonly composer: ComposerTexts;
}

/** Texts of the call's parts, which are loaded with the first call. */
export interface CallTexts {
  readonly explain: ExplainTexts;
  readonly stage: StageTexts;
}

/** Every text of the shared parts. */
export type ElementTexts = ChatTexts & CallTexts;
