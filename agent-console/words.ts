/** Which language the console speaks: the first of the browser's that it knows, else English. Knows the two records. */
import { elementTextsDe } from '../client/elements/de.ts';
import { elementTextsEn } from '../client/elements/en.ts';
import { consoleTextsDe } from './locales/de.ts';
import { consoleTextsEn } from './locales/en.ts';
import type { Words } from './texts.ts';

const LANGUAGES = {
  de: { texts: consoleTextsDe, elements: elementTextsDe },
  en: { texts: consoleTextsEn, elements: elementTextsEn },
} as const;

/** The words for a person with these languages, best first; times are written as that person writes them. */
export function wordsFor(languages: readonly string[]): Words {
  for (const locale of languages) {
    const language = locale.toLowerCase().split('-')[0];
    if (language === 'de' || language === 'en') return { locale, ...LANGUAGES[language] };
  }
  return { locale: 'en', ...LANGUAGES.en };
}
