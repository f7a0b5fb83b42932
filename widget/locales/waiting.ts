/**
 * The words about waiting, and about being away, in every language: they come together, right after the first screen. A
 * topic of waiting has a part of its own here, so a missing text does not compile. Knows words only.
 */
import type { WidgetTexts } from './texts.ts';

/** The line of the first screen that says whether somebody is there. */
export interface AvailabilityTexts {
  /** Somebody can answer now. */
  readonly here: string;
  /** Nobody can, and what happens then; never a promised time. */
  readonly away: string;
  readonly awayHelp: string;
}

/** The ways to talk, side by side. */
export interface ChannelTexts {
  /** Name of the group for screen readers. */
  readonly label: string;
  readonly audio: string;
  readonly video: string;
  readonly free: string;
  readonly nobodyFree: string;
}

/** What the visitor may expect inside a conversation while no person is there. */
export interface ExpectationTexts {
  /** Somebody is asked. */
  readonly asking: string;
  readonly askingHelp: string;
  /** Nobody can be asked. */
  readonly away: string;
  readonly awayHelp: string;
  readonly ended: string;
  readonly endedHelp: string;
  readonly leave: string;
}

/** Every text about waiting. */
export interface WaitingTexts {
  readonly availability: AvailabilityTexts;
  readonly channels: ChannelTexts;
  readonly expectation: ExpectationTexts;
}

const de: WaitingTexts = {
  availability: {
    here: 'Jetzt ist jemand für Sie da',
    away: 'Gerade ist niemand da.',
    awayHelp: 'Schreiben Sie uns, ein Mensch antwortet hier.',
  },
  channels: {
    label: 'Oder rufen Sie an',
    audio: 'Anruf',
    video: 'Videoanruf',
    free: 'Kostenlos, gleich hier',
    nobodyFree: 'Gerade niemand da',
  },
  expectation: {
    asking: 'Wir holen jemanden für Sie',
    askingHelp: 'Schreiben Sie gern schon weiter.',
    away: 'Gerade ist niemand da',
    awayHelp: 'Wir antworten hier. Bitte lassen Sie diesen Tab offen.',
    ended: 'Dieses Gespräch ist beendet.',
    endedHelp: 'Schreiben Sie wieder, dann geht derselbe Fall weiter.',
    leave: 'Fertig',
  },
};

const en: WaitingTexts = {
  availability: {
    here: 'Somebody is here for you now',
    away: 'Nobody is here right now.',
    awayHelp: 'Write to us, and a person answers here.',
  },
  channels: {
    label: 'Or call us',
    audio: 'Audio call',
    video: 'Video call',
    free: 'Free, right here',
    nobodyFree: 'Nobody is here now',
  },
  expectation: {
    asking: 'We are asking somebody to join',
    askingHelp: 'You can go on writing meanwhile.',
    away: 'Nobody is here right now',
    awayHelp: 'We answer here. Please keep this tab open.',
    ended: 'This conversation has ended.',
    endedHelp: 'Write again to go on with the same case.',
    leave: 'Done',
  },
};

/** By language. */
export const waitingTexts: Readonly<Record<WidgetTexts['language'], WaitingTexts>> = { de, en };
