/** Who is right for a visitor, in German. Knows words only; the record's type names every text that must exist. */
import type { AdvisorTexts } from '../advisor-texts.ts';

/** German. */
export const advisorTextsDe: AdvisorTexts = {
  quickStarts: {
    title: 'Schnellstarts',
    help: 'Bis zu drei Worte unter dem ersten Feld. Wer eines anklickt, kommt zu jemandem, der sich mit dem Thema auskennt; wer einfach schreibt, wird genauso bedient. Eine leere Zeile ist ausgeschaltet.',
    chips: { order: 'Meine Bestellung', product: 'Ein Produkt', return: 'Eine Rückgabe' },
    topic: (chip) => `Thema von „${chip}“`,
    nobodyKnows: 'Noch hat niemand dieses Thema. Geben Sie es jemandem unter „Personen“, bei der Arbeit.',
  },
  deputy: (name) => `in Vertretung für ${name}, dort schon bekannt`,
};
