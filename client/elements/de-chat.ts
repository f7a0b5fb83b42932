/** The texts of the chat's parts in German: kurz, aktiv, "Sie", ohne Ausrufezeichen. No word here has an ß, so it serves Switzerland too. */
import type { ChatTexts } from './texts.ts';

/** German: messages and composer. */
export const chatTextsDe: ChatTexts = {
  list: {
    label: 'Nachrichten',
    you: 'Sie',
    visitor: 'Gast',
    today: 'Heute',
    yesterday: 'Gestern',
    older: 'Frühere Nachrichten zeigen',
    newest: 'Zur neuesten Nachricht',
    fresh: 'Neue Nachrichten',
    sending: 'Wird gesendet',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    read: 'Gelesen',
    failed: 'Nicht gesendet',
    retry: 'Noch einmal',
    readBy: (name, time) => (name === undefined ? `Gelesen, ${time}` : `${name} hat das gelesen, ${time}`),
    note: 'Notiz, nur Ihr Team sieht sie',
    typing: (name) => `${name} schreibt`,
    notice: {
      queued: 'Das Team hat Bescheid bekommen',
      reopened: 'Das Gespräch geht weiter',
      requeued: 'Als Nächstes an der Reihe',
      returned: 'Zurück beim Team des Shops',
      returnDue: 'Das Team ist wieder da: bitte mit einer Notiz übergeben',
      overflow: (partner) => `${partner ?? 'Ein anderes Team'} ist informiert`,
      ended: 'Gespräch beendet',
      deputy: (name, other) => `${name} übernimmt heute für ${other} und weiss, was geschrieben wurde`,
      joined: (name) => `${name} ist jetzt da`,
      left: (name) => `${name} ist gegangen`,
      takesOver: (name, from) => `${name} übernimmt von ${from}`,
      lost: (name) => `Die Verbindung zu ${name} ist abgebrochen`,
      callStarted: (video) => (video ? 'Videoanruf' : 'Anruf'),
      callEnded: (reason, duration) => {
        if (reason === 'hangup') return `Anruf beendet, ${duration}`;
        if (reason === 'missed') return 'Anruf nicht angenommen';
        if (reason === 'declined') return 'Anruf abgelehnt';
        if (reason === 'cancelled') return 'Anruf abgebrochen';
        return 'Anruf beendet: keine Verbindung';
      },
      somebody: 'Jemand aus dem Team',
    },
  },
  composer: {
    placeholder: 'Nachricht schreiben',
    send: 'Senden',
    left: (characters) => `noch ${characters}`,
    tooLong: 'Das ist zu lang für eine Nachricht. Bitte kürzen oder teilen.',
    over: (characters) => `${characters} Zeichen zu viel`,
    note: 'Diese Notiz sieht nur Ihr Team',
  },
};
