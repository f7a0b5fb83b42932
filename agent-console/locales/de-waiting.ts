/** The console's words about how visitors waited, in German. Knows words only. */
import type { WaitingTexts } from '../waiting-texts.ts';

/** Every text of it in German. */
export const waitingTextsDe: WaitingTexts = {
  help: 'Wie Gäste in den letzten 28 Tagen auf einen Menschen gewartet haben. Gegangen ist nur, wer das Warten beendet hat: Wer die Seite schliesst, bekommt die Antwort trotzdem.',
  days: 'Tag für Tag',
  day: 'Tag',
  waited: 'Gewartet',
  taken: 'Jemand kam',
  left: 'Vorher weg',
  median: 'Wartezeit (Median)',
  total: 'Alle Tage',
  pages: 'Seiten, auf denen sie gegangen sind',
  pagesHelp: 'Wo Gäste das Warten beendet haben, bevor jemand kam. Seiten mit nur einem Fall werden nicht gezeigt.',
  page: 'Seite',
  none: 'Noch hat niemand gewartet',
  noneHelp: 'Zahlen erscheinen hier mit dem ersten Gast, der läutet.',
  forbidden: 'Wie Gäste gewartet haben, sehen Leitung und Verwaltung.',
};
