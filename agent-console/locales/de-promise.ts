/** German, as it is about promises. */
import type { PromiseTexts } from '../promise-texts.ts';

export const promiseTextsDe: PromiseTexts = {
  label: 'Antwort-Versprechen',
  withHours: 'Wer wartet, erfährt, bis wann ein Mensch antwortet. Die Zeit zählt, solange diese Abteilung offen ist.',
  withoutHours: 'Wer wartet, erfährt, bis wann ein Mensch antwortet. Ohne Öffnungszeiten zählt die Zeit Tag und Nacht.',
  none: 'Nichts versprechen',
  hours: (hours) => (hours === 1 ? '1 Stunde' : `${hours} Stunden`),
  minutes: (minutes) => `${minutes} Minuten`,
  untried: 'Noch gibt es zu wenige Antworten, um zu sagen, wie oft das gehalten wird. Es wird gezeigt wie gewünscht.',
  kept: (length, percent, cases) => `Ihr Versprechen (${length}) wurde in ${percent} % von ${cases} Fällen gehalten.`,
  instead: (longer) => `Bis es wieder 95 % sind, wird gezeigt: ${longer}.`,
  early: (percent) => `${percent} % der Antworten kamen deutlich früher als versprochen.`,
  refused: {
    unstaffed: 'Es wird nichts versprochen: Niemand gehört zu dieser Abteilung.',
    closed: 'Es wird nichts versprochen: Nach ihren Zeiten ist diese Abteilung nie offen.',
    hopeless: 'Es wird nichts versprochen: Zu oft kam die Antwort erst nach Wochen oder gar nicht.',
  },
  by: (time) => `bis ${time}`,
  late: (time) => `überfällig seit ${time}`,
  again: 'zweites Versprechen',
  half: (who, time) => `${who} wurde eine Antwort bis ${time} versprochen. Die Hälfte der Zeit ist um.`,
  team: (who, time) => `Wer kann helfen? ${who} wurde eine Antwort bis ${time} versprochen.`,
  leaders: (who, time) => `Das Versprechen an ${who} ist gefährdet: Antwort bis ${time}.`,
  broken: (who, time) => `Das Versprechen an ${who} wurde nicht gehalten: Antwort bis ${time}.`,
  elsewhere: (notice, department) => `${notice} Abteilung: ${department ?? 'eine, der Sie nicht angehören'}.`,
  open: 'Gespräch öffnen',
  urgent: (who) => `${who} wartet auf die versprochene Antwort`,
};
