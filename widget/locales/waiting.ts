/**
 * The words about waiting, and about being away, in every language: they come together, right after the first screen. A
 * topic of waiting has a part of its own here, so a missing text does not compile. Knows words only.
 */
import type { CallbackNoticeTexts } from '../../client/elements/callback-notice.ts';
import type { WidgetTexts } from './texts.ts';

/** The line of the first screen that says whether somebody is there. */
export interface AvailabilityTexts {
  /** Somebody can answer now. */
  readonly here: string;
  /** Nobody can, and what happens then; never a promised time. */
  readonly away: string;
  readonly awayHelp: string;
  /** The same, where it is known from when somebody is there. */
  readonly back: (when: string) => string;
  /** People are there, and all of them are busy. */
  readonly busy: string;
  readonly busyHelp: string;
  /** The same, where the shop's past tells how long it takes. */
  readonly within: (minutes: number) => string;
}

/** Said before the visitor talks to people of another company (Z5, G2). */
export interface PartnerTexts {
  readonly answers: (partner: string, shop: string) => string;
  readonly sees: string;
}

/** When somebody is there again. */
export interface WhenTexts {
  readonly from: (time: string) => string;
  readonly tomorrow: (time: string) => string;
  readonly on: (day: string, time: string) => string;
}

/** By when a person answers. */
export interface ByTexts {
  readonly today: (time: string) => string;
  readonly tomorrow: (time: string) => string;
  readonly on: (day: string, time: string) => string;
}

/** What is promised, and what became of it; `by` is a clock time in words. */
export interface PromiseTexts {
  /** Before the visitor writes. */
  readonly before: (by: string) => string;
  readonly running: (by: string) => string;
  readonly kept: (time: string) => string;
  /** It was not kept, and nothing is promised anew. */
  readonly broken: string;
  /** It was not kept, and this is the next one. */
  readonly again: (by: string) => string;
}

/** The ways to talk, side by side. */
export interface ChannelTexts {
  /** Name of the group for screen readers. */
  readonly label: string;
  readonly audio: string;
  readonly video: string;
  readonly free: string;
  /** Everybody speaks with somebody; one can wait. */
  readonly busy: string;
  /** The same, and how long that mostly takes. */
  readonly within: (minutes: number) => string;
  readonly nobodyFree: string;
  /** The people who are there take no calls. */
  readonly noCalls: string;
  /** What the shop's number is, for those who do not see the sign. */
  readonly telephone: string;
}

/** What the visitor may expect inside a conversation while no person is there. */
export interface ExpectationTexts {
  /** Somebody is asked. */
  readonly asking: string;
  readonly askingHelp: string;
  /** Nobody can be asked. */
  readonly away: string;
  readonly awayHelp: string;
  /** Nobody took the visitor's call, and what they can do now (E4). */
  readonly missed: string;
  readonly missedHelp: string;
  readonly awayFrom: (when: string) => string;
  readonly ended: string;
  /** Ended before anybody came. */
  readonly left: string;
  readonly endedHelp: string;
  readonly leave: string;
}

/** Ways to a call-back, and what became of one; its form has words of its own. */
export interface CallbackOfferTexts {
  readonly tile: string;
  readonly tileHelp: string;
  /** The first time that is free. */
  readonly tileFrom: (when: string) => string;
  /** Instead of waiting, or of a call that nobody answered. */
  readonly instead: string;
  readonly missed: string;
  readonly missedHelp: string;
  readonly notices: CallbackNoticeTexts;
}

/** Where the visitor stands in the queue. */
export interface QueueTexts {
  readonly position: (position: number) => string;
  /** Place 1. */
  readonly next: string;
  /** Somebody is asked to come at this moment. */
  readonly asked: string;
  /** Somebody comes by this clock time, most probably. */
  readonly by: (time: string) => string;
  /** It takes longer than was said. */
  readonly late: string;
  /** Nobody can say how long it takes. */
  readonly unknown: (serving: number) => string;
  /** Nobody is available at all. */
  readonly nobodyServing: string;
  readonly leave: string;
}

/** Somebody else, for the asking. */
export interface SomeoneElseTexts {
  readonly ask: string;
  /** Somebody else is looked for. */
  readonly looking: string;
  readonly lookingHelp: string;
  /** Nobody else can come now. */
  readonly missed: string;
  readonly missedHelp: string;
  /** Button: the one before, after all. */
  readonly back: (name: string) => string;
}

/** Every text about waiting. */
export interface WaitingTexts {
  readonly availability: AvailabilityTexts;
  readonly partner: PartnerTexts;
  readonly when: WhenTexts;
  readonly by: ByTexts;
  readonly promise: PromiseTexts;
  readonly channels: ChannelTexts;
  readonly expectation: ExpectationTexts;
  readonly callback: CallbackOfferTexts;
  readonly queue: QueueTexts;
  readonly someoneElse: SomeoneElseTexts;
}

