/**
 * Every text of the console, as one typed record per language: a missing text does not compile. Knows which texts exist
 * and which values they need; the texts of shared parts (messages, composer, call) are `ElementTexts` of the client room.
 */
import type { ElementTexts } from '../client/elements/texts.ts';
import type { Presence } from '../protocol/models.ts';
import type { AdvisorTexts } from './advisor-texts.ts';
import type { FloorTexts } from './floor-texts.ts';
import type { CallbackTexts } from './callback-texts.ts';
import type { PromiseTexts } from './promise-texts.ts';
import type { SettingsTexts } from './settings-texts.ts';
import type { TransferTexts } from './transfer-texts.ts';
import type { WaitingTexts } from './waiting-texts.ts';

/** Texts of the views before anybody is signed in. */
export interface FrontTexts {
  readonly signIn: string;
  readonly signInHelp: string;
  readonly email: string;
  readonly password: string;
  readonly showPassword: string;
  readonly hidePassword: string;
  readonly signedOut: string;
  readonly expired: string;
  readonly wrong: string;
  readonly tooManyTries: (minutes: number) => string;
  readonly noInvitation: string;
  readonly welcome: string;
  readonly welcomeHelp: string;
  readonly yourName: string;
  readonly yourNameHelp: string;
  readonly emailHelp: string;
  readonly choosePassword: string;
  readonly passwordHelp: string;
  readonly passwordShort: string;
  readonly openShop: string;
  readonly join: (name: string) => string;
  readonly joinHelp: (email: string) => string;
  readonly joinTeam: string;
  readonly spent: string;
  readonly spentOwner: string;
  readonly spentInvitation: string;
  readonly toSignIn: string;
  readonly emailTaken: string;
  readonly required: string;
  readonly emailWrong: string;
}

/** Texts of the rail, the banner and everything else around the views. */
export interface ShellTexts {
  readonly skip: string;
  readonly navigation: string;
  readonly inbox: string;
  readonly settings: string;
  readonly team: string;
  readonly you: string;
  readonly presence: Readonly<Record<Presence, string>>;
  readonly switchLabel: string;
  readonly switchHelp: Readonly<Record<Exclude<Presence, 'offline'>, string>>;
  readonly account: string;
  readonly profile: string;
  readonly shortcuts: string;
  readonly signOut: string;
  readonly notices: string;
  readonly noticesAsk: string;
  readonly noticesAllow: string;
  readonly noticesLater: string;
  readonly offline: string;
  readonly connecting: string;
  readonly version: string;
  readonly reload: string;
  readonly replaced: string;
  readonly useHere: string;
  readonly blocked: string;
  readonly retry: string;
  readonly unreachable: string;
  readonly unreachableHelp: string;
  readonly missing: string;
  readonly missingHelp: string;
  readonly toInbox: string;
  readonly loading: string;
  readonly close: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
}

/** Texts of the list. */
export interface InboxTexts {
  readonly tabs: Readonly<Record<'mine' | 'waiting' | 'all', string>>;
  readonly list: string;
  readonly tabList: string;
  readonly visitor: (caseNumber: string) => string;
  readonly you: (text: string) => string;
  readonly colleague: (name: string, text: string) => string;
  readonly noWords: string;
  readonly wantsAudio: string;
  readonly wantsVideo: string;
  readonly inCall: string;
  readonly ended: string;
  readonly unread: (count: number) => string;
  readonly waits: (time: string) => string;
  readonly lostAgent: string;
  readonly asksYou: string;
  readonly asks: (name: string) => string;
  readonly someone: string;
  readonly empty: Readonly<Record<'mine' | 'waiting' | 'all', string>>;
  readonly emptyAway: string;
  readonly becomeAvailable: string;
  readonly showWaiting: (count: number) => string;
  readonly openFirst: string;
  readonly pick: string;
  readonly pickHelp: string;
  readonly startTitle: string;
  readonly startHelp: string;
  readonly startPhoto: string;
  readonly startTag: string;
  readonly startTeam: string;
}

