/** The console's words about how visitors waited, in English. Knows words only. */
import type { WaitingTexts } from '../waiting-texts.ts';

/** Every text of it in English. */
export const waitingTextsEn: WaitingTexts = {
  help: 'How visitors waited for a person in the last 28 days. Only who stopped waiting has left: who closes the page still gets the answer.',
  days: 'Day by day',
  day: 'Day',
  waited: 'Waited',
  taken: 'Somebody came',
  left: 'Left before',
  median: 'Median wait',
  total: 'All days',
  pages: 'Pages on which they left',
  pagesHelp: 'Where visitors stopped waiting before somebody came. A page that was left only once is not shown.',
  page: 'Page',
  none: 'Nobody has waited yet',
  noneHelp: 'Figures appear here with the first visitor who rings.',
  forbidden: 'Owners and admins see how visitors waited.',
};
