/** English, as it is about promises. */
import type { PromiseTexts } from '../promise-texts.ts';

export const promiseTextsEn: PromiseTexts = {
  label: 'Promise of an answer',
  withHours: 'Visitors who wait are told by when a person answers. The time counts while this department is open.',
  withoutHours:
    'Visitors who wait are told by when a person answers. Without opening hours the time counts day and night.',
  none: 'Promise nothing',
  hours: (hours) => (hours === 1 ? '1 hour' : `${hours} hours`),
  minutes: (minutes) => `${minutes} minutes`,
  untried: 'There are too few answers yet to say how often this is kept. It is shown as you wish.',
  kept: (length, percent, cases) => `Your promise of ${length} was kept in ${percent} % of ${cases} cases.`,
  instead: (longer) => `Visitors are told ${longer} until it is 95 % again.`,
  early: (percent) => `${percent} % of the answers came clearly earlier than promised.`,
  refused: {
    unstaffed: 'Nothing is promised: nobody belongs to this department.',
    closed: 'Nothing is promised: by its hours this department never opens.',
    hopeless: 'Nothing is promised: too many visitors were answered after weeks, or not at all.',
  },
  by: (time) => `by ${time}`,
  late: (time) => `late since ${time}`,
  again: 'second promise',
  half: (who, time) => `${who} was promised an answer by ${time}. Half of the time is gone.`,
  team: (who, time) => `Who can help? ${who} was promised an answer by ${time}.`,
  leaders: (who, time) => `The promise to ${who} is at risk: an answer by ${time}.`,
  broken: (who, time) => `The promise to ${who} was not kept: an answer by ${time}.`,
  elsewhere: (notice, department) => `${notice} Department: ${department ?? 'one that is not yours'}.`,
  open: 'Open conversation',
  urgent: (who) => `${who} waits for the promised answer`,
};
