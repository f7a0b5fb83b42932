/** Who is right for a visitor, in English. Knows words only; the record's type names every text that must exist. */
import type { AdvisorTexts } from '../advisor-texts.ts';

/** English. */
export const advisorTextsEn: AdvisorTexts = {
  quickStarts: {
    title: 'Quick starts',
    help: 'Up to three words under the first field. Whoever clicks one is led to somebody who knows about the topic; whoever just writes is served as well. An empty line is switched off.',
    chips: { order: 'My order', product: 'A product', return: 'A return' },
    topic: (chip) => `Topic of “${chip}”`,
    nobodyKnows: 'Nobody has this topic yet. Give it to somebody under People, in their work.',
  },
  earlier: 'Earlier conversations',
  earlierFailed: 'They could not be loaded. Open the conversation again in a moment.',
  with: (name) => `with ${name}`,
  withNobody: 'nobody had joined',
  wantsOther: 'Wants to talk to somebody else',
  replacedYou:
    'This person would like to talk to somebody else. That happens and says nothing about you; what you wrote helps whoever comes next.',
  replaced: (visitor) => `${visitor} would like to talk to somebody else`,
  deputy: (name) => `in place of ${name}, who knows this visitor`,
};