const minutesDe = (count: number): string => (count === 1 ? 'einer Minute' : `${count} Minuten`);
const minutesEn = (count: number): string => (count === 1 ? 'a minute' : `${count} minutes`);

const de: WaitingTexts = {
  availability: {
    here: 'Jetzt ist jemand für Sie da',
    away: 'Gerade ist niemand da.',
    awayHelp: 'Schreiben Sie uns, ein Mensch antwortet hier.',
    back: (when) => `Schreiben Sie uns. Wir sind ${when} wieder da.`,
    busy: 'Gerade sind alle im Gespräch.',
    busyHelp: 'Schreiben Sie uns, wir antworten der Reihe nach.',
    within: (minutes) => `Meist ist in ${minutesDe(minutes)} jemand da.`,
  },
  partner: {
    answers: (partner, shop) => `Gerade antwortet ${partner} für ${shop}.`,
    sees: 'Man sieht dort nur dieses Gespräch und Ihre Sprache.',
  },
  when: {
    from: (time) => `ab ${time}`,
    tomorrow: (time) => `morgen ${time}`,
    on: (day, time) => `${day} ${time}`,
  },
  by: {
    today: (time) => `heute bis ${time}`,
    tomorrow: (time) => `morgen bis ${time}`,
    on: (day, time) => `bis ${day}, ${time}`,
  },
  promise: {
    before: (by) => `Schreiben Sie uns: Ein Mensch antwortet ${by}.`,
    running: (by) => `Ein Mensch antwortet Ihnen ${by}.`,
    kept: (time) => `Beantwortet um ${time}, wie versprochen.`,
    broken:
      'Wir haben unser Versprechen nicht gehalten. Das tut uns leid. Ihre Nachricht liegt beim ganzen Team, die Antwort kommt hier.',
    again: (by) => `Wir haben unser Versprechen nicht gehalten. Das tut uns leid. Ein Mensch antwortet Ihnen ${by}.`,
  },
  channels: {
    label: 'Oder rufen Sie an',
    audio: 'Anruf',
    video: 'Videoanruf',
    free: 'Kostenlos, gleich hier',
    busy: 'Alle sprechen gerade, Sie können warten',
    nobodyFree: 'Gerade niemand da',
    noCalls: 'Gerade keine Anrufe',
    within: (minutes) => `Meist in ${minutes} Min.`,
    telephone: 'Telefon',
  },
  expectation: {
    asking: 'Wir holen jemanden für Sie',
    askingHelp: 'Schreiben Sie gern schon weiter.',
    away: 'Gerade ist niemand da',
    awayHelp: 'Wir antworten hier. Bitte lassen Sie diesen Tab offen.',
    missed: 'Gerade konnte niemand Ihren Anruf annehmen',
    missedHelp: 'Ihr Platz bleibt. Schreiben Sie uns hier, worum es geht.',
    awayFrom: (when) => `Wir sind ${when} wieder da und antworten hier. Bitte lassen Sie diesen Tab offen.`,
    ended: 'Dieses Gespräch ist beendet.',
    left: 'Sie warten nicht mehr.',
    endedHelp: 'Schreiben Sie wieder, dann geht derselbe Fall weiter.',
    leave: 'Fertig',
  },
  callback: {
    tile: 'Rückruf',
    tileHelp: 'Kostenlos, zu einer Zeit, die Ihnen passt',
    tileFrom: (when) => `Kostenlos, ${when}`,
    instead: 'Lieber zurückrufen lassen',
    missed: 'Wir haben Sie zweimal nicht erreicht.',
    missedHelp: 'Schreiben Sie hier weiter, wir antworten.',
    notices: {
      wished: (time) => `Rückruf vereinbart: ${time}`,
      wishedSoon: 'Rückruf gewünscht, sobald jemand frei ist',
      again: (time) => `Wir haben Sie nicht erreicht. Nächster Versuch: ${time}`,
      over: {
        reached: 'Wir haben telefoniert',
        missed: 'Wir haben Sie zweimal nicht erreicht',
        cancelled: 'Der Rückruf ist abgesagt',
      },
    },
  },
  queue: {
    position: (position) => `Sie sind Nummer ${position} in der Warteschlange`,
    next: 'Sie sind als Nächstes dran',
    asked: 'Gerade wird jemand für Sie gefragt',
    by: (time) => `Voraussichtlich ist bis ${time} jemand bei Ihnen.`,
    late: 'Es dauert länger als gedacht. Wir haben Sie nicht vergessen.',
    unknown: (serving) =>
      serving === 1
        ? 'Eine Person antwortet gerade. Wie lange es dauert, können wir noch nicht sagen.'
        : `${serving} Personen antworten gerade. Wie lange es dauert, können wir noch nicht sagen.`,
    nobodyServing: 'Gerade ist niemand da. Ihre Nachricht bleibt, und wir antworten hier.',
    leave: 'Nicht mehr warten',
  },
  someoneElse: {
    ask: 'Jemand anderes, bitte',
    looking: 'Wir holen jemand anderes für Sie',
    lookingHelp: 'Was Sie geschrieben haben, bleibt.',
    missed: 'Gerade ist sonst niemand frei',
    missedHelp: 'Wir suchen weiter.',
    back: (name) => `Doch ${name}`,
  },
};

