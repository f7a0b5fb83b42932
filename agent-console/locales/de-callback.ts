/** The console's words about call-backs in German. Knows words only. */
import type { CallbackTexts } from '../callback-texts.ts';

/** Every text of call-backs in German. */
export const callbackTextsDe: CallbackTexts = {
  due: 'Möchte jetzt angerufen werden',
  planned: (time) => `Rückruf: ${time}`,
  again: (time) => `Nicht erreicht. Nächster Versuch: ${time}`,
  ends: (digits) => `Die Nummer endet auf ${digits}.`,
  number: 'Nummer zum Anrufen',
  numberFailed: 'Die Nummer liess sich nicht lesen.',
  page: (page) => `War zuletzt auf: ${page}`,
  second: 'Das ist der zweite Versuch. Danach erfährt der Gast, dass wir ihn nicht erreicht haben.',
  reached: 'Erreicht',
  notReached: 'Nicht erreicht',
  help: 'Rufen Sie mit Ihrem eigenen Telefon an und sagen Sie danach, wie es war.',
  refused: 'Dieser Rückruf ist vorbei oder wurde zurückgenommen.',
  notices: {
    wished: (time) => `Wünscht einen Rückruf: ${time}`,
    wishedSoon: 'Wünscht einen Rückruf, sobald jemand frei ist',
    again: (time) => `Nicht erreicht. Nächster Versuch: ${time}`,
    over: {
      reached: 'Am Telefon erreicht',
      missed: 'Zweimal nicht erreicht; der Gast weiss es',
      cancelled: 'Der Rückruf wurde abgesagt',
    },
  },
};