/** Texts of one conversation. */
export interface ConversationTexts {
  readonly back: string;
  readonly waiting: (time: string) => string;
  readonly asksYou: string;
  readonly seconds: (count: number) => string;
  readonly accept: string;
  readonly decline: string;
  readonly asksOther: (name: string) => string;
  readonly takeAnyway: string;
  readonly taken: (name: string | undefined) => string;
  readonly full: string;
  readonly gone: string;
  readonly refused: string;
  readonly limited: string;
  readonly noteRefused: string;
  readonly notInside: (names: string) => string;
  readonly ended: string;
  readonly end: string;
  readonly endLabel: string;
  readonly audioCall: string;
  readonly videoCall: string;
  readonly callBusy: string;
  readonly showCase: string;
  readonly hideCase: string;
  readonly reply: string;
  readonly note: string;
  readonly mode: string;
  readonly replyLabel: string;
  readonly noteLabel: string;
  readonly messages: string;
  readonly loadFailed: string;
  readonly notFound: string;
  readonly draft: string;
  /** Stands for the visitor's "the team has been told". */
  readonly queued: string;
}

/** Texts of the case panel. */
export interface CaseTexts {
  readonly title: string;
  readonly visitor: string;
  readonly anonymous: string;
  readonly language: string;
  readonly waiting: string;
  readonly started: string;
  readonly caseNumber: string;
  readonly shop: string;
  readonly page: string;
  readonly pages: string;
  readonly noPage: string;
  readonly opensNewTab: string;
  readonly participants: string;
  readonly nobody: string;
  readonly history: string;
  readonly asked: (name: string) => string;
  /** Why somebody was asked, in parts of a line. */
  readonly because: {
    readonly advisor: string;
    readonly language: (name: string, spoken: boolean) => string;
    readonly skills: (list: string, known: boolean) => string;
    readonly load: (load: number, capacity: number) => string;
    readonly waiting: (time: string, front: boolean) => string;
    readonly transfer: string;
    readonly again: string;
  };
  readonly outcome: Readonly<Record<'accepted' | 'declined' | 'expired' | 'withdrawn', (name: string) => string>>;
}

/** Texts of calls around the shared stage. */
export interface CallTexts {
  readonly incomingAudio: (name: string) => string;
  readonly incomingVideo: (name: string) => string;
  readonly accept: string;
  readonly acceptWithoutCamera: string;
  readonly notNow: string;
  readonly from: string;
  readonly rings: string;
  readonly running: (name: string) => string;
  readonly goThere: string;
  readonly area: string;
  readonly failed: string;
}

/** Texts of the shortcuts dialog. */
export interface ShortcutTexts {
  readonly title: string;
  readonly help: string;
  readonly keys: Readonly<
    Record<'next' | 'previous' | 'reply' | 'note' | 'transfer' | 'help' | 'accept' | 'close', string>
  >;
  readonly enter: string;
  readonly escape: string;
}

/** Texts of desktop notices. */
export interface NoticeTexts {
  readonly waiting: (visitor: string) => string;
  readonly audio: (visitor: string) => string;
  readonly video: (visitor: string) => string;
  readonly message: (visitor: string) => string;
}

/** Every text of the console. */
export interface ConsoleTexts {
  readonly front: FrontTexts;
  readonly shell: ShellTexts;
  readonly inbox: InboxTexts;
  readonly conversation: ConversationTexts;
  readonly case: CaseTexts;
  readonly call: CallTexts;
  readonly advisor: AdvisorTexts;
  readonly floor: FloorTexts;
  readonly promises: PromiseTexts;
  readonly transfer: TransferTexts;
  readonly settings: SettingsTexts;
  readonly callback: CallbackTexts;
  readonly waiting: WaitingTexts;
  readonly shortcuts: ShortcutTexts;
  readonly notices: NoticeTexts;
}

/** The words of one language, with the tag that formats its times. */
export interface Words {
  readonly locale: string;
  readonly texts: ConsoleTexts;
  readonly elements: ElementTexts;
}
