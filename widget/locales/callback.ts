/** The words of call-backs in every language; they come with the form. Knows words only. */
import type { WidgetTexts } from './texts.ts';

/** Every text of the form and of what was agreed. Times arrive already written. */
export interface CallbackTexts {
  readonly title: string;
  readonly loading: string;
  readonly failed: string;
  readonly again: string;
  /** Nobody of the team calls. */
  readonly nobody: string;
  readonly when: string;
  readonly soon: string;
  readonly day: string;
  readonly today: string;
  readonly tomorrow: string;
  readonly time: string;
  /** All times are meant in this zone. */
  readonly zone: (zone: string) => string;
  readonly number: string;
  readonly privacy: string;
  readonly free: string;
  readonly send: string;
  readonly close: string;
  readonly problems: Readonly<
    Record<'unreadable' | 'country' | 'service' | 'noTime' | 'slot' | 'one' | 'other', string>
  >;
  readonly agreed: (time: string) => string;
  readonly soonAgreed: string;
  /** Its time has come, and nobody has taken it yet. */
  readonly asking: string;
  /** Somebody has it in hand. */
  readonly calling: (name: string) => string;
  /** Somebody called and did not reach the visitor. */
  readonly missed: string;
  readonly ends: (digits: string) => string;
  readonly change: string;
  readonly cancel: string;
}

const de: CallbackTexts = {
  title: 'Rückruf',
  loading: 'Freie Zeiten werden geladen',
  failed: 'Die freien Zeiten liessen sich nicht laden.',
  again: 'Noch einmal',
  nobody: 'Rückrufe gibt es gerade keine. Schreiben Sie uns, ein Mensch antwortet.',
  when: 'Wann sollen wir anrufen?',
  soon: 'Sobald jemand frei ist',
  day: 'Tag',
  today: 'Heute',
  tomorrow: 'Morgen',
  time: 'Uhrzeit',
  zone: (zone) => `Ihre Ortszeit: ${zone}`,
  number: 'Ihre Telefonnummer',
  privacy: 'Wir nehmen die Nummer nur für diesen Anruf und löschen sie 7 Tage danach.',
  free: 'Der Anruf kostet Sie nichts.',
  send: 'Rückruf wünschen',
  close: 'Doch nicht',
  problems: {
    unreadable: 'Das ist keine Telefonnummer. Schreiben Sie sie mit Vorwahl, aus dem Ausland mit + und Land.',
    country: 'Schreiben Sie die Nummer mit der Vorwahl Ihres Landes, zum Beispiel +43.',
    service: 'Diese Nummer rufen wir nicht an. Nennen Sie ein gewöhnliches Telefon oder Handy.',
    noTime: 'Wählen Sie noch eine Zeit.',
    slot: 'Diese Zeit ist nicht mehr frei. Wählen Sie eine andere.',
    one: 'Sie haben schon einen Rückruf vereinbart.',
    other: 'Das ging nicht. Versuchen Sie es gleich noch einmal.',
  },
  agreed: (time) => `Wir rufen Sie an: ${time}.`,
  soonAgreed: 'Wir rufen Sie an, sobald jemand frei ist. Ihr Platz bleibt.',
  asking: 'Es ist so weit. Wir holen jemanden, der Sie anruft.',
  calling: (name) => `${name} ruft Sie gleich an.`,
  missed: 'Wir haben angerufen und Sie nicht erreicht.',
  ends: (digits) => `Ihre Nummer endet auf ${digits}.`,
  change: 'Andere Zeit',
  cancel: 'Rückruf absagen',
};

const en: CallbackTexts = {
  title: 'Call-back',
  loading: 'Loading free times',
  failed: 'The free times could not be loaded.',
  again: 'Try again',
  nobody: 'There are no call-backs right now. Write to us, and a person answers.',
  when: 'When shall we call?',
  soon: 'As soon as somebody is free',
  day: 'Day',
  today: 'Today',
  tomorrow: 'Tomorrow',
  time: 'Time',
  zone: (zone) => `In your own time: ${zone}`,
  number: 'Your telephone number',
  privacy: 'We use the number for this call only and delete it 7 days after it.',
  free: 'The call costs you nothing.',
  send: 'Ask for the call',
  close: 'Not now',
  problems: {
    unreadable: 'This is no telephone number. Write it with its area code, from abroad with + and the country.',
    country: 'Write the number with the code of your country, such as +43.',
    service: 'We do not call this number. Give an ordinary telephone or a mobile.',
    noTime: 'Choose a time first.',
    slot: 'This time is not free any more. Choose another one.',
    one: 'You have a call-back already.',
    other: 'That did not work. Try again in a moment.',
  },
  agreed: (time) => `We call you: ${time}.`,
  soonAgreed: 'We call you as soon as somebody is free. You keep your place.',
  asking: 'It is time. We are asking somebody to call you.',
  calling: (name) => `${name} is about to call you.`,
  missed: 'We called and did not reach you.',
  ends: (digits) => `Your number ends in ${digits}.`,
  change: 'Another time',
  cancel: 'Cancel the call-back',
};

/** By language. */
export const callbackTexts: Readonly<Record<WidgetTexts['language'], CallbackTexts>> = { de, en };
