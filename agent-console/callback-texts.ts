/** Every text of the console about call-backs, as a type: a language is one record of it. It knows no language. */

import type { CallbackNoticeTexts } from '../client/elements/callback-notice.ts';

/** Texts of the card, the list and the notices. Times arrive already written. */
export interface CallbackTexts {
  /** The visitor expects a call now. */
  readonly due: string;
  /** They wish for one at this time. */
  readonly planned: (time: string) => string;
  /** They were called and not reached; the next try is then. */
  readonly again: (time: string) => string;
  /** The number ends so. */
  readonly ends: (digits: string) => string;
  readonly number: string;
  readonly numberFailed: string;
  readonly page: (page: string) => string;
  readonly second: string;
  readonly reached: string;
  readonly notReached: string;
  readonly help: string;
  readonly refused: string;
  readonly notices: CallbackNoticeTexts;
}
