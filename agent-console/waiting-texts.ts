/** The console's texts about how visitors waited. Shapes only; it knows no language. */

/** Texts of the page of the settings. */
export interface WaitingTexts {
  readonly help: string;
  readonly days: string;
  readonly day: string;
  readonly waited: string;
  readonly taken: string;
  readonly left: string;
  readonly median: string;
  readonly total: string;
  readonly pages: string;
  readonly pagesHelp: string;
  readonly page: string;
  readonly none: string;
  readonly noneHelp: string;
  readonly forbidden: string;
}
