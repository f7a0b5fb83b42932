/** The texts of calls in English; they come with the first call. Knows words only. */
import { callTextsEn } from '../../client/elements/en-call.ts';
import type { WidgetCallTexts } from './texts.ts';

/** English. */
export const callTexts: WidgetCallTexts = {
  elements: callTextsEn,
  beforeAnswer: 'If you answer, your browser may ask for your microphone. Nobody records the call.',
  silence: 'Stop ringing',
  text: 'Messages',
  unread: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
  larger: 'More room',
  smaller: 'Less room',
  running: 'Call is running',
  backToCall: 'To the call',
  hangUp: 'Hang up',
};
