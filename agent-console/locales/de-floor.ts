/** The floor, in German. Knows words only; the record's type names every text that must exist. */
import type { FloorTexts } from '../floor-texts.ts';

/** German. */
export const floorTextsDe: FloorTexts = {
  title: 'Überblick',
  help: 'Wer da ist, wer wartet, und warum noch.',
  people: 'Wer da ist',
  nobody: 'Aus Ihren Abteilungen ist niemand angemeldet.',
  load: (load, capacity) => `${load} von ${capacity}`,
  inCall: 'im Gespräch',
  you: 'Sie',
  open: (until) => (until === undefined ? 'Offen' : `Offen bis ${until}`),
  closed: (until) => (until === undefined ? 'Geschlossen' : `Geschlossen bis ${until}`),
  always: 'Offen, solange jemand verfügbar ist',
  waiting: (count) => (count === 1 ? '1 wartet' : `${count} warten`),
  nobodyWaits: 'Niemand wartet.',
  more: (count) => `und ${count} weitere`,
  audio: 'Ruft an',
  video: 'Ruft mit Video an',
  noDepartments: 'Sie sind in keiner Abteilung, daher wartet niemand auf Sie. Wer den Shop betreibt, kann das ändern.',
  failed: 'Der Überblick konnte nicht geladen werden.',
  why: {
    reserved: (name, time) => `Für ${name} reserviert bis ${time}.`,
    reservedForYou: (time) => `Für Sie reserviert bis ${time}.`,
    next: 'Gerade wird jemand gefragt.',
    nobody: 'Aus dieser Abteilung ist niemand verfügbar.',
    overflows: (left) => `Niemand ist verfügbar; geht in ${left} an eine andere Abteilung.`,
    busy: 'Alle Verfügbaren haben die Hände voll.',
    busyForCalls: 'Niemand Verfügbares kann einen Anruf annehmen.',
    fitting: (language, left) => `Niemand mit ${language} ist frei; in ${left} werden alle gefragt.`,
    fittingTopics: (language, topics, left) =>
      `Niemand mit ${language} und Kenntnis von ${topics} ist frei; in ${left} werden alle gefragt.`,
    asked: (left) => `Alle Freien wurden gefragt; erneut in ${left}.`,
    avoided: 'Frei sind nur Personen, die nicht gewünscht sind.',
  },
  seconds: (count) => `${count} s`,
};
