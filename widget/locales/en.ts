/** The panel in English. Knows words only; the record's type names every text that must exist. */
import { chatTextsEn } from '../../client/elements/en-chat.ts';
import type { WidgetTexts } from './texts.ts';

const messages = (count: number): string => (count === 1 ? '1 new message' : `${count} new messages`);

/** English. */
export const texts: WidgetTexts = {
  language: 'en',
  elements: chatTextsEn,
  panel: {
    label: (shop) => `Talk to ${shop}`,
    minimise: 'Minimise',
    back: 'Back to the start',
    loading: 'One moment',
  },
  home: {
    greeting: 'How can we help you?',
    team: 'The people who answer',
    write: 'Write to us',
    writeHelp: 'A person answers. No form to fill in.',
    field: (shop) => `Message to ${shop}`,
    open: 'Your conversation',
    goOn: 'Go on',
    unread: messages,
    contact: 'Other ways to reach us',
  },
  chat: {
    caseNumber: (caseNumber) => `Case ${caseNumber}`,
    end: 'End',
    audio: 'Audio call',
    video: 'Video call',
    isHere: 'Is here for you',
    field: (name) => `Message to ${name}`,
    empty: 'Write here whenever you like.',
  },
  line: {
    connecting: 'Connecting…',
    waiting: 'No connection. We keep trying; your text is safe.',
    noCall: 'The call could not be loaded. Check your connection, then call again.',
    replaced: 'You talk to us in another tab. Please go on there.',
    version: 'We have been updated. Please load this page again.',
    refused: 'We cannot be reached here right now. Please use another way to contact us.',
  },
};
