/** What is needed after the first screen, in every language: few words, so they come together. Knows words only. */
import type { LateTexts, WidgetTexts } from './texts.ts';

/** By language. */
export const lateTexts: Readonly<Record<WidgetTexts['language'], LateTexts>> = {
  de: {
    privacy: {
      title: 'Was geschieht mit meinen Worten?',
      text: 'Nur die Menschen, die hier antworten, lesen, was Sie schreiben. Sie sehen auch Ihre Sprache und die Seite des Shops, auf der Sie sind. Dieser Tab merkt sich das Gespräch, bis Sie ihn zumachen oder das Gespräch verlassen. Es gibt keine Cookies, keine anderen Firmen und keine Aufnahmen.',
      remember: 'Auf diesem Gerät merken',
      rememberHelp: '7 Tage lang, auch wenn Sie den Tab zumachen. Abschalten löscht es.',
    },
    goodbye: {
      thanks: 'Danke für das Gespräch',
      text: 'Einen guten Tag noch.',
      caseNumber: 'Ihre Fallnummer',
      caseHelp: 'Nennen Sie uns diese Nummer, wenn Sie später noch einmal kommen.',
      again: 'Weiter schreiben',
      close: 'Fertig',
    },
    quickStarts: {
      label: 'Worum geht es? Nur wenn Sie mögen.',
      order: 'Meine Bestellung',
      product: 'Ein Produkt',
      return: 'Eine Rückgabe',
    },
  },
  en: {
    privacy: {
      title: 'What happens with my words?',
      text: 'Only the people who answer here read what you write. They also see your language and the page of the shop that you are on. This tab remembers the conversation until you close the tab or leave the conversation. There are no cookies, no other companies and no recordings.',
      remember: 'Remember on this device',
      rememberHelp: 'For 7 days, even if you close the tab. Switching off deletes it.',
    },
    goodbye: {
      thanks: 'Thank you for talking to us',
      text: 'Have a good day.',
      caseNumber: 'Your case number',
      caseHelp: 'Tell us this number if you come back to it later.',
      again: 'Write again',
      close: 'Done',
    },
    quickStarts: {
      label: 'What is it about? Only if you like.',
      order: 'My order',
      product: 'A product',
      return: 'A return',
    },
  },
};
