/** The texts of the call's parts in German, apart from the chat's because they are needed only with a call. No word here has an ß, so it serves Switzerland too. */
import type { CallTexts } from './texts.ts';

/** German: before, during and after a call. */
export const callTextsDe: CallTexts = {
  explain: {
    title: (media) => (media.video ? 'Vor dem Videoanruf' : 'Vor dem Anruf'),
    ask: (media) =>
      media.video
        ? 'Ihr Browser fragt gleich nach Kamera und Mikrofon. Bitte erlauben Sie beides.'
        : 'Ihr Browser fragt gleich nach dem Mikrofon. Bitte erlauben Sie es.',
    unrecorded: 'Niemand nimmt das Gespräch auf. Auflegen können Sie jederzeit.',
    choice: 'Wie möchten Sie sprechen?',
    audio: 'Nur Ton',
    audioHint: 'Niemand sieht Sie',
    video: 'Mit Kamera',
    videoHint: 'Sie sehen einander',
    start: 'Weiter',
    cancel: 'Jetzt nicht',
    retry: 'Noch einmal',
    byText: 'Schriftlich weiter',
    failure: {
      denied: {
        title: 'Ihr Browser darf Mikrofon oder Kamera nicht nutzen',
        text: 'Öffnen Sie das Schloss oder Einstellungszeichen neben der Adresse der Seite, erlauben Sie das Mikrofon und versuchen Sie es noch einmal.',
      },
      missing: {
        title: 'Kein Mikrofon, keine Kamera gefunden',
        text: 'Verbinden Sie ein Mikrofon oder Headset und versuchen Sie es noch einmal.',
      },
      busy: {
        title: 'Mikrofon oder Kamera sind belegt',
        text: 'Ein anderes Programm oder ein anderer Tab nutzt sie gerade. Beenden Sie das und versuchen Sie es noch einmal.',
      },
      insecure: {
        title: 'Auf dieser Seite geht kein Anruf',
        text: 'Browser erlauben Anrufe nur auf Seiten mit sicherer Adresse (https). Schriftlich geht es hier weiter.',
      },
      'forbidden-by-page': {
        title: 'Auf dieser Seite geht kein Anruf',
        text: 'Diese Seite gibt das Mikrofon nicht frei. Schriftlich geht es hier weiter, oder rufen Sie von einer anderen Seite des Shops an.',
      },
      unreachable: {
        title: 'Der Anruf kam nicht zustande',
        text: 'Vielleicht sperrt Ihr Netz Anrufe. Versuchen Sie es noch einmal, in einem anderen Netz, oder schriftlich.',
      },
    },
  },
  stage: {
    label: (name) => `Anruf mit ${name}`,
    team: 'Das Team',
    asking: 'Warten auf Ihren Browser',
    calling: 'Ruft an …',
    alerting: 'Es klingelt …',
    ringing: (video) => (video ? 'ruft an, mit Kamera' : 'ruft an'),
    connecting: 'Verbindet …',
    connected: 'Verbunden',
    reconnecting: 'Verbindet neu …',
    reconnectingHelp: 'Die Leitung ist unterbrochen. Wir versuchen es eine halbe Minute lang weiter.',
    elsewhere: 'Dieser Anruf läuft in einem anderen Tab',
    duration: 'Dauer',
    askingHelp: 'Bitte erlauben Sie das Mikrofon, wenn Ihr Browser fragt.',
    microphoneOff: 'Mikrofon ausschalten',
    microphoneOn: 'Mikrofon einschalten',
    cameraOff: 'Kamera ausschalten',
    cameraOn: 'Kamera einschalten',
    hangUp: 'Auflegen',
    cancel: 'Anruf abbrechen',
    acceptAudio: 'Annehmen',
    acceptVideo: 'Mit Kamera annehmen',
    decline: 'Ablehnen',
    dismiss: 'Fertig',
    tapToHear: 'Tippen, um zu hören',
    moveSelf: 'Ihr Bild in die nächste Ecke schieben',
    you: 'Ihre Kamera',
    controls: 'Anruf steuern',
    sound: (name) => `Ton von ${name}`,
    picture: (name) => `Bild von ${name}`,
    remoteMuted: (name) => `${name}: Mikrofon aus`,
    remoteCameraOff: (name) => `${name}: Kamera aus`,
    goesOn: {
      denied: 'Ihre Kamera darf nicht genutzt werden. Der Anruf geht mit Ton weiter.',
      missing: 'Keine Kamera gefunden. Der Anruf geht mit Ton weiter.',
      busy: 'Ihre Kamera ist belegt. Der Anruf geht mit Ton weiter.',
      insecure: 'Die Kamera braucht eine sichere Seite. Der Anruf geht mit Ton weiter.',
      'forbidden-by-page': 'Diese Seite erlaubt die Kamera nicht. Der Anruf geht mit Ton weiter.',
      unreachable: 'Ihr Bild kommt gerade nicht durch. Der Anruf geht mit Ton weiter.',
    },
    ended: {
      hangup: 'Anruf beendet',
      declined: 'Gerade passt es nicht',
      missed: 'Keine Antwort',
      cancelled: 'Anruf abgebrochen',
      failed: 'Die Verbindung ist abgebrochen',
      answered_elsewhere: 'An anderer Stelle angenommen',
      media: 'Der Anruf konnte nicht beginnen',
    },
    lasted: (duration) => `Er dauerte ${duration}`,
  },
};
