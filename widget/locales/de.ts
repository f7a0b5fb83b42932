/**
 * Das Fenster auf Deutsch: kurz, aktiv, "Sie", ohne Ausrufezeichen. Knows words only. No word here has an ß, so the
 * record serves Switzerland too.
 */
import { chatTextsDe } from '../../client/elements/de-chat.ts';
import type { WidgetTexts } from './texts.ts';

const messages = (count: number): string => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`);

/** German, for Germany, Austria and Switzerland. */
export const texts: WidgetTexts = {
  language: 'de',
  elements: chatTextsDe,
  panel: {
    label: (shop) => `Mit ${shop} sprechen`,
    minimise: 'Verkleinern',
    back: 'Zurück zum Anfang',
    loading: 'Einen Moment',
  },
  home: {
    greeting: 'Wie können wir helfen?',
    team: 'Wer hier antwortet',
    write: 'Schreiben Sie uns',
    writeHelp: 'Ein Mensch antwortet, ohne Formular.',
    field: (shop) => `Nachricht an ${shop}`,
    open: 'Ihr Gespräch',
    goOn: 'Weiter',
    unread: messages,
    contact: 'Andere Wege zu uns',
  },
  chat: {
    caseNumber: (caseNumber) => `Fall ${caseNumber}`,
    end: 'Beenden',
    audio: 'Anruf',
    video: 'Videoanruf',
    isHere: 'Ist für Sie da',
    field: (name) => `Nachricht an ${name}`,
    empty: 'Schreiben Sie hier, wann immer Sie möchten.',
  },
  line: {
    connecting: 'Verbindet …',
    waiting: 'Keine Verbindung. Wir versuchen es weiter, Ihr Text ist sicher.',
    noCall: 'Der Anruf lädt nicht. Prüfen Sie Ihre Verbindung und rufen Sie noch einmal an.',
    replaced: 'Sie sprechen in einem anderen Tab mit uns. Bitte machen Sie dort weiter.',
    version: 'Wir haben etwas erneuert. Bitte laden Sie diese Seite neu.',
    refused: 'Hier sind wir nicht erreichbar. Bitte nutzen Sie einen anderen Weg zu uns.',
  },
};
