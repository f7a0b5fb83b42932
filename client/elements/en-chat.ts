/** The texts of the chat's parts in English: short, active, "you", no exclamation marks, no blame. */
import type { ChatTexts } from './texts.ts';

/** English: messages and composer. */
export const chatTextsEn: ChatTexts = {
  list: {
    label: 'Messages',
    you: 'You',
    visitor: 'Visitor',
    today: 'Today',
    yesterday: 'Yesterday',
    older: 'Show earlier messages',
    newest: 'Go to the newest message',
    fresh: 'New messages',
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    failed: 'Not sent',
    retry: 'Try again',
    readBy: (name, time) => (name === undefined ? `Read, ${time}` : `Read by ${name}, ${time}`),
    note: 'Note, only your team sees it',
    typing: (name) => `${name} is typing`,
    notice: {
      queued: 'The team has been told',
      reopened: 'The conversation goes on',
      requeued: 'First in line for the next free person',
      returned: 'Back with the team of the shop',
      returnDue: 'The team is there again: please hand over with a note',
      overflow: (partner) => `${partner ?? 'Another team'} has been told`,
      ended: 'Conversation ended',
      deputy: (name, other) => `${name} takes over for ${other} today and knows what was written`,
      joined: (name) => `${name} is here now`,
      left: (name) => `${name} has left`,
      takesOver: (name, from) => `${name} takes over from ${from}`,
      lost: (name) => `The connection to ${name} was lost`,
      callStarted: (video) => (video ? 'Video call' : 'Audio call'),
      callEnded: (reason, duration) => {
        if (reason === 'hangup') return `Call ended, ${duration}`;
        if (reason === 'missed') return 'Call not answered';
        if (reason === 'declined') return 'Call declined';
        if (reason === 'cancelled') return 'Call cancelled';
        return 'Call ended: no connection';
      },
      somebody: 'A colleague',
    },
  },
  composer: {
    placeholder: 'Write a message',
    send: 'Send',
    left: (characters) => `${characters} left`,
    tooLong: 'This is too long for one message. Please shorten or split it.',
    over: (characters) => (characters === 1 ? '1 character too many' : `${characters} characters too many`),
    note: 'Only your team will see this note',
  },
};
