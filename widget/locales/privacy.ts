/** What is said about privacy, in every language: few words, which come together and after the first screen. */
import type { WidgetTexts } from './texts.ts';

/** Everything that the part about privacy says. */
interface PrivacyTexts {
  readonly title: string;
  /** At most 80 words in each language (G1). */
  readonly text: string;
}

/** By language. */
export const privacyTexts: Readonly<Record<WidgetTexts['language'], PrivacyTexts>> = {
  de: {
    title: 'Was geschieht mit meinen Worten?',
    text: 'Nur die Menschen, die hier antworten, lesen, was Sie schreiben. Sie sehen auch Ihre Sprache und die Seite des Shops, auf der Sie sind. Dieser Tab merkt sich das Gespräch, bis Sie ihn zumachen oder das Gespräch verlassen. Es gibt keine Cookies, keine anderen Firmen und keine Aufnahmen.',
  },
  en: {
    title: 'What happens with my words?',
    text: 'Only the people who answer here read what you write. They also see your language and the page of the shop that you are on. This tab remembers the conversation until you close the tab or leave the conversation. There are no cookies, no other companies and no recordings.',
  },
};
