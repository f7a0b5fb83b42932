/** Which language the console speaks: the first of the browser's that it knows, else English. Knows the two records. */
import { elementTextsDe } from '../client/elements/de.ts';
import { elementTextsEn } from '../client/elements/en.ts';
import type { ElementTexts } from '../client/elements/texts.ts';
import { consoleTextsDe } from './locales/de.ts';
import { consoleTextsEn } from './locales/en.ts';
import { staffNotice } from './staff-notices.ts';
import type { ConsoleTexts, Words } from './texts.ts';

/** The shared parts speak to the visitor; where the desk knows better words, they are put in their place. */
function deskElements(elements: ElementTexts, texts: ConsoleTexts): ElementTexts {
  const staff: NonNullable<ElementTexts['list']['notice']['staff']> = (event, nameOf) =>
    staffNotice(event, nameOf, texts);
  const notice = { ...elements.list.notice, queued: texts.conversation.queued, staff };
  return { ...elements, list: { ...elements.list, notice } };
}

const LANGUAGES = {
  de: { texts: consoleTextsDe, elements: deskElements(elementTextsDe, consoleTextsDe) },
  en: { texts: consoleTextsEn, elements: deskElements(elementTextsEn, consoleTextsEn) },
} as const;

/** The words for a person with these languages, best first; times are written as that person writes them. */
export function wordsFor(languages: readonly string[]): Words {
  for (const locale of languages) {
    const language = locale.toLowerCase().split('-')[0];
    if (language === 'de' || language === 'en') return { locale, ...LANGUAGES[language] };
  }
  return { locale: 'en', ...LANGUAGES.en };
}
