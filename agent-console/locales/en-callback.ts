/** The console's words about call-backs in English. Knows words only. */
import type { CallbackTexts } from '../callback-texts.ts';

/** Every text of call-backs in English. */
export const callbackTextsEn: CallbackTexts = {
  due: 'Wants to be called now',
  planned: (time) => `Call-back: ${time}`,
  again: (time) => `Not reached. Next try: ${time}`,
  ends: (digits) => `The number ends in ${digits}.`,
  number: 'Number to call',
  numberFailed: 'The number could not be read.',
  page: (page) => `Was last on: ${page}`,
  second: 'This is the second try. After it the visitor is told that we could not reach them.',
  reached: 'Reached',
  notReached: 'Not reached',
  help: 'Call with your own telephone, then say how it went.',
  refused: 'This call-back is over or was taken back.',
  notices: {
    wished: (time) => `Wishes a call-back: ${time}`,
    wishedSoon: 'Wishes a call-back as soon as somebody is free',
    again: (time) => `Not reached. Next try: ${time}`,
    over: {
      reached: 'Reached by telephone',
      missed: 'Twice not reached; the visitor was told',
      cancelled: 'The call-back was cancelled',
    },
  },
};