const en: WaitingTexts = {
  availability: {
    here: 'Somebody is here for you now',
    away: 'Nobody is here right now.',
    awayHelp: 'Write to us, and a person answers here.',
    back: (when) => `Write to us. We are back ${when}.`,
    busy: 'Everybody is talking right now.',
    busyHelp: 'Write to us; we answer in turn.',
    within: (minutes) => `Usually somebody is here within ${minutesEn(minutes)}.`,
  },
  partner: {
    answers: (partner, shop) => `${partner} answers for ${shop} right now.`,
    sees: 'They see only this conversation and your language.',
  },
  when: {
    from: (time) => `from ${time}`,
    tomorrow: (time) => `tomorrow ${time}`,
    on: (day, time) => `${day} ${time}`,
  },
  by: {
    today: (time) => `by ${time} today`,
    tomorrow: (time) => `by ${time} tomorrow`,
    on: (day, time) => `by ${day}, ${time}`,
  },
  promise: {
    before: (by) => `Write to us: a person answers ${by}.`,
    running: (by) => `A person answers you ${by}.`,
    kept: (time) => `Answered at ${time}, as promised.`,
    broken:
      'We have not kept our promise, and we are sorry. The whole team has your message, and the answer comes here.',
    again: (by) => `We have not kept our promise, and we are sorry. A person answers you ${by}.`,
  },
  channels: {
    label: 'Or call us',
    audio: 'Audio call',
    video: 'Video call',
    free: 'Free, right here',
    busy: 'Everybody is talking, you can wait',
    nobodyFree: 'Nobody is here now',
    noCalls: 'No calls right now',
    within: (minutes) => `Usually in ${minutes} min`,
    telephone: 'Telephone',
  },
  expectation: {
    asking: 'We are asking somebody to join',
    askingHelp: 'You can go on writing meanwhile.',
    away: 'Nobody is here right now',
    awayHelp: 'We answer here. Please keep this tab open.',
    missed: 'Nobody could take your call just now',
    missedHelp: 'You keep your place. Write to us here what it is about.',
    awayFrom: (when) => `We are back ${when} and answer here. Please keep this tab open.`,
    ended: 'This conversation has ended.',
    left: 'You are not waiting any more.',
    endedHelp: 'Write again to go on with the same case.',
    leave: 'Done',
  },
  callback: {
    tile: 'Call me back',
    tileHelp: 'Free, at a time that suits you',
    tileFrom: (when) => `Free, ${when}`,
    instead: 'Call me back instead',
    missed: 'We called twice and did not reach you.',
    missedHelp: 'Go on here in writing, and we answer.',
    notices: {
      wished: (time) => `Call-back agreed: ${time}`,
      wishedSoon: 'Call-back wished for, once somebody is free',
      again: (time) => `We did not reach you. Next try: ${time}`,
      over: {
        reached: 'We have talked by telephone',
        missed: 'We called twice and did not reach you',
        cancelled: 'The call-back is cancelled',
      },
    },
  },
  queue: {
    position: (position) => `You are number ${position} in the queue`,
    next: 'You are next',
    asked: 'We are asking somebody for you right now',
    by: (time) => `Somebody should be with you by ${time}.`,
    late: 'It is taking longer than we thought. We have not forgotten you.',
    unknown: (serving) =>
      serving === 1
        ? 'One person is answering now. We cannot say yet how long it takes.'
        : `${serving} people are answering now. We cannot say yet how long it takes.`,
    nobodyServing: 'Nobody is here right now. Your message stays, and we answer here.',
    leave: 'Stop waiting',
  },
  someoneElse: {
    ask: 'Someone else, please',
    looking: 'We are asking somebody else for you',
    lookingHelp: 'What you wrote stays.',
    missed: 'Nobody else is free right now',
    missedHelp: 'We keep looking.',
    back: (name) => `${name} after all`,
  },
};

/** By language. */
export const waitingTexts: Readonly<Record<WidgetTexts['language'], WaitingTexts>> = { de, en };
