/** The floor, in English. Knows words only; the record's type names every text that must exist. */
import type { FloorTexts } from '../floor-texts.ts';

/** English. */
export const floorTextsEn: FloorTexts = {
  title: 'Floor',
  help: 'Who is there, who waits, and why still.',
  people: 'Who is there',
  nobody: 'Nobody of your departments is signed in.',
  load: (load, capacity) => `${load} of ${capacity}`,
  inCall: 'in a call',
  you: 'you',
  open: (until) => (until === undefined ? 'Open' : `Open until ${until}`),
  closed: (until) => (until === undefined ? 'Closed' : `Closed until ${until}`),
  always: 'Open while somebody is available',
  waiting: (count) => `${count} waiting`,
  nobodyWaits: 'Nobody is waiting.',
  more: (count) => `and ${count} more`,
  audio: 'Is calling',
  video: 'Is calling with video',
  noDepartments: 'You are in no department, so nobody waits for you. Whoever runs the shop can put you into one.',
  failed: 'The floor could not be loaded.',
  why: {
    reserved: (name, time) => `Reserved for ${name} until ${time}.`,
    reservedForYou: (time) => `Reserved for you until ${time}.`,
    next: 'Somebody is asked at this moment.',
    nobody: 'Nobody of this department is available.',
    overflows: (left) => `Nobody is available; goes to another department in ${left}.`,
    busy: 'Everybody who is available has all hands full.',
    busyForCalls: 'Nobody who is available can take a call.',
    fitting: (language, left) => `Nobody who speaks ${language} is free; anybody is asked in ${left}.`,
    fittingTopics: (language, topics, left) =>
      `Nobody who speaks ${language} and knows about ${topics} is free; anybody is asked in ${left}.`,
    asked: (left) => `Everybody who is free has been asked; again in ${left}.`,
    avoided: 'Only people are free whom the visitor does not want.',
  },
  seconds: (count) => `${count} s`,
};
