/**
 * Every text of the panel, as a type: a language is one record of it, so a missing text does not compile. Short, active,
 * "you", no exclamation marks, no blame; an error says what happened and what to do next. It knows no language.
 */
import type { CallTexts, ChatTexts as ChatElementTexts } from '../../client/elements/texts.ts';
import type { QuickStart } from '../../protocol/models.ts';

/** Frame and header. */
export interface PanelTexts {
  /** Name of the window for screen readers. */
  readonly label: (shop: string) => string;
  readonly minimise: string;
  readonly back: string;
  /** While a conversation, or the screen of a call, is on its way. */
  readonly loading: string;
}

/** The first screen. */
export interface HomeTexts {
  readonly greeting: string;
  readonly team: string;
  readonly write: string;
  /** Nothing is asked of the visitor. */
  readonly writeHelp: string;
  readonly field: (shop: string) => string;
  /** The conversation that is open. */
  readonly open: string;
  readonly goOn: string;
  readonly unread: (count: number) => string;
  readonly contact: string;
}

/** The conversation. */
export interface ChatTexts {
  readonly caseNumber: (caseNumber: string) => string;
  readonly end: string;
  readonly audio: string;
  readonly video: string;
  /** Under the name of the person who is in the conversation. */
  readonly isHere: string;
  readonly field: (name: string) => string;
  readonly empty: string;
}

/** What does not work right now. */
export interface LineTexts {
  readonly connecting: string;
  /** The connection was lost and comes back by itself. */
  readonly waiting: string;
  /** The part of the bundle that draws calls did not arrive. */
  readonly noCall: string;
  /** These do not come back by themselves. */
  readonly replaced: string;
  readonly version: string;
  readonly refused: string;
}

/** Every text of the panel but those of calls, and those of the parts that it shares with the console. */
export interface WidgetTexts {
  /** BCP 47 tag of the record itself. */
  readonly language: 'de' | 'en';
  readonly elements: ChatElementTexts;
  readonly panel: PanelTexts;
  readonly home: HomeTexts;
  readonly chat: ChatTexts;
  readonly line: LineTexts;
}

/** What is said about privacy. */
export interface PrivacyTexts {
  readonly title: string;
  /** At most 80 words in each language (G1). */
  readonly text: string;
  /** The switch that is off, and what it does. */
  readonly remember: string;
  readonly rememberHelp: string;
}

/** After the end. */
export interface GoodbyeTexts {
  readonly thanks: string;
  readonly text: string;
  readonly caseNumber: string;
  readonly caseHelp: string;
  readonly again: string;
  readonly close: string;
}

/** One click that says what it is about. */
export interface QuickStartTexts extends Readonly<Record<QuickStart, string>> {
  /** Name of the group for screen readers. */
  readonly label: string;
}

/** Every text that comes right after the first screen. */
export interface LateTexts {
  readonly privacy: PrivacyTexts;
  readonly goodbye: GoodbyeTexts;
  readonly quickStarts: QuickStartTexts;
}

/** Every text of calls; it comes with the first of them. */
export interface WidgetCallTexts {
  readonly elements: CallTexts;
  /** What answering does, on the card of a call that comes in (G2). */
  readonly beforeAnswer: string;
  readonly silence: string;
  /** The part of the screen with the messages. */
  readonly text: string;
  readonly unread: (count: number) => string;
  readonly larger: string;
  readonly smaller: string;
  readonly running: string;
  readonly backToCall: string;
  readonly hangUp: string;
}
