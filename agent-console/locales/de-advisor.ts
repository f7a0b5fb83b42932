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
  earlier: 'Frühere Gespräche',
  earlierFailed: 'Sie liessen sich nicht laden. Öffnen Sie das Gespräch gleich noch einmal.',
  with: (name) => `mit ${name}`,
  withNobody: 'noch war niemand da',
  wantsOther: 'Möchte mit jemand anderem sprechen',
  replacedYou:
    'Hier wird jemand anderes gewünscht. Das kommt vor und sagt nichts über Sie; was Sie geschrieben haben, hilft denen, die jetzt kommen.',
  replaced: (visitor) => `${visitor} möchte mit jemand anderem sprechen`,
  deputy: (name) => `in Vertretung für ${name}, dort schon bekannt`,
};
