/**
 * Why routing asked somebody, in one line of the agent's language (RT8). Knows facts and words; the facts are the
 * server's.
 */
import { duration } from '../client/elements/times.ts';
import type { ContentOf } from '../protocol/events.ts';
import { languageName } from './clock.ts';
import type { Words } from './texts.ts';

type Because = ContentOf<'reservation.made'>['body']['because'];

/** The facts as a line, the telling ones first. */
export function reasonText(because: Because, { locale, texts }: Words): string {
  const words = texts.case.because;
  const parts = because.map((reason): string => {
    switch (reason.kind) {
      case 'advisor':
        return words.advisor;
      case 'deputy':
        return texts.advisor.deputy(reason.name);
      case 'language':
        return words.language(languageName(reason.language, locale), reason.spoken);
      case 'skills':
        return words.skills(reason.skills.join(', '), reason.known);
      case 'load':
        return words.load(reason.load, reason.capacity);
      case 'waiting':
        return words.waiting(duration(reason.seconds), reason.front);
      case 'transfer':
        return words.transfer;
      case 'again':
        return words.again;
    }
  });
  return parts.join(' · ');
}
