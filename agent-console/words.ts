/** Which language the console speaks: the first of the browser's that it knows, else English. Knows the two records. */
import { elementTextsDe } from '../client/elements/de.ts';
import { elementTextsEn } from '../client/elements/en.ts';
import { callbackNotice } from '../client/elements/callback-notice.ts';
import type { ElementTexts } from '../client/elements/texts.ts';
import { consoleTextsDe } from './locales/de.ts';
import { consoleTextsEn } from './locales/en.ts';
import { staffNotice } from './staff-notices.ts';
import type { ConsoleTexts, Words } from './texts.ts';

/** A day that may lie weeks away. */
const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;

/** The shared parts speak to the visitor; where the desk knows better words, they are put in their place. */
function deskElements(elements: ElementTexts, texts: ConsoleTexts, locale: string): ElementTexts {
  const when = new Intl.DateTimeFormat(locale, { ...DAY, hour: '2-digit', minute: '2-digit' });
  const more: NonNullable<ElementTexts['list']['notice']['more']> = (event, nameOf) =>
    staffNotice(event, nameOf, texts) ?? callbackNotice(event, texts.callback.notices, (at) => when.format(at));
  const notice = { ...elements.list.notice, queued: texts.conversation.queued, more };
  return { ...elements, list: { ...elements.list, notice } };
}

const LANGUAGES = {
  de: { texts: consoleTextsDe, elements: elementTextsDe },
  en: { texts: consoleTextsEn, elements: elementTextsEn },
} as const;

function wordsOf(language: keyof typeof LANGUAGES, locale: string): Words {
  const { texts, elements } = LANGUAGES[language];
  return { locale, texts, elements: deskElements(elements, texts, locale) };
}

/** The words for a person with these languages, best first; times are written as that person writes them. */
export function wordsFor(languages: readonly string[]): Words {
  for (const locale of languages) {
    const language = locale.toLowerCase().split('-')[0];
    if (language === 'de' || language === 'en') return wordsOf(language, locale);
  }
  return wordsOf('en', 'en');
}
