/** The page for what cannot be shown or done: it says what happened and where to go on, and nothing about the cause. */
import { html } from '../html.ts';
import type { Language } from '../language.ts';
import { texts } from '../texts.ts';
import type { Page } from './layout.ts';

/** What went wrong, as far as a visitor is told. */
export type Problem = 'not-found' | 'bad' | 'failed' | 'no-order';

/** The page for a problem; its language link leads home, since the address itself may be nonsense. */
export function problemPage(language: Language, problem: Problem): Page {
  const words = texts[language].problem;
  const { thanks } = texts[language];
  const [title, text] = {
    'not-found': [words.notFoundTitle, words.notFoundText] as const,
    bad: [words.badTitle, words.badText] as const,
    failed: [words.failedTitle, words.failedText] as const,
    'no-order': [thanks.unknownTitle, thanks.unknownText] as const,
  }[problem];
  const main = html`<div class="wide prose">
    <h1>${title}</h1>
    <p class="lead">${text}</p>
    <a class="button" href="/${language}/">${words.home}</a>
  </div>`;
  return { path: '/', title, main };
}
